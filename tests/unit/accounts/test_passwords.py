"""Passwords: hashed with Argon2id, the same work for everybody, and nothing said about them."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from workbench.accounts import passwords
from workbench.accounts.passwords import WeakPassword, hash_password, is_password, needs_new_hash, one_time_password

WORDS = "four words in a row"


@pytest.fixture(scope="module")
def known() -> str:
    return hash_password(WORDS)


def test_a_password_fits_its_hash_and_no_other_does(known: str) -> None:
    assert is_password(known, WORDS)
    assert not is_password(known, WORDS + " ")
    assert not is_password(known, "")
    assert not is_password(known, WORDS + "x" * 200)


def test_two_hashes_of_one_password_differ_and_hold_nothing_of_it(known: str) -> None:
    other = hash_password(WORDS)
    assert other != known
    assert "words" not in known


def test_hashes_are_argon2id_with_the_settings_of_the_standard(known: str) -> None:
    assert extract_parameters(known) == RFC_9106_LOW_MEMORY
    assert not needs_new_hash(known)
    assert needs_new_hash(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(WORDS))


def test_one_spelling_for_what_looks_the_same() -> None:
    assert is_password(hash_password("Bàrbara né a casa"), "Bàrbara né a casa")


@pytest.mark.parametrize("weak", ["", "short", "x" * 201, "a" * 30, "abababababab"])
def test_a_weak_password_is_refused_and_not_repeated(weak: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        hash_password(weak)
    assert not weak or f"'{weak}'" not in repr(refusal.value)


@pytest.mark.parametrize(
    "odd", ["\x00" * 13 + "abcde", "\ud800 with half a pair", "пароль из слов", "🦓🦓 zebra zebra 🦓🦓"]
)
def test_any_characters_do(odd: str) -> None:
    assert is_password(hash_password(odd), odd)


@pytest.mark.parametrize("broken", ["", "plain text", "$argon2id$v=19$m=8,t=1,p=1$AA"])
def test_a_broken_hash_fits_nothing(broken: str) -> None:
    assert not is_password(broken, WORDS)


def test_without_a_hash_the_same_work_is_done(monkeypatch: pytest.MonkeyPatch, known: str) -> None:
    checked: list[tuple[str, bytes]] = []

    class Watched:
        memory_cost, time_cost, parallelism = 65_536, 3, 4

        def verify(self, against: str, password: bytes) -> bool:
            checked.append((against, password))
            return PasswordHasher().verify(against, password)

    monkeypatch.setattr(passwords, "_hasher", Watched())
    assert is_password(known, WORDS)
    assert not is_password(None, WORDS)
    assert not is_password(known, "x" * 300)
    assert [extract_parameters(against) for against, _ in checked] == [RFC_9106_LOW_MEMORY] * 3
    assert [len(password) for _, password in checked] == [len(WORDS), len(WORDS), 200]


def test_nothing_fits_where_there_is_no_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    class Credulous:
        memory_cost, time_cost, parallelism = 8, 1, 1

        def verify(self, *_: Any) -> bool:
            return True

    monkeypatch.setattr(passwords, "_hasher", Credulous())
    assert not is_password(None, WORDS)


def test_one_time_passwords_keep_the_rules_and_never_repeat() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert hash_password(min(made))
    assert all(len(one) == 24 and not set(one) & set("0o1il") for one in made)
