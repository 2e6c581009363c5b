"""Pseudonyms of donors: a keyed hash of who they are at their source, with a key kept outside the database.

Whoever has the database but not the key cannot find a person by hashing the ids of a hospital.
"""

from __future__ import annotations

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path
from stat import S_IMODE

from data_access.store import KEY_FACT, Store
from workbench.errors import StoreError

_KEY_BYTES = 32
_DIGITS = 32


class Pseudonymiser:
    """Makes pseudonyms with one key.

    Args:
        key: 32 secret bytes (see `load_key`).
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY_BYTES:
            raise StoreError(f"A key has {_KEY_BYTES} bytes; this one has {len(key)}.", do="Use a key of `load_key`.")
        self._key = key

    @property
    def key_id(self) -> str:
        """Which key this is, without giving it away: the first 8 hexadecimal digits of its SHA-256."""
        return sha256(self._key).hexdigest()[:8]

    def pseudonym(self, source: str, external_id: str) -> str:
        """The pseudonym of a person: 32 hexadecimal digits of HMAC-SHA256 over source and id at the source.

        Each part is preceded by its length, so ("a", "bc") and ("ab", "c") are different people.
        """
        parts = (part.encode("utf-8", "surrogatepass") for part in (source, external_id))
        message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        return hmac.new(self._key, message, sha256).hexdigest()[:_DIGITS]


def bind_key(store: Store, pseudonymiser: Pseudonymiser) -> None:
    """Ties the store to the key at its first import, and refuses every other key after that.

    With another key everybody would get a new pseudonym and be stored a second time.

    Raises:
        StoreError: The pseudonyms of this store were made with another key.
    """
    if store.keep_fact(KEY_FACT, pseudonymiser.key_id) != pseudonymiser.key_id:
        raise StoreError(
            "The pseudonyms in this store were made with another key.",
            do="Put the key back that belongs to this store, or start with an empty store.",
        )


def load_key(path: Path) -> bytes:
    """The key in the file; made at first use, 32 random bytes, for the owner's eyes only.

    Raises:
        StoreError: The file has another size, others may read it, or it cannot be read or made.
    """
    try:
        if not path.exists():
            _make_key(path)
        return _read_key(path)
    except OSError as error:
        raise StoreError(
            f"The key cannot be read or made ({error.strerror}).",
            do="Check that the folder is there and yours.",
            where=os.fspath(path),
        ) from None


def _make_key(path: Path) -> None:
    """Makes the key whole or not at all; where two processes try at once, one key stands."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link never replaces a key that somebody else made meanwhile.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Makes the new name survive a power cut: a lost key would orphan every pseudonym made with it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_key(path: Path) -> bytes:
    for place, mode in ((path.parent, "700"), (path, "600")):
        if S_IMODE(place.stat().st_mode) & 0o077:
            raise StoreError("Others may get at this key.", do=f"Run: chmod {mode} {place}", where=os.fspath(place))
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise StoreError(
            f"The key file has {len(key)} bytes instead of {_KEY_BYTES}.",
            do="Put the right key back from your backup; a new key would give every donor a new pseudonym.",
            where=os.fspath(path),
        )
    return key
