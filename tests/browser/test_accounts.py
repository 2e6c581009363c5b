"""A data steward's journey: adds a colleague, hands over the password, keeps an account out, in two steps."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from benchmarks.running import command
from tests.browser.test_every_page import serious, too_wide
from tests.browser.watching import Site, settle

pytestmark = pytest.mark.browser

PASSWORD = "four words in a row"


@pytest.fixture
def steward(demo: Site, demo_home: Path) -> Page:
    """The page of accounts, open for a data steward with a password."""
    email = f"eva-{secrets.token_hex(4)}@example.org"
    given = ("--role", "steward", "--name", "Eva", "--password-stdin")
    command(demo_home, "account", "add", email, *given, given=f"{PASSWORD}\n")
    demo.sign_in(None)
    page = demo.open("/sign-in?next=/admin")
    _enter(page, email, PASSWORD)
    expect(page.get_by_role("heading", name="Who may sign in")).to_be_visible()
    return settle(page)


def _enter(page: Page, email: str, password: str) -> None:
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("form.credentials button").click()


def _add(page: Page, name: str) -> tuple[str, str]:
    """Adds an account; gives its address and its one-time password."""
    email = f"{name.lower()}-{secrets.token_hex(4)}@example.org"
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Add the account").click()
    shown = page.locator("#admin-added .admin-password")
    expect(shown).to_be_visible()
    expect(_row(page, email)).to_be_visible()
    return email, shown.inner_text()


def _row(page: Page, email: str) -> Locator:
    return page.locator("tr", has_text=email)


def test_a_colleague_gets_in_with_a_password_that_is_theirs_alone(steward: Page, demo: Site) -> None:
    email, password = _add(steward, "Marc")
    page = demo.open("/sign-in")
    _enter(page, email, password)
    expect(page).to_have_url(re.compile("/password"))
    page.goto("/cohorts")
    expect(page).to_have_url(re.compile("/password"))


def test_an_account_is_kept_out_only_after_a_second_step(steward: Page) -> None:
    email, _ = _add(steward, "Joan")
    row = _row(steward, email)
    row.get_by_role("button", name="Change the account of Joan").click()
    dialog = steward.get_by_role("dialog")
    expect(dialog.get_by_text(email)).to_be_visible()
    steward.evaluate(AXE_SCRIPT)
    assert serious(steward) == []
    dialog.get_by_role("button", name="Disable the account").click()
    dialog.get_by_role("button", name="No, keep it").click()
    expect(dialog.get_by_role("button", name="Yes, disable it")).to_be_hidden()
    dialog.get_by_role("button", name="Disable the account").click()
    dialog.get_by_role("button", name="Yes, disable it").click()
    expect(dialog.get_by_text("The account is disabled.")).to_be_visible()
    dialog.locator("#admin-close").click()
    expect(row.get_by_text("Disabled")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_of_accounts_is_readable_for_everybody(steward: Page, width: int) -> None:
    steward.set_viewport_size({"width": width, "height": 844})
    steward.evaluate(AXE_SCRIPT)
    assert serious(steward) == []
    assert too_wide(steward) == []
