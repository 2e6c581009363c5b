"""The ranking of published conditions against the plain formula, and its reasons against the score."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.graph import Rows, ancestors
from workbench.analysis.conditions.profiles import FindingRows, PublishedConditions, closures
from workbench.analysis.conditions.ranking import FittingIndex, fit, fitting_index, term_fit, together
from workbench.analysis.conditions.reasons import Why, finding_under, why

PARENTS = ((), (0,), (0,), (1,), (1,), (2,), (3, 5), (4,), (5,))
ABOVE: Rows = ancestors(PARENTS)
TERMS = st.integers(1, len(PARENTS) - 1)
CONDITION = st.dictionaries(TERMS, st.sampled_from([0.025, 0.17, 0.5, 0.9, 1.0]), min_size=1, max_size=5)
CONDITIONS = st.lists(CONDITION, min_size=1, max_size=8)
PROFILE = st.sets(TERMS, min_size=1, max_size=4).map(lambda terms: np.array(sorted(terms), dtype=np.int32))

Plain = dict[int, float]


def rows_of(conditions: list[Plain]) -> FindingRows:
    return FindingRows(
        indptr=np.cumsum([0, *(len(one) for one in conditions)]).astype(np.int64),
        terms=np.array([term for one in conditions for term in sorted(one)], dtype=np.int32),
        frequencies=np.array([one[term] for one in conditions for term in sorted(one)]),
    )


def index_of(conditions: list[Plain]) -> FittingIndex:
    return fitting_index(rows_of(conditions), ABOVE)


def published(conditions: list[Plain]) -> PublishedConditions:
    findings = rows_of(conditions)
    ids = tuple(f"OMIM:{place}" for place in range(len(conditions)))
    return PublishedConditions(ids, findings, findings.frequencies < 1)


def reasons(conditions: list[Plain], profile: np.ndarray, condition: int) -> Why:
    index = index_of(conditions)
    fits = [term_fit(index, int(term)) for term in profile]
    return why(index, published(conditions), profile, fits, together(index, profile, fits), condition)


def above(term: int) -> set[int]:
    return set(ABOVE[term].tolist())


def plain_score(conditions: list[Plain], profile: list[int], condition: int) -> float:
    """The formula of the module's docstring, term by term."""
    terms = range(len(PARENTS))
    share = [{a: max((f for u, f in one.items() if a in above(u)), default=0.0) for a in terms} for one in conditions]
    background = {a: sum(one[a] for one in share) / len(share) for a in terms}
    content = {a: math.log((len(share) + 1) / (sum(one[a] > 0 for one in share) + 1)) for a in terms}

    def lin(one: int, other: int) -> float:
        both = content[one] + content[other]
        return 2 * max(content[a] for a in above(one) & above(other)) / both if both > 0 else 0.0

    def mean(weights: dict[int, float], values: dict[int, float]) -> float:
        whole = sum(weights.values())
        return sum(weights[one] * values[one] for one in weights) / whole if whole > 0 else 0.0

    held = conditions[condition]
    forward = mean({t: content[t] for t in profile}, {t: max(lin(t, u) for u in held) for t in profile})
    backward = mean(
        {u: content[u] * math.sqrt(f) for u, f in held.items()}, {u: max(lin(u, t) for t in profile) for u in held}
    )
    lifts = [max(share[condition][a] / background[a] for a in above(t) if background[a]) for t in profile]
    likelihood = sum(math.log(0.8 * lift + 0.2) for lift in lifts) / len(profile)
    exact = mean({t: content[t] for t in profile}, {t: float(t in held) for t in profile})
    return 0.5 * forward + 0.25 * exact + 0.25 * backward + 0.05 * likelihood


@given(CONDITIONS, PROFILE)
def test_scores_are_those_of_the_plain_formula(conditions: list[Plain], profile: np.ndarray) -> None:
    expected = [plain_score(conditions, profile.tolist(), place) for place in range(len(conditions))]
    np.testing.assert_allclose(fit(index_of(conditions), profile).scores, expected, atol=1e-12)


@given(CONDITIONS, PROFILE)
def test_the_reasons_add_up_to_the_score(conditions: list[Plain], profile: np.ndarray) -> None:
    scores = fit(index_of(conditions), profile).scores
    for condition, score in enumerate(scores):
        given_reasons = reasons(conditions, profile, condition)
        total = sum(match.addend for match in given_reasons.matches) + given_reasons.backward
        assert total == pytest.approx(score, abs=1e-12)


@given(CONDITIONS, PROFILE)
def test_every_finding_of_the_profile_is_explained_and_what_lacks_is_not_in_it(
    conditions: list[Plain], profile: np.ndarray
) -> None:
    for condition, held in enumerate(conditions):
        given_reasons = reasons(conditions, profile, condition)
        assert [match.term for match in given_reasons.matches] == profile.tolist()
        assert not {finding.term for finding in given_reasons.lacking} & set(profile.tolist())
        assert {finding.term for finding in given_reasons.lacking} <= set(held)


@given(CONDITIONS)
def test_a_broader_finding_is_as_frequent_as_the_most_frequent_one_under_it(conditions: list[Plain]) -> None:
    whole = closures(rows_of(conditions), ABOVE)
    found = dict(zip(zip(whole.owners.tolist(), whole.terms.tolist()), whole.frequencies.tolist()))
    assert found == {
        (place, a): max(f for u, f in held.items() if a in above(u))
        for place, held in enumerate(conditions)
        for a in set().union(*(above(u) for u in held))
    }


RARE = [{3: 0.9, 7: 0.5}, {8: 1.0}, {4: 0.17}, {2: 0.5}]


def test_the_condition_that_has_just_these_findings_comes_first() -> None:
    assert int(np.argmax(fit(index_of(RARE), np.array([3, 7], dtype=np.int32)).scores)) == 0


def test_a_match_names_the_closest_finding_with_its_published_frequency() -> None:
    same, near = reasons(RARE, np.array([3, 6], dtype=np.int32), 0).matches
    assert (same.nearest and same.nearest.term, same.closeness) == (3, pytest.approx(1.0))
    assert near.nearest is not None
    assert (near.nearest.term, near.nearest.frequency) == (3, 0.9)
    assert 0 < near.closeness < 1


def test_nothing_in_common_names_no_finding() -> None:
    (match,) = reasons(RARE, np.array([4], dtype=np.int32), 1).matches
    assert match.nearest is None
    assert match.closeness == 0


def test_what_a_condition_usually_has_is_listed_where_the_profile_lacks_it() -> None:
    assert [one.term for one in reasons(RARE, np.array([3], dtype=np.int32), 0).lacking] == [7]


def test_a_frequency_that_nobody_gives_is_not_made_up() -> None:
    (match,) = reasons(RARE, np.array([8], dtype=np.int32), 1).matches
    assert match.nearest is not None
    assert match.nearest.frequency is None


def test_an_excluded_finding_is_found_as_itself_or_narrower() -> None:
    index, conditions = index_of(RARE), published(RARE)
    broader = finding_under(index, conditions, 1, 0)
    assert broader is not None
    assert (broader.term, broader.frequency) == (3, 0.9)
    assert finding_under(index, conditions, 2, 0) is None
