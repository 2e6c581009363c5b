"""Titles of the condition pages as sentences, written by rule from what was released or published."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.frequencies import FrequencyRow
from components.released_words import cardinal, inside
from components.tables import number, share
from workbench.disclosure.condition_values import ConditionGroup, ConditionMap, UndiagnosedPlacement
from workbench.disclosure.values import FindingsComparison, Share

_LINE = 0.05
_FEW_LETTERS = 36


def overlap_title(view: ConditionMap) -> str:
    """How many groups hold together, and how many conditions stand alone."""
    conditions, alone = len(view.discs), sum(disc.group is None for disc in view.discs)
    if not view.groups:
        return f"No structure: none of {conditions:,} conditions hold together in a group"
    groups = cardinal(len(view.groups)).capitalize()
    hold = "group holds" if len(view.groups) == 1 else "groups hold"
    if alone == 0:
        return f"{groups} {hold} together; none of {conditions:,} conditions stands alone"
    stands = "stands" if alone == 1 else "stand"
    return f"{groups} {hold} together; {alone:,} of {conditions:,} conditions {stands} alone"


def group_size(group: ConditionGroup) -> str:
    """How many conditions and donors a group has: "10 conditions, 340 donors"."""
    return f"{condition_count(len(group.conditions))}, {number(group.count)} donors"


def shared_words(group: ConditionGroup, most: int = 5) -> str:
    """The findings that mark a group, in one line."""
    words = [in_short(label, lay) for _, label, lay in group.terms[:most]]
    return f"Shared: {', '.join(words)}." if words else "Shared: no single finding stands out."


def in_short(label: str, lay: str) -> str:
    """A finding inside a list: in lay words where they are few, else by its name."""
    return inside(lay if 0 < len(lay) <= _FEW_LETTERS else label).rstrip(".")


def undiagnosed_title(placed: UndiagnosedPlacement) -> str:
    """To which group most of the undiagnosed lie nearest."""
    whole = number(placed.undiagnosed)
    shown = [(name, count) for name, count in placed.groups if count is not None]
    if not shown:
        return f"None of the groups is near ten or more of the {whole} donors without a diagnosis"
    name, most = shown[0]
    return f"Of {whole} donors without a diagnosis, {most:,} lie nearest to “{name}”"


def condition_count(amount: int) -> str:
    """How many conditions: "1 condition", "10 conditions"."""
    return "1 condition" if amount == 1 else f"{amount:,} conditions"


def apart_title(comparison: FindingsComparison) -> str:
    """The finding that most sets a condition's donors apart, with both shares."""
    told = [row for row in comparison.rows if row.cohort_share.percent is not None]
    if not told:
        return "Every finding has fewer than 10 donors of this condition"
    first = told[0]
    if all(row.q is None or row.q >= _LINE for row in told):
        return "No finding sets its donors clearly apart from all donors"
    here, everyone = kept(first.cohort_share), kept(first.everyone_share)
    if (first.cohort_share.percent or 0) < (first.everyone_share.percent or 0):
        return f"{first.label} is rarer here: {here}, against {everyone} of all donors"
    return f"{first.label} marks it: {here} have it, {everyone} of all donors do"


def nearest_title(in_group: Sequence[bool], nearest: str) -> str:
    """How many of the nearest conditions lie in the same group, or which is nearest where none does.

    Args:
        in_group: One truth a condition.
    """
    inside_it, whole = sum(in_group), len(in_group)
    if inside_it == 0:
        return f"Nearest in findings: {nearest}"
    if inside_it == whole:
        one = "Its nearest condition is in its group"
        return one if whole == 1 else f"Its {cardinal(whole)} nearest conditions are all in its group"
    are = "is" if inside_it == 1 else "are"
    return f"{cardinal(inside_it).capitalize()} of its {cardinal(whole)} nearest conditions {are} in its group"


def published_title(rows: Sequence[FrequencyRow]) -> str:
    """How many of the published findings are released for the donors here."""
    whole, shown = len(rows), sum(row.count is not None for row in rows)
    if not shown and whole == 1:
        return "Published: one finding; it is not recorded in ten donors here"
    if not shown:
        return f"Published: {cardinal(whole)} findings; none is recorded in ten donors here"
    return f"{shown:,} of {whole:,} published findings are recorded in ten donors or more here"


def kept(part: Share) -> str:
    """The share with its sign on the same line."""
    return share(part).replace(" %", "\u00a0%")
