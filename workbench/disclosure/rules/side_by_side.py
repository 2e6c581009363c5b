"""Rule for two profiles side by side: findings weighed by released counts, so that no weight gives a count away."""

from __future__ import annotations

from collections.abc import Iterable

from ontology.terms import TermId
from workbench.analysis.neighbourhood_results import ProfileCounts, TwoProfilesResult
from workbench.cohorts.vocabulary import Meanings
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.profile_values import ProfilesSideBySide, SharedFinding
from workbench.disclosure.profile_weights import weights_of
from workbench.disclosure.rules.base import rule


@rule(TwoProfilesResult, ProfilesSideBySide)
def side_by_side(result: TwoProfilesResult, numbers: Numbers) -> ProfilesSideBySide:
    """What each of two profiles says of the other, and which findings make it up."""
    meanings = numbers.meanings
    common = set(result.first.parents) & set(result.second.parents)
    narrowest = _narrowest(common, meanings)
    of_first = _addends(result.first, result.second, common, narrowest, numbers)
    of_second = _addends(result.second, result.first, common, narrowest, numbers)
    exact = set(result.first.terms) & set(result.second.terms)
    rows = [
        SharedFinding(
            term,
            numbers.words.label(term),
            numbers.words.lay_words(term),
            term in exact,
            of_first[term],
            of_second[term],
        )
        for term in narrowest
        if of_first[term] or of_second[term]
    ]
    shared = [term for term in narrowest if term in result.usual or term in exact]
    return ProfilesSideBySide(
        of_first=round(sum(row.of_first for row in rows), 1),
        of_second=round(sum(row.of_second for row in rows), 1),
        shared=tuple(sorted(rows, key=lambda row: (-row.of_first - row.of_second, row.term))),
        only_first=_named(_apart(result.first.terms, shared, meanings), numbers),
        only_second=_named(_apart(result.second.terms, shared, meanings), numbers),
        opposed=_named(result.opposed, numbers),
    )


def _addends(
    counts: ProfileCounts, other: ProfileCounts, common: set[TermId], narrowest: list[TermId], numbers: Numbers
) -> dict[TermId, float]:
    """Percent of a profile that each shared finding makes; what stands above several of them is split evenly."""
    weights = weights_of(counts, numbers)
    addends = {term: weights.exact.get(term, 0.0) if term in other.terms else 0.0 for term in narrowest}
    for broader in sorted(common):
        below = [term for term in narrowest if broader in numbers.meanings.ancestors(term)]
        for term in below:
            addends[term] += weights.broader[broader] / len(below)
    return {term: round(100 * part, 1) for term, part in addends.items()}


def _narrowest(terms: set[TermId], meanings: Meanings) -> list[TermId]:
    implied = {broader for term in terms for broader in meanings.ancestors(term) if broader != term}
    return sorted(terms - implied)


def _apart(terms: Iterable[TermId], shared: list[TermId], meanings: Meanings) -> list[TermId]:
    """Findings with no shared finding at or above them, headings aside."""
    return [term for term in terms if not meanings.ancestors(term) & set(shared)]


def _named(terms: Iterable[TermId], numbers: Numbers) -> tuple[tuple[TermId, str], ...]:
    return tuple((term, numbers.words.label(term)) for term in terms)
