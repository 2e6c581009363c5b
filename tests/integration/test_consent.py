"""Consent decides what is counted: a withdrawal reaches store, snapshot, kept answers, map and saved cohorts."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from quick_build import quick_build
from snapshot_world import some_donors

from data_access.audit import link_hash
from data_access.identity import open_identity
from data_access.opening import open_store
from data_access.pseudonyms import bind_key
from data_access.records import Consent, Donor, SavedCohort
from data_access.snapshots import latest, list_snapshots, open_snapshot
from ontology.ontology import Ontology, load
from ontology.terms import TermId
from workbench.accounts.linking import new_person, pseudonym_of
from workbench.api import cohorts
from workbench.api import map as map_questions
from workbench.api.door import OPERATOR, Door
from workbench.cli import main
from workbench.cohorts.cohort import size
from workbench.cohorts.query import Observed, Query
from workbench.errors import StoreError
from workbench.jobs.consents import change_consent
from workbench.jobs.pending import marks
from workbench.jobs.renewing import majorities
from workbench.jobs.snapshots import build_snapshot
from workbench.rights.erasure import Estate, finish, review
from workbench.settings import Settings
from workbench.web.cache import open_cache
from workbench.web.latest import LatestDoor

TODAY = dt.datetime.now(dt.UTC).date()
SEIZURE = Query((Observed(TermId("HP:0001250")),))


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def ontology(compiled_ontology: Path) -> Ontology:
    return load(compiled_ontology)


def estate_of(settings: Settings, ontology: Ontology) -> Estate:
    """Both stores of a home, open."""
    identity = open_identity(settings.identity_url, research=settings.store_url)
    return Estate(settings, open_store(settings.store_url), identity, ontology)


@pytest.fixture
def small(tmp_path: Path, ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> Iterator[Estate]:
    """A home of 24 donors, whose snapshots are built without maths."""
    monkeypatch.setattr("workbench.jobs.renewing.build_snapshot", quick_build)
    estate = estate_of(Settings(home=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.db'}"), ontology)
    estate.store.put(some_donors(24))
    yield estate
    estate.store.close()
    estate.identity.close()


def withdraw(estate: Estate, donor_id: str) -> bool:
    """Takes consent to research back, as the page does."""
    return change_consent(
        estate.settings, estate.store, donor_id, "research", "withdraw", actor="family-1", by="self", today=TODAY
    )


def test_a_withdrawal_reaches_every_answer_through_the_door(home: Settings, tmp_path: Path, ontology: Ontology) -> None:
    folder = tmp_path / "home"
    shutil.copytree(home.home, folder)
    settings = Settings(home=folder, store_url=f"sqlite:///{folder / 'store.db'}")
    estate, clock = estate_of(settings, ontology), Clock()
    latest_door = LatestDoor(settings, open_cache(Flask("workbench"), settings), clock=clock)

    def asked() -> tuple[Door, int, int | None, int]:
        clock.now += 3
        door = latest_door.door().asked_by(OPERATOR)
        released = cohorts.count(door, SEIZURE)
        shown = map_questions.view(door)
        return door, size(door.population.fitting(SEIZURE)), released.value.count, shown.value.size

    saved = SavedCohort("c1", 0, "Seizures", "", json.dumps({"all": [{"observed": "HP:0001250"}]}), "u", "s", now())
    estate.store.save_cohort(saved)
    door, before, shown_before, _ = asked()
    seizures = {"HP:0001250", *ontology.descendants(TermId("HP:0001250"))}
    with_seizures = [
        donor.id
        for donor in estate.store.donors(purpose="research")
        if any(one.state == "observed" and one.term in seizures for one in donor.findings)
    ]
    assert len(with_seizures) == before
    leaving = with_seizures[: len(with_seizures) // 2]
    assert all(withdraw(estate, donor_id) for donor_id in leaving)
    # Until the new snapshot stands, the old one answers; the marks say that it is outdated.
    assert len(marks(settings)) == 2 * len(leaving)
    finish(estate)
    newer, after, shown_after, _ = asked()
    assert newer.snapshot.manifest.id != door.snapshot.manifest.id
    assert after == before - len(leaving)
    assert newer.snapshot.donors == estate.store.count(purpose="research") == door.snapshot.donors - len(leaving)
    assert shown_before is not None
    assert shown_after is None or shown_after < shown_before
    assert estate.store.cohorts(owner="u")[0].definition == saved.definition
    assert list_snapshots(settings.snapshots) == [newer.snapshot.manifest.id]
    for one in (newer.store, estate.store, estate.identity):
        one.close()


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def test_a_change_is_audited_and_marked_and_saying_the_same_again_is_not(small: Estate) -> None:
    donor_id = next(small.store.donors()).id
    assert withdraw(small, donor_id)
    assert not withdraw(small, donor_id)
    (event,) = small.store.audit.events()
    assert (event.action, event.actor, event.subject) == ("consent_withdrawn", "family-1", link_hash(donor_id))
    assert donor_id not in event.details
    assert {one.subject for one in marks(small.settings)} == {link_hash(donor_id)}
    with pytest.raises(StoreError, match="no such donor"):
        withdraw(small, "f" * 32)


def child(estate: Estate, majority_on: dt.date) -> Donor:
    """A donor whose parents gave consent, and whose day of majority the identity store knows."""
    pseudonymiser = estate.pseudonymiser
    bind_key(estate.store, pseudonymiser)
    person = new_person(pseudonymiser, majority_on=majority_on)
    estate.identity.put_person(person)
    given = Consent("research", "demo-1", "legal_representative", TODAY - dt.timedelta(days=900), "12-17")
    donor = replace(some_donors(1, 7)[0], id=pseudonym_of(person.id, pseudonymiser), consents=(given,))
    estate.store.put([donor])
    return donor


def test_on_the_day_of_majority_the_review_freezes_and_the_snapshot_follows(small: Estate) -> None:
    donor = child(small, majority_on=TODAY)
    quick_build(small.store, None, small.settings.snapshots)
    assert open_snapshot(small.settings.snapshots).donors == 25
    frozen, done = review(small, TODAY, "local")
    assert (frozen, done.places["snapshots"]) == (1, 1)
    assert open_snapshot(small.settings.snapshots).donors == 24
    standing = small.store.get(donor.id)
    assert standing is not None
    assert standing.consents[0].frozen_on == TODAY
    assert small.store.audit.events(action="consent_frozen")[0].subject == link_hash(donor.id)
    assert review(small, TODAY, "local")[0] == 0
    # The person, of age now, says yes.
    change_consent(
        small.settings, small.store, donor.id, "research", "give", actor="x", by="self", today=TODAY, majority_on=TODAY
    )
    finish(small)
    assert open_snapshot(small.settings.snapshots).donors == 25


def test_the_day_before_majority_nothing_freezes(small: Estate) -> None:
    child(small, majority_on=TODAY + dt.timedelta(days=1))
    assert review(small, TODAY, "local")[0] == 0
    assert marks(small.settings) == []


def test_a_snapshot_leaves_out_who_came_of_age_even_where_nobody_reviewed(small: Estate) -> None:
    donor = child(small, majority_on=TODAY)
    known = majorities(small.identity, small.pseudonymiser)
    built = build_snapshot(small.store, small.ontology, small.settings.snapshots, majorities=known)
    assert built.donors == 24
    assert small.store.count(purpose="research") == 25
    assert known == {donor.id: TODAY}


def test_without_a_change_the_review_leaves_the_snapshot_alone(small: Estate) -> None:
    quick_build(small.store, None, small.settings.snapshots)
    before = latest(small.settings.snapshots)
    _, done = review(small, TODAY, "local")
    assert done.places == {}
    assert latest(small.settings.snapshots) == before


def test_the_commands_say_what_they_did(
    small: Estate, compiled_ontology: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(compiled_ontology, small.settings.ontology)
    monkeypatch.setenv("WORKBENCH_HOME", str(small.settings.home))
    donor = next(small.store.donors())
    assert main(["donor", "export", donor.id, "--json"]) == 0
    taken = json.loads(capsys.readouterr().out)
    assert taken["donor"]["pseudonym"] == taken["phenopacket"]["id"] == donor.id
    assert [consent["standing"] for consent in taken["consents"]] == ["stands"]
    assert main(["donor", "erase", donor.id, "--json"]) == 0
    erased = json.loads(capsys.readouterr().out)["erased"]
    assert (erased["store"], erased["suppression"]) == (1, 1)
    assert main(["donor", "erase", donor.id, "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["erased"].values()) == {0}
    assert main(["donor", "erase", "nobody", "--json"]) == 1
    assert "no such donor" in capsys.readouterr().err
    assert main(["consent", "review", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["frozen"] == 0
