"""Requests of callbacks as a browser would send them, made from what the app says of its callbacks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Callback = dict[str, Any]


def named(callbacks: list[Callback], output: str) -> Callback:
    """The callback on the server that fills an output, such as `cohorts-count.children`.

    Raises:
        KeyError: None does.
    """
    for callback in callbacks:
        if not callback["clientside_function"] and output in callback["output"]:
            return callback
    raise KeyError(output)


def parts_of(callback: Callback) -> list[str]:
    """The names of what a callback reads, inputs first: `id.property`."""
    return [f"{one['id']}.{one['property']}" for one in (*callback["inputs"], *callback["state"])]


def request_of(callback: Callback, values: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the request of a callback.

    Args:
        values: `id.property` -> value; None for any that is missing.
    """
    output = callback["output"]
    outputs = [_place(one) for one in output.strip(".").split("...")]
    inputs = [_given(one, values) for one in callback["inputs"]]
    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": inputs,
        "state": [_given(one, values) for one in callback["state"]],
        "changedPropIds": [f"{one['id']}.{one['property']}" for one in callback["inputs"][:1]],
    }


def _place(text: str) -> dict[str, Any]:
    id, property = text.rsplit(".", 1)
    return {"id": _id(id), "property": property}


def _given(one: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": _id(one["id"]), "property": one["property"], "value": values.get(f"{one['id']}.{one['property']}")}


def _id(text: str) -> Any:
    return json.loads(text) if text.startswith("{") else text
