"""Data use: the written table of docs/reference/data-use.md, cell by cell, and the modifiers, row by row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.consent.duo import CODES, PERMISSIONS, PURPOSES, DataUse, StudyUse, match, study_use
from workbench.consent.purposes import CURRENT_VERSION, PERMITTED_USE
from workbench.errors import StoreError

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "data-use.md"
TODAY = dt.date(2026, 11, 22)
MINE = frozenset({"OMIM:310200"})

STUDIES = {
    "GRU": StudyUse(frozenset({"GRU"})),
    "HMB": StudyUse(frozenset({"HMB"})),
    "DS, same disease": StudyUse(frozenset({"DS"}), {"DS": MINE}),
    "DS, another disease": StudyUse(frozenset({"DS"}), {"DS": frozenset({"OMIM:219700"})}),
    "DS, none named": StudyUse(frozenset({"DS"})),
    "POA": StudyUse(frozenset({"POA"})),
    "MDS": StudyUse(frozenset({"MDS"})),
    "CC": StudyUse(frozenset({"CC"})),
    "nothing": StudyUse(frozenset({"IRB"})),
}


def table() -> list[tuple[str, str, bool]]:
    """(permission, study, allowed) of every cell of the first table of the page."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text().splitlines()]
    first = next(place for place, row in enumerate(rows) if row[0] == "" and row[1:2] == ["GRU"])
    head = rows[first][1:]
    body = rows[first + 2 : first + 2 + len(PERMISSIONS)]
    return [(row[0], study, {"yes": True, "no": False}[cell]) for row in body for study, cell in zip(head, row[1:])]


def test_the_page_has_a_cell_for_every_pair() -> None:
    cells = table()
    assert {(permission, study) for permission, study, _ in cells} == {(p, s) for p in PERMISSIONS for s in STUDIES}
    assert {study.partition(",")[0] for _, study, _ in cells} - {"nothing"} == set(PURPOSES)


@pytest.mark.parametrize(("permission", "study", "allowed"), table())
def test_a_cell_of_the_table_holds(permission: str, study: str, allowed: bool) -> None:
    data = DataUse(permission, named={"DS": MINE} if permission == "DS" else {})
    answer = match(data, STUDIES[study], TODAY)
    assert answer.allowed is allowed
    assert bool(answer.reasons) is not allowed


@pytest.mark.parametrize(
    ("modifier", "undertaken", "allowed"),
    [
        ("NMDS", "", True),
        ("NMDS", "MDS", False),
        ("NPOA", "", True),
        ("NPOA", "POA", False),
        ("NCU", "", False),
        ("NCU", "NPU", False),
        ("NCU", "NCU", True),
        ("NCU", "NPUNCU", True),
        ("NPU", "", False),
        ("NPU", "NCU", False),
        ("NPU", "NPU", True),
        ("NPU", "NPUNCU", True),
        ("NPUNCU", "", False),
        ("NPUNCU", "NPU", False),
        ("NPUNCU", "NCU", False),
        ("NPUNCU", "NPU NCU", True),
        ("NPUNCU", "NPUNCU", True),
        ("GSO", "", False),
        ("GSO", "GSO", True),
        ("IRB", "", False),
        ("IRB", "IRB", True),
        ("PUB", "", False),
        ("PUB", "PUB", True),
        ("COL", "", False),
        ("COL", "COL", True),
        ("RTN", "", False),
        ("RTN", "RTN", True),
        ("MOR", "", False),
        ("MOR", "MOR", True),
        ("CC", "", True),
        ("CC", "CC", True),
        ("RS", "", False),
        ("RS", "RS", False),
    ],
)
def test_a_modifier_needs_what_the_page_says(modifier: str, undertaken: str, allowed: bool) -> None:
    study = study_use(["GRU", *undertaken.split()]) if undertaken != "RS" else StudyUse(frozenset({"GRU", "RS"}))
    assert match(DataUse("GRU", frozenset({modifier})), study, TODAY).allowed is allowed


@pytest.mark.parametrize("modifier", ["GS", "US", "PS", "IS"])
@pytest.mark.parametrize(
    ("of_the_study", "allowed"), [((), False), (("A",), True), (("A", "B"), True), (("A", "C"), False), (("C",), False)]
)
def test_what_a_study_names_lies_within_what_the_data_name(
    modifier: str, of_the_study: tuple[str, ...], allowed: bool
) -> None:
    data = DataUse("GRU", frozenset({modifier}), {modifier: frozenset({"A", "B"})})
    study = study_use(["GRU", *(f"{modifier}={one}" for one in of_the_study)])
    assert match(data, study, TODAY).allowed is allowed
    assert not match(DataUse("GRU", frozenset({modifier})), study, TODAY).allowed  # the data name nothing


@pytest.mark.parametrize(("last", "allowed"), [("2026-11-22", True), ("2026-11-21", False), (None, False)])
def test_a_time_limit_ends(last: str | None, allowed: bool) -> None:
    data = DataUse("GRU", frozenset({"TS"}), {"TS": frozenset({last})} if last else {})
    assert match(data, study_use(["GRU"]), TODAY).allowed is allowed


def test_every_code_of_the_page_is_known_and_every_known_one_on_the_page() -> None:
    text = PAGE.read_text()
    assert all(f"| {short} | {code} |" in text for short, code in CODES.items())


@pytest.mark.parametrize("code", ["", "DUO:9999999", "hmb", "HMB=OMIM:1", "DS", "DS=", "GS", "TS"])
def test_a_code_that_is_not_understood_is_refused(code: str) -> None:
    with pytest.raises(StoreError):
        study_use(["HMB", code])


def test_codes_and_shorthands_are_the_same() -> None:
    assert study_use(["DUO:0000006", "DUO:0000007=OMIM:1", "IRB"]) == study_use(["HMB", "DS=OMIM:1", "DUO:0000021"])


def test_our_donors_allow_health_research_with_ethics_and_nothing_commercial() -> None:
    data = PERMITTED_USE[CURRENT_VERSION]
    assert match(data, study_use(["HMB", "IRB", "NPUNCU"]), TODAY).allowed
    for missing in (["HMB", "IRB"], ["HMB", "NPUNCU"], ["GRU", "IRB", "NPUNCU"], ["POA", "IRB", "NPUNCU"]):
        assert not match(data, study_use(missing), TODAY).allowed


@given(
    st.sampled_from([*CODES, "", "X"]),
    st.frozensets(st.sampled_from([*CODES, "X"])),
    st.frozensets(st.sampled_from([*CODES, "X"])),
)
def test_more_restrictions_never_allow_more(permission: str, modifiers: frozenset[str], codes: frozenset[str]) -> None:
    with_them = match(DataUse(permission, modifiers - {"CC"}), StudyUse(codes), TODAY)
    without = match(DataUse(permission), StudyUse(codes), TODAY)
    assert without.allowed or not with_them.allowed
    if with_them.allowed:
        assert permission in PERMISSIONS
        assert "X" not in codes | modifiers
