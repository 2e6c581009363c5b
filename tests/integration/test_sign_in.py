"""Signing in and out over HTTP: who gets in, what the browser keeps, and what nobody is told."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from forms_on_pages import form_token

from workbench.accounts.passwords import hash_password
from workbench.errors import StoreError

if TYPE_CHECKING:
    import dash
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from data_access.identity import Account
    from workbench.web.opened import Opened

CALLBACK = "/_dash-update-component"
PASSWORD = "four words in a row"
SECRET = "workbench_session"


@pytest.fixture
def opened(app: dash.Dash) -> Opened:
    """What the app has opened."""
    here: Opened = app.server.extensions["workbench-opened"]
    return here


@pytest.fixture
def account(opened: Opened) -> Iterator[Account]:
    """A researcher with a password, who is not of the demonstration."""
    from data_access.identity import Account

    made = Account(
        id="a-researcher",
        email="ana@hospital.example",
        name="Ana",
        role="researcher",
        language="es",
        studies=(),
        enabled=True,
        created=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        password_hash=hash_password(PASSWORD),
    )
    opened.identity.put_account(made)
    yield made
    opened.identity.remove_account(made.id)


@pytest.fixture
def anonymous(client_as: Callable[[Any], FlaskClient]) -> FlaskClient:
    """Nobody in particular."""
    return client_as(None)


def _sign_in(client: FlaskClient, email: str, password: str, **fields: str) -> TestResponse:
    token = form_token(client.get("/sign-in").text)
    form = {"csrf": token, "email": email, "password": password, **fields}
    return client.post("/sign-in", data=form, headers={"Accept": "text/html"})


def _events(opened: Opened, action: str) -> list[Any]:
    return opened.store.audit.events(action=action, limit=5)


def test_whoever_has_not_signed_in_is_led_to_the_door_and_back(anonymous: FlaskClient) -> None:
    answer = anonymous.get("/map?q=HP:0001250~age:5-11")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=/map")
    page = anonymous.get(answer.headers["Location"])
    form = {"csrf": form_token(page.text), "role": "researcher"}
    form["next"] = re.search(r'name="next" value="([^"]*)"', page.text)[1]  # type: ignore[index]
    assert anonymous.post("/sign-in/demo", data=form).headers["Location"] == "/map?q=HP:0001250~age:5-11"
    assert anonymous.get("/map").status_code == 200


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies"])
def test_what_dash_asks_is_answered_to_nobody_who_has_not_signed_in(anonymous: FlaskClient, path: str) -> None:
    assert anonymous.get(path).status_code == 401
    assert anonymous.post(CALLBACK, json={"output": "overview-content.children"}).status_code == 401


def test_a_role_finds_pages_of_others_closed_in_words(client_as: Callable[[Any], FlaskClient]) -> None:
    answer = client_as("family").get("/cohorts", headers={"Accept-Language": "es"})
    assert answer.status_code == 403
    assert "This page is not open to you" in answer.text  # the account's language goes before the browser's
    assert client_as("steward").get("/map").status_code == 403
    assert client_as("researcher").get("/audit").status_code == 403


@pytest.mark.parametrize(("role", "first"), [("family", "/your-data"), ("steward", "/audit")])
def test_the_first_page_leads_everybody_home(client_as: Callable[[Any], FlaskClient], role: str, first: str) -> None:
    answer = client_as(role).get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, first)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(anonymous: FlaskClient) -> None:
    form = {"csrf": form_token(anonymous.get("/sign-in").text), "role": "researcher"}
    answer = anonymous.post("/sign-in/demo", data=form)
    [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(SECRET)]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie  # this is one machine
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie


def test_elsewhere_the_cookie_goes_over_https_only(anonymous: FlaskClient) -> None:
    cookies = anonymous.get("/sign-in", headers={"Host": "192.0.2.7"}).headers.getlist("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)


def test_a_password_lets_in_and_the_audit_log_knows(anonymous: FlaskClient, account: Account, opened: Opened) -> None:
    answer = _sign_in(anonymous, account.email.upper(), PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Ana" in anonymous.get("/_dash-layout").text
    assert _events(opened, "sign_in")[0].actor == account.id
    assert account.email not in str(_events(opened, "sign_in"))


def test_nobody_is_told_which_accounts_there_are(anonymous: FlaskClient, account: Account, opened: Opened) -> None:
    wrong = _sign_in(anonymous, account.email, "not the password at all")
    unknown = _sign_in(anonymous, "nobody@hospital.example", "not the password at all")
    opened.identity.change_account(account.id, lambda one: _with(one, enabled=False))
    disabled = _sign_in(anonymous, account.email, PASSWORD)
    said = [re.sub(r'value="[^"]{40,}"', "", answer.text) for answer in (wrong, unknown, disabled)]
    assert [answer.status_code for answer in (wrong, unknown, disabled)] == [401, 401, 401]
    assert said[0] == said[1] == said[2]
    assert "hospital.example" not in said[0]
    refused = _events(opened, "sign_in_refused")[0]
    assert (refused.actor, refused.subject) == ("nobody", "")
    assert "hospital" not in refused.details


def _with(account: Account, **changes: Any) -> Account:
    from dataclasses import replace

    return replace(account, **changes)


def test_signing_in_makes_a_new_token_and_the_old_one_is_worth_nothing(client: FlaskClient, account: Account) -> None:
    before = client.get_cookie(SECRET)
    assert before is not None
    client.delete_cookie(SECRET)
    stale = client.application.test_client()
    form = form_token(client.get("/sign-in").text)
    client.set_cookie(SECRET, before.value)
    answer = client.post("/sign-in", data={"csrf": form, "email": account.email, "password": PASSWORD})
    assert answer.status_code == 303
    after = client.get_cookie(SECRET)
    assert after is not None
    assert after.value != before.value
    stale.set_cookie(SECRET, before.value)
    assert stale.get("/_dash-layout").status_code == 401


def test_signing_out_ends_the_session_on_our_side_too(client: FlaskClient, opened: Opened) -> None:
    kept = client.get_cookie(SECRET)
    assert kept is not None
    answer = client.post("/sign-out", data={"csrf": _csrf(client)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert client.get_cookie(SECRET) is None
    client.set_cookie(SECRET, kept.value)
    assert client.get("/_dash-layout").status_code == 401
    assert _events(opened, "sign_out")[0].actor == "demo-researcher"


def _csrf(client: FlaskClient) -> str:
    """The session's token, out of the form at the foot of the navigation."""
    found = re.search(r'"value":"([^"]+)","type":"hidden","name":"csrf"', _frame(client))
    assert found
    return found[1]


def _frame(client: FlaskClient) -> str:
    """What stands around every page of Dash's, as text."""
    return json.dumps(client.get("/_dash-layout").json, separators=(",", ":"))


@pytest.mark.parametrize("token", [None, "", "x", "é", "0" * 43])
def test_a_form_without_the_token_of_its_session_changes_nothing(client: FlaskClient, token: str | None) -> None:
    form = {} if token is None else {"csrf": token}
    assert client.post("/sign-out", data=form).status_code == 400
    assert client.get("/_dash-layout").status_code == 200


def test_a_form_of_somebody_else_signs_nobody_out(client_as: Callable[[Any], FlaskClient]) -> None:
    mine, theirs = client_as("researcher"), client_as("lead")
    assert mine.post("/sign-out", data={"csrf": _csrf(theirs)}).status_code == 400


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/demo"])
def test_a_form_that_another_browser_was_given_signs_nobody_in(
    client_as: Callable[[Any], FlaskClient], path: str, account: Account
) -> None:
    given, other = form_token(client_as(None).get("/sign-in").text), client_as(None)
    other.get("/sign-in")
    form = {"csrf": given, "role": "researcher", "email": account.email, "password": PASSWORD}
    for token in (given, "", "x"):
        answer = other.post(path, data={**form, "csrf": token})
        assert answer.status_code == 400
        assert other.get_cookie(SECRET) is None


def test_a_session_ends_by_itself_with_a_word_about_it(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.web import visits

    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=31)
    monkeypatch.setattr(visits, "now", lambda: later)
    assert client.get("/_dash-layout").status_code == 401
    answer = client.get("/map")
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert "You are signed out. That happens after 30 minutes without use." in page.text
    assert client.get_cookie(SECRET) is None
    assert "You are signed out." not in client.get("/sign-in").text


def test_whoever_is_signed_in_does_not_meet_the_door_again(client: FlaskClient) -> None:
    answer = client.get("/sign-in?next=/map")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/map")


@pytest.mark.parametrize("wanted", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"])
def test_nobody_is_led_elsewhere(anonymous: FlaskClient, wanted: str) -> None:
    page = anonymous.get("/sign-in", query_string={"next": wanted}).text
    assert "elsewhere.example" not in re.findall(r'name="next" value="([^"]*)"', page)
    form = {"csrf": form_token(page), "role": "researcher", "next": wanted}
    assert anonymous.post("/sign-in/demo", data=form).headers["Location"] == "/"


def test_no_card_lets_anybody_in_once_one_donor_is_real(
    client: FlaskClient, anonymous: FlaskClient, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.web import opened as module

    form = {"csrf": form_token(anonymous.get("/sign-in").text), "role": "steward"}
    monkeypatch.setattr(module, "contents_of", lambda store: module.Contents(synthetic=True, real=True))
    assert anonymous.post("/sign-in/demo", data=form).status_code == 404
    # Whoever came in by a card before is nobody from now on.
    assert client.get("/_dash-layout").status_code == 401
    page = anonymous.get("/sign-in").text
    assert "/sign-in/demo" not in page
    assert "invented" not in page
    monkeypatch.undo()
    opened.contents(fresh=True)


@pytest.mark.parametrize("role", ["", "admin", "operator", "STEWARD"])
def test_there_is_no_card_for_a_role_that_is_none(anonymous: FlaskClient, role: str) -> None:
    form = {"csrf": form_token(anonymous.get("/sign-in").text), "role": role}
    assert anonymous.post("/sign-in/demo", data=form).status_code == 400


def test_whoever_was_given_a_password_chooses_their_own_first(
    anonymous: FlaskClient, account: Account, opened: Opened
) -> None:
    opened.identity.change_account(account.id, lambda one: _with(one, must_change_password=True))
    assert _sign_in(anonymous, account.email, PASSWORD).status_code == 303
    assert anonymous.get("/map").headers["Location"] == "/password"
    assert anonymous.get("/_dash-layout").status_code == 403
    page = anonymous.get("/password").text
    assert "Tu contraseña la hizo otra persona" in page
    new = "a new one of four words"
    form = {"csrf": form_token(page), "old": PASSWORD, "new": new, "again": new}
    for wrong, status in (
        ({"again": "another one of words"}, 400),
        ({"new": "short", "again": "short"}, 400),
        ({"old": "not the password at all"}, 403),
        ({"csrf": "x"}, 400),
    ):
        answer = anonymous.post("/password", data={**form, **wrong})
        assert answer.status_code == status
        assert new not in answer.text
    assert anonymous.post("/password", data=form).status_code == 303
    assert anonymous.get("/map").status_code == 200
    assert _events(opened, "account_changed")[0].details == '{"password":"changed"}'


def test_the_door_speaks_three_languages(client_as: Callable[[Any], FlaskClient]) -> None:
    first = client_as(None)
    assert '<html lang="ca">' in first.get("/sign-in", headers={"Accept-Language": "ca,en;q=0.5"}).text
    assert '<html lang="en">' in first.get("/sign-in", headers={"Accept-Language": "de"}).text
    assert '<html lang="es">' in first.get("/sign-in?lang=es&next=/map").text
    again = first.get("/sign-in").text
    assert '<html lang="es">' in again
    assert "Lo que las familias dan," in again
    assert '<html lang="es">' in first.get("/sign-in?lang=<script>").text


def test_the_door_says_version_snapshot_and_how_long_a_visit_lasts(anonymous: FlaskClient, opened: Opened) -> None:
    from data_access.snapshots import latest
    from workbench import __version__

    page = anonymous.get("/sign-in").text
    snapshot = latest(opened.settings.snapshots) or ""
    assert f"Version {__version__}" in page
    assert f"Snapshot {snapshot[:10]} · {snapshot[11:]}" in page
    assert "You are signed out after 30 minutes without use" in page
    assert "Demonstration. Every person and every number here is invented." in page
    assert "/how-your-data-is-processed" in page
    assert page.count("<script") == 1  # theme.js, which only keeps a choice


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (StoreError("The store did not answer.", where="postgresql://user:hush@host"), 503),
        (RuntimeError("postgresql://user:hush@host"), 500),
    ],
    ids=["known", "unknown"],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_goes_wrong_is_said_in_words_and_never_in_code(
    anonymous: FlaskClient,
    opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    accept: str,
) -> None:
    def fails(**_: Any) -> bool:
        raise error

    form = {"csrf": form_token(anonymous.get("/sign-in").text), "role": "steward"}
    monkeypatch.setattr(opened, "demo", fails)
    answer = anonymous.post("/sign-in/demo", data=form, headers={"Accept": accept})
    assert answer.status_code == status
    for leak in ("Traceback", 'File "', "hush", "Error"):
        assert leak not in answer.text
    if status == 500:
        assert re.search(r"[0-9a-f]{4}-[0-9a-f]{4}", answer.text)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/demo", "/sign-out", "/password"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"csrf=%00&next=%0d%0a", "application/x-www-form-urlencoded"),
        (b"csrf=" + b"x" * 700_000, "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
        (b"&".join(b"a=b" for _ in range(5000)), "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ],
    ids=range(6),
)
def test_a_form_of_any_kind_ends_in_words(client: FlaskClient, path: str, body: bytes, kind: str) -> None:
    answer = client.post(path, data=body, content_type=kind)
    assert answer.status_code in (400, 413)
    assert "Traceback" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_the_frame_links_what_its_reader_may_open(client_as: Callable[[Any], FlaskClient]) -> None:
    researcher, steward = (_frame(client_as(role)) for role in ("researcher", "steward"))
    assert '"href":"/cohorts"' in researcher
    assert '"href":"/admin"' not in researcher
    assert '"href":"/cohorts"' not in steward
    assert "shell-cohort" not in steward
    assert '"href":"/admin"' in steward
    assert "Demo data steward" in steward
    assert '"action":"/sign-out","method":"post"' in steward


def test_dashs_router_draws_no_page_of_another_role(client_as: Callable[[Any], FlaskClient]) -> None:
    def drawn(role: str, path: str) -> str:
        body = {
            "output": ".._pages_content.children..._pages_store.data..",
            "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
            "inputs": [
                {"id": "_pages_location", "property": "pathname", "value": path},
                {"id": "_pages_location", "property": "search", "value": ""},
            ],
            "changedPropIds": ["_pages_location.pathname"],
        }
        answer = client_as(role).post(CALLBACK, json=body)
        return f"{answer.status_code} {answer.text}"

    assert "cohorts-page" in drawn("researcher", "/cohorts")
    for role, path in (("steward", "/cohorts"), ("steward", "/cohorts/"), ("lead", "/admin")):
        assert "This page is not open to you" in drawn(role, path)
        assert "cohorts-page" not in drawn(role, path)
    assert drawn("family", "/cohorts").startswith("403")
    assert "There is no such page" in drawn("steward", "/nowhere")
