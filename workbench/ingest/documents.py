"""JSON that may be read: strict, shallow, of sane size, and with nothing in it that a database cannot hold."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, NoReturn

from workbench.errors import RefusedFile
from workbench.ingest.field_names import camel_case, shown_name

MAXIMUM_BYTES = 5_000_000
MAXIMUM_DEPTH = 64
_MAXIMUM_DIGITS = 18

# A string that is never closed reaches to the end, where every parser gives up; so the search stays linear.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_ESCAPED = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Document = dict[str, Any]


def read_document(content: bytes) -> Document:
    """The JSON object in a file, its field names in camelCase.

    Args:
        content: The bytes of the file: UTF-8, with or without a byte order mark.

    Raises:
        RefusedFile: Not one JSON object, or hostile: too large, too deep, NaN, a field given twice.
    """
    if len(content) > MAXIMUM_BYTES:
        raise too_large()
    text = _decoded(content)
    if _depth(content) > MAXIMUM_DEPTH:
        _refuse(f"The JSON is nested more than {MAXIMUM_DEPTH} levels deep.", "A phenopacket needs about ten.")
    parsed = _parsed(text)
    if not isinstance(parsed, dict):
        _refuse("The file is not one JSON object.", "Give one phenopacket a file.")
    # Raw, such characters are no JSON or no UTF-8, so they can only come as escapes.
    if _ESCAPED.search(text):
        _check_texts(parsed)
    return parsed


def too_large() -> RefusedFile:
    """The refusal of a file that is larger than any phenopacket."""
    return RefusedFile(f"The file is larger than {MAXIMUM_BYTES // 1_000_000} MB.", do="Give one phenopacket a file.")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedFile("The file is not UTF-8 text.", do="Save it as UTF-8.", where=f"byte {error.start}") from None


def _depth(content: bytes) -> int:
    """How deep the brackets nest, found without recursion; for malformed text no less than a parser would go.

    Strings go first, then the innermost pairs, level by level: all of it inside compiled code.
    """
    brackets = _STRING.sub(b"", content).translate(_ONE_KIND, _NO_BRACKETS)
    levels = 0
    while brackets and levels <= MAXIMUM_DEPTH:
        outer = brackets.replace(b"[]", b"")
        if len(outer) == len(brackets):
            break
        brackets = outer
        levels += 1
    return levels + len(brackets)


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_number, parse_int=_whole_number
        )
    except json.JSONDecodeError as error:
        raise RefusedFile(
            f"The file is not valid JSON ({error.msg}).",
            do="Check that it is complete.",
            where=f"line {error.lineno}, column {error.colno}",
        ) from None


def _object(pairs: list[tuple[str, Any]]) -> Document:
    """The pairs as an object. Two spellings of one field are the field given twice."""
    found: Document = {}
    for name, value in pairs:
        field = camel_case(name)
        if field in found:
            _refuse("A field is given twice in the same object.", "Keep one of the two.", shown_name(field))
        found[field] = value
    return found


def _check_texts(value: Any, name: str = "") -> None:
    """Raises where a text cannot be held by every database."""
    if isinstance(value, str) and _UNSTORABLE.search(value):
        _refuse("A text holds a NUL character or half of a surrogate pair.", "Remove the character.", name)
    elif isinstance(value, list):
        for one in value:
            _check_texts(one, name)
    elif isinstance(value, dict):
        for field, one in value.items():
            _check_texts(field, "a field name")
            _check_texts(one, shown_name(field))


def _constant(_: str) -> NoReturn:
    _refuse("A number is NaN or infinite, which JSON does not know.", "Leave the field out.")


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        _refuse("A number is too large to be held.", "Leave the field out.")
    return value


def _whole_number(text: str) -> int:
    if len(text) > _MAXIMUM_DIGITS:
        _refuse("A number is too large to be held.", "Leave the field out.")
    return int(text)


def _refuse(what: str, do: str, where: str = "") -> NoReturn:
    raise RefusedFile(what, do=do, where=where)
