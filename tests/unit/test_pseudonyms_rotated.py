"""Pseudonyms made with several keys: each rotation hashes the pseudonym before it."""

from __future__ import annotations

import hmac
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from data_access.pseudonyms import Pseudonymiser, renewed
from data_access.rules import is_pseudonym
from data_access.suppression import Suppressor

keys = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=5, unique=True)
people = st.tuples(st.text(), st.text())
ONE, TWO, THREE = b"1" * 32, b"2" * 32, b"3" * 32


def test_a_rotated_pseudonym_is_the_written_formula() -> None:
    before = Pseudonymiser(ONE).pseudonym("clinic", "77")
    after = hmac.new(TWO, before.encode(), sha256).hexdigest()[:32]
    assert renewed(before, TWO) == after
    assert Pseudonymiser(ONE, TWO).pseudonym("clinic", "77") == after
    assert Pseudonymiser(ONE).with_next(TWO).key_id == Pseudonymiser(ONE, TWO).key_id
    assert Pseudonymiser(ONE, TWO).generation == 2


@given(several=keys, person=people)
def test_renaming_once_a_key_gives_what_all_keys_together_give(several: list[bytes], person: tuple[str, str]) -> None:
    name = Pseudonymiser(several[0]).pseudonym(*person)
    chain = [name]
    for key in several[1:]:
        name = renewed(name, key)
        chain.append(name)
    whole = Pseudonymiser(*several)
    assert whole.chain(*person) == tuple(chain)
    assert whole.pseudonym(*person) == name
    assert all(is_pseudonym(found) for found in chain)
    assert len(set(chain)) == len(chain)


@given(several=keys, person=people)
def test_an_id_noted_under_any_key_is_found_again(several: list[bytes], person: tuple[str, str]) -> None:
    whole = Pseudonymiser(*several)
    for noted in whole.chain(*person):
        assert whole.pseudonym(*person) in whole.newer_forms(noted)
    assert len(whole.newer_forms(whole.pseudonym(*person))) == len(several)


def test_the_key_id_tells_every_order_and_number_of_keys_apart() -> None:
    made = [(ONE,), (TWO,), (ONE, TWO), (TWO, ONE), (ONE, TWO, THREE), (THREE, TWO)]
    assert len({Pseudonymiser(*several).key_id for several in made}) == len(made)


@given(several=keys, person=people, other=people, secret=st.binary(min_size=32, max_size=32))
def test_who_was_erased_under_any_key_is_known_under_the_newest(
    several: list[bytes], person: tuple[str, str], other: tuple[str, str], secret: bytes
) -> None:
    suppressor, whole = Suppressor(secret), Pseudonymiser(*several)
    for number in range(1, len(several) + 1):
        erased = suppressor.hash(Pseudonymiser(*several[:number]).pseudonym(*person))
        assert erased in suppressor.hashes(whole.chain(*person))
        assert (erased in suppressor.hashes(whole.chain(*other))) == (person == other)
