"""Released values as bytes: JSON with an authentication code, so that a cache can be read but not written by others."""

from __future__ import annotations

import hmac
import json
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workbench.errors import NotReleased

_CODE = 32


def write(kind: Any, name: str, value: object, answer: dict[str, object]) -> bytes:
    """A value of the annotated kind, with its name and what it answers, as JSON."""
    data = {**answer, "result": name, "value": _adapter(kind).dump_python(value, mode="json")}
    return json.dumps(data, separators=(",", ":")).encode()


def read(kind: Any, name: str, body: bytes) -> tuple[Any, dict[str, Any]]:
    """The value and what it answers.

    Raises:
        NotReleased: It is something else, or was written by another version.
    """
    try:
        data = json.loads(body)
        if data.pop("result") != name:
            raise _refused()
        return _adapter(kind).validate_python(data.pop("value"), strict=False), data
    except (ValueError, KeyError, ValidationError):
        raise _refused() from None


def seal(key: bytes, place: str, body: bytes) -> bytes:
    """The body behind its code, which holds for this place only."""
    return _code(key, place, body) + body


def unseal(key: bytes, place: str, data: bytes) -> bytes:
    """The body.

    Raises:
        NotReleased: The code does not fit.
    """
    code, body = data[:_CODE], data[_CODE:]
    if not hmac.compare_digest(code, _code(key, place, body)):
        raise _refused()
    return body


def _code(key: bytes, place: str, body: bytes) -> bytes:
    return hmac.new(key, len(place).to_bytes(8, "big") + place.encode() + body, sha256).digest()


def _refused() -> NotReleased:
    return NotReleased("This answer was not written by the gate.", do="Ask again; it will be counted anew.")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
