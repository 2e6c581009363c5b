"""From a typed word to what sets an area of the map apart: the workbench as a person uses it."""

from __future__ import annotations

import re
import secrets
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.using import (
    WITHHELD,
    add_finding,
    clauses,
    count_in_bar,
    count_on_page,
    follow,
    fullest_round,
    is_released,
    lasso_round,
    marks,
    number_in,
    sentence,
    type_words,
)
from tests.browser.watching import Site, settle
from workbench.cohorts.address import cells_of

pytestmark = pytest.mark.browser

COHORT = "HP:0001250~HP:0001252~age:0-4"
NOBODY = "HP:0002650~!HP:0010674"  # scoliosis, with every abnormal curve of the spine ruled out
RARE = "HP:0002650~HP:0000365~HP:0001250~sex:female"


def _selected(page: Page) -> set[int]:
    return set(cells_of(parse_qs(urlsplit(page.url).query)["sel"][0]))


@pytest.mark.real_data
def test_a_person_builds_a_cohort_saves_it_and_reads_the_map(real: Site) -> None:
    page = real.open("/cohorts")
    everyone = count_in_bar(page)
    assert everyone is not None
    _builds(page, everyone)
    _reads(page)
    name = f"First cohort {secrets.token_hex(3)}"
    _saves_twice(page, name)
    _finds_it_saved(page, name)
    _shares(page)
    _reads_the_map(page, everyone)


def _builds(page: Page, everyone: int) -> None:
    """Types a finding, a second one, and picks an age: each clause leaves fewer."""
    counts = [everyone]
    for words in ("seizure", "hypotonia"):
        add_finding(page, words)
        counts.append(_agreed_count(page))
    page.get_by_role("tab", name="Age").click()
    follow(page, page.get_by_role("tabpanel", name="Age").get_by_role("link", name=re.compile("^Age 0–4")))
    counts.append(_agreed_count(page))
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == len(counts)
    assert clauses(page) == ["Seizure", "Hypotonia", "Age 0–4"]
    assert parse_qs(urlsplit(page.url).query)["q"] == [COHORT]


def _agreed_count(page: Page) -> int:
    """The count, which the bar and the page must agree on."""
    count = count_on_page(page)
    assert count == count_in_bar(page)
    assert count is not None
    assert is_released(count)
    return count


def _reads(page: Page) -> None:
    """The sentence, who is left after each clause, and what the cohort has more often."""
    assert sentence(page) == "People aged 0 to 4 with seizures of any kind and low muscle tone (hypotonia)."
    count = count_on_page(page)
    left = [number_in(words) for words in page.locator(".attrition-count").all_inner_texts()]
    assert len(left) == 4
    assert left[-1] == count
    assert all(is_released(step) for step in left)
    expect(page.locator("#cohorts-attrition .panel-title")).to_contain_text(f"leaves {count} of the ")
    rows = page.get_by_role("table", name="Findings of the cohort and of all donors").get_by_role("row")
    assert rows.count() == 16  # fifteen findings under their heading
    expect(rows.nth(1)).to_contain_text("Global developmental delay")
    expect(rows.nth(1)).to_contain_text(re.compile(r"\d+ %.*\d+ %.*< 0\.001", re.DOTALL))


def _saves_twice(page: Page, name: str) -> None:
    """Saves under a name with a note; again, as the next version."""
    page.get_by_role("button", name="Save cohort").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_label("Note").fill("For the tutorial")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text(f"Saved “{name}”, version 1.")
    expect(dialog.get_by_label("Save as").locator("option:checked")).to_have_text(f"Version 2 of “{name}”")
    expect(dialog.get_by_label("Name", exact=True)).to_have_value(name)
    dialog.get_by_label("Note").fill("Looked at again")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text(f"Saved “{name}”, version 2.")
    dialog.locator("#save-close").click()
    expect(dialog).to_be_hidden()


def _finds_it_saved(page: Page, name: str) -> None:
    page.get_by_role("button", name="Saved cohorts").click()
    saved = page.locator("#saved-list li").filter(has_text=name)
    expect(saved).to_contain_text("“Looked at again”")
    expect(saved).to_contain_text("Version 2")
    saved.get_by_text("Earlier versions (1)").click()
    expect(saved).to_contain_text("“For the tutorial”")
    saved.get_by_role("link", name="Open").first.click()
    expect(saved).to_be_hidden()
    settle(page)


def _shares(page: Page) -> None:
    """Copies the link; whoever opens it sees the same."""
    count, words = _agreed_count(page), sentence(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    other = page.context.new_page()
    other.goto(copied)
    settle(other)
    assert (_agreed_count(other), sentence(other)) == (count, words)
    other.close()


def _reads_the_map(page: Page, everyone: int) -> None:
    count = _agreed_count(page)
    follow(page, page.get_by_role("link", name="See on the map"))
    assert count_in_bar(page) == count
    expect(page.locator("#map-legend")).to_contain_text(f"({count} in all)")
    _sees_the_cohort_per_named_area(page, count)
    middle, reach, inside = fullest_round(marks(page))
    lasso_round(page, middle, reach)
    assert _selected(page) == inside
    _reads_what_sets_it_apart(page, len(inside), everyone)
    _makes_it_a_clause(page)


def _sees_the_cohort_per_named_area(page: Page, count: int) -> None:
    page.locator(".map-panel .panel-tools").get_by_role("button", name="Table", exact=True).click()
    table = page.locator("#map-area-table table")
    expect(table.get_by_role("columnheader", name="In your cohort")).to_be_visible()
    heads = table.get_by_role("columnheader").all_inner_texts()
    cells = table.locator(f"tbody tr > :nth-child({heads.index('In your cohort') + 1})").all_inner_texts()
    inside = [number_in(words) for words in cells]
    assert all(is_released(one) for one in inside)
    assert any(inside)
    assert max(one for one in inside if one is not None) <= count
    page.locator(".map-panel .panel-tools").get_by_role("button", name="Figure").click()
    expect(table).to_be_hidden()


def _reads_what_sets_it_apart(page: Page, cells: int, everyone: int) -> None:
    region = page.locator("#map-region")
    told = region.locator(".region-head").inner_text()
    donors = number_in(re.search(rf"([\d,]+) donors in {cells} cells", told)[1])  # type: ignore[index]
    assert donors is not None
    assert is_released(donors)
    assert 50 <= donors < everyone
    rows = region.get_by_role("table", name="Findings of the cohort and of all donors").get_by_role("row")
    assert rows.count() >= 4
    share = r"(\d+ %|under 5 %|over 95 %)"
    expect(rows.nth(1)).to_contain_text(re.compile(rf"{share}\s*{share}\s*(< 0\.001|0\.\d+)"))
    region.get_by_role("button", name="Table", exact=True).click()
    expect(region.get_by_role("columnheader", name="95 %")).to_be_visible()
    expect(region.locator(".panel-table tbody tr").first).to_contain_text(re.compile(r"\d+–\d+ %"))


def _makes_it_a_clause(page: Page) -> None:
    """The cohort with the area counts what the panel said of both."""
    words = page.locator("#map-region .region-head").inner_text()
    inside = number_in(words.split("·")[1])
    follow(page, page.get_by_role("link", name="Add area to cohort"))
    assert len(clauses(page)) == 4
    assert "map:" in page.url
    assert count_on_page(page) == count_in_bar(page) == inside
    expect(page.get_by_text("This cohort has its four clauses.")).to_be_visible()


@pytest.mark.parametrize("words", ["seizure", "fits", "epilepsia"])
def test_a_finding_is_found_by_its_label_in_lay_words_and_in_latin(demo: Site, words: str) -> None:
    first = type_words(demo.open("/cohorts"), words).first
    expect(first).to_contain_text("HP:0001250")
    expect(first).to_contain_text("Seizure")
    if words != "seizure":
        expect(first).to_contain_text(re.compile(f"also “{words}”", re.IGNORECASE))
    assert is_released(number_in(first.locator(".term-count").inner_text()))


def test_a_finding_is_ruled_out_with_shift_and_enter(demo: Site) -> None:
    page = demo.open("/cohorts?q=HP:0001250")
    type_words(page, "hypotonia")
    page.keyboard.press("Shift+Enter")
    expect(page).to_have_url(re.compile("!HP:0001252"))
    settle(page)
    assert clauses(page) == ["Seizure", "No hypotonia"]


def test_a_named_area_is_selected_by_keyboard_from_the_list(demo: Site) -> None:
    page = demo.open("/map")
    _tab_to(page, "#map-area")
    page.keyboard.press("Enter")
    _down_to(page, "[role=listbox] :focus")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sel="))
    settle(page)
    assert _selected(page)
    name = page.locator("#map-area").inner_text().strip()
    expect(page.locator("#map-region .region-name")).to_have_text(name)
    expect(page.locator("#map-region .region-head")).to_contain_text(re.compile(r"[\d,]+ donors in \d+ cells?"))


def test_a_cell_is_selected_by_keyboard_in_the_table(demo: Site) -> None:
    page = demo.open("/map")
    _tab_to(page, ".map-panel .panel-tools button:has(.bi-table)")
    page.keyboard.press("Enter")
    expect(page.locator(".map-grid .ag-row").first).to_be_visible()
    _tab_to(page, ".map-grid [role=columnheader]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("sel="))
    settle(page)
    assert len(_selected(page)) == 1
    expect(page.locator("#map-region .region-head, #map-region .region-guidance")).to_be_visible()


def _down_to(page: Page, selector: str) -> None:
    """Presses the arrow until the selector is there: Dash's list takes the focus back while it opens."""
    for _ in range(20):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(100)
        if page.locator(selector).count():
            return
    raise AssertionError(f"the arrow does not reach {selector}")


def _tab_to(page: Page, selector: str) -> None:
    """Moves the focus with the Tab key until it is on the first element of the selector."""
    wanted = page.locator(selector).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not reach {selector}")


def test_a_rare_cohort_is_withheld_and_one_click_widens_it(demo: Site) -> None:
    page = demo.open(f"/cohorts?q={RARE}")
    assert count_on_page(page) is None
    assert count_in_bar(page) is None
    expect(page.locator("#cohorts-count")).to_contain_text("Small groups could point to a person")
    expect(page.locator("#cohorts-comparison")).to_contain_text(WITHHELD, ignore_case=True)
    assert page.locator("#cohorts-comparison").get_by_role("table").count() == 0
    chip = page.locator("#cohorts-count a.chip").first
    was, becomes = chip.inner_text().split(" becomes ")
    assert was in clauses(page)
    follow(page, chip)
    assert becomes.strip() in clauses(page)
    assert was not in clauses(page)
    assert is_released(count_on_page(page))


def test_a_cohort_that_nobody_can_be_in_is_withheld_like_any_small_one(demo: Site) -> None:
    told = []
    for query in (NOBODY, RARE):
        page = demo.open(f"/cohorts?q={query}")
        told.append(page.locator("#cohorts-count .count-figure").inner_text())
        assert count_in_bar(page) is None
    assert told[0] == told[1]


def test_back_undoes_a_clause(demo: Site) -> None:
    page = demo.open("/cohorts?q=HP:0001250")
    count = count_on_page(page)
    add_finding(page, "hypotonia")
    assert clauses(page) == ["Seizure", "Hypotonia"]
    page.go_back()
    expect(page.locator(".clauses .clause")).to_have_count(1)
    settle(page)
    assert (clauses(page), count_on_page(page), count_in_bar(page)) == (["Seizure"], count, count)
    page.go_forward()
    expect(page.locator(".clauses .clause")).to_have_count(2)
    settle(page)


def test_the_cohort_comes_along_from_page_to_page(demo: Site) -> None:
    page = demo.open("/cohorts?q=HP:0001250")
    count = count_in_bar(page)
    for name in ("Phenotype space", "Overview", "Data and provenance", "Help", "Cohorts"):
        follow(page, page.get_by_role("navigation", name="Pages").get_by_role("link", name=name))
        assert "q=HP:0001250" in page.url
        assert count_in_bar(page) == count


@pytest.mark.parametrize("junk", ["junk", "HP:9999999", "<script>alert(1)</script>", "map:nowhere:1-4", "x" * 3900])
def test_an_address_that_holds_no_cohort_is_said_to(demo: Site, junk: str) -> None:
    page = demo.open(f"/cohorts?q={junk}")
    expect(page.locator("#cohorts-notice").get_by_role("alert")).to_be_visible()
    follow(page, page.get_by_role("link", name="Start with no clause"))
    expect(page.locator("#cohorts-notice").get_by_role("alert")).to_have_count(0)
    assert clauses(page) == []


def test_dark_stays_dark_when_the_page_is_loaded_again(demo: Site) -> None:
    page = demo.open("/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    settle(page)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_an_address_that_is_no_page_leads_back(demo: Site) -> None:
    page = demo.open("/nowhere")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    demo.watch.expect_not_found()
    follow(page, page.get_by_role("link", name="Go to the first page"))


def test_a_table_and_the_definition_are_downloaded(demo: Site) -> None:
    page = demo.open("/cohorts?q=HP:0001250")
    with page.expect_download() as table:
        page.get_by_role("button", name="Download every finding as CSV").click()
    assert re.fullmatch(r"findings_[\w-]+_synthetic\.csv", table.value.suggested_filename)
    page.get_by_text("Show the definition").click()
    with page.expect_download() as definition:
        page.locator(".count-definition").get_by_role("button", name="Download").click()
    assert re.fullmatch(r"cohort_[\w-]+\.json", definition.value.suggested_filename)
