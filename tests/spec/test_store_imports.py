"""How every store keeps what imports did, and facts about itself."""

from __future__ import annotations

import datetime as dt

import pytest

from data_access.pseudonyms import Pseudonymiser, bind_key
from data_access.store import Store
from tests.spec.store_examples import import_record
from workbench.errors import StoreError


def test_an_import_by_somebody_leaves_its_row_in_the_audit_log(store: Store) -> None:
    store.add_import(import_record(1), actor="local")
    event = store.audit.events()[0]
    assert (event.actor, event.action, event.subject) == ("local", "import", "clinic")
    assert event.details == '{"import":"import-1"}'
    with pytest.raises(StoreError, match="already"):
        store.add_import(import_record(1), actor="local")
    assert len(store.audit.events()) == 1


def test_an_import_comes_back_as_it_was_added(store: Store) -> None:
    record = import_record(1, reasons=(("name", 2), ("fecha «naixement»", 1)), dropped=(("genes", 40),))
    store.add_import(record)
    assert store.imports() == [record]


def test_imports_come_newest_first(store: Store) -> None:
    for number in (2, 3, 1):
        store.add_import(import_record(number))
    assert [record.id for record in store.imports()] == ["import-3", "import-2", "import-1"]


def test_imports_of_one_moment_come_in_a_fixed_order(store: Store) -> None:
    moment = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    for number in (2, 3, 1):
        store.add_import(import_record(number, at=moment))
    assert [record.id for record in store.imports()] == ["import-3", "import-2", "import-1"]


def test_an_id_is_used_once(store: Store) -> None:
    store.add_import(import_record(1))
    with pytest.raises(StoreError, match="kept already"):
        store.add_import(import_record(1, source="other"))
    assert store.imports() == [import_record(1)]


def test_a_fact_stands_once_it_is_kept(store: Store) -> None:
    assert store.fact("made_with") is None
    assert store.keep_fact("made_with", "1") == "1"
    assert store.keep_fact("made_with", "2") == "1"
    assert store.fact("made_with") == "1"
    assert store.fact("\x00") is None


@pytest.mark.parametrize(("name", "value"), [("", "1"), ("\x00", "1"), ("a", "\ud800")])
def test_a_fact_that_cannot_be_held_is_refused(store: Store, name: str, value: str) -> None:
    with pytest.raises(StoreError, match="fact"):
        store.keep_fact(name, value)


def test_a_store_is_tied_to_the_first_key(store: Store) -> None:
    first, second = Pseudonymiser(b"1" * 32), Pseudonymiser(b"2" * 32)
    bind_key(store, first)
    bind_key(store, first)
    with pytest.raises(StoreError, match="another key"):
        bind_key(store, second)
