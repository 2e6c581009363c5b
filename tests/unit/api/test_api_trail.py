"""The trail for data stewards: questions in words, events by kind and person, alerts, and the chain."""

from __future__ import annotations

import datetime as dt
import json

import cohort_world as world
import pytest

from data_access.memory_store import MemoryStore
from data_access.questions import Alert, Question
from workbench.accounts.roles import ROLES
from workbench.api import trail as trails
from workbench.api.door import Asker, Door
from workbench.api.trail import Trail
from workbench.disclosure.profile_seal import ProfileSeal
from workbench.errors import NotAllowed

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
STEWARD = Asker("sven", "steward")
TERM = world.TERMS[1]


@pytest.fixture(scope="module")
def door() -> Door:
    return world.door(world.donors(40))


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def trail(store: MemoryStore, door: Door, asker: Asker = STEWARD) -> Trail:
    return Trail(store.audit, store.questions, asker, door.glossary, door.ontology)


def ask(store: MemoryStore, query: object, tier: str = "explore", asker: str = "ana") -> None:
    text = query if isinstance(query, str) else json.dumps(query)
    store.questions.record(Question(0, NOW, asker, None, world.SNAPSHOT, tier, text))


def words(store: MemoryStore, door: Door) -> str:
    return trails.asked(trail(store, door)).lines[0].words


def test_a_cohort_is_told_in_words(store: MemoryStore, door: Door) -> None:
    ask(store, {"all": [{"observed": TERM}, {"sex": "male"}]})
    assert words(store, door) == "Men and boys with everyday 1000 (finding 1000)."


def test_a_question_of_a_study_is_told_in_words(store: MemoryStore, door: Door) -> None:
    ask(store, {"all": [{"not": {"sex": "female"}}]}, tier="study")
    assert "not known to fit female" in words(store, door)


def test_a_profile_is_told_by_its_number_of_findings_only(store: MemoryStore, door: Door) -> None:
    close = {"close_to": {"least": 40, "terms": [TERM, world.TERMS[2]]}}
    seal = ProfileSeal(bytes(32))
    ask(store, seal.seal(json.dumps({"all": [], "profiles": [close]})))
    assert words(store, door) == "People close to a profile of 2 findings."
    ask(store, seal.seal(json.dumps({"all": [{"sex": "male"}], "profiles": [close]})))
    assert words(store, door) == "People close to a profile of 2 findings, among: Men and boys."
    ask(store, seal.seal(json.dumps({"all": [], "profiles": [close, close]})))
    assert words(store, door) == "Two profiles, of 2 and 2 findings."


def test_a_condition_that_is_not_published_is_told_by_its_id(store: MemoryStore, door: Door) -> None:
    ask(store, {"all": [{"condition": world.UNPUBLISHED}]})
    assert world.CONDITIONS[world.UNPUBLISHED] not in words(store, door)


@pytest.mark.parametrize("query", ['{"all":[{"observed":"HP:9999999"}]}', "{}", "[]", '{"all":[],"profiles":[1]}', "x"])
def test_a_question_that_cannot_be_read_is_not_shown(store: MemoryStore, door: Door, query: str) -> None:
    ask(store, query)
    told = words(store, door)
    assert "HP:" not in told
    assert told in ("A question in the terms of another release", "All donors.")


def test_without_a_snapshot_questions_have_no_words_and_all_else_is_there(store: MemoryStore) -> None:
    ask(store, {"all": [{"sex": "male"}]})
    here = Trail(store.audit, store.questions, STEWARD)
    assert trails.asked(here).lines[0].asker == "ana"
    assert "another release" in trails.asked(here).lines[0].words
    assert trails.verified(here).ok


def test_questions_come_fifty_at_a_time_of_everybody_or_of_one(store: MemoryStore, door: Door) -> None:
    for at in range(120):
        ask(store, {"all": [{"map_region": {"snapshot": "s", "cells": [at]}}]}, asker="ana" if at % 3 else "ben")
    first = trails.asked(trail(store, door))
    second = trails.asked(trail(store, door), before=first.older)
    third = trails.asked(trail(store, door), before=second.older)
    seqs = [line.seq for page in (first, second, third) for line in page.lines]
    assert seqs == list(range(120, 0, -1))
    assert [len(page.lines) for page in (first, second, third)] == [50, 50, 20]
    assert third.older is None
    assert {line.asker for line in trails.asked(trail(store, door), "ben").lines} == {"ben"}


def test_events_are_chosen_by_kind_and_person_and_turn_like_one_list(store: MemoryStore, door: Door) -> None:
    for at in range(130):
        store.audit.append("ana" if at % 2 else "ben", ("sign_in", "sign_out", "import", "erasure")[at % 4])
    first = trails.events(trail(store, door), "sign-ins")
    second = trails.events(trail(store, door), "sign-ins", before=first.older)
    seqs = [line.seq for page in (first, second) for line in page.lines]
    assert seqs == [seq for seq in range(130, 0, -1) if (seq - 1) % 4 < 2]
    assert second.older is None
    assert {line.action for line in trails.events(trail(store, door), "erasures").lines} == {"erasure"}
    assert {line.actor for line in trails.events(trail(store, door), person="ben").lines} == {"ben"}
    assert len(trails.events(trail(store, door), "something else").lines) == 50


def test_numbers_in_details_are_not_shown(store: MemoryStore, door: Door) -> None:
    store.audit.append("ana", "import", "x", {"source": "hospital", "donors": 7, "reasons": ["late", 12], "real": True})
    assert trails.events(trail(store, door)).lines[0].details == "reasons: late; source: hospital"


def test_an_alert_is_told_in_words_and_marked_as_seen_once(store: MemoryStore, door: Door) -> None:
    core = '{"all":[{"age_band":"0-4"},{"sex":"male"}]}'
    for who in ("ana", "ben"):
        store.questions.raise_alert(Alert(who, NOW, "narrow_core", who, None, world.SNAPSHOT, core))
    trails.mark_seen(trail(store, door), "ben")
    trails.mark_seen(trail(store, door, Asker("other", "steward")), "ben")
    assert [(one.asker, one.seen_by) for one in trails.alerts(trail(store, door))] == [("ana", ""), ("ben", "sven")]
    assert trails.alerts(trail(store, door))[0].words == "Boys aged 0 to 4."


def test_the_chain_is_told_to_hold(store: MemoryStore, door: Door) -> None:
    store.audit.append("ana", "sign_in")
    assert trails.verified(trail(store, door)).ok
    assert trails.head(trail(store, door)) == store.audit.head()


@pytest.mark.parametrize("role", [None, *(role for role in ROLES if role != "steward")])
def test_nobody_but_a_steward_reads_the_trail(store: MemoryStore, door: Door, role: object) -> None:
    here = trail(store, door, Asker("somebody", role))  # type: ignore[arg-type]
    questions = (trails.asked, trails.events, trails.alerts, trails.verified, trails.head)
    for question in (*questions, lambda trail: trails.mark_seen(trail, "x")):
        with pytest.raises(NotAllowed):
            question(here)
