"""True numbers of the donors close to a profile: results for the gate only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ontology.ontology import Ontology
from ontology.terms import PHENOTYPIC_ABNORMALITY, TermId
from workbench.analysis.calibration import Calibration
from workbench.analysis.counts import Counter
from workbench.analysis.neighbourhood_results import (
    ChangesResult,
    NeighbourhoodResult,
    PlacementResult,
    ProfileCounts,
    TwoNeighbourhoodsResult,
)
from workbench.analysis.placing import area_at, is_narrow, nearest_on_map, place
from workbench.analysis.results import Cell, FactCells
from workbench.cohorts.clauses import CloseTo, InMapRegion, Observed, RecordedAs, TableClause

LEVELS = tuple(range(100, 0, -5))


def neighbourhood(
    close: CloseTo,
    within: Sequence[TableClause],
    everyone: Counter,
    calibration: Calibration,
    ontology: Ontology,
    names: Mapping[str, str],
    usual: frozenset[TermId],
) -> NeighbourhoodResult:
    """The donors close enough to a profile.

    Args:
        close: The profile and how close is enough.
        within: What else donors must fit.
        everyone: Counts all donors.
        names: Condition id -> name.
        usual: Findings in their own right.
    """
    population = everyone.population
    group, compared = Counter((close, *within), population), Counter(within, population)
    profile = profile_counts(close.terms, everyone, ontology)
    terms = profile.broader.terms
    both = zip(group.conditions(names), compared.conditions(names), strict=True)
    return NeighbourhoodResult(
        size=group.whole(),
        compared=compared.whole(),
        least=close.least,
        levels=tuple((level, Cell(group.clauses, _as_close(compared, close, level))) for level in LEVELS),
        chance=calibration.draws(len(close.terms)),
        profile=profile,
        inside=group.table(terms),
        recorded=tuple((term, group.cell(recorded_as(term, ontology))) for term in close.terms),
        outside=compared.table(terms),
        conditions=tuple(FactCells(key, name, inside, all_of_it) for (key, name, inside), (*_, all_of_it) in both),
        usual=usual,
    )


def profile_counts(terms: Iterable[TermId], everyone: Counter, ontology: Ontology) -> ProfileCounts:
    """How many donors have each finding of a profile, and everything broader.

    Args:
        terms: Of which none implies another.
    """
    found = tuple(sorted(terms))
    closure = tuple(sorted({broader for term in found for broader in ontology.ancestors(term)}))
    return ProfileCounts(
        terms=found,
        parents={term: ontology.parents(term) for term in closure},
        everyone=everyone.whole(),
        broader=everyone.table(closure),
        recorded=tuple((term, everyone.cell(recorded_as(term, ontology))) for term in found),
    )


def recorded_as(term: TermId, ontology: Ontology) -> Observed | RecordedAs:
    """The clause "this very term": where nothing is narrower that is the same as having it, with the same noise."""
    return RecordedAs(term) if len(ontology.descendants(term)) > 1 else Observed(term)


def placement(close: CloseTo, everyone: Counter, areas: Mapping[int, tuple[int, ...]]) -> PlacementResult:
    """A neighbourhood on the map.

    Args:
        areas: Named area -> numbers of its cells that are shown.
    """
    snapshot = everyone.snapshot
    group = Counter((close,), everyone.population)
    rows, scores = nearest_on_map(everyone.population.scores(close.terms), close.least / 100, snapshot)
    where = place(rows, scores, snapshot.positions) if len(rows) else None
    return PlacementResult(
        size=group.whole(),
        areas=tuple((area, group.cell(InMapRegion(snapshot.manifest.id, cells))) for area, cells in areas.items()),
        home=None if where is None else area_at(where, snapshot),
        narrow=where is not None and is_narrow(where, snapshot),
    )


def two(
    first: CloseTo, second: CloseTo, everyone: Counter, terms: Sequence[TermId], usual: frozenset[TermId]
) -> TwoNeighbourhoodsResult:
    """Two neighbourhoods side by side, over these findings."""
    population = everyone.population
    one, other = Counter((first,), population), Counter((second,), population)
    return TwoNeighbourhoodsResult(
        one.whole(), other.whole(), _both(one, second), one.table(terms), other.table(terms), usual
    )


def changes(terms: Sequence[TermId], everyone: Counter, ontology: Ontology, usual: frozenset[TermId]) -> ChangesResult:
    """How common the findings of a profile and the terms one step broader are."""
    steps = {term: _step(term, ontology, usual) for term in terms}
    asked = sorted({*terms, *(broader for found in steps.values() for broader in found)})
    held = {broader for term in terms for broader in ontology.ancestors(term)}
    return ChangesResult(
        everyone=everyone.whole(),
        table=everyone.table(asked),
        steps=steps,
        narrower=frozenset(term for term in terms if len(ontology.descendants(term)) > 1),
        areas=tuple(ontology.area_name(area) for area in ontology.body_areas() if area in held),
    )


def _as_close(compared: Counter, close: CloseTo, level: int) -> int:
    return compared.cell(CloseTo(close.terms, level)).n


def _both(group: Counter, other: CloseTo) -> Cell:
    return group.whole() if other in group.clauses else group.cell(other)


def _step(term: TermId, ontology: Ontology, usual: frozenset[TermId]) -> tuple[TermId, ...]:
    """The nearest broader terms that are findings in their own right, on every way up."""
    found: set[TermId] = set()
    waiting = list(ontology.parents(term))
    while waiting:
        one = waiting.pop()
        if one == PHENOTYPIC_ABNORMALITY or not ontology.is_phenotype(one):
            continue
        if one in usual:
            found.add(one)
        else:
            waiting.extend(ontology.parents(one))
    return tuple(sorted(found))
