"""A picture of each page, into `docs/images`: `make screenshots`.

Over 5,000 synthetic donors, made in a temporary folder, or over the home that `--home` names.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from benchmarks.pictures import smaller
from benchmarks.places import ROOT
from benchmarks.running import chromium, command, enter, serving

DONORS = 5_000
COHORT = "HP:0001324~HP:0001288~age:18-39"  # weak muscles, an unusual walk, young adults
TYPED = "stiff joints"
# Weak muscles, a waddling gait, enlarged calves, a raised creatine kinase and trouble with stairs; seizures ruled out.
PROFILE = "p=1324.2515.3707.3236.3551&x=1250"
WIDTH, HEIGHT = 1440, 900
_PATIENCE = 60_000


def main() -> None:
    """Takes every picture and says how large it is."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.screenshots", description=__doc__)
    asked.add_argument("--home", type=Path, help="a home with a snapshot, instead of a new one of synthetic donors")
    asked.add_argument("--to", type=Path, default=ROOT / "docs" / "images", help="folder of the pictures")
    options = asked.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    with _home(options.home) as home, serving(home) as (address, _), chromium() as browser:
        for name, picture in _pictures(browser, address):
            file = options.to / f"{name}.png"
            file.write_bytes(smaller(picture))
            print(f"{file}  {file.stat().st_size / 1000:.0f} kB", flush=True)


@contextmanager
def _home(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="screenshots-", ignore_cleanup_errors=True) as folder:
        command(Path(folder), "demo", "--donors", str(DONORS))
        command(Path(folder), "snapshot", "build")
        yield Path(folder)


def _pictures(browser: Browser, address: str) -> Iterator[tuple[str, bytes]]:
    for name, path in (("overview", "/"), ("data", "/data"), ("help", "/help")):
        with _page(browser, address + path) as page:
            yield name, _whole(page)
    for suffix, dark in (("", False), ("-dark", True)):
        with _page(browser, f"{address}/cohorts?q={COHORT}", dark=dark) as page:
            _type(page, TYPED)
            yield f"cohorts{suffix}", _whole(page)
        with _page(browser, f"{address}/similar#{PROFILE}", dark=dark) as page:
            yield f"similar{suffix}", _whole(page)
        with _page(browser, f"{address}/conditions", dark=dark) as page:
            page.locator(".js-plotly-plot .main-svg").first.wait_for()
            yield f"conditions{suffix}", page.screenshot(full_page=True)  # the figure has the window's height
        with _page(browser, f"{address}/map?q={COHORT}", dark=dark) as page:
            _select(page, _area_of_the_cohort(page))
            yield f"map{suffix}", page.screenshot()
    with _page(browser, f"{address}/cohorts?q={COHORT}", width=390, height=844, scale=2) as page:
        yield "phone", page.screenshot()


@contextmanager
def _page(
    browser: Browser, url: str, *, dark: bool = False, width: int = WIDTH, height: int = HEIGHT, scale: int = 1
) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(_PATIENCE)
    enter(context, "{0.scheme}://{0.netloc}".format(urlsplit(url)))
    page = context.new_page()
    try:
        page.goto(url)
        _settle(page)
        yield page
    finally:
        context.close()


def _whole(page: Page) -> bytes:
    """The page from top to bottom, in a window as tall as it: what clings to the window's edges stays there."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": WIDTH, "height": max(HEIGHT, height)})
    _settle(page)
    return page.screenshot(full_page=True)


def _settle(page: Page) -> None:
    """Waits until nothing is asked for any more, and the fonts are there."""
    page.wait_for_load_state("networkidle")
    page.locator("[aria-busy=true]").first.wait_for(state="detached")
    page.evaluate("document.fonts.ready")


def _type(page: Page, words: str) -> None:
    page.locator("#term-text").fill(words)
    page.locator(f'#term-list [data-question="{words}"]').wait_for()
    _settle(page)


def _area_of_the_cohort(page: Page) -> str:
    """The name of the area that holds most donors of the cohort, out of the page's own table."""
    heads, *rows = page.locator("#map-area-table tr").evaluate_all(
        "rows => rows.map(row => Array.from(row.children).map(cell => cell.textContent))"
    )
    column = heads.index("In your cohort")
    counts = {row[0]: int(row[column].replace(",", "")) for row in rows if row[column][:1].isdigit()}
    if not counts:
        return str(rows[0][0])
    return max(counts, key=lambda name: counts[name])


def _select(page: Page, area: str) -> None:
    page.locator("#map-area").click()
    page.get_by_role("option", name=area, exact=True).click()
    page.locator("#map-region .region-name").wait_for()
    page.mouse.move(WIDTH - 4, HEIGHT - 4)
    _settle(page)


if __name__ == "__main__":
    main()
