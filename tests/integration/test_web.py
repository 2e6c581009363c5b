"""The app over HTTP: what it answers, what it says to the browser, and what it turns away."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from workbench.settings import Settings
from workbench.web.security import LARGEST_BODY

if TYPE_CHECKING:
    import dash
    from flask.testing import FlaskClient

CALLBACK = "/_dash-update-component"
PAGES = ("/", "/cohorts", "/map", "/data", "/help")


def _ask(
    client: FlaskClient, output: str, inputs: list[dict[str, Any]], state: list[dict[str, Any]] | None = None
) -> Any:
    """One callback asked as Dash's renderer does."""
    outputs = [dict(zip(("id", "property"), one.rsplit(".", 1), strict=True)) for one in output.strip(".").split("...")]
    body = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": inputs,
        "state": state or [],
        "changedPropIds": [],
    }
    return client.post(CALLBACK, json=body)


def _search(value: str) -> dict[str, str]:
    return {"id": "shell-location", "property": "search", "value": value}


def _path(value: str) -> dict[str, str]:
    return {"id": "shell-location", "property": "pathname", "value": value}


COHORT_BAR = "..shell-cohort.children...shell-cohort-links.children.."


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_health_of_the_app_can_be_asked(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.text) == (200, "OK")


def test_an_address_that_is_no_page_is_not_found_and_still_a_page(client: FlaskClient) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "_dash-app-content" in answer.text or "react-entry-point" in answer.text


@pytest.mark.parametrize("name", ["dash/x.js", "nothing/x.js", "dash/deps/%00.js", "dash/..%2f..%2fx.js"])
def test_a_part_that_dash_does_not_have_is_not_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/_dash-component-suites/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/_reload-hash", "/not-found-404", "/_dash-something", "/.env", "/mcp", "/_mcp"])
def test_what_is_not_on_the_list_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/health", "/_dash-layout", "/assets/workbench.css"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_only_callbacks_may_be_posted(client: FlaskClient, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", [*PAGES, "/health", "/_dash-layout", "/assets/workbench.css", "/no-such-page"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "'unsafe-eval'" not in policy


def test_the_policy_names_no_other_site(client: FlaskClient) -> None:
    assert "http" not in client.get("/").headers["Content-Security-Policy"]


def test_a_page_loads_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/").text
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert all(source.startswith("/") and not source.startswith("//") for source in sources)


def test_everything_a_page_links_is_there(client: FlaskClient) -> None:
    for source in re.findall(r'(?:src|href)="([^"]+)"', client.get("/").text):
        assert client.get(source).status_code == 200, source


def test_fonts_come_with_their_style_sheet_and_stay_a_year(client: FlaskClient) -> None:
    [sheet] = [one for one in re.findall(r'href="([^"]+)"', client.get("/").text) if one.endswith("fonts.css")]
    files = re.findall(r'url\("([^"]+)"\)', client.get(sheet).text)
    assert len(files) == 5
    for file in files:
        answer = client.get(f"{sheet.rsplit('/', 1)[0]}/{file}")
        assert answer.data[:4] == b"wOF2"
        assert len(answer.data) < 32_000
        assert "max-age=31536000" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["../session.key", "..%2f..%2fkeys%2fsession.key", "%2e%2e/store.db"])
def test_nothing_but_fonts_leaves_the_folder_of_fonts(client: FlaskClient, name: str) -> None:
    [sheet] = [one for one in re.findall(r'href="([^"]+)"', client.get("/").text) if one.endswith("fonts.css")]
    assert client.get(f"{sheet.rsplit('/', 1)[0]}/{name}").status_code == 404


def test_answers_are_kept_by_nobody_and_versioned_files_for_a_year(client: FlaskClient) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-store"
    [sheet] = [one for one in re.findall(r'href="([^"]+)"', client.get("/").text) if "workbench.css" in one]
    assert "immutable" in client.get(sheet).headers["Cache-Control"]
    assert client.get("/assets/workbench.css").headers["Cache-Control"] == "no-cache"


def test_a_body_that_is_too_large_is_turned_away(client: FlaskClient) -> None:
    assert client.post(CALLBACK, data=b"x" * (LARGEST_BODY + 1)).status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_callback_that_comes_from_another_site_is_turned_away(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post(CALLBACK, json={}, headers=headers).status_code == 403


def test_a_foreign_name_for_this_machine_is_turned_away(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "rebound.example:8050"}).status_code == 400
    assert client.get("/health", headers={"Host": "127.0.0.1:8050"}).status_code == 200


BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"7",
    b'"x"',
    b"{}",
    b'{"output": 3}',
    b'{"output": "nobody.children", "inputs": []}',
    b'{"output": "overview-content.children"}',
    b'{"output": "overview-content.children", "outputs": 1, "inputs": 1, "changedPropIds": 1}',
    b'{"output": "overview-content.children", "outputs": {"id": "x"}, "inputs": [[[]]], "changedPropIds": [null]}',
    b'{"output": "overview-content.children", "inputs": {"a": NaN}, "state": "x"}',
    ("[" * 5000 + "]" * 5000).encode(),
    b"\xff\xfe\x00",
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_malformed_callback_is_refused_without_a_traceback(client: FlaskClient, body: bytes) -> None:
    answer = client.post(CALLBACK, data=body, content_type="application/json")
    assert answer.status_code in (400, 415)
    assert "Traceback" not in answer.text
    assert 'File "' not in answer.text


def test_the_cohort_of_the_address_stands_in_the_bar_with_its_released_count(client: FlaskClient) -> None:
    answer = _ask(client, COHORT_BAR, [_search("?q=HP:0000707"), _path("/map")])
    words = json.dumps(answer.json)
    assert answer.status_code == 200
    assert "Remove " in words
    assert re.search(r"of \d{3} donors", words)


@pytest.mark.parametrize("search", ["?q=HP:9999999", "?q=x", "?q=map:1", "?q=%00", "?q=" + "HP:0001250~" * 500])
def test_a_broken_link_is_said_in_words(client: FlaskClient, search: str) -> None:
    answer = _ask(client, COHORT_BAR, [_search(search), _path("/")])
    assert answer.status_code == 200
    assert "Start over" in json.dumps(answer.json)


@pytest.mark.parametrize("value", [7, [], {}, [["q"]], True])
def test_a_value_of_another_kind_ends_in_a_notice_not_in_a_traceback(client: FlaskClient, value: object) -> None:
    answer = _ask(client, COHORT_BAR, [{"id": "shell-location", "property": "search", "value": value}, _path("/")])
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


def test_the_overview_is_made_of_released_numbers(client: FlaskClient) -> None:
    answer = _ask(
        client,
        "overview-content.children",
        [{"id": "overview-content", "property": "id", "value": "overview-content"}],
        [_search("")],
    )
    words = json.dumps(answer.json)
    assert "What you can do here" in words
    counts = [int(one) for one in re.findall(r'"(\d{1,3})"', words)]
    assert counts


def test_the_data_page_names_snapshot_and_release(client: FlaskClient, home: Settings) -> None:
    answer = _ask(
        client,
        "data-content.children",
        [{"id": "data-content", "property": "id", "value": "data-content"}],
        [_search("?q=HP:0000707")],
    )
    words = json.dumps(answer.json)
    [snapshot] = [folder.name for folder in home.snapshots.iterdir() if (folder / "manifest.json").exists()]
    assert snapshot in words
    assert "release 2025-01-16" in words
    assert "/help?q=HP:0000707#cite" in words


def test_synthetic_data_is_called_so_around_every_page(client: FlaskClient) -> None:
    words = json.dumps(client.get("/_dash-layout").json)
    assert words.count("Synthetic demonstration data") >= 2


def test_the_key_that_signs_is_kept_for_this_user_alone(app: dash.Dash, home: Settings) -> None:
    key = home.keys / "session.key"
    assert app.server.secret_key == key.read_bytes()
    assert key.stat().st_mode & 0o077 == 0
