"""Who may act for a person, by relation, age and act."""

from __future__ import annotations

import datetime as dt

import pytest

from workbench.consent.acting import ACTS, ALLOWED, RELATIONS, STAGES, Act, may

OWN, MAJORITY = dt.date(2022, 5, 1), dt.date(2026, 5, 1)
AT = {"child": dt.date(2020, 1, 1), "own_consent": dt.date(2023, 1, 1), "of_age": dt.date(2026, 5, 1)}


def test_the_table_has_a_row_for_every_relation_and_age() -> None:
    assert set(ALLOWED) == {(relation, stage) for relation in RELATIONS for stage in STAGES}


@pytest.mark.parametrize(
    ("relation", "stage", "allowed"),
    [
        ("self", "child", "see"),
        ("self", "own_consent", "see give withdraw erase"),
        ("self", "of_age", "see give withdraw erase"),
        ("legal_representative", "child", "see give withdraw erase"),
        ("legal_representative", "own_consent", "see withdraw erase"),
        ("legal_representative", "of_age", ""),
        ("second_relative", "child", "see"),
        ("second_relative", "own_consent", "see"),
        ("second_relative", "of_age", ""),
        ("neighbour", "child", ""),
    ],
)
def test_a_row_of_the_table_holds(relation: str, stage: str, allowed: str) -> None:
    for act in ACTS:
        assert may(relation, act, AT[stage], own_consent_from=OWN, majority_on=MAJORITY) is (act in allowed.split())


@pytest.mark.parametrize("act", ACTS)
def test_a_second_relative_reads_and_never_writes(act: Act) -> None:
    for day in AT.values():
        assert not may("second_relative", act, day, own_consent_from=OWN, majority_on=MAJORITY) or act == "see"


def test_without_dates_an_account_of_ones_own_is_of_age_and_parents_act_for_a_child() -> None:
    assert may("self", "give", AT["child"], own_consent_from=None, majority_on=None)
    assert may("legal_representative", "give", AT["of_age"], own_consent_from=None, majority_on=None)
    assert not may("second_relative", "give", AT["child"], own_consent_from=None, majority_on=None)
