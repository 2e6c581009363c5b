"""What must not be in any answer: marked donors, ids of donors, an array with a place a donor, a count below ten."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

_FEW = re.compile(r"(?<![\d.,≥<-])\b[1-9] (?:donors?|people|persons|patients|donantes|donants)\b", re.IGNORECASE)
_COUNTED = frozenset({"count", "donors", "n", "size", "total", "number", "cohort", "here", "everyone"})
_LONG_HEX = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes:
        markers: Texts that only the record of a marked donor holds.
        ids: Pseudonyms of all donors.
        donors: How many donors the snapshot has, and other lengths that would be a place a donor.
    """

    markers: tuple[str, ...]
    ids: frozenset[str]
    donors: frozenset[int]


def leaks(body: bytes, wanted: Wanted) -> list[str]:
    """What is in an answer and must not be; empty for a good one."""
    text = body.decode("utf-8", "replace")
    found = [f"the marker {marker}" for marker in wanted.markers if marker in text or _escaped(marker) in text]
    found += ["the id of a donor" for id in _LONG_HEX.findall(text) if id in wanted.ids]
    found += [f"a count below ten: {few!r}" for few in _FEW.findall(_words(text))]
    try:
        data = json.loads(text)
    except ValueError:
        return found
    for key, value in _parts(data):
        found += _of_value(key, value, wanted)
    return found


def _escaped(marker: str) -> str:
    return json.dumps(marker)[1:-1]


def _words(text: str) -> str:
    """The text without markup, so that words stand beside each other as they are read."""
    return re.sub(r"<[^>]*>", "", text.replace("\\u2009", " ").replace("\u202f", " ").replace("\u00a0", " "))


def _parts(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in a document with its key."""
    yield key, value
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _parts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _parts(part, key)


def _of_value(key: str, value: Any, wanted: Wanted) -> list[str]:
    if isinstance(value, list) and len(value) in wanted.donors:
        return [f"an array of {len(value)} places under {key!r}"]
    if isinstance(value, dict) and "bdata" in value:
        length = _length(value)
        return [f"a packed array of {length} places under {key!r}"] if set(length) & wanted.donors else []
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if key in _COUNTED and is_number and 0 < value < 10 and value == int(value):
        return [f"{key} = {value}"]
    return []


def _length(packed: dict[str, Any]) -> tuple[int, ...]:
    """The lengths of a typed array as Plotly packs it."""
    try:
        size = len(base64.b64decode(packed["bdata"], validate=True))
    except (binascii.Error, ValueError, TypeError):
        return ()
    shape = tuple(int(one) for one in str(packed.get("shape", "")).split(",") if one.strip().isdigit())
    return (*shape, size // np.dtype(packed.get("dtype", "u1")).itemsize)
