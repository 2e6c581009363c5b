"""Which JSON may be read."""

from __future__ import annotations

import pytest

from workbench.errors import RefusedFile
from workbench.ingest.documents import MAXIMUM_BYTES, MAXIMUM_DEPTH, read_document


def test_field_names_come_out_in_camel_case() -> None:
    document = read_document(b'{"time_at_last_encounter": {"iso8601duration": "P1Y"}, "metaData": [1, 2.5, null]}')
    assert document == {"timeAtLastEncounter": {"iso8601duration": "P1Y"}, "metaData": [1, 2.5, None]}


def test_a_byte_order_mark_is_no_harm() -> None:
    assert read_document(b'\xef\xbb\xbf{"id": "a"}') == {"id": "a"}


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert read_document(b'{"id": "\\ud83d\\ude00"}') == {"id": "\N{GRINNING FACE}"}


def test_brackets_in_texts_do_not_count_as_depth() -> None:
    assert read_document(b'{"id": "' + b"[" * 500 + b'\\"[[["}')["id"].startswith("[[[")


def test_the_deepest_document_allowed_is_read() -> None:
    lists = MAXIMUM_DEPTH - 1
    assert read_document(b'{"id": ' + b"[" * lists + b"]" * lists + b"}")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not valid JSON"),
        (b'{"id": ', "not valid JSON"),
        (b'{"id": "a"} {"id": "b"}', "not valid JSON"),
        (b"[]", "not one JSON object"),
        (b'"text"', "not one JSON object"),
        (b"null", "not one JSON object"),
        (b'{"id": "\xff"}', "not UTF-8"),
        ('{"id": "a"}'.encode("utf-16"), "not UTF-8"),
        (b'{"id": NaN}', "NaN"),
        (b'{"id": -Infinity}', "NaN"),
        (b'{"id": 1e999}', "too large"),
        (b'{"id": ' + b"9" * 5000 + b"}", "too large"),
        (b'{"id": 1, "id": 2}', "twice"),
        (b'{"meta_data": 1, "metaData": 2}', "twice"),
        (b'{"id": "\\u0000"}', "NUL"),
        (b'{"id": ["a", {"label": "\\ud800"}]}', "surrogate"),
        (b'{"\\udfff": 1}', "surrogate"),
        (b'{"id": "\x00"}', "not valid JSON"),
        (b"[" * 100_000, "levels deep"),
        (b'{"a":' * 100_000, "levels deep"),
        (b'{"id": ' + b"[" * MAXIMUM_DEPTH + b"]" * MAXIMUM_DEPTH + b"}", "levels deep"),
        (b'["]", ' * 200 + b'"["]' * 200, "levels deep"),
        (b'"' + b'\\"' * 1_000_000, "not valid JSON"),
        (b'{"id": "' + b"a" * MAXIMUM_BYTES + b'"}', "larger than 5 MB"),
    ],
)
def test_json_that_may_not_be_read_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(RefusedFile, match=reason):
        read_document(content)


def test_a_field_given_twice_is_named_only_when_the_schema_knows_it() -> None:
    with pytest.raises(RefusedFile) as known:
        read_document(b'{"subject": 1, "subject": 2}')
    with pytest.raises(RefusedFile) as unknown:
        read_document(b'{"Maria Puig": 1, "Maria Puig": 2}')
    assert known.value.where == "subject"
    assert unknown.value.where == "(unknown field)"
