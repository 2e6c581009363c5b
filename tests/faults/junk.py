"""What nobody should send, and somebody will: values, addresses, cohorts and phenopackets, made by Hypothesis."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

WORDS = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202eabc",
    "\U0001f9ec" * 50,
    "İ" * 20,
    "HP:0001250",
    "HP:0001250~sex:female",
    "HP:9999999",
    "HP:00012٠0",
    "!HP:0001250",
    "sex:",
    "sex:female~sex:male~sex:female",
    "age:0-4",
    "age:99999999999999999999",
    "region:ES~map:1,1~map:1,2",
    "map:" + ",".join(str(number) for number in range(900)),
    "map:-1",
    "map:1e308",
    "condition:OMIM:1' OR '1'='1",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}%(x)s",
    "%00%ff%fe",
    "#p=1250.1263&p2=1263",
    "#p=" + "1250." * 500,
    "?q=" + "HP:0001250~" * 300,
    "?q=HP:0001250&q=HP:0001263&lang=xx",
    "?" + "&".join(f"a{number}=1" for number in range(300)),
    "x" * 20_000,
    "9" * 5_000,
    "null",
    "true",
    "NaN",
    "-0",
    "1e400",
)
NUMBERS = (0, -1, 1, 2**31, 2**63, -(2**63) - 1, 10**400, 1e308, -1e308, 5e-324, float("nan"), float("inf"), 0.1)
_KEYS = (
    "id",
    "all",
    "any",
    "not",
    "observed",
    "term",
    "cohort",
    "value",
    "points",
    "customdata",
    "$ref",
    "__proto__",
    "",
)


def deep(depth: int, inner: Any = None) -> Any:
    """Lists in lists."""
    for _ in range(depth):
        inner = [inner]
    return inner


_PLAIN = (
    st.sampled_from(WORDS)
    | st.sampled_from(NUMBERS)
    | st.none()
    | st.booleans()
    | st.text(max_size=40)
    | st.integers()
    | st.floats()
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    _PLAIN | st.sampled_from([deep(60), deep(400), {"a": deep(200)}, list(range(5_000)), {"x": "y" * 9_000}]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_KEYS) | st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
"""Any value that JSON of Python can carry, NaN among them."""

ADDRESSES: st.SearchStrategy[str] = st.builds(
    lambda parts, between: between.join(parts),
    st.lists(st.sampled_from(WORDS) | st.text(max_size=20), min_size=1, max_size=5),
    st.sampled_from(["~", "", ",", ":", "!", "&"]),
).map(lambda text: text[:6_000])
"""Texts for the place where a cohort or a profile stands in an address."""


def as_json(value: Any) -> bytes:
    """The value as JSON with NaN and lone surrogates in it, as a careless program would send them."""
    return json.dumps(value).encode()


def packet(number: int = 0) -> dict[str, Any]:
    """A good phenopacket, to be spoilt."""
    return {
        "id": f"case-{number}",
        "subject": {
            "id": f"patient-{number}",
            "sex": "FEMALE",
            "timeAtLastEncounter": {"age": {"iso8601duration": "P9Y"}},
        },
        "phenotypicFeatures": [
            {"type": {"id": "HP:0001250", "label": "Seizure"}, "onset": {"age": {"iso8601duration": "P3M"}}},
            {"type": {"id": "HP:0001263"}, "excluded": True},
        ],
        "diseases": [{"term": {"id": "OMIM:312750", "label": "A condition"}}],
        "metaData": {"created": "2024-05-06T07:08:09Z", "externalReferences": [{"id": "PMID:1"}]},
    }


def paths_of(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where there is anything in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(path for key, part in inside for path in paths_of(part, (*here, key)))]


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    """The document with one part of it replaced."""
    if not path:
        return by
    parts = dict(value) if isinstance(value, dict) else list(value)
    parts[path[0]] = replaced(parts[path[0]], path[1:], by)
    return parts


_PACKET = packet()
_SPOILT = st.builds(lambda path, by: replaced(_PACKET, path, by), st.sampled_from(paths_of(_PACKET)[1:]), VALUES)
_BYTES = as_json(_PACKET)
_HAND_MADE = (
    b"",
    b"\xef\xbb\xbf" + _BYTES,
    _BYTES.decode().encode("utf-16"),
    _BYTES.replace(b"Seizure", b"\xff\xfe\xc3"),
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"id": NaN, "id": Infinity}',
    b'{"id": ' + b"9" * 100_000 + b"}",
    b'{"id": "\\ud800"}',
    b"\x00" * 1000,
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>',
    b"PK\x03\x04" + b"\x00" * 40,
    b"!!python/object/apply:os.system ['true']",
    b"\x80\x04\x95\x1c\x00\x00\x00",
)


def _flipped(content: bytes, at: int, by: int, cut: int) -> bytes:
    changed = bytearray(content)
    changed[at % len(changed)] ^= by
    return bytes(changed[: cut % (len(changed) + 1)] if cut % 3 == 0 else changed)


FILES: st.SearchStrategy[bytes] = (
    _SPOILT.map(as_json)
    | st.sampled_from(_HAND_MADE)
    | st.builds(_flipped, st.just(_BYTES), st.integers(0, 9_999), st.integers(1, 255), st.integers(0, 9_999))
    | st.binary(max_size=200)
    | VALUES.map(as_json)
)
"""Contents of files that pretend to be phenopackets."""

_NAMES = (
    "a.json",
    "../a.json",
    "/etc/a.json",
    "a/../../b.json",
    "C:\\a.json",
    "a\x00.json",
    "con.json",
    "x.xml",
    "x.zip",
    "é" * 100 + ".json",
    "a.JSON",
    ".json",
    "a.json/",
    "\ud7ff.json",
    "a.txt",
    "__MACOSX/._a.json",
)
_LETTERS = st.characters(exclude_categories=["Cs"])
NAMES: st.SearchStrategy[str] = st.sampled_from(_NAMES) | st.text(_LETTERS, max_size=12).map(lambda one: f"{one}.json")
"""Names of entries of a zip."""
