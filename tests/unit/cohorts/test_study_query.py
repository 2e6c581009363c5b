"""The question of a study: alternatives and negation, one form for one meaning, counted as it is written."""

from __future__ import annotations

import itertools
import json
import random

import cohort_world as world
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.counts import Counter
from workbench.cohorts.canonical import asked, table_key
from workbench.cohorts.clauses import AnyOf, InMapRegion, InSex, Not, Observed, StudyClause, clause_data
from workbench.cohorts.cohort import size
from workbench.cohorts.study_query import (
    StudyQuery,
    canonical_study,
    conditions,
    parse_study,
    parse_study_json,
    study_data,
    study_sentence,
)
from workbench.cohorts.text import Glossary
from workbench.errors import InvalidQuery, WorkbenchError

VOCABULARY = world.vocabulary()
PEOPLE = world.population(world.donors(300))
BROAD = world.TERMS[1]
NARROW = next(
    term for term in world.TERMS if BROAD in world.ONTOLOGY.ancestors(term) and term != BROAD and term != world.ROOT
)
GIRL, BOY = InSex("female"), InSex("male")
SEEDS = st.integers(0, 10**9)


def drawn(seed: int) -> StudyQuery:
    """A random question of at most eight conditions."""
    return world.study(random.Random(seed), on_map=True)


def donors(query: StudyQuery) -> list[bool]:
    """Who fits, person by person."""

    def fits(part: StudyClause, at: int) -> bool:
        match part:
            case AnyOf(options):
                return any(fits(one, at) for one in options)
            case Not(of):
                return not fits(of, at)
            case _:
                return bool(masks[part][at])

    masks = {one: PEOPLE.mask(PEOPLE.bitmap(one)) for one in conditions(query)}
    return [all(fits(part, at) for part in query.clauses) for at in range(300)]


@settings(deadline=None, max_examples=200)
@given(SEEDS)
def test_a_question_counts_the_donors_who_fit_it(seed: int) -> None:
    query = drawn(seed)
    assert PEOPLE.mask(PEOPLE.fitting(query.clauses)).tolist() == donors(query)


@settings(deadline=None, max_examples=300)
@given(SEEDS)
def test_the_canonical_form_is_stable_means_the_same_and_does_not_depend_on_words(seed: int) -> None:
    query = drawn(seed)
    once = canonical_study(query, VOCABULARY)
    assert canonical_study(once, VOCABULARY) == once
    assert size(PEOPLE.fitting(once.clauses)) == size(PEOPLE.fitting(query.clauses))
    again = world.study_in_other_words(query, random.Random(seed))
    assert canonical_study(again, VOCABULARY) == once
    assert table_key(once.clauses, VOCABULARY) == table_key(canonical_study(again, VOCABULARY).clauses, VOCABULARY)


TWINS: list[tuple[str, tuple[StudyClause, ...], tuple[StudyClause, ...]]] = [
    ("one alternative", (AnyOf((GIRL,)),), (GIRL,)),
    ("a narrower alternative", (AnyOf((Observed(NARROW), Observed(BROAD))),), (Observed(BROAD),)),
    ("an alternative that is asked for anyway", (GIRL, AnyOf((GIRL, BOY))), (GIRL,)),
    ("neither a broader finding nor a narrower one", (Not(Observed(BROAD)), Not(Observed(NARROW))), (Not(Observed(BROAD)),)),  # noqa: E501
    ("none of two is each of them negated", (Not(AnyOf((GIRL, BOY))),), (Not(GIRL), Not(BOY))),
    (
        "regions that are offered",
        (AnyOf((InMapRegion("s", (1, 2)), InMapRegion("s", (2, 3)))),),
        (InMapRegion("s", (1, 2, 3)),),
    ),
    (
        "regions that are negated",
        (Not(InMapRegion("s", (1,))), Not(InMapRegion("s", (2,)))),
        (Not(InMapRegion("s", (1, 2))),),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "one", "other"), TWINS, ids=[what for what, *_ in TWINS])
def test_two_ways_to_say_it_are_one_question(
    what: str, one: tuple[StudyClause, ...], other: tuple[StudyClause, ...]
) -> None:
    assert canonical_study(StudyQuery(one), VOCABULARY) == canonical_study(StudyQuery(other), VOCABULARY)


def test_who_asks_for_two_alternatives_asks_another_question_than_for_one() -> None:
    keys = {
        table_key(canonical_study(StudyQuery(parts), VOCABULARY).clauses, VOCABULARY)
        for parts in itertools.chain(((GIRL,), (BOY,), (AnyOf((GIRL, BOY)),), (Not(GIRL),), (GIRL, Not(BOY)), ()))
    }
    assert len(keys) == 6


@settings(deadline=None)
@given(SEEDS)
def test_what_is_written_is_read_again(seed: int) -> None:
    query = drawn(seed)
    assert parse_study(json.loads(json.dumps(study_data(query))), VOCABULARY) == query
    assert parse_study_json(json.dumps(study_data(query)), VOCABULARY) == query


def test_double_negation_says_nothing() -> None:
    sex = clause_data(GIRL)
    assert parse_study({"all": [{"not": {"not": sex}}]}, VOCABULARY) == StudyQuery((GIRL,))
    assert parse_study({"all": [{"not": {"not": {"not": sex}}}]}, VOCABULARY) == StudyQuery((Not(GIRL),))


LONG = [{"observed": term} for term in world.TERMS[1:10]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "one key"),
        ({"any": []}, "one key"),
        ({"all": [{"any": []}]}, "one to 8"),
        ({"all": [{"any": [{"any": [{"sex": "male"}]}]}]}, "plain clauses"),
        ({"all": [{"any": [{"not": {"sex": "male"}}]}]}, "plain clauses"),
        ({"all": [{"any": {"sex": "male"}}]}, "one to 8"),
        ({"all": [{"not": []}]}, "exactly one key"),
        ({"all": [{"sex": "male", "not": {"sex": "male"}}]}, "exactly one key"),
        ({"all": LONG}, "9 conditions"),
        ({"all": [{"any": LONG[:5]}, {"not": {"any": LONG[5:9]}}]}, "9 conditions"),
        ({"all": [{"not": {"not": {"not": {"not": {"not": {"sex": "male"}}}}}}]}, "negations"),
        ({"all": [{"sex": "none of these"}]}, "no such sex"),
    ],
)
def test_what_is_not_in_the_grammar_is_refused_in_plain_words(data: object, said: str) -> None:
    with pytest.raises(InvalidQuery, match=said):
        parse_study(data, VOCABULARY)


@pytest.mark.parametrize("text", ["", "{", "nul", "[" * 100_000, '{"all": ' + "[" * 15_000])
def test_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidQuery):
        parse_study_json(text, VOCABULARY)


def test_a_question_is_said_in_one_sentence() -> None:
    glossary = Glossary(world.ONTOLOGY, {})
    query = StudyQuery((AnyOf((GIRL, Observed(BROAD))), Not(BOY)))
    said = study_sentence(query, glossary)
    assert said.startswith("Donors with all of: any of (female, or ")
    assert said.endswith("; not known to fit male.")
    assert study_sentence(StudyQuery(), glossary) == "All donors."


def test_studies_are_told_and_counted_like_cohorts() -> None:
    for seed in range(200):
        query = canonical_study(drawn(seed), VOCABULARY)
        cell = Counter(query.clauses, PEOPLE).whole()
        assert cell.n == sum(donors(query))
        assert cell.n - 10 * len(asked(query.clauses, VOCABULARY)) <= cell.told <= cell.n


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"all": [}', "line 1, column 10"),
        ('{"all": [{"sex": "male"}, {"sex": "x"}]}', "part 2"),
        ('{"all": [{"any": [{"sex": "male"}, {"observed": "HP:9"}]}]}', "part 1, option 2"),
        ('{"all": [{"not": {"any": [{"sex": "male"}, {"observed": "HP:9999999"}]}}]}', "part 1, option 2"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, place: str) -> None:
    with pytest.raises(WorkbenchError) as refused:
        parse_study_json(text, VOCABULARY)
    assert refused.value.where == place


def test_a_kept_answer_is_read_by_its_definition() -> None:
    kept = json.dumps({"definition": {"all": [{"sex": "male"}]}, "count": 20})
    assert parse_study_json(kept, VOCABULARY) == StudyQuery((BOY,))
