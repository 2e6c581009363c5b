"""The ledger: repeated questions, caps, cores, sealed profiles, and the same fate for every worker."""

from __future__ import annotations

import datetime as dt
import json
import random

import numpy as np
import pytest

from data_access.memory_store import MemoryStore
from workbench.cohorts.cohort import Bitmap, packed
from workbench.disclosure.alerts import Crowds, cores_of
from workbench.disclosure.caps import Caps
from workbench.disclosure.ledger import AuditedLedger, LedgerEntry
from workbench.disclosure.profile_seal import ProfileSeal
from workbench.errors import StoreError, TooManyQuestions

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DONORS = 200


def query(start: int, count: int) -> str:
    return json.dumps({"all": [{"rows": [start, count]}]})


def group(asked: str) -> Bitmap | None:
    clauses = json.loads(asked)["all"]
    if "unreadable" in clauses[0]:
        return None
    start, count = clauses[0]["rows"]
    mask = np.zeros(DONORS, dtype=np.bool_)
    mask[start : start + count] = True
    return packed(mask)


def everybody() -> Bitmap:
    return packed(np.ones(DONORS, dtype=np.bool_))


def entry(cohort: str, asker: str = "ana", study: str | None = None, at: dt.datetime = NOW) -> LedgerEntry:
    return LedgerEntry(asker, study, "2026-11-22-aaaa", cohort, at)


def ledger(store: MemoryStore, **caps: int) -> AuditedLedger:
    return AuditedLedger(store.questions, store.audit, group, everybody(), caps=Caps(**caps))


def test_a_repeated_question_costs_nothing_and_keeps_its_fate() -> None:
    store = MemoryStore()
    kept = ledger(store, a_day=2)
    for _ in range(5):
        assert not kept.record(entry(query(0, 50))).withheld
        assert kept.record(entry(query(0, 45))).withheld
    assert len(store.questions.latest()) == 2


def test_the_next_question_after_the_cap_is_refused_and_the_first_refusal_of_a_day_is_audited() -> None:
    store = MemoryStore()
    kept = ledger(store, a_day=2)
    kept.record(entry(query(0, 50)))
    kept.record(entry(query(50, 50)))
    for start in (100, 110, 120):
        with pytest.raises(TooManyQuestions):
            kept.record(entry(query(start, 60)))
    kept.record(entry(query(0, 50)))
    assert [event.action for event in store.audit.events()] == ["refused"]
    assert not kept.record(entry(query(100, 60), at=NOW + dt.timedelta(days=1))).withheld


def test_a_study_has_a_cap_over_all_its_members() -> None:
    kept = ledger(MemoryStore(), a_study=2)
    kept.record(entry(query(0, 50), "ana", "rett"))
    kept.record(entry(query(50, 50), "ben", "rett"))
    with pytest.raises(TooManyQuestions):
        kept.record(entry(query(100, 50), "eva", "rett"))
    kept.record(entry(query(100, 50), "eva", "other"))


def test_somebody_without_a_study_has_the_cap_of_a_study() -> None:
    kept = ledger(MemoryStore(), a_study=2)
    kept.record(entry(query(0, 50)))
    kept.record(entry(query(50, 50)))
    with pytest.raises(TooManyQuestions):
        kept.record(entry(query(100, 50), at=NOW + dt.timedelta(days=3)))


def test_a_question_that_cannot_be_read_any_more_stands_in_nobodys_way() -> None:
    kept = ledger(MemoryStore())
    assert not kept.record(entry('{"all": [{"unreadable": true}]}')).withheld
    assert not kept.record(entry(query(0, 50))).withheld


def test_every_worker_and_every_restart_comes_to_the_same_fates() -> None:
    rng = random.Random(3)
    store = MemoryStore()
    workers = [ledger(store) for _ in range(3)]
    fates: dict[LedgerEntry, bool] = {}
    for _ in range(300):
        asked = entry(query(rng.randrange(60), rng.randrange(5, 60)), rng.choice("abc"), rng.choice((None, "s", "t")))
        said = rng.choice(workers).record(asked).withheld
        assert fates.setdefault(asked, said) == said
    restarted = ledger(store)
    assert {asked: restarted.record(asked).withheld for asked in fates} == fates
    assert 0.05 < sum(fates.values()) / len(fates) < 0.95


def test_what_others_ask_changes_nothing_outside_their_study() -> None:
    alone, shared = MemoryStore(), MemoryStore()
    mine = [query(start, 40) for start in (0, 20, 60, 65, 100)]
    for one in range(0, 160, 3):
        ledger(shared).record(entry(query(one, 40), "ben"))
    assert [ledger(alone).record(entry(one)).withheld for one in mine] == [
        ledger(shared).record(entry(one)).withheld for one in mine
    ]


def test_cores_are_two_or_more_clauses_of_a_cohort_and_never_a_profile() -> None:
    clauses = [{"sex": "male"}, {"age_band": "0-4"}, {"region": "ES"}]
    assert len(cores_of(json.dumps({"all": clauses}))) == 4
    assert cores_of(json.dumps({"all": clauses[:1], "profiles": {"sealed": "x", "findings": [3]}})) == ()


def test_twenty_different_cohorts_around_a_core_crowd_it() -> None:
    crowds = Crowds(20)
    core = [{"age_band": "0-4"}, {"sex": "male"}]
    asked = [json.dumps({"all": [*core, {"observed": f"HP:{one:07d}"}]}) for one in range(20)]
    assert {crowds.add(one) for one in asked[:19] * 3} == {()}
    assert crowds.add(asked[19]) == (json.dumps({"all": core}, separators=(",", ":")),)


def test_an_alert_is_raised_once_for_an_asker_and_core() -> None:
    store = MemoryStore()
    kept = ledger(store)
    for _ in range(3):
        kept.alert(entry(query(0, 50)), '{"all":[]}')
    kept.alert(entry(query(0, 50), "ben"), '{"all":[]}')
    assert [event.action for event in store.audit.events()] == ["alert", "alert"]
    assert {alert.asker for alert in store.questions.alerts()} == {"ana", "ben"}


PROFILE = '{"all":[],"profiles":[{"close_to":{"least":40,"terms":["HP:0001250","HP:0001263"]}}]}'


def test_a_sealed_profile_shows_how_many_findings_and_none_of_them() -> None:
    sealed = ProfileSeal(bytes(32)).seal(PROFILE)
    assert "HP:" not in sealed
    assert json.loads(sealed)["profiles"]["findings"] == [2]
    assert ProfileSeal(bytes(32)).open(sealed) == PROFILE


def test_equal_profiles_are_sealed_alike_so_that_a_repeated_question_is_one() -> None:
    assert ProfileSeal(bytes(32)).seal(PROFILE) == ProfileSeal(bytes(32)).seal(PROFILE)
    assert ProfileSeal(bytes(32)).seal(PROFILE) != ProfileSeal(bytes(31) + b"1").seal(PROFILE)


def test_a_profile_under_another_key_or_altered_is_not_read() -> None:
    sealed = ProfileSeal(bytes(32)).seal(PROFILE)
    body = json.loads(sealed)["profiles"]["sealed"]
    changed = sealed.replace(body, ("A" if body[0] != "A" else "B") + body[1:])
    for key, text in ((bytes(31) + b"1", sealed), (bytes(32), changed), (bytes(32), sealed.replace(body, "?"))):
        with pytest.raises(StoreError):
            ProfileSeal(key).open(text)


def test_a_cohort_is_kept_as_it_is() -> None:
    assert ProfileSeal(bytes(32)).seal(query(0, 5)) == query(0, 5) == ProfileSeal(bytes(32)).open(query(0, 5))
