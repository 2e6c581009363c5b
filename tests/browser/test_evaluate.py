"""A study lead's journey: checks a definition in words, has it counted, keeps the number with its definition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.test_every_page import serious, too_wide
from tests.browser.watching import Site, settle

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
def test_a_lead_checks_runs_and_keeps_the_number(demo: Site, width: int) -> None:
    demo.sign_in("lead")
    page = demo.open("/evaluate", width=width, height=844, script=AXE_SCRIPT)
    run, cost = page.get_by_role("button", name="Run"), page.locator("#evaluate-cost")
    expect(page.get_by_role("radio", name="Demonstration study")).to_be_checked()
    expect(run).to_be_disabled()
    page.get_by_role("button", name="Start with an example").click()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#evaluate-words")).to_contain_text("any of (seizure, or hypotonia)")
    expect(run).to_be_enabled()
    example = page.get_by_label("Definition (JSON)").input_value()
    page.get_by_label("Definition (JSON)").fill('{"all": [')
    expect(run).to_be_disabled()
    expect(cost).to_contain_text("Check it again")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#evaluate-words")).to_contain_text("Line 1, column 10")
    page.get_by_label("Definition (JSON)").fill(example)
    page.get_by_role("button", name="Check").click()
    run.click()
    expect(page.locator("#evaluate-answer")).to_contain_text("donors fit")
    expect(cost).to_contain_text("free")
    with page.expect_download() as download:
        page.get_by_role("button", name="Keep the answer").click()
    kept = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert kept["definition"] == json.loads(example)
    settle(page)
    assert serious(page) == []
    assert too_wide(page) == []
