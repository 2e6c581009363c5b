"""Questions about cohorts, asked of a small invented world."""

from __future__ import annotations

import dataclasses
import itertools
import json

import cohort_world as world
import pytest

from workbench.api import cohorts
from workbench.api.door import Asker, Door
from workbench.cohorts.clauses import MOST_CLAUSES
from workbench.cohorts.cohort import size
from workbench.cohorts.query import (
    Excluded,
    HasCondition,
    InAgeBand,
    InMapRegion,
    InRegion,
    InSex,
    Observed,
    Query,
    parse_json,
)
from workbench.disclosure.values import FindingRow
from workbench.errors import InvalidQuery, InvalidTerm, StoreError

COMMON = Observed(world.TERMS[1])


@pytest.fixture(scope="module")
def door() -> Door:
    return world.door(world.donors(1_200))


def test_a_count_lies_near_the_true_number(door: Door) -> None:
    answer = cohorts.count(door, Query((COMMON,)))
    assert answer.value.everyone == pytest.approx(1_200, abs=40)
    assert answer.value.count == pytest.approx(size(door.population.fitting((COMMON,))), abs=40)
    assert (answer.snapshot, answer.synthetic) == (world.SNAPSHOT, True)


def test_a_contradiction_is_withheld_like_any_small_group(door: Door) -> None:
    assert cohorts.count(door, Query((InSex("male"), InSex("female")))).value.count is None


def test_a_second_answer_comes_from_the_cache(door: Door) -> None:
    cache = world.KeptAnswers()
    cold = dataclasses.replace(door, cache=cache)
    first = cohorts.count(cold, Query((COMMON,)))
    before = cache.hits
    assert cohorts.count(cold, Query((COMMON,))) == first
    assert cache.hits == before + 1


def test_a_cache_that_somebody_wrote_to_is_not_believed(door: Door) -> None:
    cache = world.KeptAnswers()
    cold = dataclasses.replace(door, cache=cache)
    first = cohorts.count(cold, Query((COMMON,)))
    cache.kept = {place: answer[:-1] + b"!" for place, answer in cache.kept.items()}
    assert cohorts.count(cold, Query((COMMON,))) == first


def test_five_clauses_are_refused(door: Door) -> None:
    with pytest.raises(InvalidQuery, match=f"at most {MOST_CLAUSES}"):
        cohorts.count(door, Query(tuple(Observed(term) for term in world.TERMS[:5])))


def test_a_term_that_does_not_exist_is_refused_however_the_query_was_made(door: Door) -> None:
    with pytest.raises(InvalidTerm):
        cohorts.count(door, Query((Observed("HP:9999999"),)))  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["XK", "ZZ"])
def test_a_country_of_few_or_no_donors_is_refused_in_the_same_words(door: Door, code: str) -> None:
    with pytest.raises(InvalidQuery, match="has fewer than 50 donors") as refused:
        cohorts.count(door, Query((InRegion(code),)))
    assert refused.value.do == "Choose a country with more donors."


@pytest.mark.parametrize(
    ("cells", "says"),
    [((), "no cell"), ((0, 2), "do not touch"), ((99,), "does not show"), ((0,), "fewer than 50")],
)
def test_a_map_region_is_large_whole_and_shown(door: Door, cells: tuple[int, ...], says: str) -> None:
    with pytest.raises(InvalidQuery, match=says):
        cohorts.count(door, Query((InMapRegion(world.SNAPSHOT, cells),)))


def test_two_regions_that_meet_in_a_small_place_are_refused(door: Door) -> None:
    one, other = InMapRegion(world.SNAPSHOT, (0, 1, 2)), InMapRegion(world.SNAPSHOT, (2, 3, 4))
    for region in (one, other):
        cohorts.count(door, Query((region,)))
    with pytest.raises(InvalidQuery, match="fewer than 50"):
        cohorts.count(door, Query((one, other)))


def test_a_region_of_another_snapshot_is_refused_by_every_question(door: Door) -> None:
    query = Query((InMapRegion("2020-01-01-00000000", (0, 1, 2)),))
    for question in (cohorts.count, cohorts.attrition, cohorts.findings, cohorts.facts):
        with pytest.raises(InvalidQuery, match="another snapshot"):
            question(door, query)


def test_the_attrition_begins_with_everyone_and_ends_with_the_cohort(door: Door) -> None:
    query = Query((InSex("male"), COMMON, InAgeBand("5-11")))
    steps = cohorts.attrition(door, query).value.steps
    assert [step.words for step in steps] == ["All donors", "male", "and finding 1000", "and age 5–11"]
    assert steps[0].count == cohorts.count(door, Query()).value.count
    assert steps[-1].count == cohorts.count(door, query).value.count
    for before, after in itertools.pairwise(steps):
        if before.count is not None and after.count is not None:
            assert after.removed == max(before.count - after.count, 0)


def test_findings_leave_out_what_the_definition_decides(door: Door) -> None:
    term = next(one for one in world.TERMS if len(world.ONTOLOGY.ancestors(one)) == 3)
    listed = rows(door, Query((Observed(term),)))
    assert not {row.term for row in listed} & world.ONTOLOGY.ancestors(term)
    ruled_out = rows(door, Query((Excluded(term),)))
    assert not {row.term for row in ruled_out} & world.ONTOLOGY.descendants(term)


def rows(door: Door, query: Query) -> tuple[FindingRow, ...]:
    return cohorts.findings(door, query, everything=True).value.rows


def test_findings_come_most_different_first_and_withheld_ones_last(door: Door) -> None:
    answer = cohorts.findings(door, Query((COMMON, InSex("male"))), everything=True).value
    withheld = [row.cohort_share.bound == "withheld" for row in answer.rows]
    assert withheld == sorted(withheld)
    differences = [
        abs(row.cohort_share.percent - row.everyone_share.percent)
        for row in answer.rows
        if row.cohort_share.bound == row.everyone_share.bound == "exact"
        and row.cohort_share.percent is not None
        and row.everyone_share.percent is not None
    ]
    assert all(later <= earlier + 0.2 for earlier, later in itertools.pairwise(differences))
    assert answer.compared == len(answer.rows) - sum(withheld)
    assert all((row.q is None) == (row.cohort_share.bound == "withheld") for row in answer.rows)
    assert all(row.q is None or 0 <= row.q <= 1 for row in answer.rows)


def test_the_top_list_is_shorter_and_says_nothing_twice(door: Door) -> None:
    query = Query((InSex("female"),))
    top = cohorts.findings(door, query, top=5).value
    assert len(top.rows) == 5
    assert top.compared == cohorts.findings(door, query, everything=True).value.compared
    for one in top.rows:
        for other in top.rows:
            if one.term != other.term and one.term in world.ONTOLOGY.ancestors(other.term):
                assert abs((one.cohort_share.percent or 0) - (other.cohort_share.percent or 0)) > 9.9


def test_findings_of_a_withheld_cohort_are_withheld_as_a_whole(door: Door) -> None:
    answer = cohorts.findings(door, Query((InSex("male"), InSex("female")))).value
    assert (answer.cohort, answer.rows, answer.compared) == (None, (), 0)


def test_all_donors_compared_with_all_donors_have_no_q(door: Door) -> None:
    assert {row.q for row in cohorts.findings(door, Query()).value.rows} == {None}


def test_facts_list_the_same_rows_whatever_the_cohort(door: Door) -> None:
    large, small = (cohorts.facts(door, query).value for query in (Query(), Query((InSex("male"), InSex("female")))))
    for fact in ("sex", "age_bands", "findings", "areas"):
        keys = [[row.key for row in getattr(facts, fact)] for facts in (large, small)]
        assert keys[0] == keys[1]
    assert {row.key for row in large.regions} == {row.key for row in small.regions}
    assert small.conditions == ()
    assert {row.count for row in small.regions} == {None}
    assert "XK" in {row.key for row in large.regions}


def test_a_small_cohort_is_widened_one_clause_at_a_time(door: Door) -> None:
    term = next(one for one in world.TERMS if world.ONTOLOGY.depth(one) == 3)
    query = Query((Observed(term), InAgeBand("0-4"), InRegion("ES-CT"), HasCondition("OMIM:1")))
    wider = cohorts.widenings(door, query)
    assert len(wider) == 4
    parent = wider[0][1].clauses[0]
    assert isinstance(parent, Observed)
    assert parent.term in world.PARENTS[term]
    assert wider[0][0] == f"Finding {int(term[3:])} becomes Finding {int(parent.term[3:])}"
    assert wider[1] == ("Age 0–4 drops out", query.without(1))
    assert wider[2] == ("Spain (ES-CT) becomes Spain", query.replacing(2, InRegion("ES")))
    assert wider[3] == ("Rett syndrome becomes Rett syndrome", query.replacing(3, HasCondition("AREA:rett")))


def test_a_finding_right_under_the_top_drops_out(door: Door) -> None:
    assert cohorts.widenings(door, Query((COMMON,))) == (("Finding 1000 drops out", Query()),)


def test_a_cohort_is_saved_in_versions_for_its_owner(door: Door) -> None:
    first = cohorts.save(door, Query((COMMON,)), " Mine ", "why")
    second = cohorts.save(door, Query((COMMON, InSex("male"))), "Mine", "", first.id)
    assert (first.version, second.version, first.name) == (1, 2, "Mine")
    assert cohorts.saved(door) == [second]
    assert cohorts.versions(door, first.id) == [second, first]
    assert parse_json(second.definition, world.ONTOLOGY) == Query((COMMON, InSex("male")))
    other = door.asked_by(Asker("somebody else", "researcher"))
    assert cohorts.saved(other) == []
    assert cohorts.versions(other, first.id) == []
    with pytest.raises(StoreError):
        cohorts.save(other, Query(), "Taken", "", first.id)


@pytest.mark.parametrize(("name", "note"), [("", ""), (" ", ""), ("x" * 121, ""), ("x", "y" * 2_001)])
def test_a_cohort_without_a_name_or_with_an_endless_note_is_not_saved(door: Door, name: str, note: str) -> None:
    with pytest.raises(InvalidQuery):
        cohorts.save(door, Query(), name, note)


def test_a_definition_cites_snapshot_and_release_and_can_be_run_again(door: Door) -> None:
    query = Query((COMMON, InAgeBand("0-4")))
    text = cohorts.definition(door, query)
    assert json.loads(text)["snapshot"] == world.SNAPSHOT
    assert json.loads(text)["hpo_release"] == "2025-01-16"
    assert parse_json(text, world.ONTOLOGY) == query


def test_an_address_becomes_the_cohort(door: Door) -> None:
    assert cohorts.parse_address(door, f"{COMMON.term}~sex:male") == Query((COMMON, InSex("male")))
    assert cohorts.sentence(door, Query((COMMON, InSex("male")))) == "Men and boys with everyday 1000 (finding 1000)."
    assert cohorts.clause_words(door, COMMON).title == "Finding 1000"
