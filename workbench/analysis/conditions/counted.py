"""Conditions on the plane with their donors, and the undiagnosed beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ontology.annotations import Annotations
from ontology.ontology import Ontology
from ontology.terms import TermId
from workbench.analysis.condition_results import ConditionCells, ConditionMapResult, FoundGroup, UndiagnosedResult
from workbench.analysis.conditions.closures import published_rows, published_weights
from workbench.analysis.conditions.group_names import names_of_groups
from workbench.analysis.conditions.layout import plane
from workbench.analysis.conditions.structure import structure
from workbench.analysis.counts import Counter
from workbench.analysis.results import Cell
from workbench.cohorts.clauses import UNDIAGNOSED, HasCondition, NearestGroup


@dataclass(frozen=True, slots=True)
class Published:
    """What is published, and which terms are findings in their own right."""

    annotations: Annotations
    ontology: Ontology
    usual: Collection[TermId]


def condition_map(
    everyone: Counter, listed: Mapping[str, int], names: Mapping[str, str], published: Published
) -> ConditionMapResult:
    """The conditions on their plane.

    Groups and neighbours on the plane follow from published findings; which conditions there are and how large their
    discs are, from released counts. The order of `listed` changes nothing.

    Args:
        listed: Condition -> its released count.
        names: Condition of the snapshot -> its name.
    """
    cells = {key: cell for key, _, cell in everyone.conditions(names) if key in listed}
    ids = [one for one in sorted(cells) if _is_described(one, published)]
    bare = tuple((one, names[one], cells[one]) for one in sorted(cells) if one not in set(ids))
    rows = published_rows(ids, published.annotations, published.ontology)
    weights = published_weights(published.annotations, published.ontology)
    found = structure(rows, weights, published.ontology)
    members = [group.members for group in found.groups]
    named = names_of_groups(rows, members, published.ontology, published.usual)
    places = plane(found.alike, members, [listed[one] for one in ids])
    groups = tuple(
        FoundGroup(number, name.name, name.terms, group.holds)
        for number, (group, name) in enumerate(zip(found.groups, named, strict=True))
    )
    return ConditionMapResult(_discs(ids, names, places, members, cells), groups, bare)


def undiagnosed(everyone: Counter, groups: Iterable[tuple[str, Sequence[str]]]) -> UndiagnosedResult:
    """The undiagnosed, and those of them that lie near each group, given as (name, its conditions)."""
    near = ((name, everyone.cell(NearestGroup(tuple(sorted(conditions))))) for name, conditions in groups)
    return UndiagnosedResult(everyone.cell(HasCondition(UNDIAGNOSED)), tuple(near))


def _is_described(condition: str, published: Published) -> bool:
    if condition not in published.annotations:
        return False
    findings = published.annotations.disease(condition).phenotypes
    return any(not one.excluded and one.frequency != 0 for one in findings)


def _discs(
    ids: Sequence[str],
    names: Mapping[str, str],
    places: np.ndarray,
    members: Sequence[Sequence[int]],
    cells: Mapping[str, Cell],
) -> tuple[ConditionCells, ...]:
    group_of = {place: number for number, group in enumerate(members) for place in group}
    return tuple(
        ConditionCells(one, names[one], round(x, 1), round(y, 1), group_of.get(place), cells[one])
        for place, (one, (x, y)) in enumerate(zip(ids, places.tolist(), strict=True))
    )
