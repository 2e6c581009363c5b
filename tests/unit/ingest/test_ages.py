"""Ages as phenopackets give them."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import RefusedFile
from workbench.ingest.ages import ONSET_YEARS, onset_years, read_age_band, read_onset, years_of
from workbench.ingest.fields import Fields


def _age(duration: str) -> dict[str, Any]:
    return {"age": {"iso8601duration": duration}}


@pytest.mark.parametrize(
    ("duration", "years"),
    [
        ("P4Y", 4.0), ("P4Y6M", 4.5), ("P18M", 1.5), ("P2W", 14 / 365.2425), ("P10D", 10 / 365.2425),
        ("P0D", 0.0), ("P1.5Y", 1.5), ("PT3H", 0.0), ("P3YT12H", 3.0), ("P0Y11M30D", 11 / 12 + 30 / 365.2425),
    ],
)  # fmt: skip
def test_a_duration_is_read_in_years(duration: str, years: float) -> None:
    assert years_of(duration) == pytest.approx(years, abs=1e-3)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "4", "P-4Y", "4Y", "P4X", "P4Y6", "P200Y", "p4y", "P٤Y", "P3M2Y", "P1Y "]
)
def test_what_is_no_age_is_not_read(text: str) -> None:
    assert years_of(text) is None


@pytest.mark.parametrize(
    ("element", "band"),
    [
        (_age("P4Y11M"), "0-4"), (_age("P5Y"), "5-11"), (_age("P12Y"), "12-17"), (_age("P18Y"), "18-39"),
        (_age("P64Y364D"), "40-64"), (_age("P65Y"), "65+"),
        ({"age": {"iso8601Duration": "P7Y"}}, "5-11"),
        ({"gestationalAge": {"weeks": 20, "days": 3}}, "0-4"),
        ({"ageRange": {"start": {"iso8601duration": "P20Y"}, "end": {"iso8601duration": "P29Y"}}}, "18-39"),
        ({"ageRange": {"start": {"iso8601duration": "P10Y"}, "end": {"iso8601duration": "P19Y"}}}, None),
        ({"ontologyClass": {"id": "HP:0003577"}}, "0-4"),
        ({"ontologyClass": {"id": "HP:0030674"}}, "0-4"),
        ({"ontologyClass": {"id": "HP:0011463"}}, "0-4"),
        ({"ontologyClass": {"id": "HP:0003621"}}, None),
        ({"ontologyClass": {"id": "HP:0003581"}}, None),
        ({"ontologyClass": {"id": "HP:0025710"}}, "18-39"),
        ({"ontologyClass": {"id": "HP:0003596"}}, "40-64"),
        ({"ontologyClass": {"id": "HP:0001250"}}, None),
        ({"timestamp": "2020-01-01T00:00:00Z"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_a_time_element_falls_in_a_band(element: dict[str, Any], band: str | None) -> None:
    assert read_age_band(Fields(element)) == band


@pytest.mark.parametrize(
    ("element", "onset"),
    [
        (_age("P3M"), "P3M"),
        ({"ontologyClass": {"id": "HP:0003577"}}, "HP:0003577"),
        ({"ontologyClass": {"id": "HP:0001250"}}, None),
        ({"ageRange": {"start": {"iso8601duration": "P1Y"}, "end": {"iso8601duration": "P2Y"}}}, "P1Y"),
        ({"gestationalAge": {"weeks": 9}}, "HP:0011460"),
        ({"gestationalAge": {"weeks": 12}}, "HP:0034199"),
        ({"gestationalAge": {"weeks": 14}}, "HP:0034198"),
        ({"gestationalAge": {"weeks": 38}}, "HP:0034197"),
        ({"timestamp": "2020-01-01T00:00:00Z"}, None),
    ],
)
def test_an_onset_is_a_duration_or_an_onset_class(element: dict[str, Any], onset: str | None) -> None:
    assert read_onset(Fields(element)) == onset


@pytest.mark.parametrize(
    "element",
    [
        {"age": "P3Y"}, {"age": {}}, _age("three"), {"ageRange": {"start": {"iso8601duration": "P1Y"}}},
        {"gestationalAge": {"weeks": "20"}}, {"gestationalAge": {"weeks": -1}}, {"gestationalAge": {"weeks": True}},
        {"ontologyClass": {"label": "Childhood"}}, {"ontologyClass": []},
    ],
)  # fmt: skip
def test_a_malformed_time_element_is_refused(element: dict[str, Any]) -> None:
    with pytest.raises(RefusedFile):
        read_onset(Fields(element))


def test_onsets_are_ordered_from_before_birth_to_unknown() -> None:
    onsets = [None, "HP:0003584", "P2Y", "HP:0003577", "HP:0034197", "P3M"]
    assert sorted(onsets, key=onset_years) == ["HP:0034197", "HP:0003577", "P3M", "P2Y", "HP:0003584", None]
    assert onset_years(None) == inf


@given(st.integers(0, 120), st.integers(0, 11), st.integers(0, 30))
def test_every_whole_age_is_read(years: int, months: int, days: int) -> None:
    assert years_of(f"P{years}Y{months}M{days}D") == pytest.approx(years + months / 12 + days / 365.2425)


def test_onset_classes_begin_before_they_end() -> None:
    assert all(first < until for first, until in ONSET_YEARS.values())
