"""Rules for the neighbourhood of a profile: made of released numbers, and nothing when nobody is close enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ontology.terms import PHENOTYPIC_ABNORMALITY, TermId
from workbench.analysis.neighbourhood_results import (
    NeighbourhoodResult,
    PlacementResult,
    TwoNeighbourhoodsResult,
)
from workbench.disclosure.neighbourhood_values import (
    Chance,
    Neighbourhood,
    Placement,
    SharedPart,
    TwoNeighbourhoods,
    TwoShares,
)
from workbench.disclosure.numbers import WITHHELD, Numbers
from workbench.disclosure.profile_weights import weights_of
from workbench.disclosure.rules.base import rule
from workbench.disclosure.rules.cohorts import fact_rows, most_first
from workbench.disclosure.rules.findings import contrasts, thinned
from workbench.disclosure.values import Count, FactRow, Share

_BIN = 0.02
_CLEARLY = 15.0  # percentage points by which a broader finding must be commoner among them to be named
_DIFFERENT = 12


@rule(NeighbourhoodResult, Neighbourhood)
def neighbourhood(result: NeighbourhoodResult, numbers: Numbers) -> Neighbourhood:
    """The neighbourhood, or that nobody is close enough yet."""
    size = numbers.of(result.size)
    closeness = _closeness(result, size, numbers)
    parts = () if size is None else _parts(result, size, numbers)
    conditions = () if size is None else _conditions(result, numbers)
    listed = sum(row.count or 0 for row in conditions)
    return Neighbourhood(
        size=size,
        everyone=numbers.of(result.compared),
        closeness=closeness,
        chance=_chance(result, closeness),
        parts=parts,
        shared=float(sum(part.part or 0.0 for part in parts)),
        conditions=conditions,
        other_conditions=size is not None and listed < size,
    )


@rule(PlacementResult, Placement)
def placement(result: PlacementResult, numbers: Numbers) -> Placement:
    """Named areas with ten donors of the neighbourhood or more; the place of the profile only where it is one of them.

    So the place of a handful of donors never shows, nor how far apart they lie.
    """
    size = numbers.of(result.size)
    if size is None:
        return Placement(None, (), None, "")
    counted = [(area, n) for area, cell in result.areas if (n := numbers.of(cell)) is not None]
    counted.sort(key=lambda one: (-one[1], one[0]))
    areas = tuple((area, *numbers.beside(n, size)) for area, n in counted)
    home = result.home if result.home in {area for area, _ in counted} else None
    if not areas:  # perhaps a handful lie on the map at all
        return Placement(size, (), None, "")
    return Placement(size, areas, home, "narrow" if result.narrow else "wide")


@rule(TwoNeighbourhoodsResult, TwoNeighbourhoods)
def two(result: TwoNeighbourhoodsResult, numbers: Numbers) -> TwoNeighbourhoods:
    """Both sizes, what they have in common, and the findings whose shares differ most."""
    first, second = numbers.of(result.first), numbers.of(result.second)
    if first is None or second is None:
        return TwoNeighbourhoods(first, second, None, ())
    in_first, in_second = numbers.table(result.in_first), numbers.table(result.in_second)
    found = contrasts(first, second, _at_least(in_first, numbers), _at_least(in_second, numbers))
    shown = [one for one in found if in_first[one.term] is not None or in_second[one.term] is not None]
    rows = (
        TwoShares(
            one.term,
            numbers.words.label(one.term),
            numbers.words.lay_words(one.term),
            numbers.share(in_first[one.term], first),
            numbers.share(in_second[one.term], second),
        )
        for one in thinned(shown, _DIFFERENT, numbers.meanings, result.usual)
        if abs(one.difference) > 0
    )
    return TwoNeighbourhoods(first, second, numbers.of(result.both), tuple(rows))


def whole_numbers(parts: Mapping[TermId, float]) -> dict[TermId, int]:
    """The parts rounded to whole numbers that add up to their rounded sum: the largest remainders are rounded up."""
    down = {term: int(part) for term, part in parts.items()}
    missing = round(sum(parts.values())) - sum(down.values())
    order = sorted(parts, key=lambda term: (down[term] - parts[term], term))
    return {term: down[term] + (place < missing) for place, term in enumerate(order)}


def _closeness(result: NeighbourhoodResult, size: Count, numbers: Numbers) -> float:
    """The highest step that ten donors reach, give or take a step, on the side of the threshold of the answer."""
    steps = [level for level, _ in result.levels] + [0]
    at = next((at for at, (_, cell) in enumerate(result.levels) if numbers.of(cell) is not None), len(result.levels))
    reached = steps[min(max(at + numbers.steps_aside(result.size), 0), len(result.levels))]
    if size is not None:
        return max(reached, result.least) / 100
    below = (level for level, _ in result.levels if level < result.least)
    return min(reached, next(below, 0)) / 100


def _chance(result: NeighbourhoodResult, closeness: float) -> Chance:
    drawn = np.asarray(result.chance, dtype=np.float64)
    first, last = int(drawn.min() / _BIN), int(drawn.max() / _BIN) + 1
    counts = np.bincount(np.clip((drawn / _BIN).astype(int), first, last - 1) - first, minlength=last - first)
    return Chance(
        draws=len(drawn),
        edges=tuple(round(edge * _BIN, 2) for edge in range(first, last + 1)),
        counts=tuple(int(n) for n in counts),
        median=round(float(np.median(drawn)), 2),
        threshold=result.least / 100,
        as_close=int(np.count_nonzero(drawn >= closeness)),
    )


def _conditions(result: NeighbourhoodResult, numbers: Numbers) -> tuple[FactRow, ...]:
    return most_first(row for row in fact_rows(result.conditions, numbers) if row.count is not None)


@dataclass(frozen=True, slots=True)
class _Held:
    """Released counts of the profile's findings and everything broader.

    Attributes:
        inside: In the neighbourhood; `shares` the same as shares of it.
        outside: In the donors it was drawn from, `compared` of them.
        of_cohort: They are a cohort, not all donors.
    """

    inside: Mapping[TermId, Count]
    shares: Mapping[TermId, Share]
    outside: Mapping[TermId, Count]
    compared: Count
    size: int
    of_cohort: bool


def _parts(result: NeighbourhoodResult, size: int, numbers: Numbers) -> tuple[SharedPart, ...]:
    inside = numbers.table(result.inside)
    shares = {term: numbers.share(n, size) for term, n in inside.items()}
    compared, of_cohort = numbers.of(result.compared), bool(result.compared.clauses)
    held = _Held(inside, shares, numbers.table(result.outside), compared, size, of_cohort)
    weights = weights_of(result.profile, numbers)
    by_finding = weights.by_finding(numbers.meanings)
    recorded = {term: numbers.share(numbers.of(cell), size) for term, cell in result.recorded}
    raw = {
        term: weights.exact[term] * _percent(recorded[term])
        + sum(weight * _percent(shares[broader]) for broader, weight in by_finding[term].items())
        for term in result.profile.terms
    }
    whole = whole_numbers({term: part for term, part in raw.items() if part > 0})
    full = {term: 100 * (weights.exact[term] + sum(by_finding[term].values())) for term in raw}
    rows = [_part(term, full[term], whole.get(term), held, result.usual, numbers) for term in raw]
    return tuple(sorted(rows, key=lambda row: (-(row.part or 0.0), -row.weight, row.term)))


def _part(
    term: TermId, weight: float, part: int | None, held: _Held, usual: frozenset[TermId], numbers: Numbers
) -> SharedPart:
    count, share = numbers.beside(held.inside[term], held.size)
    everyone, everyone_share = numbers.beside(held.outside[term], held.compared)
    return SharedPart(
        term=term,
        label=numbers.words.label(term),
        lay=numbers.words.lay_words(term),
        weight=round(weight, 1),
        part=None if part is None else float(part),
        count=count,
        share=share,
        everyone=everyone if held.of_cohort else held.outside[term],  # of all donors "1 in 240" is told anyway
        everyone_share=everyone_share,
        broader=_broader(term, held, usual, numbers),
    )


def _broader(term: TermId, held: _Held, usual: frozenset[TermId], numbers: Numbers) -> tuple[TermId, str, Share] | None:
    """The least common of the broader findings that clearly more of the neighbourhood have."""
    enough = _percent(held.shares[term]) + _CLEARLY
    above = numbers.meanings.ancestors(term) & usual - {term, PHENOTYPIC_ABNORMALITY}
    found = [one for one in above if one in held.shares and _percent(held.shares[one]) >= enough]
    if not found:
        return None
    best = min(found, key=lambda one: (held.outside[one] or 0, -len(numbers.meanings.ancestors(one)), one))
    return best, numbers.words.label(best), held.shares[best]


def _percent(share: Share) -> float:
    """What a share counts in a sum: 0 where withheld, the bound where it is shown as under or over one."""
    return 0.0 if share == WITHHELD or share.percent is None else share.percent


def _at_least(table: Mapping[TermId, Count], numbers: Numbers) -> dict[TermId, Count]:
    """Withheld counts as the floor, so that a difference is never overstated."""
    return {term: numbers.policy.floor if n is None else n for term, n in table.items()}
