"""Tables show withheld counts as words and keep them out of files."""

import pytest

from components.tables import Column, Table, count_beside, csv_file, csv_text, interval, number, share, table
from workbench.disclosure.values import Share

COUNTRIES = Table("Donors by country", (Column("Country"), Column("Donors", True)), (("Spain", 1855), ("Malta", None)))


def test_a_withheld_count_is_an_empty_cell_of_the_file() -> None:
    assert csv_text(COUNTRIES) == "Country,Donors\nSpain,1855\nMalta,\n"


def test_a_withheld_count_is_said_in_words_on_the_page() -> None:
    assert "fewer than 10" in str(table(COUNTRIES))


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_a_spreadsheet_runs_nothing_of_a_file(name: str) -> None:
    line = csv_text(Table("", (Column("Name"),), ((name,),))).splitlines()[1]
    assert line.strip('"').startswith("'")


def test_a_negative_number_stays_a_number() -> None:
    assert csv_text(Table("", (Column("Removed", True),), ((-8500,),))).splitlines()[1] == "-8500"


def test_the_name_of_a_file_says_snapshot_and_synthetic() -> None:
    assert csv_file("donors", "2026-11-21-3f9c2a1b", True) == "donors_2026-11-21-3f9c2a1b_synthetic.csv"
    assert csv_file("donors", "2026-11-21-3f9c2a1b", False) == "donors_2026-11-21-3f9c2a1b.csv"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Share("exact", 64.4, 61.0, 67.0), "64 %"),
        (Share("under", 5.0), "under 5 %"),
        (Share("over", 95.0), "over 95 %"),
        (Share("withheld"), "withheld"),
    ],
)
def test_a_share_is_said_as_it_was_released(value: Share, words: str) -> None:
    assert share(value) == words


def test_only_an_exact_share_has_an_interval() -> None:
    assert interval(Share("exact", 64.4, 61.2, 67.4)) == "61–67 %"
    assert interval(Share("under", 5.0)) == ""


def test_numbers_have_their_thousands_apart() -> None:
    assert (number(10575), number(None)) == ("10,575", "fewer than 10")


def test_a_count_that_would_give_its_share_away_is_told_by_the_words_of_the_share() -> None:
    assert count_beside(120, Share("exact", 12.0)) == 120
    assert count_beside(None, Share("withheld")) is None
    assert count_beside(None, Share("under", 5.0)) == "under 5 %"
    assert count_beside(None, Share("over", 95.0)) == "over 95 %"
