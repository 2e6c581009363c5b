"""From the groups of conditions to one condition and its cohort, by pointer and by keyboard alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_every_page import serious, too_wide
from tests.browser.using import count_on_page, follow, is_released, number_in
from tests.browser.watching import Site, settle

pytestmark = pytest.mark.browser

TITLE = re.compile(r"^(\w+ groups? holds? together; .+ conditions stands? alone|No structure: none of .+)$")
MARFAN = "/condition?id=OMIM:154700"
WITHOUT_DONORS = "/condition?id=ORPHA:558"
PAGES = ("/conditions", "/conditions?group=0", MARFAN, "/condition?id=OMIM:0")
_DISCS = """() => {
  const graph = document.querySelector("#conditions-graph .js-plotly-plot"), box = graph.getBoundingClientRect();
  const at = graph.data.findIndex((trace) => trace.name === "conditions");
  const {xaxis, yaxis} = graph._fullLayout, keys = graph._fullData[at].customdata;
  return graph.calcdata[at].map((mark, place) => ({
    key: keys[place],
    x: box.left + xaxis._offset + xaxis.l2p(mark.x),
    y: box.top + yaxis._offset + yaxis.l2p(mark.y),
  }));
}"""


def _discs(page: Page) -> list[dict[str, Any]]:
    """Every disc of the plane: what a click on it selects, and where it is in the window."""
    expect(page.locator("#conditions-graph .js-plotly-plot .main-svg").first).to_be_visible()
    found: list[dict[str, Any]] = page.evaluate(_DISCS)
    return found


def _groups(page: Page) -> Locator:
    return page.locator(".conditions-list").get_by_role("button")


def _find(page: Page, words: str) -> Locator:
    box = page.get_by_label("Find a condition by its name")
    box.click()
    box.press_sequentially(words, delay=15)
    return page.locator(".conditions-hit")


@pytest.mark.real_data
def test_a_person_reads_the_groups_and_walks_to_a_condition_and_its_cohort(real: Site) -> None:
    page = real.open("/conditions")
    expect(page.locator("#conditions-title")).to_have_text(TITLE)
    first = _groups(page).first
    name = first.locator(".conditions-name").inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(first).to_be_focused()
    expect(page).to_have_url(re.compile(r"group=\d+"))
    box = page.locator("#conditions-chosen")
    expect(box).to_contain_text(name)
    expect(box).to_contain_text("Shared: ")
    link = box.get_by_role("link").first
    condition = link.inner_text()
    follow(page, link)
    expect(page.get_by_role("heading", level=1)).to_have_text(condition)
    _reads_a_condition(page, name)


def _reads_a_condition(page: Page, group: str) -> None:
    """Facts, the findings that set donors apart, published beside donated, and the nearest; then the cohort."""
    facts = page.locator(".condition-strip")
    expect(facts).to_contain_text(group)
    donors = number_in(facts.locator("dd").first.inner_text())
    assert donors is not None
    assert is_released(donors)
    expect(page.get_by_role("table", name="Findings of the cohort and of all donors")).to_be_visible()
    expect(page.get_by_role("table", name="Published and donated frequencies of findings")).to_be_visible()
    assert page.locator(".condition-near-row").count() >= 3
    follow(page, page.get_by_role("link", name="Use as cohort"))
    assert count_on_page(page) == donors


@pytest.mark.real_data
def test_a_click_on_a_disc_selects_what_the_list_does(real: Site) -> None:
    page = real.open("/conditions")
    discs = _discs(page)
    small = [disc for disc in discs if not disc["key"].startswith(":")]
    disc = (small or discs)[-1]
    page.mouse.click(disc["x"], disc["y"])
    settle(page)
    group, _, condition = disc["key"].partition(":")
    expect(page.locator("#conditions-chosen .conditions-to")).to_have_attribute("href", re.compile(f"id={condition}$"))
    if group:
        expect(page.locator('.conditions-row[aria-pressed="true"]')).to_have_count(1)
        page.locator('.conditions-row[aria-pressed="true"]').click()
        expect(page.locator('.conditions-row[aria-pressed="true"]')).to_have_count(0)
    expect(page).not_to_have_url(re.compile("group="))


@pytest.mark.real_data
def test_an_address_with_a_group_opens_with_it_selected(real: Site) -> None:
    page = real.open("/conditions")
    _groups(page).nth(1).click()
    expect(page).to_have_url(re.compile(r"group=\d+"))
    name = _groups(page).nth(1).locator(".conditions-name").inner_text()
    again = real.open(page.url.removeprefix(real.address))
    expect(again.locator('.conditions-row[aria-pressed="true"] .conditions-name')).to_have_text(name)
    expect(again.locator("#conditions-chosen")).to_contain_text(name)


@pytest.mark.real_data
def test_a_condition_is_found_by_name_shown_among_the_others_and_opened(real: Site) -> None:
    page = real.open("/conditions")
    hit = _find(page, "marfan syn").filter(has=page.get_by_role("link", name="Marfan syndrome", exact=True)).first
    expect(hit).to_contain_text(re.compile(r"\d+ donors"))
    hit.get_by_role("button", name="Show Marfan syndrome among the conditions").click()
    expect(page.locator("#conditions-chosen")).to_contain_text("Marfan syndrome")
    expect(page).to_have_url(re.compile("condition=OMIM:154700"))
    follow(page, hit.get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Marfan syndrome")


@pytest.mark.real_data
def test_a_condition_without_ten_donors_shows_what_is_published_and_says_what_is_withheld(real: Site) -> None:
    page = real.open(WITHOUT_DONORS)
    expect(page.locator(".condition-strip dd").first).to_have_text("fewer than 10, or too close")
    expect(page.locator("#condition-apart")).to_contain_text("Fewer than 10 donors here have it")
    expect(page.get_by_role("table", name="Published and donated frequencies of findings")).to_be_visible()
    expect(page.get_by_role("link", name="Use as cohort")).to_have_count(0)


@pytest.mark.real_data
def test_the_numbers_can_be_read_as_a_table_and_downloaded(real: Site) -> None:
    page = real.open("/conditions")
    plane = page.locator(".conditions-plane")
    plane.get_by_role("button", name="Table", exact=True).click()
    rows = plane.get_by_role("row")
    expect(rows.first).to_contain_text("Donors")
    counts = [number_in(text) for text in plane.locator("tbody td:last-child").all_inner_texts()]
    assert counts
    assert all(is_released(count) for count in counts)
    with page.expect_download() as download:
        plane.get_by_role("button", name="Download the table as CSV").click()
    assert re.fullmatch(r"conditions_[\w-]+\.csv", download.value.suggested_filename)


def test_the_three_checks_are_explained_on_demand(demo: Site) -> None:
    page = demo.open("/conditions")
    told = page.get_by_text("Another distance.")
    expect(told).to_be_hidden()
    page.get_by_text("The three checks", exact=True).click()
    expect(told).to_be_visible()


def test_an_unknown_code_leads_to_a_search(demo: Site) -> None:
    page = demo.open("/condition?id=OMIM:0")
    expect(page.get_by_role("status").filter(has_text="OMIM:0")).to_be_visible()
    follow(page, _find(page, "marfan syndrome").get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Marfan")


def test_the_undiagnosed_are_told_in_aggregate_or_not_at_all(demo: Site) -> None:
    page = demo.open("/conditions")
    expect(page.locator("#conditions-undiagnosed .panel-title")).to_contain_text("without a diagnosis")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious_about_conditions(demo: Site, path: str, dark: bool) -> None:
    page = demo.open(path, dark=dark, script=AXE_SCRIPT)
    assert serious(page) == []
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_conditions_fit_a_phone(demo: Site, path: str) -> None:
    page = demo.open(path, width=390, height=844)
    assert too_wide(page) == []
