"""The page of evaluations over HTTP: the lead of an approved study has a definition counted; nobody else does."""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from components.evaluate_ids import Evaluate
from data_access.opening import open_store
from data_access.studies import Study
from tests.integration.test_admin_page import ask
from workbench.rights.demo_study import DEMO_STUDY

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from data_access.store import Store
    from workbench.accounts.roles import Role
    from workbench.settings import Settings

    ClientAs = Callable[[Role | None], FlaskClient]

STUDIES = f"..{Evaluate.STUDY}.options...{Evaluate.STUDY}.value...{Evaluate.STEPS}.hidden...{Evaluate.NONE}.children.."
FILL = f"{Evaluate.TEXT}.value"
CHECK = f"..{Evaluate.CHECKED}.data...{Evaluate.WORDS}.children.."
RUN = f"..{Evaluate.ANSWER}.children...{Evaluate.SPENT}.data.."
EITHER = '{"all": [{"any": [{"sex": "female"}, {"sex": "male"}]}, {"not": {"age_band": "0-4"}}]}'


@pytest.fixture
def store(home: Settings) -> Iterator[Store]:
    opened = open_store(home.store_url)
    yield opened
    opened.close()


def study(store: Store, lead: str, **fields: Any) -> str:
    """An approved study of its own for a test; gives its id."""
    id = f"sleep-{secrets.token_hex(4)}"
    known: dict[str, Any] = {"ethics_reference": "CEIC 1", "ethics_until": dt.date(2999, 1, 1), "state": "approved"}
    document, purpose = "a" * 64, "Sleep."
    store.studies.put(Study(id, f"About {id}", purpose, (), ethics_document=document, lead=lead, **(known | fields)))
    return id


def checked(client: FlaskClient, study: object, text: object) -> Any:
    values = {Evaluate.CHECK: 1, Evaluate.STUDY: study, Evaluate.TEXT: text}
    return ask(client, CHECK, f"{Evaluate.CHECK}.n_clicks", values)


def counted(client: FlaskClient, study: object, text: object) -> Any:
    values = {Evaluate.RUN: 1, Evaluate.CHECKED: {"study": study, "text": text}}
    return ask(client, RUN, f"{Evaluate.RUN}.n_clicks", values)


def left(client: FlaskClient, id: str) -> str:
    answer = ask(client, STUDIES, f"{Evaluate.NONE}.id", {}).json["response"]
    (label,) = (one["label"] for one in answer[Evaluate.STUDY]["options"] if one["value"] == id)
    (found,) = re.findall(r"(\d+) of 12 evaluations left", json.dumps(label))
    return str(found)


def test_a_lead_checks_in_words_then_runs_and_keeps_the_number(client_as: ClientAs, store: Store) -> None:
    lead, id = client_as("lead"), study(store, "demo-lead")
    said = checked(lead, id, EITHER)
    assert "any of (female, or male); not known to fit age" in said.text
    assert "one of 12 left" in said.text
    assert left(lead, id) == "12"
    answer = counted(lead, id, EITHER)
    assert re.search(r"About \d+ donors fit", answer.text)
    rows = next(part for part in _parts(answer.json) if "content" in part)
    kept = json.loads(rows["content"])
    assert kept["definition"] == json.loads(EITHER)
    assert kept["study"]["id"] == id
    assert kept["count"] % 5 == 0
    assert left(lead, id) == "11"
    assert "free" in checked(lead, id, rows["content"]).text
    assert counted(lead, id, EITHER).text == answer.text
    assert left(lead, id) == "11"


def _parts(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _parts(one)


def test_too_few_are_no_number(client_as: ClientAs, store: Store) -> None:
    lead, id = client_as("lead"), study(store, "demo-lead")
    nobody = '{"all": [{"sex": "male"}, {"not": {"sex": "male"}}]}'
    assert "Too few donors fit to show a number" in counted(lead, id, nobody).text


def test_another_lead_is_refused_and_uses_nothing_up(client_as: ClientAs, store: Store) -> None:
    lead, id = client_as("lead"), study(store, "somebody-else")
    offered = ask(lead, STUDIES, f"{Evaluate.NONE}.id", {}).text
    assert id not in offered
    for answer in (checked(lead, id, EITHER), counted(lead, id, EITHER)):
        assert "You take no part in such a study." in answer.text
    assert not [row for row in store.questions.latest() if row.study == id]


@pytest.mark.parametrize("change", [{"state": "proposed"}, {"ethics_until": dt.date(2026, 1, 1)}])
def test_a_study_that_is_not_approved_or_has_run_out_is_refused(
    client_as: ClientAs, store: Store, change: dict[str, Any]
) -> None:
    lead, id = client_as("lead"), study(store, "demo-lead", **change)
    assert "not approved" in counted(lead, id, EITHER).text
    assert id not in ask(lead, STUDIES, f"{Evaluate.NONE}.id", {}).text


@pytest.mark.parametrize("role", [None, "family", "researcher", "steward"])
def test_nobody_else_opens_the_page_or_asks_its_callbacks(client_as: ClientAs, role: Role | None) -> None:
    client, wanted = client_as(role), (401 if role is None else 403)
    assert client.get("/evaluate").status_code == (302 if role is None else 403)
    for output in (STUDIES, FILL, CHECK, RUN):
        body = {"output": output, "outputs": [], "inputs": [], "state": [], "changedPropIds": []}
        assert client.post("/_dash-update-component", json=body).status_code == wanted


def test_only_leads_have_it_in_their_menu(client_as: ClientAs) -> None:
    assert "'href': '/evaluate'" in str(client_as("lead").get("/_dash-layout").json)
    assert "'href': '/evaluate'" not in str(client_as("researcher").get("/_dash-layout").json)


def test_without_a_study_the_page_says_how_one_is_approved(client_as: ClientAs, store: Store) -> None:
    lead = client_as("lead")
    mine = [one for one in store.studies.all() if one.lead == "demo-lead"]
    try:
        for one in mine:
            store.studies.put(replace(one, state="closed"))
        answer = ask(lead, STUDIES, f"{Evaluate.NONE}.id", {})
        assert "workbench study approve" in answer.text
        assert answer.json["response"][Evaluate.STEPS]["hidden"] is True
    finally:
        for one in mine:
            store.studies.put(one)


def test_the_card_of_the_demonstration_leads_to_a_study_of_its_own(client_as: ClientAs, store: Store) -> None:
    lead = client_as("lead")
    assert left(lead, DEMO_STUDY)
    assert [event.actor for event in store.audit.events(action="study_approved") if event.subject == DEMO_STUDY] == [
        "demo"
    ]


def test_the_cohort_of_the_address_or_the_example_is_what_one_starts_from(client_as: ClientAs) -> None:
    lead = client_as("lead")
    start = {Evaluate.QUESTION: "HP:0001250~sex:female"}
    text = ask(lead, FILL, f"{Evaluate.QUESTION}.data", start).json["response"][Evaluate.TEXT]["value"]
    assert json.loads(text) == {"all": [{"observed": "HP:0001250"}, {"sex": "female"}]}
    example = ask(lead, FILL, f"{Evaluate.EXAMPLE}.n_clicks", {**start, Evaluate.EXAMPLE: 1})
    text = example.json["response"][Evaluate.TEXT]["value"]
    assert "seizure" in checked(lead, DEMO_STUDY, text).text
    assert "value" not in ask(lead, FILL, f"{Evaluate.QUESTION}.data", {Evaluate.QUESTION: "<script>"}).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"all": [', "Line 1, column 10: This is not JSON."),
        ('{"all": [{"sex": "male"}, {"observed": "HP:9999999"}]}', "Part 2"),
        ('{"all": [{"any": [{"sex": "male"}, {"sex": "x"}]}]}', "Part 1, option 2"),
        ('{"all": []}', "names no condition"),
    ],
)
def test_what_is_wrong_with_a_definition_is_said_with_its_place(client_as: ClientAs, text: str, said: str) -> None:
    lead = client_as("lead")
    before = left(lead, DEMO_STUDY)
    for answer in (checked(lead, DEMO_STUDY, text), counted(lead, DEMO_STUDY, text)):
        assert said in answer.text
    assert checked(lead, DEMO_STUDY, text).json["response"][Evaluate.CHECKED]["data"] is None
    assert left(lead, DEMO_STUDY) == before


@pytest.mark.parametrize("junk", [None, 7, [], {"a": 1}, "\x00", "x" * 30_000, "[" * 15_000])
def test_junk_is_met_with_words(client_as: ClientAs, junk: Any) -> None:
    lead = client_as("lead")
    whole = ask(lead, RUN, f"{Evaluate.RUN}.n_clicks", {Evaluate.RUN: 1, Evaluate.CHECKED: junk})
    for answer in (checked(lead, DEMO_STUDY, junk), checked(lead, junk, EITHER), counted(lead, junk, junk), whole):
        assert answer.status_code == 200
        assert "Traceback" not in answer.text
        assert "Reference for support" not in answer.text
