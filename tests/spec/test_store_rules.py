"""What no store takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from data_access.records import Condition, Consent, Finding
from data_access.store import Store
from tests.spec.store_examples import SEIZURE, cohort, consent, donor, full_donor, import_record
from workbench.errors import StoreError

GIVEN = dt.date(2026, 3, 1)
BAD: dict[str, dict[str, Any]] = {
    "donor.id, a name": {"id": "Ana García"},
    "donor.id, too long": {"id": "a" * 33},
    "donor.id, a line end": {"id": "a" * 32 + "\n"},
    "donor.id, capitals": {"id": "A" * 32},
    "donor.source": {"source": ""},
    "donor.source, NUL": {"source": "a\x00b"},
    "donor.sex": {"sex": "Female"},
    "donor.age_band": {"age_band": "7"},
    "donor.country": {"country": "Spain"},
    "donor.region": {"region": "Catalonia"},
    "finding.term": {"findings": (Finding("seizure", "observed"),)},
    "finding.state": {"findings": (Finding(SEIZURE, "absent"),)},  # type: ignore[arg-type]
    "finding.words": {"findings": (Finding(SEIZURE, "observed", words="a\x00b"),)},
    "finding.onset": {"findings": (Finding(SEIZURE, "observed", onset="\udc80"),)},
    "condition.id": {"conditions": (Condition("", "Rett"),)},
    "condition.status": {"conditions": (Condition("OMIM:312750", "Rett", "sure"),)},  # type: ignore[arg-type]
    "condition.name": {"conditions": (Condition("OMIM:312750", "\x00"),)},
    "consent.purpose": {"consents": (consent(""),)},
    "consent.given_by": {"consents": (Consent("research", "1", "aunt", GIVEN),)},  # type: ignore[arg-type]
    "consent.age_then": {"consents": (Consent("research", "1", "self", GIVEN, "7"),)},  # type: ignore[arg-type]
    "consent.withdrawn_on": {"consents": (consent(withdrawn_on=dt.date(2026, 2, 28)),)},
}


@pytest.mark.parametrize(("case", "change"), BAD.items(), ids=BAD.keys())
def test_a_donor_that_breaks_a_rule_is_refused_by_field(store: Store, case: str, change: dict[str, Any]) -> None:
    with pytest.raises(StoreError) as refusal:
        store.put([replace(full_donor(), **change)])
    assert refusal.value.where == case.partition(",")[0]
    assert refusal.value.do
    assert store.count() == 0


@pytest.mark.parametrize("name", ["Ana García", "García\x00"])
def test_a_refusal_never_quotes_the_value(store: Store, name: str) -> None:
    for change in ({"id": name}, {"country": name}, {"findings": (Finding(name, "observed"),)}):
        with pytest.raises(StoreError) as refusal:
            store.put([replace(full_donor(), **change)])  # type: ignore[arg-type]
        assert "Garc" not in str(refusal.value)


def test_long_texts_and_every_script_are_taken(store: Store) -> None:
    words = "Krämpfe, convulsões, 発作, نوبات, \U0001f9ec, \x01\x7f\n\t'\"\\ " + "x" * 100_000
    odd = donor(1, findings=(Finding(SEIZURE, "observed", words=words),))
    store.put([odd])
    assert list(store.donors()) == [odd]


@pytest.mark.parametrize(
    "change",
    [
        {"at": dt.datetime(2026, 11, 21, 12)},
        {"id": ""},
        {"read": -1},
        {"terms_kept": 2**31},
        {"reasons": (("\x00", 1),)},
    ],
)
def test_an_import_that_breaks_a_rule_is_refused(store: Store, change: dict[str, Any]) -> None:
    with pytest.raises(StoreError, match="import"):
        store.add_import(replace(import_record(1), **change))
    assert store.imports() == []


@pytest.mark.parametrize(
    "change", [{"id": ""}, {"owner": ""}, {"saved_at": dt.datetime(2026, 11, 21, 12)}, {"note": "\x00"}]
)
def test_a_cohort_that_breaks_a_rule_is_refused(store: Store, change: dict[str, Any]) -> None:
    with pytest.raises(StoreError, match="cohort"):
        store.save_cohort(replace(cohort(), **change))
    assert store.cohorts(owner="ana") == []
