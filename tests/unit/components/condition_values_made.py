"""A small made-up plane of conditions for the tests of its figure, tables and panels."""

from __future__ import annotations

from workbench.disclosure.condition_values import ConditionDisc, ConditionGroup, ConditionMap

AORTA = (("HP:0001724", "Aortic dilatation", "Wide aorta"), ("HP:0001166", "Arachnodactyly", "Long fingers"))


def disc(at: int, count: int, x: float, y: float, group: int | None = None, name: str = "") -> ConditionDisc:
    return ConditionDisc(f"OMIM:{100_000 + at}", name or f"Condition {at}", count, x, y, group)


def small_plane() -> ConditionMap:
    """Two groups of three, two conditions alone, one without published findings; a name with markup."""
    discs = (
        disc(1, 405, 0.0, 4.0, None, "Neurofibromatosis, type 1"),
        disc(2, 160, 4.0, 0.0, 0, "Loeys-Dietz <b>syndrome</b> 3"),
        disc(3, 90, 4.5, 0.4, 0),
        disc(4, 40, 4.2, -0.5, 0),
        disc(5, 30, -4.0, 0.0, 1),
        disc(6, 20, -4.4, 0.6, 1),
        disc(7, 15, -3.8, -0.7, 1),
        disc(8, 10, 0.0, -4.0),
    )
    groups = (
        ConditionGroup(0, "Aorta and tall stature", AORTA, 0.99, tuple(one.id for one in discs[1:4]), 290),
        ConditionGroup(1, "Immunity", (), 0.82, tuple(one.id for one in discs[4:7]), None),
    )
    return ConditionMap(discs, groups, (("OMIM:999999", "Nobody wrote about it", 15),))


def without_groups() -> ConditionMap:
    """The same conditions where no group survives."""
    whole = small_plane()
    alone = tuple(ConditionDisc(d.id, d.name, d.count, d.x, d.y, None) for d in whole.discs)
    return ConditionMap(alone, (), ())


def many_groups(amount: int) -> ConditionMap:
    """So many groups of three conditions each, side by side."""
    discs = tuple(
        disc(10 * group + at, 20 + at, 6.0 * (group % 5) + at, 6.0 * (group // 5) + at * at, group)
        for group in range(amount)
        for at in range(3)
    )
    groups = tuple(
        ConditionGroup(at, f"Group number {at}", AORTA, 0.9, tuple(d.id for d in discs if d.group == at), 60)
        for at in range(amount)
    )
    return ConditionMap(discs, groups, ())


def words(component) -> str:
    """All text of a component, in reading order."""
    if component is None or isinstance(component, str | int):
        return "" if component is None else str(component)
    if isinstance(component, list | tuple):
        return " ".join(filter(None, map(words, component)))
    return words(getattr(component, "children", None))


def parts(component, name: str) -> list:
    """Every part of that kind, such as "Link", in reading order."""
    return [part for part in component._traverse() if type(part).__name__ == name]
