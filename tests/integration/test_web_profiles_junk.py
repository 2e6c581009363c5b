"""Junk sent to the callbacks of `/similar`, `/conditions` and `/condition`: a sentence or a refusal, never a crash."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from components.similar_ids import Similar

if TYPE_CHECKING:
    from flask.testing import FlaskClient

_PAGES = ("similar", "condition", "profile")
_FAR = "." + ".".join(str(n) for n in range(1, 400))
_JUNK: tuple[Any, ...] = (
    None,
    "#p=1250.1263&p2=1263&x2=1250",
    "#p=118",
    "#p=9999999",
    "#p=125\u0660",
    f"#p={_FAR}",
    "\x00<script>",
    [],
    7,
    ["#p=1250"],
    {},
    {"id": "ORPHA:558", "cohort": "junk"},
    {"id": [], "cohort": {}},
    {"findings": "\u00e9"},
    {"findings": "W10="},
    {"findings": 5, "kept": 5},
)


def _asked(callback: dict[str, Any], values: itertools.cycle[Any], first: Any) -> dict[str, Any]:
    """The request of a callback, its first input `first`, the others whatever comes next."""
    output = callback["output"]
    named = output.strip(".").split("...") if output.startswith("..") else [output]
    outputs = [dict(zip(("id", "property"), one.rsplit(".", 1), strict=True)) for one in named]
    inputs = [{**one, "value": next(values) if at else first} for at, one in enumerate(callback["inputs"])]
    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": inputs,
        "state": [{**one, "value": next(values)} for one in callback["state"]],
        "changedPropIds": [f"{inputs[0]['id']}.{inputs[0]['property']}"],
    }


def test_no_junk_makes_a_callback_of_these_pages_crash(client: FlaskClient) -> None:
    values = itertools.cycle(("", None, 1, "#p=1250", {"id": "OMIM:162200", "cohort": ""}, "junk", [], "#p=1250.1263"))
    ours = [
        callback
        for callback in client.get("/_dash-dependencies").get_json()
        if not callback["clientside_function"] and any(page in str(callback) for page in _PAGES)
    ]
    assert len(ours) > 10
    for callback, junk in itertools.product(ours, _JUNK):
        answer = client.post("/_dash-update-component", json=_asked(callback, values, junk))
        assert answer.status_code < 500, (callback["output"], junk)
        assert b"Traceback" not in answer.data


def test_a_profile_with_an_unknown_finding_keeps_its_rows_so_that_it_can_be_mended(client: FlaskClient) -> None:
    callbacks = client.get("/_dash-dependencies").get_json()
    shown = next(one for one in callbacks if f"{Similar.PROFILES}.children" in one["output"])
    asked = _asked(shown, itertools.cycle([""]), "#p=9999999.1250")
    said = client.post("/_dash-update-component", json=asked).get_data(as_text=True)
    assert "Not a finding of this HPO release" in said
    assert "Seizure" in said
