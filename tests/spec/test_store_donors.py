"""What every store does with donors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from data_access.records import Donor, Finding
from data_access.store import Store
from tests.spec.store_examples import (
    HYPOTONIA,
    SEIZURE,
    consent,
    donor,
    full_donor,
    observed,
    pseudonym,
)
from workbench.errors import ChangedMeanwhile, StoreError


def test_a_donor_comes_back_as_it_was_put(store: Store) -> None:
    store.put([full_donor()])
    assert store.get(pseudonym(1)) == full_donor()


def test_a_donor_with_nothing_known_comes_back_as_it_was_put(store: Store) -> None:
    store.put([donor(1)])
    assert store.get(pseudonym(1)) == donor(1)


@pytest.mark.parametrize("donor_id", [pseudonym(2), "", "nobody", "\x00", "\ud800", pseudonym(1).upper() + "A"])
def test_nobody_is_found_under_another_id(store: Store, donor_id: str) -> None:
    store.put([full_donor()])
    assert store.get(donor_id) is None
    assert store.erase(donor_id) is False


def test_putting_nobody_does_nothing(store: Store) -> None:
    assert store.put([]) == []
    assert store.count() == 0
    assert list(store.donors()) == []


def test_a_new_donor_is_stored_and_an_equal_one_left_unchanged(store: Store) -> None:
    assert store.put([full_donor(1), donor(2)]) == ["stored", "stored"]
    assert store.put([donor(2), donor(3), full_donor(1)]) == ["unchanged", "stored", "unchanged"]


CHANGES = {
    "source": {"source": "registry"},
    "sex": {"sex": "male"},
    "no sex": {"sex": None},
    "age band": {"age_band": "12-17"},
    "country": {"country": "PT"},
    "region": {"region": None},
    "undiagnosed": {"undiagnosed": False},
    "synthetic": {"synthetic": False},
    "no findings": {"findings": ()},
    "order of findings": {"findings": full_donor().findings[::-1]},
    "state of a finding": {"findings": (Finding(SEIZURE, "excluded"),)},
    "no conditions": {"conditions": ()},
    "status of a condition": {"conditions": (replace(full_donor().conditions[0], status="suspected"),)},
    "a withdrawal": {"consents": (replace(full_donor().consents[0], withdrawn_on=dt.date(2026, 11, 1)),)},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_donor_who_differs_in_one_thing_is_updated(store: Store, change: dict[str, object]) -> None:
    store.put([full_donor(1), full_donor(2)])
    after = replace(full_donor(1), **change)  # type: ignore[arg-type]
    assert store.put([after]) == ["updated"]
    assert store.put([after]) == ["unchanged"]
    assert store.get(pseudonym(1)) == after
    assert store.get(pseudonym(2)) == full_donor(2)


def test_the_same_donor_twice_in_one_batch_counts_in_order(store: Store) -> None:
    other = donor(1, sex="male")
    assert store.put([donor(1), donor(1), other, donor(1)]) == ["stored", "unchanged", "updated", "updated"]
    assert store.get(pseudonym(1)) == donor(1)


def test_a_batch_with_one_bad_donor_stores_nobody(store: Store) -> None:
    store.put([donor(3)])
    with pytest.raises(StoreError):
        store.put([donor(1), donor(3, sex="male"), donor(2, country="Spain")])
    assert list(store.donors()) == [donor(3)]


def test_erasing_removes_the_donor_and_all_that_hangs_on_it(store: Store) -> None:
    store.put([full_donor(1), full_donor(2)])
    assert store.erase(pseudonym(1)) is True
    assert store.erase(pseudonym(1)) is False
    assert store.get(pseudonym(1)) is None
    assert list(store.donors()) == [full_donor(2)]
    assert store.put([donor(1)]) == ["stored"]
    assert store.get(pseudonym(1)) == donor(1)


def test_donors_come_in_order_of_id_whatever_the_batch(store: Store) -> None:
    donors = [replace(full_donor(number), findings=observed(SEIZURE, HYPOTONIA)) for number in range(1, 26)]
    store.put(donors[::-1])
    for batch in (1, 2, 5, 25, 26, 1000):
        assert list(store.donors(batch=batch)) == donors


def test_a_batch_below_one_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="batch"):
        list(store.donors(batch=0))


def test_more_donors_than_are_written_together_are_all_there(store: Store) -> None:
    donors = [donor(number, findings=observed(SEIZURE)) for number in range(1, 1202)]
    assert store.put(donors) == ["stored"] * 1201
    assert store.put([*donors[:600], donor(601, sex="other")]) == [*["unchanged"] * 600, "updated"]
    assert sum(1 for _ in store.donors(batch=500)) == store.count() == 1201


def test_what_is_put_while_donors_are_read_is_seen_by_the_next_reading(store: Store) -> None:
    store.put([donor(number) for number in range(1, 7)])
    seen = []
    for found in store.donors(batch=2):
        if not seen:
            store.put([donor(9)])
            store.erase(pseudonym(5))
        seen.append(found)
    assert seen == [donor(number) for number in range(1, 7)]
    assert [found.id for found in store.donors()] == [pseudonym(number) for number in (1, 2, 3, 4, 6, 9)]


def _consenting() -> list[Donor]:
    withdrawn = consent(withdrawn_on=dt.date(2026, 5, 1))
    return [
        donor(1, consents=(consent(),), synthetic=True),
        donor(2),
        donor(3, consents=(withdrawn,)),
        donor(4, consents=(consent("matching"),)),
        donor(5, consents=(withdrawn, consent("matching"), consent())),
        donor(6, consents=(consent("study:7"), consent())),
    ]


CONSENTS = {
    "research": [1, 5, 6],
    "matching": [4, 5],
    "study:7": [6],
    "study": [],
    "contact": [],
    "RESEARCH": [],
    "": [],
    "\x00": [],
    "\ud800": [],
}


@pytest.mark.parametrize(("purpose", "numbers"), CONSENTS.items())
def test_only_consent_that_stands_counts(store: Store, purpose: str, numbers: list[int]) -> None:
    store.put(_consenting())
    assert [found.id for found in store.donors(purpose=purpose, batch=2)] == [pseudonym(n) for n in numbers]
    assert store.count(purpose=purpose) == len(numbers)
    assert store.count_matching([], purpose=purpose) == len(numbers)


def test_a_withdrawal_takes_the_donor_out_at_once(store: Store) -> None:
    store.put([donor(1, consents=(consent(),))])
    store.put([donor(1, consents=(consent(withdrawn_on=dt.date(2026, 11, 21)),))])
    assert store.count(purpose="research") == 0
    assert store.count() == 1


def test_synthetic_and_real_donors_are_counted_apart(store: Store) -> None:
    store.put(_consenting())
    assert [store.count(synthetic=kind) for kind in (None, True, False)] == [6, 1, 5]
    assert [store.count(purpose="research", synthetic=kind) for kind in (None, True, False)] == [3, 1, 2]


def test_what_was_changed_since_it_was_read_is_not_written_over(store: Store) -> None:
    store.put([full_donor(1), full_donor(2)])
    read = [store.get(pseudonym(number)) for number in (1, 2, 3)]
    new = [donor(number, undiagnosed=True) for number in (1, 2, 3)]
    changes: list[Callable[[], object]] = [
        lambda: store.set_consents(pseudonym(1), ()),
        lambda: store.erase(pseudonym(2)),
        lambda: store.put([donor(3)]),
    ]
    for change in changes:
        change()
        before = list(store.donors())
        with pytest.raises(ChangedMeanwhile):
            store.put(new, standing=read)
        assert list(store.donors()) == before
        store.put([full_donor(1), full_donor(2)])
        store.erase(pseudonym(3))
    assert store.put(new, standing=read) == ["updated", "updated", "stored"]
    assert list(store.donors()) == new
