"""Every page keeps to the same promises: readable by everybody, on a phone too, and honest about synthetic data."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.watching import Site

pytestmark = pytest.mark.browser

COHORT = "?q=HP:0001250~HP:0001252"
PAGES = ("/", "/cohorts", f"/cohorts{COHORT}", "/similar", "/conditions", "/map", f"/map{COHORT}", "/data", "/help")
SYNTHETIC = "Synthetic demonstration data"
# Dash's own dropdown hides the element that takes the focus before it opens; ours to mend are all the others.
IN_DASH = ("aria-hidden-focus", "dash-dropdown-focus-target")
_RUN_AXE = "() => axe.run(document, {resultTypes: ['violations']})"
_WIDER_THAN_THE_WINDOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) { return []; }
  const scrolls = (element) => element && element !== document.body &&
    (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  return Array.from(document.querySelectorAll("body *"))
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement))
    .map((element) => `${element.tagName}.${element.className}`).slice(0, 5);
}"""
_SQUEEZED = """() => Array.from(document.querySelectorAll("main .panel"))
  .map((panel) => panel.getBoundingClientRect()).filter((box) => box.height > 0 && box.width < 300).length"""


def serious(page: Page) -> list[str]:
    """Serious and critical findings of axe, but for the one in Dash's own dropdown."""
    found: dict[str, Any] = page.evaluate(_RUN_AXE)
    return [
        f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
        if not (violation["id"] == IN_DASH[0] and IN_DASH[1] in node["html"])
    ]


def too_wide(page: Page) -> list[str]:
    """What reaches beyond the right edge of the window, where the page scrolls sideways for it."""
    found: list[str] = page.evaluate(_WIDER_THAN_THE_WINDOW)
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(demo: Site, path: str, dark: bool) -> None:
    page = demo.open(path, dark=dark, script=AXE_SCRIPT)
    assert page.locator("html").get_attribute("data-bs-theme") == ("dark" if dark else "light")
    assert serious(page) == []
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_text(SYNTHETIC, exact=True).first).to_be_visible()
    assert too_wide(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone(demo: Site, path: str) -> None:
    page = demo.open(path, width=390, height=844, script=AXE_SCRIPT)
    assert too_wide(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(_SQUEEZED) == 0
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(SYNTHETIC, exact=True).first).to_be_visible()
    assert serious(page) == []


def test_the_menu_opens_on_a_phone(demo: Site) -> None:
    page = demo.open("/", width=390, height=844)
    navigation = page.get_by_role("navigation", name="Pages")
    expect(navigation).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    navigation.get_by_role("link", name="Cohorts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Build a cohort")
    expect(navigation).to_be_hidden()


def test_dialogs_and_lists_are_readable_too(demo: Site) -> None:
    page = demo.open(f"/cohorts{COHORT}&save=1", script=AXE_SCRIPT)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert serious(page) == []
    page.locator("#save-close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_label("A finding, in your words or in HPO's").fill("walk")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    assert serious(page) == []


def test_a_selected_area_is_readable_too(demo: Site) -> None:
    page = demo.open("/map", script=AXE_SCRIPT)
    page.locator("#map-region a.chip").click()
    expect(page.locator("#map-region .region-name")).to_be_visible()
    assert serious(page) == []


@pytest.mark.real_data
@pytest.mark.parametrize("path", PAGES)
def test_published_cases_are_not_called_synthetic(real: Site, path: str) -> None:
    page = real.open(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert SYNTHETIC not in page.locator("body").inner_text()
