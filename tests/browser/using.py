"""What a person does on the pages, and what they read there."""

from __future__ import annotations

import math
import re
from typing import TypedDict

from playwright.sync_api import Locator, Page, expect

from tests.browser.watching import settle

WITHHELD = "fewer than 10"
_COUNT = re.compile(r"[\d,]+")
_MARKS = """() => {
  const graph = document.querySelector("#map-graph .js-plotly-plot"), box = graph.getBoundingClientRect();
  const at = graph.data.findIndex((trace) => trace.name === "cells");
  const {xaxis, yaxis} = graph._fullLayout, cells = graph._fullData[at].customdata;
  return graph.calcdata[at].map((mark, place) => ({
    cell: cells[place],
    x: box.left + xaxis._offset + xaxis.l2p(mark.x),
    y: box.top + yaxis._offset + yaxis.l2p(mark.y),
  }));
}"""


class Mark(TypedDict):
    """A cell of the map where the person sees it."""

    cell: int
    x: float
    y: float


def term_box(page: Page) -> Locator:
    """The text box of the term picker."""
    return page.get_by_label("A finding, in your words or in HPO's")


def type_words(page: Page, words: str) -> Locator:
    """Types the words into the term picker; gives the rows that answer them."""
    term_box(page).click()
    term_box(page).fill("")
    term_box(page).press_sequentially(words, delay=15)
    answered = page.locator(f'#term-list [data-question="{words}"]')
    expect(answered).to_be_visible()
    return answered.get_by_role("option")


def add_finding(page: Page, words: str) -> None:
    """Types the words and includes the first term that matches, with the keyboard alone."""
    before = page.url
    type_words(page, words)
    term_box(page).press("Enter")
    expect(page).not_to_have_url(before)
    settle(page)


def follow(page: Page, way: Locator) -> None:
    """Clicks what leads to another address, and waits for it."""
    before = page.url
    way.click()
    expect(page).not_to_have_url(before)
    settle(page)


def number_in(words: str) -> int | None:
    """The first count in the words; None where they say that it is withheld."""
    if words.strip().startswith(WITHHELD):
        return None
    found = _COUNT.search(words)
    assert found, f"no count in {words!r}"
    return int(found.group().replace(",", ""))


def count_in_bar(page: Page) -> int | None:
    """The count of the cohort bar."""
    return number_in(page.locator(".cohort-count").inner_text())


def count_on_page(page: Page) -> int | None:
    """The large count beside the sentence."""
    return number_in(page.locator("#cohorts-count").inner_text())


def sentence(page: Page) -> str:
    """The cohort in plain words."""
    return page.locator(".count-sentence").inner_text()


def is_released(count: int | None) -> bool:
    """Whether the gate could have let the count out: withheld, or a multiple of 5 from 10 on."""
    return count is None or (count >= 10 and count % 5 == 0)


def clauses(page: Page) -> list[str]:
    """The titles of the clauses in the builder."""
    return page.locator(".clauses .clause .clause-words strong").all_inner_texts()


def marks(page: Page) -> list[Mark]:
    """Every cell of the map, in pixels of the window."""
    expect(page.locator("#map-graph .js-plotly-plot .main-svg").first).to_be_visible()
    found: list[Mark] = page.evaluate(_MARKS)
    return found


def lasso_round(page: Page, middle: Mark, reach: float) -> None:
    """Draws a line with the mouse round all cells that are nearer to the middle than the reach, in pixels."""
    turns = [turn * math.pi / 8 for turn in range(17)]
    line = [(middle["x"] + reach * math.cos(turn), middle["y"] + reach * math.sin(turn)) for turn in turns]
    before = page.url
    page.mouse.move(*line[0])
    page.mouse.down()
    for point in line[1:]:
        page.mouse.move(*point, steps=2)
    page.mouse.up()
    expect(page).not_to_have_url(before)
    settle(page)


def fullest_round(cells: list[Mark]) -> tuple[Mark, float, set[int]]:
    """Where most cells lie within two steps of one: that one, the reach of a line round them, and their ids."""
    step = min(math.dist(_at(cells[0]), _at(cell)) for cell in cells[1:])
    step = min((math.dist(_at(a), _at(b)) for at, a in enumerate(cells) for b in cells[:at]), default=step)
    reach = 2.3 * step

    def within(middle: Mark) -> set[int]:
        return {cell["cell"] for cell in cells if math.dist(_at(middle), _at(cell)) < reach}

    middle = max(cells, key=lambda cell: (len(within(cell)), -cell["cell"]))
    return middle, reach, within(middle)


def _at(mark: Mark) -> tuple[float, float]:
    return mark["x"], mark["y"]
