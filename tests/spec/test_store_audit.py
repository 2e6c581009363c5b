"""The audit log, whatever holds it: rows are added, numbered, chained, and found again."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from data_access.audit import BEGINNING, AuditEvent, ChainVerdict, link_hash, moment, row_hash
from data_access.store import Store
from tests.spec.store_examples import pseudonym
from workbench.errors import StoreError


def test_an_empty_log_holds(store: Store) -> None:
    assert store.audit.head() == (0, BEGINNING)
    assert store.audit.events() == []
    assert store.audit.verify() == ChainVerdict(True, 0, None, BEGINNING)


def test_a_row_carries_the_hash_of_the_row_before(store: Store) -> None:
    first = store.audit.append("ana", "sign_in")
    second = store.audit.append("local", "import", "clinic", {"files": 3, "dry_run": False})
    assert [first.seq, second.seq] == [1, 2]
    assert (first.previous, second.previous) == (BEGINNING, first.hash)
    assert store.audit.head() == (2, second.hash)
    assert store.audit.events() == [second, first]
    assert store.audit.verify() == ChainVerdict(True, 2, None, second.hash)


def test_the_hash_is_the_written_formula(store: Store) -> None:
    event = store.audit.append("ana", "export", "año 🙂", {"b": [1], "a": "ü"})
    assert event.details == '{"a":"\\u00fc","b":[1]}'
    assert event.hash == row_hash(1, moment(event.at), "ana", "export", "año 🙂", event.details, BEGINNING)
    assert event.at.tzinfo is dt.UTC


def test_rows_are_found_by_action_actor_and_place(store: Store) -> None:
    rows = [store.audit.append("ana" if n % 2 else "ben", "export" if n % 3 else "sign_in") for n in range(1, 10)]

    def numbers(events: list[AuditEvent]) -> list[int]:
        return [event.seq for event in events]

    assert store.audit.events(limit=3) == rows[:-4:-1]
    assert numbers(store.audit.events(before=4)) == [3, 2, 1]
    assert numbers(store.audit.events(action="sign_in")) == [9, 6, 3]
    assert numbers(store.audit.events(actor="ben", before=8, limit=2)) == [6, 4]
    assert store.audit.events(actor="nobody") == []


def test_a_head_that_was_exported_must_be_in_the_chain(store: Store) -> None:
    rows = [store.audit.append("ana", "sign_in") for _ in range(4)]
    anchors = [(row.seq, row.hash) for row in rows]
    assert store.audit.verify(anchors).ok
    assert store.audit.verify([(5, rows[0].hash)]) == ChainVerdict(False, 4, 5, rows[3].hash)
    assert store.audit.verify([(2, rows[2].hash)]).first_bad == 2
    assert store.audit.verify([(2, rows[2].hash), (2, rows[1].hash)]).first_bad == 2


@pytest.mark.parametrize(("actor", "action", "subject"), [("", "x", ""), ("ana", "", ""), ("ana", "x", "\x00")])
def test_a_row_without_a_name_or_with_nul_is_refused(store: Store, actor: str, action: str, subject: str) -> None:
    with pytest.raises(StoreError, match="audit"):
        store.audit.append(actor, action, subject)
    assert store.audit.head() == (0, BEGINNING)


@pytest.mark.parametrize("details", [{"x": object()}, {"x": float("nan")}])
def test_details_that_json_cannot_hold_are_refused(store: Store, details: dict[str, object]) -> None:
    with pytest.raises(StoreError, match="details"):
        store.audit.append("ana", "import", "", details)
    assert store.audit.events() == []


def test_odd_details_come_back_as_they_were(store: Store) -> None:
    odd = {"text": "\x00\ud800\n'\"\\ 🙂", "none": None}
    event = store.audit.append("ana", "import", "", odd)
    assert json.loads(event.details) == odd
    assert store.audit.events() == [event]
    assert store.audit.verify().ok


def test_a_donor_is_named_by_a_short_hash() -> None:
    assert link_hash(pseudonym(1)) == link_hash(pseudonym(1))
    assert len(link_hash(pseudonym(1))) == 12
    assert link_hash(pseudonym(1)) != link_hash(pseudonym(2))
