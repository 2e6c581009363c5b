"""From a patient's findings to who is similar: the page `/similar` as a person uses it."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.test_every_page import serious, too_wide
from tests.browser.using import follow, is_released, number_in
from tests.browser.watching import Site, settle

pytestmark = pytest.mark.browser

MARFANOID = "#p=193.316.1166.1763.2616.2650.5116&x=1083"
UNUSUAL = "#p=365.662.829.1161"  # hearing impairment, night blindness, hypoparathyroidism, hand polydactyly
TALL = "p2=98.768.1083.1166.1519.2650"
CASES = Path(__file__).parents[2].parent / "shared" / "data" / "phenopackets" / "phenopackets-open.zip"
LABEL = "nor may anybody read this"
BOX = "A finding, in your words or in HPO's"


def _title(page: Page, panel: str) -> str:
    return page.locator(f"#similar-{panel} .panel-title").inner_text()


def _labels(page: Page, name: str = "Recorded findings") -> list[str]:
    return page.get_by_role("list", name=name).locator(".similar-label").all_inner_texts()


def _add(page: Page, words: str, key: str = "Enter") -> None:
    before = page.url
    page.get_by_label(BOX).press_sequentially(words, delay=15)
    expect(page.locator(f'#similar-term-list [data-question="{words}"]')).to_be_visible()
    page.get_by_label(BOX).press(key)
    expect(page).not_to_have_url(before)
    settle(page)


def _paste(page: Page, words: str) -> None:
    if not page.locator("#similar-pasted").is_visible():
        page.get_by_text("Paste HPO ids", exact=True).click()
    page.get_by_label("HPO ids", exact=True).fill(words)
    page.get_by_role("button", name="Add these").click()


@pytest.mark.real_data
def test_the_example_is_answered_by_a_group_and_why(real: Site) -> None:
    page = real.open("/similar")
    follow(page, page.get_by_role("link", name="Try this profile"))
    size = number_in(_title(page, "close").removeprefix("About "))
    assert size is not None
    assert is_released(size)
    assert "closer than chance" in _title(page, "close")
    parts = page.locator("#similar-why .similar-part-plus:not(.sum)").all_inner_texts()
    assert sum(int(part) for part in parts if part != "under 1") == number_in(
        page.locator("#similar-why .similar-part-plus.sum").inner_text()
    )
    counts = [number_in(words) for words in page.locator("#similar-conditions .bars .num").all_inner_texts()]
    assert counts
    assert all(is_released(one) for one in counts)
    expect(page.locator("#similar-conditions")).to_contain_text("not a diagnosis")
    expect(page.locator("#similar-place .js-plotly-plot .main-svg").first).to_be_visible()
    expect(page.locator("#similar-more .similar-line")).not_to_have_count(0)
    expect(page.locator("#similar-lack")).to_contain_text(re.compile("not “ruled out”|more than half"))


@pytest.mark.real_data
def test_every_panel_has_its_table_and_its_file(real: Site) -> None:
    page = real.open(f"/similar{MARFANOID}")
    for panel in ("close", "why", "conditions", "more", "place", "fit"):
        within = page.locator(f"#similar-{panel}")
        within.get_by_role("button", name="Table", exact=True).click()
        expect(within.get_by_role("table").locator("visible=true").first).to_be_visible()
        with page.expect_download() as started:
            within.get_by_role("button", name="Download the table as CSV").click()
        assert started.value.suggested_filename.endswith(".csv")
        assert len(Path(started.value.path()).read_text(encoding="utf-8").splitlines()) > 1


@pytest.mark.real_data
def test_the_reasons_of_a_condition_add_up_to_its_score(real: Site) -> None:
    page = real.open(f"/similar{MARFANOID}")
    fits = page.locator(".similar-fit")
    expect(fits).to_have_count(10)
    fits.nth(1).locator("summary").press("Enter")  # opens with the keyboard; the first is open
    for at in range(2):
        reasons = fits.nth(at).locator(".similar-reasons li:not(.sum) > .num").all_inner_texts()
        score = float(fits.nth(at).locator(".similar-fit-score").inner_text())
        adds = [float(words.replace("−", "-")) for words in reasons if words != "not scored"]
        assert round(sum(adds), 2) == score
    expect(page.locator("#similar-fit")).to_contain_text("never a diagnosis")


@pytest.mark.real_data
def test_findings_are_added_ruled_out_and_removed_with_the_keyboard(real: Site) -> None:
    page = real.open("/similar")
    _add(page, "arachnodactyly")
    _add(page, "ectopia lentis", "Shift+Enter")
    assert page.url.endswith("#p=1166&x=1083")
    assert _labels(page) == ["Arachnodactyly"]
    assert _labels(page, "Findings ruled out") == ["Ectopia lentis"]
    expect(page.get_by_role("list", name="Recorded findings").locator(".similar-common")).to_have_text(
        re.compile(r"1 in \d+")
    )
    page.get_by_role("link", name="Remove Ectopia lentis").press("Enter")
    settle(page)
    assert page.url.endswith("#p=1166")
    page.go_back()
    settle(page)
    assert _labels(page, "Findings ruled out") == ["Ectopia lentis"]


@pytest.mark.real_data
def test_pasted_ids_are_read_and_a_bad_one_is_named(real: Site) -> None:
    page = real.open("/similar")
    _paste(page, "HP:0001166, HP:0002616\nHP:12")
    expect(page.locator("#similar-said")).to_contain_text("“HP:12” is no HPO id")
    _paste(page, "HP:0001166; HP:9999999")
    expect(page.locator("#similar-said")).to_contain_text("HP:9999999")
    assert "#" not in page.url
    _paste(page, "Arachnodactyly (HP:0001166) | HP:0002616 | !HP:0001083")
    expect(page.locator("#similar-said")).to_contain_text("3 findings read.")
    settle(page)
    assert page.url.endswith("#p=1166.2616&x=1083")


@pytest.mark.real_data
def test_only_the_findings_of_a_phenopacket_reach_the_server(real: Site) -> None:
    name, document = _case()
    page = real.open("/similar")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.get_by_text("Read a phenopacket", exact=True).click()
    file = {"name": name, "mimeType": "application/json", "buffer": json.dumps(document).encode()}
    page.locator("#similar-upload input[type=file]").set_input_files(file)
    expect(page.locator("#similar-said")).to_contain_text(re.compile(r"\d+ findings? read"))
    settle(page)
    said = page.locator("#similar-said").inner_text()
    assert "Not sent: subject" in said
    assert len(_labels(page)) == number_in(said)
    secret = (document["subject"]["id"], LABEL, name)
    assert not [words for words in map(_decoded, sent) if any(one in words for one in secret)]
    assert _title(page, "close").startswith(("About", "Nobody"))


def _decoded(sent: str) -> str:
    """What was sent, and again every long word of it that base64 may hide."""
    hidden = (base64.b64decode(word + "=" * (-len(word) % 4)) for word in re.findall(r"[A-Za-z0-9+/]{40,}", sent))
    return " ".join([sent, *(one.decode(errors="replace") for one in hidden)])


def _case() -> tuple[str, dict[str, Any]]:
    """A published case with findings, recorded and ruled out, its subject under another name."""
    with zipfile.ZipFile(CASES) as archive:
        for name in sorted(one for one in archive.namelist() if one.endswith(".json")):
            document = json.loads(archive.read(name))
            states = [bool(feature.get("excluded")) for feature in document.get("phenotypicFeatures", [])]
            if states.count(False) >= 5 and any(states) and len(states) <= 40:
                document["subject"]["id"] = "nobody-may-read-this"
                document["phenotypicFeatures"][0]["type"]["label"] = LABEL
                return "a-name-of-somebody.json", document
    raise AssertionError("no case has five findings and one ruled out")


@pytest.mark.real_data
def test_nobody_yet_says_what_would_change_it(real: Site) -> None:
    page = real.open(f"/similar{UNUSUAL}")
    assert _title(page, "close") == "Nobody is close enough to this profile yet"
    expect(page.locator("#similar-close")).to_contain_text("nobody yet")
    expect(page.locator("#similar-why .panel")).to_have_count(0)
    expect(page.locator(".similar-fit")).to_have_count(10)
    before = _labels(page)
    follow(page, page.locator("#similar-changes").get_by_role("link", name=re.compile("^Use it")).first)
    assert len(_labels(page)) == len(before)
    assert _labels(page) != before
    page.get_by_role("button", name="Add findings").click()
    expect(page.get_by_label(BOX)).to_be_focused()
    page.locator("#similar-changes").get_by_role("button", name="Copy link").click()
    expect(page.locator("#similar-changes").get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.real_data
def test_a_profile_that_contradicts_itself_is_said_and_can_be_mended(real: Site) -> None:
    page = real.open("/similar#p=1166&x=1238")  # long slender fingers, with every slender finger ruled out
    expect(page.locator("#similar-close [role=alert]")).to_contain_text("HP:0001238")
    follow(page, page.get_by_role("link", name=re.compile("^Remove Slender finger")))
    expect(page.locator("#similar-close [role=alert]")).to_have_count(0)


@pytest.mark.real_data
def test_the_comparison_can_stay_within_the_cohort(real: Site) -> None:
    page = real.open(f"/similar?q=HP:0002650{MARFANOID}")
    everyone = number_in(_title(page, "close").removeprefix("About "))
    follow(page, page.get_by_role("link", name=re.compile(r"^The cohort \([\d,]+\)")))
    assert page.url.endswith("&in=cohort")
    within = number_in(_title(page, "close").removeprefix("About "))
    assert within is not None
    assert everyone is not None
    assert within <= everyone
    page.locator(".cohort-bar").get_by_role("link", name="Remove Scoliosis").click()
    expect(page).to_have_url(re.compile(r"\?q=#p=193"))  # the profile stays when the cohort changes
    settle(page)
    assert "Arachnodactyly" in _labels(page)


@pytest.mark.real_data
def test_two_profiles_stand_side_by_side(real: Site) -> None:
    page = real.open(f"/similar{MARFANOID}")
    follow(page, page.get_by_role("link", name="Compare two profiles"))
    expect(page.locator("#similar-overlap")).to_contain_text("The second profile has no finding yet")
    _paste(page, "HP:0000098 HP:0000768 HP:0001083 HP:0001166 HP:0001519 HP:0002650")
    expect(page).to_have_url(re.compile(f"{TALL}&edit=2$"))
    settle(page)
    figures = page.locator("#similar-overlap .similar-figures strong").all_inner_texts()
    assert len(figures) == 3
    rows = page.locator("#similar-pair .similar-line:not(.similar-line-head):not(.similar-line-sum)")
    sums = page.locator("#similar-pair .similar-line-sum .num").all_inner_texts()
    for at, total in enumerate(sums):
        told = [row.locator(".num").nth(at).inner_text() for row in rows.all()]
        assert sum(int(words) for words in told if words != "under 1") == number_in(total)
    expect(page.locator("#similar-apart .similar-difference")).not_to_have_count(0)
    follow(page, page.get_by_role("link", name="Back to one profile"))
    expect(page.locator("#similar-overlap .panel")).to_have_count(0)


@pytest.mark.real_data
def test_a_late_answer_does_not_cover_a_newer_one(real: Site) -> None:
    page = real.open("/similar")
    held: list[Route] = []

    def hold(route: Route, request: Request) -> None:
        body = request.post_data or ""
        if "similar-close.children" in body and '"p=365.662.829.1161"' in body:
            held.append(route)
        else:
            route.continue_()

    page.route(lambda url: "_dash-update-component" in url, hold)
    page.evaluate(f"window.location.hash = '{UNUSUAL}'")
    for _ in range(200):
        page.wait_for_timeout(50)
        if held:
            break
    page.evaluate(f"window.location.hash = '{MARFANOID}'")
    expect(page.locator("#similar-close .panel-title")).to_contain_text("About")
    assert held
    held[0].continue_()
    page.wait_for_timeout(1500)
    assert _title(page, "close").startswith("About")


@pytest.mark.real_data
def test_no_address_that_is_asked_holds_the_profile(real: Site) -> None:
    page = real.open("/similar")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/similar{MARFANOID}")
    page.reload()
    settle(page)
    assert asked
    assert not [url for url in asked if "1166" in url.partition("#")[0]]


@pytest.mark.real_data
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    "address", ["", MARFANOID, UNUSUAL, f"{MARFANOID}&{TALL}"], ids=["empty", "close", "nobody", "two"]
)
def test_axe_finds_nothing_serious_on_any_state(real: Site, address: str, width: int, dark: bool) -> None:
    page = real.open(f"/similar{address}", width=width, dark=dark, script=AXE_SCRIPT)
    assert serious(page) == []
    assert too_wide(page) == []


def test_synthetic_donors_are_named_so(demo: Site) -> None:
    page = demo.open("/similar", script=AXE_SCRIPT)
    expect(page.get_by_text("Synthetic demonstration data", exact=True).first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is similar")
    assert serious(page) == []
