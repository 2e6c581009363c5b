"""Pseudonyms: the same person the same, different people different, nothing to be read out of them."""

from __future__ import annotations

import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.pseudonyms import Pseudonymiser
from data_access.rules import is_pseudonym
from workbench.errors import StoreError

KEY = bytes(range(32))
people = st.tuples(st.text(), st.text())


def test_a_pseudonym_is_the_written_formula() -> None:
    message = b"\x00\x00\x00\x00\x00\x00\x00\x06clinic\x00\x00\x00\x00\x00\x00\x00\x0277"
    expected = hmac.new(KEY, message, sha256).hexdigest()[:32]
    assert Pseudonymiser(KEY).pseudonym("clinic", "77") == expected


@given(person=people)
def test_the_same_person_gets_the_same_pseudonym(person: tuple[str, str]) -> None:
    pseudonym = Pseudonymiser(KEY).pseudonym(*person)
    assert is_pseudonym(pseudonym)
    assert pseudonym == Pseudonymiser(KEY).pseudonym(*person)


@given(one=people, other=people)
def test_different_people_get_different_pseudonyms(one: tuple[str, str], other: tuple[str, str]) -> None:
    pseudonymiser = Pseudonymiser(KEY)
    assert (one == other) == (pseudonymiser.pseudonym(*one) == pseudonymiser.pseudonym(*other))


@given(text=st.text(min_size=1), cut=st.integers(0, 20), other=st.integers(0, 20))
def test_where_source_ends_and_id_begins_matters(text: str, cut: int, other: int) -> None:
    cut, other = min(cut, len(text)), min(other, len(text))
    pseudonymiser = Pseudonymiser(KEY)
    one = pseudonymiser.pseudonym(text[:cut], text[cut:])
    assert (one == pseudonymiser.pseudonym(text[:other], text[other:])) == (cut == other)


def test_another_key_gives_other_pseudonyms() -> None:
    other = Pseudonymiser(KEY[::-1])
    assert other.pseudonym("clinic", "77") != Pseudonymiser(KEY).pseudonym("clinic", "77")
    assert other.key_id != Pseudonymiser(KEY).key_id


def test_the_key_id_tells_keys_apart_without_giving_them_away() -> None:
    assert Pseudonymiser(KEY).key_id == sha256(KEY).hexdigest()[:8]


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(StoreError, match=f"this one has {length}"):
        Pseudonymiser(b"k" * length)
