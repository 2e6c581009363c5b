"""The running app in Debian's Chromium: a server on each of two homes, one browser, and pages that are watched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.running import CHROMIUM, chromium, serving
from tests.browser.watching import PATIENCE, Site

_TO_GET_IT = "Browser tests are skipped: no chromium here. To get it: sudo apt-get install chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips the browser tests where there is no browser."""
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=_TO_GET_IT))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says once, in plain words, why they were skipped."""
    skipped = terminalreporter.stats.get("skipped", ())
    if any(_TO_GET_IT in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(_TO_GET_IT)


@pytest.fixture(scope="session")
def demo_site(demo_home: Path) -> Iterator[str]:
    """The address of the app over synthetic donors."""
    with serving(demo_home) as (address, _):
        yield address


@pytest.fixture(scope="session")
def real_site(real_home: Path) -> Iterator[str]:
    """The address of the app over published cases."""
    with serving(real_home) as (address, _):
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the run; each test has a profile of its own in it."""
    with chromium() as opened:
        yield opened


@pytest.fixture(autouse=True, scope="session")
def _patience() -> None:
    expect.set_options(timeout=PATIENCE)


def _watched(browser: Browser, address: str) -> Iterator[Site]:
    site = Site(browser, address)
    yield site
    site.close()
    assert not site.watch.faults(), "\n".join(site.watch.faults())


@pytest.fixture
def demo(browser: Browser, demo_site: str) -> Iterator[Site]:
    """The app over synthetic donors; the test fails if a page complains, fails or asks another host."""
    yield from _watched(browser, demo_site)


@pytest.fixture
def real(browser: Browser, real_site: str) -> Iterator[Site]:
    """The app over published cases; the test fails if a page complains, fails or asks another host."""
    yield from _watched(browser, real_site)
