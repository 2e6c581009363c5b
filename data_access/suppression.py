"""Who was erased and must not come back: one-way hashes of pseudonyms, made with a key of their own.

The list says nothing of anybody without the key, not even to somebody who holds the pseudonyms or their keys.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from data_access.pseudonyms import load_key

_CONTEXT = b"suppression-1:"


class Suppressor:
    """Makes the hashes of the suppression list.

    Args:
        key: 32 secret bytes (see `load_key`).
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def hash(self, pseudonym: str) -> str:
        """The hash of a pseudonym, 64 hexadecimal digits of HMAC-SHA256."""
        return hmac.new(self._key, _CONTEXT + pseudonym.encode(), sha256).hexdigest()

    def hashes(self, pseudonyms: Iterable[str]) -> set[str]:
        """The hashes of several; at an import those of `Pseudonymiser.chain`, for keys rotated since an erasure."""
        return {self.hash(pseudonym) for pseudonym in pseudonyms}


def load_suppressor(keys: Path) -> Suppressor:
    """The suppressor of a folder of keys; its key is made at first use.

    Raises:
        StoreError: The key cannot be read or made, or others may read it.
    """
    return Suppressor(load_key(keys / "suppression.key"))
