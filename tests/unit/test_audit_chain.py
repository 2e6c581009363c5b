"""The chain of the audit log: what was written holds, and nothing else does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data_access.audit import BEGINNING, ChainVerdict, moment, next_event, verify_chain

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
Row = tuple[Any, ...]


def chain(length: int) -> list[Row]:
    """Rows as they are kept."""
    head, rows = (0, BEGINNING), []
    for number in range(length):
        event = next_event(head, NOON + dt.timedelta(hours=number), f"user-{number % 3}", "export", "", {"n": number})
        fields = event.actor, event.action, event.subject, event.details, event.previous, event.hash
        rows.append((event.seq, moment(event.at), *fields))
        head = event.seq, event.hash
    return rows


def heads(rows: list[Row]) -> list[tuple[int, str]]:
    return [(row[0], row[-1]) for row in rows]


@given(length=st.integers(0, 12), data=st.data())
def test_a_chain_holds_with_any_of_its_heads(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    some = data.draw(st.lists(st.sampled_from(heads(rows)))) if rows else []
    assert verify_chain(rows, some) == ChainVerdict(True, length, None, rows[-1][-1] if rows else BEGINNING)


@given(length=st.integers(1, 12), data=st.data())
def test_any_other_value_in_any_field_is_found_at_its_row(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    place, field = data.draw(st.integers(0, length - 1)), data.draw(st.integers(1, 7))
    other = data.draw(st.text(max_size=70) | st.none() | st.binary(max_size=4) | st.integers())
    changed = (*rows[place][:field], other, *rows[place][field + 1 :])
    found = verify_chain([*rows[:place], changed, *rows[place + 1 :]], heads(rows)[-1:])
    assert found.first_bad == (None if changed == rows[place] else place + 1)


@given(length=st.integers(1, 12), data=st.data())
def test_rows_that_are_missing_or_elsewhere_are_found(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    kept = data.draw(st.lists(st.sampled_from(rows), max_size=length + 2))
    found = verify_chain(kept, heads(rows)[-1:])
    agree = next((place for place, (one, other) in enumerate(zip(kept, rows, strict=False)) if one != other), None)
    first = agree if agree is not None else min(len(kept), length)
    assert found.ok == (kept == rows)
    if kept != rows:
        assert found.first_bad == first + 1


def test_a_head_before_the_first_row_must_be_the_beginning() -> None:
    assert verify_chain(chain(2), [(0, BEGINNING)]).ok
    assert verify_chain(chain(2), [(0, "a" * 64)]).first_bad == 1
