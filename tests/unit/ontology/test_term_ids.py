"""An HPO id has one way to be written: a second one would be a second look at a released count."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.terms import from_number, number, term_id
from workbench.errors import InvalidTerm

_OTHER_DIGITS = [sign for sign in map(chr, range(128, sys.maxunicode + 1)) if sign.isdecimal()]


@given(st.integers(0, 6), st.sampled_from(_OTHER_DIGITS))
def test_digits_of_other_scripts_make_no_id(place: int, digit: str) -> None:
    id = "HP:0001250"
    with pytest.raises(InvalidTerm):
        term_id(id[: 3 + place] + digit + id[4 + place :])


@pytest.mark.parametrize(
    "text", ["", "HP:125", "hp:0001250", " HP:0001250", "HP:0001250\n", "HP_0001250", "HP:00012500"]
)
def test_another_way_of_writing_is_no_id(text: str) -> None:
    with pytest.raises(InvalidTerm):
        term_id(text)


@given(st.from_regex(r"HP:\d{7}", fullmatch=True))
def test_what_is_an_id_is_the_only_id_of_its_number(text: str) -> None:
    try:
        term = term_id(text)
    except InvalidTerm:
        return
    assert from_number(number(term)) == term
