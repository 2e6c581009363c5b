"""Junk sent to callbacks, addresses and forms. `python -m tests.faults fuzz` sends ten times as much."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.faults import fuzz

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from workbench.accounts.roles import Role


def test_no_value_of_any_kind_makes_a_callback_crash(client: FlaskClient) -> None:
    fuzz.fuzz_callbacks(client, 500)


def test_any_address_is_answered_in_words(client: FlaskClient) -> None:
    fuzz.fuzz_addresses(client, 150)


def test_no_form_of_a_stranger_makes_a_plain_page_crash(client_as: Callable[[Role | None], FlaskClient]) -> None:
    fuzz.fuzz_forms(client_as(None), 150)


@pytest.mark.parametrize("outputs", [[], "outputs", 0, None, [{"id": "a", "property": "b"}]])
def test_outputs_that_do_not_fit_their_callback_are_malformed(client: FlaskClient, outputs: object) -> None:
    search = {"id": "cohorts-question", "property": "data", "value": ""}
    body = {"output": "cohorts-attrition.children", "outputs": outputs, "inputs": [search], "state": []}
    answer = client.post("/_dash-update-component", json={**body, "changedPropIds": ["cohorts-question.data"]})
    assert answer.status_code == 400
