"""Passwords: hashed with Argon2id, checked with the same work whether or not there is anything to check against."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workbench.errors import WorkbenchError

SHORTEST = 12
LONGEST = 200
_FEWEST_CHARACTERS = 5
# RFC 9106, second recommended option: 3 passes over 64 MiB.
_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32, salt_len=16)
# Each check takes 64 MiB: many people at once wait for each other instead of filling the machine.
_turn = BoundedSemaphore(2)
# Letters and digits that nobody mistakes for each other when reading them out.
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


class WeakPassword(WorkbenchError):
    """A new password does not keep the rules; the words never hold it."""


def hash_password(password: str) -> str:
    """The Argon2id hash of a new password.

    Raises:
        WeakPassword: It is too short, too long, or says the same character again and again.
    """
    spelled = _spelled(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"A password has {SHORTEST} to {LONGEST} characters.", do="Four words in a row do well.")
    if len(set(spelled)) < _FEWEST_CHARACTERS:
        raise WeakPassword("This password repeats a few characters.", do="Four words in a row do well.")
    with _turn:
        return _hasher.hash(spelled)


def is_password(known_hash: str | None, password: str) -> bool:
    """True where the password belongs to the hash. Without a hash the same work is done, and the answer is False."""
    against = known_hash if known_hash is not None and len(password) <= LONGEST else None
    with _turn:
        try:
            matches = _hasher.verify(against or _no_hash(), _spelled(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
    return matches and against is not None


def needs_new_hash(known_hash: str) -> bool:
    """True where the hash was made with other settings than today's."""
    return _hasher.check_needs_rehash(known_hash)


def one_time_password() -> str:
    """A password for the first sign-in: five groups of four letters and digits, 99 bits."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(5))


def _spelled(password: str) -> bytes:
    """One spelling for all that looks the same, as different keyboards write it."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _no_hash() -> str:
    """A hash of nothing with today's settings: to check against it takes as long as against a real one."""
    salt, result = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    settings = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${settings}${salt}${result}"
