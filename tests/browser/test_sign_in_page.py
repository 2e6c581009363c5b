"""The door in a browser: readable by everybody, on a phone too, without a script, in and out and back."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_every_page import serious, too_wide
from tests.browser.watching import Site, settle

pytestmark = pytest.mark.browser

_SMALL = """() => Array.from(document.querySelectorAll("a, button, summary, input:not([type=hidden])"))
  .filter((one) => !one.classList.contains("skip-link"))
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.height > 0 && box.height < 44)
  .map(([box, one]) => `${one.tagName} ${one.textContent.trim()} ${box.height}`)"""
_SMALL_TEXT = """() => Array.from(document.querySelectorAll("main *")).filter((one) => one.childNodes.length &&
  Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize)).filter((size) => size < 16)"""


def _door(site: Site, path: str = "/sign-in", *, width: int = 1440, dark: bool = False) -> Page:
    site.sign_in(None)
    return site.open(path, width=width, height=900 if width > 500 else 844, dark=dark, script=AXE_SCRIPT)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "es", "ca"])
def test_the_door_is_readable_by_everybody(demo: Site, language: str, width: int, dark: bool) -> None:
    page = _door(demo, f"/sign-in?lang={language}", width=width, dark=dark)
    assert page.locator("html").get_attribute("lang") == language
    assert serious(page) == []
    assert too_wide(page) == []
    assert page.evaluate(_SMALL) == []
    assert page.evaluate(_SMALL_TEXT) == []
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator(".card")).to_have_count(4)


def test_one_click_leads_in_to_the_page_that_was_asked_for_and_one_leads_out(demo: Site) -> None:
    page = _door(demo, "/cohorts?q=HP:0001250")
    expect(page).to_have_url(re.compile(r"/sign-in\?next=/cohorts"))
    page.get_by_role("button", name="Clinical researcher").click()
    expect(page).to_have_url(re.compile(r"/cohorts\?q=HP:0001250$"))
    settle(page)
    expect(page.locator(".side-who")).to_contain_text("Clinical researcher")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile(r"/sign-in$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/sign-in"))


def test_the_door_needs_no_script(browser: Browser, demo_site: str) -> None:
    context = browser.new_context(base_url=demo_site, java_script_enabled=False, color_scheme="dark")
    try:
        page = context.new_page()
        page.goto("/sign-in?lang=es")
        assert page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(17, 23, 29)"
        page.get_by_label("Correo electrónico").fill("nadie@hospital.example")
        page.get_by_label("Contraseña").fill("una contraseña cualquiera")
        page.get_by_role("button", name="Entrar", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("no se puede entrar")
        page.get_by_text("He olvidado mi contraseña").click()
        expect(page.get_by_text("Nunca enviamos contraseñas por correo")).to_be_visible()
        page.get_by_role("button", name="Una familia").click()
        expect(page).to_have_url(re.compile(r"/your-data$"))
        page.get_by_role("button", name=re.compile("Salir|Sign out")).click()
        expect(page).to_have_url(re.compile(r"/sign-in$"))
    finally:
        context.close()


def test_a_page_that_outlives_its_session_shows_the_way_back_in(demo: Site) -> None:
    page = _door(demo, "/sign-in?next=/help")
    page.get_by_role("button", name="Clinical researcher").click()
    settle(page)
    page.context.clear_cookies()
    page.get_by_role("link", name="Overview").click()
    expect(page).to_have_url(re.compile(r"/sign-in"))
    demo.watch.failures = [words for words in demo.watch.failures if not words.startswith("401 ")]
    demo.watch.complaints = [words for words in demo.watch.complaints if "401" not in words]


@pytest.mark.parametrize("role", ["steward", "lead"])
def test_the_frame_of_each_role_is_whole(demo: Site, role: str) -> None:
    demo.sign_in(role)
    page = demo.open("/help", script=AXE_SCRIPT)
    assert serious(page) == []
    links = page.get_by_role("navigation", name="Pages")
    expect(links.get_by_role("link", name="Cohorts")).to_have_count(1 if role == "lead" else 0)
    expect(links.get_by_role("link", name="Accounts")).to_have_count(1 if role == "steward" else 0)


def test_a_page_of_others_is_closed_in_words(demo: Site) -> None:
    demo.sign_in("steward")
    page = demo.open("/help", script=AXE_SCRIPT)
    page.goto("/map")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is not open to you")
    assert serious(page) == []
    demo.watch.failures = [words for words in demo.watch.failures if not words.startswith("403 ")]
    demo.watch.complaints = [words for words in demo.watch.complaints if "403" not in words]
