"""A panel has four states in one frame, and its table beside the figure."""

import pytest
from dash import html

from components import notices
from components.icons import icon
from components.panel import empty, failed, loading, panel, slot, widening, withheld
from components.tables import Column, Table

DATA = Table("Donors", (Column("Country"), Column("Donors", True)), (("Spain", 1855),))


@pytest.mark.parametrize(
    "state",
    [
        loading(),
        empty("Nothing yet", "Pick people by their findings."),
        withheld(),
        failed("It did not finish"),
        panel("Spain leads", "figure"),
    ],
)
def test_every_state_has_the_same_frame(state: html.Section) -> None:
    assert "panel" in state.className.split()


def test_a_slot_keeps_its_height_and_begins_with_bones() -> None:
    place = slot("some-slot", height=460)
    assert place.style == {"--panel-height": "460px"}
    assert "panel-loading" in place.children.className


def test_a_panel_with_data_has_a_table_a_switch_and_a_file() -> None:
    words = str(panel("Spain leads", "figure", name="countries", data=DATA, file="donors.csv"))
    for part in ("panel-view", "panel-csv", "panel-rows", "panel-download"):
        assert f"'part': '{part}', 'panel': 'countries'" in words
    assert "Country,Donors\\nSpain,1855" in words


def test_a_panel_without_a_figure_shows_its_table() -> None:
    assert "shows-table" in panel("Files", name="files", data=DATA).className


def test_withheld_says_why_and_what_to_widen() -> None:
    words = str(withheld(widen=[widening("Age 0–4 drops out", "?q=HP:0001250")]))
    assert notices.WHY_WITHHELD in words
    assert "?q=HP:0001250" in words


def test_a_failure_shows_a_reference_and_a_way_back() -> None:
    words = str(failed("It did not finish", reference="7f3a-21c9", retry="/map"))
    assert "7f3a-21c9" in words
    assert "href='/map'" in words


def test_nothing_is_said_of_synthetic_data_when_there_is_none() -> None:
    assert notices.synthetic_badge(False) is None
    assert notices.SYNTHETIC in str(notices.synthetic_badge(True))


def test_an_icon_that_is_not_in_the_font_is_refused() -> None:
    with pytest.raises(ValueError, match="no-such-icon"):
        icon("no-such-icon")
