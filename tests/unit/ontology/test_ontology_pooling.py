"""Rows of several publications pooled into one."""

from __future__ import annotations

import pytest

from ontology.hpoa import Row
from ontology.pooling import disease_name, pooled_frequency


def _row(frequency: float | None, patients: int = 0) -> Row:
    return Row("OMIM:1", "A disease", False, "HP:0000001", "", frequency, patients, "", "P")


@pytest.mark.parametrize(
    ("rows", "frequency"),
    [
        ([_row(1 / 4, 4), _row(5 / 6, 6)], 0.6),
        ([_row(1 / 4, 4), _row(0.9)], 0.25),
        ([_row(0.9), _row(0.17)], 0.535),
        ([_row(0.0, 7)], 0.0),
        ([_row(None), _row(0.55)], 0.55),
        ([_row(None)], None),
    ],
)
def test_counted_patients_are_pooled_and_come_before_classes(rows: list[Row], frequency: float | None) -> None:
    assert pooled_frequency(rows) == (frequency if frequency is None else pytest.approx(frequency))


def test_a_disease_is_called_what_most_rows_call_it() -> None:
    assert disease_name(["Storm", "Storm disease", "Storm disease"]) == "Storm disease"


def test_an_outdated_or_capitalised_name_gives_way() -> None:
    assert disease_name(["STORM", "STORM", "Storm"]) == "Storm"
    assert disease_name(["Mental retardation 1", "Mental retardation 1", "Developmental disorder 1"]).startswith("Dev")
