"""A study is proposed by one person and approved by another, with an ethics approval that has not run out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from data_access.memory_store import MemoryStore
from data_access.studies import Study
from workbench.errors import NotAllowed, StoreError
from workbench.studies.approval import Registry, approve, decline, is_open, propose, takes_part

TODAY = dt.date(2026, 11, 22)
STUDY = Study(
    id="rett-sleep",
    title="Sleep in Rett syndrome",
    lay_purpose="How sleep changes with age.",
    duo=("DUO:0000006", "DUO:0000018"),
    ethics_reference="CEIC 12/2026",
    ethics_until=dt.date(2027, 6, 30),
    ethics_document="a" * 64,
    lead="lea",
    state="proposed",
    members=("max",),
)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def by(store: MemoryStore, who: str) -> Registry:
    return Registry(store.studies, store.audit, who)


def test_a_second_person_approves_and_both_steps_are_audited(store: MemoryStore) -> None:
    propose(by(store, "olga"), STUDY)
    approved = approve(by(store, "sven"), STUDY.id, TODAY)
    assert (approved.state, approved.decided_by) == ("approved", "sven")
    assert is_open(approved, TODAY)
    told = [(event.action, event.actor, event.subject) for event in store.audit.events()]
    assert told == [("study_approved", "sven", STUDY.id), ("study_proposed", "olga", STUDY.id)]


@pytest.mark.parametrize(
    ("duo", "reason"),
    [
        ((), "declares no purpose"),
        (("HMB",), "does not undertake NPUNCU"),
        (("GRU", "NPUNCU"), "does not cover GRU"),
        (("HMB", "POA", "NPUNCU"), "does not cover POA"),
    ],
)
def test_a_study_that_donors_consents_do_not_cover_is_not_approved(
    store: MemoryStore, duo: tuple[str, ...], reason: str
) -> None:
    propose(by(store, "olga"), replace(STUDY, duo=duo))
    with pytest.raises(StoreError, match=reason):
        approve(by(store, "sven"), STUDY.id, TODAY)
    waiting = store.studies.get(STUDY.id)
    assert waiting is not None
    assert waiting.state == "proposed"


@pytest.mark.parametrize("who", ["olga", "lea", "max"])
def test_who_proposed_it_or_takes_part_decides_nothing(store: MemoryStore, who: str) -> None:
    propose(by(store, "olga"), STUDY)
    with pytest.raises(NotAllowed):
        approve(by(store, who), STUDY.id, TODAY)
    with pytest.raises(NotAllowed):
        decline(by(store, who), STUDY.id)
    assert store.studies.get(STUDY.id) == STUDY


def test_a_proposal_never_brings_its_own_approval(store: MemoryStore) -> None:
    propose(by(store, "olga"), replace(STUDY, state="approved", decided_by="sven"))
    assert store.studies.get(STUDY.id) == STUDY


def test_a_declined_study_is_not_open_and_stays_declined(store: MemoryStore) -> None:
    propose(by(store, "olga"), STUDY)
    assert not is_open(decline(by(store, "sven"), STUDY.id), TODAY)
    with pytest.raises(StoreError, match="declined already"):
        approve(by(store, "sven"), STUDY.id, TODAY)
    with pytest.raises(StoreError, match="of this id"):
        propose(by(store, "olga"), STUDY)


def test_an_ethics_approval_that_has_run_out_closes_a_study(store: MemoryStore) -> None:
    propose(by(store, "olga"), STUDY)
    after = dt.date(2027, 7, 1)
    with pytest.raises(StoreError, match="run out"):
        approve(by(store, "sven"), STUDY.id, after)
    approved = approve(by(store, "sven"), STUDY.id, STUDY.ethics_until or TODAY)
    assert is_open(approved, dt.date(2027, 6, 30))
    assert not is_open(approved, after)
    assert is_open(replace(approved, ethics_until=None), after)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "No capitals"},
        {"id": ""},
        {"title": " "},
        {"lay_purpose": ""},
        {"lead": ""},
        {"ethics_reference": ""},
        {"ethics_document": ""},
        {"ethics_document": "A" * 64},
        {"duo": ("DUO:9999999",)},
    ],
)
def test_what_approval_needs_is_asked_for_at_once(store: MemoryStore, change: dict[str, object]) -> None:
    with pytest.raises(StoreError):
        propose(by(store, "olga"), replace(STUDY, **change))  # type: ignore[arg-type]
    assert store.studies.all() == []
    assert store.audit.events() == []


def test_nobody_in_particular_takes_part_in_nothing() -> None:
    assert takes_part(STUDY, "lea")
    assert takes_part(STUDY, "max")
    assert not takes_part(STUDY, "eva")
    assert not takes_part(replace(STUDY, lead=""), "")


def test_a_study_that_is_not_there_is_not_decided(store: MemoryStore) -> None:
    with pytest.raises(StoreError, match="no study"):
        approve(by(store, "sven"), "nothing", TODAY)
