"""What is selected on the page of conditions: a group, a condition, or a condition with its group."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.disclosure.condition_values import ConditionDisc, ConditionGroup, ConditionMap

_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Picked:
    """A selection. Written `3:`, `:OMIM:162200` or `3:OMIM:162200`; the empty text selects nothing.

    Attributes:
        group: Number of the group, None without one.
        condition: Id of the condition, empty without one.
    """

    group: int | None = None
    condition: str = ""

    def __str__(self) -> str:
        if self.group is None and not self.condition:
            return ""
        return f"{'' if self.group is None else self.group}:{self.condition}"


def picked(text: object) -> Picked:
    """The selection that the text is; none for anything that cannot be read."""
    group, colon, condition = text.partition(":") if isinstance(text, str) else ("", "", "")
    return Picked(_number(group), condition) if colon else Picked()


def from_address(group: object, condition: object) -> Picked:
    """The selection of an address, `?group=3` or `?condition=OMIM:162200`."""
    return Picked(_number(group) if isinstance(group, str) else None, condition if isinstance(condition, str) else "")


def of_disc(disc: ConditionDisc) -> Picked:
    """The selection that a click on a disc makes."""
    return Picked(disc.group, disc.id)


def known(selection: Picked, view: ConditionMap) -> tuple[ConditionGroup | None, ConditionDisc | None]:
    """The selected group and condition that there are; a condition brings its group."""
    disc = next((disc for disc in view.discs if disc.id == selection.condition), None)
    wanted = disc.group if disc is not None else selection.group
    return next((group for group in view.groups if group.id == wanted), None), disc


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None
