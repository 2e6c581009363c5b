"""How every store counts the donors who fit."""

from __future__ import annotations

import pytest

from data_access.records import Condition, Donor, Finding
from data_access.store import Criterion, Store
from tests.spec.store_examples import (
    HYPOTONIA,
    SCOLIOSIS,
    SEIZURE,
    consent,
    donor,
    excluded,
    observed,
)
from workbench.errors import StoreError

RETT, DMD = "OMIM:312750", "OMIM:310200"


def _donors() -> list[Donor]:
    return [
        donor(1, sex="female", age_band="5-11", country="ES", region="ES-CT", findings=observed(SEIZURE)),
        donor(2, sex="male", age_band="5-11", country="ES", findings=(*observed(SEIZURE), *excluded(HYPOTONIA))),
        donor(3, sex="female", age_band="65+", country="PT", findings=observed(HYPOTONIA, SCOLIOSIS)),
        donor(4, findings=(Finding(SEIZURE, "not_recorded"), *excluded(SCOLIOSIS)), undiagnosed=True),
        donor(5, conditions=(Condition(RETT, "Rett"), Condition(DMD, "Duchenne", "suspected"))),
        donor(6, sex="other", conditions=(Condition(DMD, "Duchenne"),), findings=observed(SEIZURE, SEIZURE)),
    ]


def c(field: str, *values: str) -> Criterion:
    return Criterion(field, values)  # type: ignore[arg-type]


MANY = tuple(f"HP:{number:07d}" for number in range(1000, 9000))

COUNTS = {
    "everybody without a criterion": ([], 6),
    "a finding": ([c("observed", SEIZURE)], 3),
    "a finding or another": ([c("observed", SEIZURE, SCOLIOSIS)], 4),
    "two findings": ([c("observed", HYPOTONIA), c("observed", SCOLIOSIS)], 1),
    "two findings of different people": ([c("observed", SEIZURE), c("observed", SCOLIOSIS)], 0),
    "a value named twice": ([c("observed", SEIZURE, SEIZURE)], 3),
    "a criterion named twice": ([c("observed", SEIZURE), c("observed", SEIZURE)], 3),
    "an excluded finding": ([c("excluded", HYPOTONIA)], 1),
    "an excluded finding or another": ([c("excluded", HYPOTONIA, SCOLIOSIS)], 2),
    "excluded is not the complement of observed": ([c("excluded", SEIZURE)], 0),
    "observed and another excluded": ([c("observed", SEIZURE), c("excluded", HYPOTONIA)], 1),
    "thousands of terms": ([c("observed", *MANY)], 4),
    "thousands of terms, three times": ([c("observed", *MANY), c("observed", *MANY), c("excluded", *MANY)], 1),
    "a sex": ([c("sex", "female")], 2),
    "any sex known": ([c("sex", "female", "male", "other")], 4),
    "an age band": ([c("age_band", "5-11")], 2),
    "a country": ([c("region", "ES")], 2),
    "a part of a country": ([c("region", "ES-CT")], 1),
    "a country or a part of it": ([c("region", "ES", "ES-CT", "PT")], 3),
    "a condition, confirmed or suspected": ([c("condition", DMD)], 2),
    "two conditions at once": ([c("condition", DMD), c("condition", RETT)], 1),
    "the undiagnosed": ([c("undiagnosed", "true")], 1),
    "no other value means undiagnosed": ([c("undiagnosed", "false")], 0),
    "fields together": ([c("sex", "female"), c("age_band", "5-11"), c("region", "ES")], 1),
    "case matters": ([c("sex", "Female")], 0),
    "no pattern is read into a value": ([c("region", "E%", "%", "_S")], 0),
    "quotes do no harm": ([c("condition", "'; DROP TABLE donors; --", '"', "\\")], 0),
    "what no store can hold fits nobody": ([c("condition", "\x00", "\ud800")], 0),
    "what no store can hold hides nobody": ([c("condition", "\x00", RETT)], 1),
    **{f"no {field} at all": ([c(field)], 0) for field in ("observed", "excluded", "sex", "age_band", "region")},
    **{f"no {field} at all": ([c(field)], 0) for field in ("condition", "undiagnosed")},
}


@pytest.mark.parametrize(("criteria", "count"), COUNTS.values(), ids=COUNTS.keys())
def test_a_donor_counts_when_every_criterion_fits(store: Store, criteria: list[Criterion], count: int) -> None:
    store.put(_donors())
    assert store.count_matching(criteria) == count
    assert store.count_matching(iter(criteria)) == count


def test_only_donors_whose_consent_stands_are_counted(store: Store) -> None:
    agreeing = donor(7, findings=observed(SEIZURE), consents=(consent(), consent("matching")))
    store.put([*_donors(), agreeing])
    assert store.count_matching([c("observed", SEIZURE)]) == 4
    assert store.count_matching([c("observed", SEIZURE)], purpose="research") == 1
    assert store.count_matching([c("observed", SCOLIOSIS)], purpose="research") == 0


def test_an_unknown_field_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="criterion"):
        store.count_matching([c("name", "Ana")])
