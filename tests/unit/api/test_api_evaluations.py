"""Evaluations of approved studies: who may, how often, and what they show."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import cohort_world as world
import pytest

from data_access.memory_store import MemoryStore
from data_access.studies import Study
from workbench.api import cohorts, evaluations
from workbench.api.door import Asker, Door
from workbench.cohorts.query import InSex, Query
from workbench.cohorts.study_query import StudyQuery, parse_study
from workbench.errors import InvalidQuery, NotAllowed, TooManyQuestions

FOREVER = dt.date(2999, 1, 1)
STUDY = Study("rett-sleep", "Sleep", "Sleep.", (), "CEIC 1", FOREVER, "a" * 64, "lea", "approved", "sven", ("max",))
EITHER = {"all": [{"any": [{"sex": "female"}, {"sex": "male"}]}]}


@pytest.fixture(scope="module")
def crowd() -> Door:
    return world.door(world.donors(900))


@pytest.fixture
def door(crowd: Door) -> Door:
    store = MemoryStore()
    store.studies.put(STUDY)
    fresh = dataclasses.replace(crowd, store=store, cache=world.KeptAnswers())
    return fresh.asked_by(Asker("lea", "lead", STUDY.id))


def asked(*parts: dict[str, object]) -> StudyQuery:
    return parse_study({"all": list(parts)}, world.ONTOLOGY)


def different(count: int) -> list[StudyQuery]:
    return [asked({"observed": term}, {"not": {"sex": "female"}}) for term in world.TERMS[1 : count + 1]]


def test_alternatives_and_negation_are_counted(door: Door) -> None:
    either = evaluations.evaluate(door, parse_study(EITHER, world.ONTOLOGY)).value.count
    other = evaluations.evaluate(door, asked({"not": EITHER["all"][0]})).value.count
    assert either is not None
    assert other is not None
    assert either + other == pytest.approx(900, abs=80)


def test_a_study_has_twelve_evaluations_over_all_its_members_and_a_repeated_one_costs_nothing(door: Door) -> None:
    max_ = door.asked_by(Asker("max", "lead", STUDY.id))
    for at, definition in enumerate(different(12)):
        evaluations.evaluate(max_ if at % 2 else door, definition)
        evaluations.evaluate(door, definition)
    assert evaluations.open_studies(max_)[0].left == 0
    for lead in (door, max_):
        with pytest.raises(TooManyQuestions, match="12 evaluations"):
            evaluations.evaluate(lead, different(13)[-1])
        evaluations.evaluate(lead, different(1)[0])
    actions = [event.action for event in door.store.audit.events()]
    assert actions.count("evaluation") == len(door.store.questions.latest())
    assert len({row.query for row in door.store.questions.latest()}) == 12
    assert actions.count("refused") == 2


def test_the_same_question_in_other_words_is_one_evaluation(door: Door) -> None:
    one = asked({"sex": "male"}, {"any": [{"age_band": "0-4"}, {"age_band": "5-11"}]})
    other = asked({"any": [{"age_band": "5-11"}, {"age_band": "0-4"}]}, {"sex": "male"}, {"sex": "male"})
    assert evaluations.evaluate(door, one) == evaluations.evaluate(door, other)
    assert evaluations.open_studies(door)[0].left == 11


@pytest.mark.parametrize(
    "asker",
    [
        Asker("eva", "lead", STUDY.id),
        Asker("lea", "lead", "another"),
        Asker("lea", "lead"),
        Asker("lea", "researcher", STUDY.id),
        Asker("lea", "steward", STUDY.id),
        Asker("", "lead", STUDY.id),
        Asker(),
    ],
)
def test_other_leads_and_other_roles_are_refused_and_use_nothing_up(door: Door, asker: Asker) -> None:
    with pytest.raises(NotAllowed):
        evaluations.evaluate(door.asked_by(asker), asked({"sex": "male"}))
    assert door.store.questions.latest() == []


@pytest.mark.parametrize(
    "change", [{"state": "proposed"}, {"state": "declined"}, {"state": "closed"}, {"ethics_until": dt.date(2026, 1, 1)}]
)
def test_a_study_that_is_not_approved_or_has_run_out_is_not_evaluated(door: Door, change: dict[str, object]) -> None:
    door.store.studies.put(dataclasses.replace(STUDY, **change))  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        evaluations.evaluate(door, asked({"sex": "male"}))
    assert evaluations.open_studies(door) == ()


def test_nothing_under_twenty_is_shown_and_the_numbers_are_not_those_of_the_explore_tier(door: Door) -> None:
    shown = [evaluations.evaluate(door, one).value.count for one in different(12)]
    assert all(count is None or count >= 20 for count in shown)
    strict = evaluations.evaluate(door, different(1)[0])
    assert strict.question != cohorts.count(door, Query((InSex("male"),))).question


def test_a_definition_without_a_condition_or_with_a_small_region_is_refused_and_uses_nothing_up(door: Door) -> None:
    for definition in (StudyQuery(), asked({"not": {"region": "XK"}}), asked({"any": [{"region": "XK"}]})):
        with pytest.raises(InvalidQuery):
            evaluations.evaluate(door, definition)
    assert evaluations.open_studies(door)[0].left == 12


def test_checking_says_the_definition_in_words_and_uses_nothing_up(door: Door) -> None:
    definition = asked({"sex": "male"}, {"not": {"age_band": "0-4"}})
    checked = evaluations.check(door, definition)
    assert "not known to fit age" in checked.sentence
    assert (checked.is_free, checked.left) == (False, 12)
    assert door.store.questions.latest() == []
    assert [event.action for event in door.store.audit.events()] == []
    evaluations.evaluate(door, definition)
    again = evaluations.check(door, asked({"not": {"age_band": "0-4"}}, {"sex": "male"}))
    assert (again.is_free, again.left) == (True, 11)


@pytest.mark.parametrize(
    "asker", [Asker("eva", "lead", STUDY.id), Asker("lea", "lead"), Asker("lea", "researcher", STUDY.id)]
)
def test_only_those_who_take_part_check_a_definition(door: Door, asker: Asker) -> None:
    with pytest.raises(NotAllowed):
        evaluations.check(door.asked_by(asker), asked({"sex": "male"}))


def test_checking_refuses_what_may_not_be_evaluated(door: Door) -> None:
    for definition in (StudyQuery(), asked({"not": {"region": "XK"}})):
        with pytest.raises(InvalidQuery):
            evaluations.check(door, definition)


def test_a_kept_answer_names_its_study_and_its_definition_can_be_asked_again(door: Door) -> None:
    definition = parse_study(EITHER, world.ONTOLOGY)
    answer = evaluations.evaluate(door, definition)
    kept = json.loads(evaluations.record(door, definition, answer))
    assert kept["study"] == {"id": "rett-sleep", "title": "Sleep", "ethics_reference": "CEIC 1"}
    assert (kept["count"], kept["withheld"], kept["snapshot"]) == (answer.value.count, False, answer.snapshot)
    assert evaluations.parse(door, json.dumps(kept)) == definition
