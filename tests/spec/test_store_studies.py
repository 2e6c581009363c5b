"""Studies, the suppression list and changed consents, whatever holds them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from data_access.records import Consent
from data_access.store import Store
from data_access.studies import STUDY_STATES, Study
from data_access.suppression import Suppressor
from tests.spec.store_examples import consent, donor, full_donor, pseudonym
from workbench.errors import StoreError

STUDY = Study(
    "rett-1",
    "Rett",
    "Para saber más",
    ("GRU", "NPU"),
    "CEIC 12/26",
    dt.date(2027, 1, 1),
    "ab" * 32,
    "lea",
    "proposed",
    None,
    ("ana", "ben"),
)


def test_a_study_is_kept_whole_and_replaced_by_id(store: Store) -> None:
    assert store.studies.all() == []
    assert store.studies.get("rett-1") is None
    store.studies.put(STUDY)
    assert store.studies.get("rett-1") == STUDY
    other = replace(STUDY, id="a", ethics_until=None, duo=(), members=())
    store.studies.put(other)
    approved = replace(STUDY, state="approved", decided_by="eva")
    store.studies.put(approved)
    assert store.studies.all() == [other, approved]


@pytest.mark.parametrize("state", STUDY_STATES)
def test_every_state_can_be_kept(store: Store, state: Any) -> None:
    store.studies.put(replace(STUDY, state=state))
    assert store.studies.all()[0].state == state


@pytest.mark.parametrize("change", [{"id": ""}, {"state": "lost"}, {"title": "\x00"}, {"members": ("\ud800",)}])
def test_a_study_that_breaks_a_rule_is_refused(store: Store, change: dict[str, Any]) -> None:
    with pytest.raises(StoreError, match="study"):
        store.studies.put(replace(STUDY, **change))
    assert store.studies.all() == []


def test_the_suppression_list_keeps_one_way_hashes(store: Store) -> None:
    suppressor = Suppressor(b"s" * 32)
    one, two, three = (suppressor.hash(pseudonym(number)) for number in (1, 2, 3))
    assert store.suppress([one, two, one]) == 2
    assert store.suppress([two]) == 0
    assert store.suppressed([one, three, "anything"]) == {one}
    assert store.is_suppressed(two)
    assert not store.is_suppressed(three)
    assert not store.is_suppressed(pseudonym(1))


@pytest.mark.parametrize("bad", ["", "x" * 64, "A" * 64, "a" * 32])
def test_only_hashes_come_on_the_list(store: Store, bad: str) -> None:
    with pytest.raises(StoreError, match="suppressed"):
        store.suppress(["a" * 64, bad])
    assert not store.is_suppressed("a" * 64)


def test_consents_are_replaced_and_nothing_else(store: Store) -> None:
    store.put([full_donor(1), full_donor(2)])
    changed = (Consent("research", "3", "self", dt.date(2026, 9, 1)), consent("contact"))
    assert store.set_consents(pseudonym(1), changed) is True
    assert store.get(pseudonym(1)) == replace(full_donor(1), consents=changed)
    assert store.get(pseudonym(2)) == full_donor(2)
    assert store.put([replace(full_donor(1), consents=changed)]) == ["unchanged"]
    assert store.set_consents(pseudonym(1), ()) is True
    assert [found.id for found in store.donors(purpose="research")] == [pseudonym(2)]


@pytest.mark.parametrize("donor_id", [pseudonym(3), "", "nobody", "\x00"])
def test_consents_of_nobody_are_not_kept(store: Store, donor_id: str) -> None:
    assert store.set_consents(donor_id, (consent(),)) is False
    assert store.count() == 0


def test_a_consent_that_breaks_a_rule_changes_nothing(store: Store) -> None:
    store.put([full_donor()])
    early = replace(consent(), frozen_on=dt.date(2026, 2, 28))
    with pytest.raises(StoreError, match=r"consent\.frozen_on"):
        store.set_consents(pseudonym(1), (consent("contact"), early))
    assert store.get(pseudonym(1)) == full_donor()


def test_a_frozen_consent_does_not_stand_until_it_is_given_anew(store: Store) -> None:
    frozen = replace(consent(), given_by="legal_representative", frozen_on=dt.date(2026, 6, 1))
    store.put([donor(1, consents=(frozen,)), donor(2, consents=(consent(),))])
    assert not frozen.active
    assert store.get(pseudonym(1)) == donor(1, consents=(frozen,))
    assert [found.id for found in store.donors(purpose="research")] == [pseudonym(2)]
    assert store.count(purpose="research") == 1
    store.set_consents(pseudonym(1), (frozen, consent()))
    assert store.count(purpose="research") == 2
