"""Rule for findings of a cohort against all donors, with statistics from released counts only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ontology.terms import TermId
from workbench.analysis.results import FindingsResult
from workbench.analysis.statistics import benjamini_hochberg, fisher
from workbench.cohorts.clauses import Excluded, Observed, TableClause
from workbench.cohorts.vocabulary import Meanings
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.rules.base import rule
from workbench.disclosure.values import Count, FindingRow, FindingsComparison

_ALIKE = 10.0  # percentage points in the cohort within which a broader or narrower finding says the same again

_WITHHELD_IN_TOP = 3


@dataclass(frozen=True, slots=True)
class Contrast:
    """A finding's released count in a group, 0 where withheld, and how its share differs from everyone's."""

    term: TermId
    inside: int
    share: float
    difference: float


@rule(FindingsResult, FindingsComparison)
def findings(result: FindingsResult, numbers: Numbers) -> FindingsComparison:
    """Findings that everyone has often enough to be shown, most different first, withheld ones last.

    Withheld as a whole when the cohort is.
    """
    cohort, everyone = numbers.of(result.cohort), numbers.of(result.everyone)
    if cohort is None or everyone is None:
        return FindingsComparison(None, everyone, (), 0)
    listed = _open_terms(result, numbers)
    in_everyone = {term: n for term, n in numbers.table(result.in_everyone).items() if n is not None and term in listed}
    in_cohort = {term: n for term, n in numbers.table(result.in_cohort).items() if term in in_everyone}
    # What stands beside "under 5 %" must not give the share away either: neither q nor the order.
    base = {term: numbers.within_bounds(n, everyone) for term, n in in_everyone.items()}
    inside = {term: numbers.within_bounds(n, cohort) for term, n in in_cohort.items()}
    q_values = _q_values(cohort, everyone, inside, base)
    order = _in_order(contrasts(cohort, everyone, inside, base), inside, base)
    if result.top is not None:
        order = thinned(order, result.top, numbers.meanings, result.usual)
    shown = [one.term for one in order]
    rows = tuple(
        _row(term, in_cohort[term], in_everyone[term], cohort, everyone, q_values.get(term), numbers) for term in shown
    )
    return FindingsComparison(cohort, everyone, rows, len(q_values))


def contrasts(
    cohort: int, everyone: int, in_cohort: Mapping[TermId, Count], in_everyone: Mapping[TermId, Count]
) -> list[Contrast]:
    """How each finding differs, in percentage points, for findings released in both; largest first."""
    found = []
    for term, n in in_cohort.items():
        base = in_everyone.get(term)
        if n is None or base is None:
            continue
        share = 100 * min(n, cohort) / cohort
        found.append(Contrast(term, n, share, share - 100 * min(base, everyone) / everyone))
    return sorted(found, key=lambda one: (-abs(one.difference), -one.share, one.term))


def thinned(order: Iterable[Contrast], top: int, meanings: Meanings, usual: frozenset[TermId]) -> list[Contrast]:
    """The first `top`, without headings and what a broader or narrower finding before says almost as well.

    Of withheld findings only the few most common are named.
    """
    kept: list[Contrast] = []
    withheld = 0
    for one in order:
        if len(kept) == top or withheld == _WITHHELD_IN_TOP:
            break
        if one.term in usual and not any(_alike(one, other, meanings) for other in kept):
            kept.append(one)
            withheld += one.inside == 0
    return kept


def defined_by(clauses: Iterable[TableClause], term: TermId, meanings: Meanings) -> bool:
    """True where the clauses themselves decide who has the finding: it is asked for, or ruled out."""
    for clause in clauses:
        match clause:
            case Observed(asked) if term in meanings.ancestors(asked):
                return True
            case Excluded(ruled_out) if ruled_out in meanings.ancestors(term):
                return True
    return False


def _open_terms(result: FindingsResult, numbers: Numbers) -> set[TermId]:
    clauses, meanings = result.cohort.clauses, numbers.meanings
    return {term for term in result.in_cohort.terms if not defined_by(clauses, term, meanings)}


def _alike(one: Contrast, other: Contrast, meanings: Meanings) -> bool:
    related = one.term in meanings.ancestors(other.term) or other.term in meanings.ancestors(one.term)
    return related and abs(one.share - other.share) <= _ALIKE


def _in_order(
    released: Sequence[Contrast], in_cohort: Mapping[TermId, Count], in_everyone: Mapping[TermId, Count]
) -> list[Contrast]:
    """Released contrasts, then withheld ones by how common the finding is in everyone."""
    withheld = [Contrast(term, 0, 0.0, -float(in_everyone[term] or 0)) for term, n in in_cohort.items() if n is None]
    return [*released, *sorted(withheld, key=lambda one: (one.difference, one.term))]


def _q_values(
    cohort: int, everyone: int, in_cohort: Mapping[TermId, Count], in_everyone: Mapping[TermId, Count]
) -> dict[TermId, float]:
    """Fisher's exact test of the cohort against the other donors, false discoveries controlled.

    The other donors are the difference of released counts: to test against everyone would count the cohort twice.
    """
    tested = [(term, n, in_everyone[term] or 0) for term, n in in_cohort.items() if n is not None]
    others = max(everyone - cohort, 0)
    if not tested or not others:
        return {}
    inside = np.array([min(n, cohort) for _, n, _ in tested])
    outside = np.clip([base - n for _, n, base in tested], 0, others)
    q_values = benjamini_hochberg(fisher(inside, cohort, outside, others))
    return {term: float(q) for (term, *_), q in zip(tested, q_values, strict=True)}


def _row(
    term: TermId, n: Count, base: Count, cohort: int, everyone: int, q: float | None, numbers: Numbers
) -> FindingRow:
    (inside, cohort_share), (outside, everyone_share) = numbers.beside(n, cohort), numbers.beside(base, everyone)
    return FindingRow(
        term=term,
        label=numbers.words.label(term),
        lay=numbers.words.lay_words(term),
        cohort=inside,
        everyone=outside,
        cohort_share=cohort_share,
        everyone_share=everyone_share,
        q=q,
    )
