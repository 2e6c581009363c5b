"""Addresses carry the cohort; what fails is said in words."""

import logging

import pytest
from dash import html

from components.asking import cohort_in, cohort_of, link, shown
from workbench.errors import InvalidQuery


@pytest.mark.parametrize(
    ("path", "cohort", "address"),
    [
        ("/map", "", "/map"),
        ("/map", "HP:0001250~!HP:0001249", "/map?q=HP:0001250~!HP:0001249"),
        ("/help#cite", "HP:0001250", "/help?q=HP:0001250#cite"),
    ],
)
def test_a_link_carries_the_cohort_along(path: str, cohort: str, address: str) -> None:
    assert link(path, cohort) == address


def test_the_cohort_of_a_link_is_read_back() -> None:
    cohort = "HP:0001250~age:65+~map:2026-11-21-ab12cd:1-4.7"
    assert cohort_in(link("/map", cohort).removeprefix("/map")) == cohort


@pytest.mark.parametrize("search", [None, "", "?", "?other=1", "?q"])
def test_an_address_without_a_cohort_has_none(search: str | None) -> None:
    assert cohort_in(search) == ""


@pytest.mark.parametrize("junk", [None, ["a", "b"], 3, {}])
def test_a_layout_takes_whatever_was_put_into_the_address(junk: object) -> None:
    assert cohort_of(junk) == ""


def test_an_address_of_a_thousand_parts_holds_no_cohort() -> None:
    assert cohort_in("?" + "&".join(["q=HP:0001250"] * 1000)) == ""


def test_an_expected_error_is_shown_in_its_own_words() -> None:
    def refuse() -> html.Div:
        raise InvalidQuery("There is no such sex.", do="Use another.")

    words = str(shown(refuse))
    assert "There is no such sex." in words
    assert "Use another." in words


def test_an_unexpected_error_is_a_reference_number_and_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def break_down() -> html.Div:
        raise RuntimeError("inner workings")

    with caplog.at_level(logging.ERROR, "workbench.web"):
        words = str(shown(break_down))
    assert "inner workings" not in words
    assert caplog.records[0].args[0] in words
