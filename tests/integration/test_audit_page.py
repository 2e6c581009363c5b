"""The audit page over HTTP: stewards see who asked what; nobody else does, and no number of donors stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from workbench.accounts.roles import ROLES, Role

if TYPE_CHECKING:
    from flask.testing import FlaskClient

CALLBACK = "/_dash-update-component"
LINES = "..audit-lines.children...audit-before.data...audit-older.disabled.."
BAR = "..shell-cohort.children...shell-cohort-links.children.."
ClientAs = Callable[[Role | None], "FlaskClient"]


def value(id: Any, property: str, given: object) -> dict[str, object]:
    return {"id": id, "property": property, "value": given}


def ask(client: FlaskClient, output: str, inputs: list[Any], state: list[Any] | None = None, by: str = "") -> Any:
    outputs = [dict(zip(("id", "property"), one.rsplit(".", 1), strict=True)) for one in output.strip(".").split("...")]
    body = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": inputs,
        "state": state or [],
        "changedPropIds": [by] if by else [],
    }
    return client.post(CALLBACK, json=body)


def lines(client: FlaskClient, kind: object, person: object = "", before: object = None, by: str = "") -> Any:
    inputs = [
        value("audit-kind", "value", kind),
        value("audit-person", "value", person),
        value("audit-newest", "n_clicks", 0),
        value("audit-older", "n_clicks", 1 if by else 0),
    ]
    return ask(client, LINES, inputs, [value("audit-before", "data", before)], by)


def cohort(client: FlaskClient, search: str) -> Any:
    place = [value("shell-location", "search", search), value("shell-location", "pathname", "/cohorts")]
    return ask(client, BAR, place)


def test_a_steward_sees_who_asked_what_in_words_and_no_number_of_donors(client_as: ClientAs) -> None:
    assert cohort(client_as("researcher"), "?q=HP:0001250~sex:female").status_code == 200
    steward = client_as("steward")
    answer = lines(steward, "questions")
    assert answer.status_code == 200
    assert "Women and girls with seizures of any kind" in answer.text
    assert not re.search(r"\bdonors\b", answer.text)


@pytest.mark.parametrize("role", [None, *(role for role in ROLES if role != "steward")])
def test_nobody_else_opens_the_page_or_asks_its_callbacks(client_as: ClientAs, role: Role | None) -> None:
    client = client_as(role)
    assert client.get("/audit").status_code in (302, 303, 401, 403)
    for answer in (
        lines(client, "questions"),
        ask(client, "audit-chain.children", [value("audit-verify", "n_clicks", 1)]),
        ask(client, "audit-person.options", [value("audit-person", "id", "audit-person")]),
    ):
        assert answer.status_code in (401, 403)


def test_signing_in_is_an_event_of_the_log_and_its_chain_is_verified(client_as: ClientAs) -> None:
    steward = client_as("steward")
    assert "Signed in" in lines(steward, "sign-ins").text
    untouched = ask(steward, "audit-chain.children", [value("audit-verify", "n_clicks", 0)])
    assert "not verified on this visit" in untouched.text
    verified = ask(steward, "audit-chain.children", [value("audit-verify", "n_clicks", 1)])
    assert "The chain holds" in verified.text


def test_alerts_are_there_and_a_button_of_no_alert_is_refused_in_words(client_as: ClientAs) -> None:
    steward = client_as("steward")
    drawn = ask(steward, "audit-alerts.children", [value("audit-alerts", "id", "audit-alerts"), []])
    assert drawn.status_code == 200
    assert "Nothing calls for attention" in drawn.text


@pytest.mark.parametrize("junk", [None, 7, "no such kind", ["questions"], {"a": 1}, "x" * 5_000])
def test_junk_in_the_choice_is_answered_in_words(client_as: ClientAs, junk: object) -> None:
    steward = client_as("steward")
    for answer in (lines(steward, junk), lines(steward, "questions", junk), lines(steward, "erasures", "", junk)):
        assert answer.status_code == 200
        assert "Traceback" not in answer.text
