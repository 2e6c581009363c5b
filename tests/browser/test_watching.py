"""The browser tests see what they say they see."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser

from tests.browser.test_every_page import serious, too_wide
from tests.browser.watching import Site

pytestmark = pytest.mark.browser


def test_a_page_that_complains_fails_and_asks_outside_is_caught(browser: Browser, demo_site: str) -> None:
    site = Site(browser, demo_site)
    page = site.open("/help")
    assert site.watch.faults() == []
    page.evaluate("console.warn('a word of warning')")
    page.evaluate("setTimeout(() => { throw new Error('uncaught') })")
    page.evaluate("fetch('/assets/nowhere.css').then(() => null)")
    # The page's own policy stops this one before it leaves; that is a complaint, too.
    page.evaluate("fetch('http://localhost:9/').catch(() => null)")
    page.wait_for_timeout(300)
    site.close()
    noted = "\n".join(site.watch.faults())
    assert "a word of warning" in noted
    assert "uncaught" in noted
    assert "404" in noted
    assert "localhost:9" in noted


def test_a_page_that_is_hard_to_read_or_too_wide_is_caught(demo: Site) -> None:
    page = demo.open("/help", script=AXE_SCRIPT)
    assert serious(page) == []
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
          '<p style="color:#bbb;background:#fff">faint</p><p style="width:3000px">wide</p>')"""
    )
    assert any("color-contrast" in found for found in serious(page))
    assert too_wide(page)
