"""Rules for conditions among themselves: those of ten donors or more, with released counts only."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.analysis.condition_results import ConditionMapResult, FoundGroup, UndiagnosedResult
from workbench.disclosure.condition_values import ConditionDisc, ConditionGroup, ConditionMap, UndiagnosedPlacement
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.rules.base import rule
from workbench.disclosure.values import Count


@rule(ConditionMapResult, ConditionMap)
def condition_map(result: ConditionMapResult, numbers: Numbers) -> ConditionMap:
    """The conditions whose count is released; a group counts what is released of its conditions."""
    counted = [(one, n) for one in result.discs if (n := numbers.of(one.donors)) is not None]
    discs = [ConditionDisc(one.id, one.name, n, one.x, one.y, one.group) for one, n in counted]
    discs.sort(key=lambda disc: (-disc.count, disc.name, disc.id))
    groups = [_group(group, [disc for disc in discs if disc.group == group.id], numbers) for group in result.groups]
    bare = [(key, name, n) for key, name, cell in result.not_described if (n := numbers.of(cell)) is not None]
    bare.sort(key=lambda one: (-one[2], one[1], one[0]))
    groups.sort(key=lambda group: (-len(group.conditions), group.id))
    return ConditionMap(tuple(discs), tuple(group for group in groups if group.conditions), tuple(bare))


@rule(UndiagnosedResult, UndiagnosedPlacement)
def undiagnosed(result: UndiagnosedResult, numbers: Numbers) -> UndiagnosedPlacement:
    """The groups that can be shown; everybody else counts as alone, by released numbers."""
    whole = numbers.of(result.undiagnosed)
    shown = [(name, n) for name, cell in result.groups if (n := numbers.of(cell)) is not None]
    shown.sort(key=lambda one: (-one[1], one[0]))
    if whole is None:
        return UndiagnosedPlacement(None, (), None)
    return UndiagnosedPlacement(whole, tuple(shown), _left(whole, (n for _, n in shown), numbers))


def _group(group: FoundGroup, discs: list[ConditionDisc], numbers: Numbers) -> ConditionGroup:
    words = numbers.words
    return ConditionGroup(
        id=group.id,
        name=group.name,
        terms=tuple((term, words.label(term), words.lay_words(term)) for term in group.terms),
        holds=round(group.holds, 2),
        conditions=tuple(disc.id for disc in discs),
        count=sum(disc.count for disc in discs),
    )


def _left(whole: int, parts: Iterable[int], numbers: Numbers) -> Count:
    """What released parts leave of a released whole; None under the floor."""
    left = whole - sum(parts)
    return left if left >= numbers.policy.floor else None
