"""The page of accounts over HTTP: what a steward reads and changes, and what nobody gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from components.admin_ids import Admin
from data_access.identity import IdentityStore, open_identity
from tests.conftest import form_token
from tests.integration.identity_world import PASSWORD, with_accounts

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from workbench.accounts.roles import Role
    from workbench.settings import Settings

LIST = f"{Admin.LIST}.children"
ADD = f"..{Admin.ADDED}.children...{Admin.EMAIL}.value...{Admin.PERSON}.value.."
DONE = f"{Admin.DONE}.children"


@pytest.fixture
def identity(home: Settings) -> Iterator[IdentityStore]:
    """The identity store of the app's home, with people in it; without them again at the end."""
    store = with_accounts(open_identity(home.identity_url))
    yield store
    for account in store.accounts():
        if not account.demo and account.role != "steward":
            store.remove_account(account.id)
    store.close()


@pytest.fixture
def steward(identity: IdentityStore, client_as: Callable[[Role | None], FlaskClient]) -> FlaskClient:
    """A browser in which a data steward has signed in with a password."""
    browser = client_as(None)
    form = {"csrf": form_token(browser.get("/sign-in").text), "email": "eva@example.org", "password": PASSWORD}
    assert browser.post("/sign-in", data=form).status_code == 303
    return browser


def ask(browser: FlaskClient, output: str, changed: str, values: dict[str, Any]) -> Any:
    """Runs a callback as the browser does; gives the whole answer."""
    wanted = browser.get("/_dash-dependencies").json
    found = next(one for one in wanted if one["output"] == output)

    def filled(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**part, "value": values.get(part["id"])} for part in parts]

    names = output.strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1))) for name in names]
    body = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": filled(found["inputs"]),
        "state": filled(found["state"]),
        "changedPropIds": [changed],
    }
    return browser.post("/_dash-update-component", json=body)


def test_a_steward_reads_the_list_and_it_holds_no_secret(steward: FlaskClient, identity: IdentityStore) -> None:
    answer = ask(steward, LIST, f"{Admin.LIST}.id", {})
    assert answer.status_code == 200
    assert "lea@example.org" in answer.text
    assert "argon2" not in answer.text
    assert "issuer|1" not in answer.text
    assert not any(row.token_hash in answer.text for row in identity.sessions.of("id-eva"))
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [None, "family", "researcher", "lead"])
@pytest.mark.parametrize("output", [LIST, ADD, DONE])
def test_nobody_else_gets_an_answer(
    client_as: Callable[[Role | None], FlaskClient], steward: FlaskClient, role: Role | None, output: str
) -> None:
    browser = client_as(role)
    body = {"output": output, "outputs": [], "inputs": [], "state": [], "changedPropIds": []}
    answer = browser.post("/_dash-update-component", json=body)
    assert answer.status_code == (401 if role is None else 403)
    assert "example.org" not in answer.text
    assert browser.get("/admin").status_code in (302, 403)


def test_a_newcomer_is_added_with_a_password_that_stands_there_once(
    steward: FlaskClient, identity: IdentityStore
) -> None:
    form = {Admin.EMAIL: "new@example.org", Admin.PERSON: "New", Admin.ROLE: "lead", Admin.LANGUAGE: "ca"}
    answer = ask(steward, ADD, f"{Admin.ADD}.n_clicks", {**form, Admin.ADD: 1, Admin.WAY: "password"})
    assert answer.status_code == 200
    account = identity.account_by_email("new@example.org")
    assert account is not None
    assert (account.role, account.language, account.must_change_password) == ("lead", "ca", True)
    given = json.loads(answer.text)["response"][Admin.ADDED]["children"]
    (password,) = _texts(given, "admin-password")
    assert len(password) == 24
    assert password not in ask(steward, LIST, f"{Admin.LIST}.id", {}).text


def _texts(part: Any, class_name: str) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in _texts(one, class_name)]
    if not isinstance(part, dict):
        return []
    own = [part["props"]["children"]] if part.get("props", {}).get("className") == class_name else []
    return own + _texts(part.get("props", {}).get("children"), class_name)


def test_an_account_is_disabled_and_enabled_again(steward: FlaskClient, identity: IdentityStore) -> None:
    chosen = {Admin.CHOSEN: {"account": "id-ana", "pressed": 1}}
    for button, enabled in ((Admin.DISABLE_NOW, False), (Admin.ENABLE, True)):
        answer = ask(steward, DONE, f"{button}.n_clicks", {**chosen, button: 1})
        assert answer.status_code == 200
        account = identity.account("id-ana")
        assert account is not None
        assert account.enabled is enabled


def test_the_first_step_disables_nobody(steward: FlaskClient, identity: IdentityStore) -> None:
    values = {Admin.CHOSEN: {"account": "id-ana", "pressed": 1}, Admin.DISABLE: 1}
    answer = ask(steward, f"{Admin.CONFIRM}.hidden", f"{Admin.DISABLE}.n_clicks", values)
    assert answer.json["response"][Admin.CONFIRM]["hidden"] is False
    account = identity.account("id-ana")
    assert account is not None
    assert account.enabled


def test_the_last_steward_is_told_so(steward: FlaskClient, identity: IdentityStore) -> None:
    values = {Admin.CHOSEN: {"account": "id-eva", "pressed": 1}, Admin.DISABLE_NOW: 1}
    answer = ask(steward, DONE, f"{Admin.DISABLE_NOW}.n_clicks", values)
    assert "last steward" in answer.text
    account = identity.account("id-eva")
    assert account is not None
    assert account.enabled


def test_a_changed_role_signs_out_at_once(
    steward: FlaskClient, client_as: Callable[[Role | None], FlaskClient], identity: IdentityStore
) -> None:
    browser = client_as(None)
    form = {"csrf": form_token(browser.get("/sign-in").text), "email": "lea@example.org", "password": PASSWORD}
    assert browser.post("/sign-in", data=form).status_code == 303
    assert browser.get("/cohorts").status_code == 200
    values = {Admin.CHOSEN: {"account": "id-lea", "pressed": 1}, Admin.SAVE_ROLE: 1, Admin.NEW_ROLE: "family"}
    assert ask(steward, DONE, f"{Admin.SAVE_ROLE}.n_clicks", values).status_code == 200
    assert browser.get("/cohorts").status_code == 302


def test_a_demonstration_leaves_no_account_behind(
    client_as: Callable[[Role | None], FlaskClient], identity: IdentityStore
) -> None:
    before = {account.id for account in identity.accounts() if not account.demo}
    form = {Admin.EMAIL: "back.door@example.org", Admin.ROLE: "steward", Admin.LANGUAGE: "en", Admin.ADD: 1}
    answer = ask(client_as("steward"), ADD, f"{Admin.ADD}.n_clicks", form)
    assert "demo account" in answer.text
    assert {account.id for account in identity.accounts() if not account.demo} == before


@pytest.mark.parametrize("junk", [None, "", 7, [], {"account": 7}, {"account": "\x00"}, {"account": "x" * 10_000}])
def test_junk_is_met_with_words(steward: FlaskClient, junk: Any) -> None:
    values = {Admin.CHOSEN: junk, Admin.SAVE_ROLE: 1, Admin.NEW_ROLE: junk}
    for output in (DONE, ADD):
        form = {Admin.EMAIL: junk, Admin.PERSON: junk, Admin.ROLE: junk, Admin.LANGUAGE: junk, Admin.ADD: 1}
        answer = ask(steward, output, f"{Admin.SAVE_ROLE}.n_clicks", {**values, **form})
        assert answer.status_code in (200, 204)
        assert "Traceback" not in answer.text
        assert "Reference" not in answer.text
