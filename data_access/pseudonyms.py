"""Pseudonyms of donors: a keyed hash of who they are at their source, with a key kept outside the database.

Whoever has the database but not the key cannot find a person by hashing the ids of a hospital.
"""

from __future__ import annotations

import hmac
import os
import secrets
from functools import reduce
from hashlib import sha256
from itertools import accumulate, count, takewhile
from pathlib import Path
from stat import S_IMODE

from data_access.store import KEY_FACT, Store
from workbench.errors import StoreError

_KEY_BYTES = 32
_DIGITS = 32


class Pseudonymiser:
    """Makes pseudonyms with one key, or with several that followed each other.

    After a rotation the old pseudonym is hashed with the new key: p1 = HMAC(k1, person), p2 = HMAC(k2, p1), and so on.
    So a store can go from one key to the next without knowing who anybody is, and whoever has the old keys but not the
    newest cannot find a person. All keys are needed for a person who comes in.

    Args:
        keys: 32 secret bytes each (see `load_key`), the first one first.
    """

    def __init__(self, *keys: bytes) -> None:
        if not keys:
            raise StoreError("There is no key to make pseudonyms with.", do="Use a key of `load_key`.")
        for key in keys:
            if len(key) != _KEY_BYTES:
                raise StoreError(
                    f"A key has {_KEY_BYTES} bytes; this one has {len(key)}.", do="Use a key of `load_key`."
                )
        self._keys = keys

    @property
    def key_id(self) -> str:
        """Which keys these are, without giving them away: the first 8 hexadecimal digits of the SHA-256 of all."""
        return sha256(b"".join(self._keys)).hexdigest()[:8]

    @property
    def generation(self) -> int:
        """How many keys there are: 1 before the first rotation."""
        return len(self._keys)

    def with_next(self, key: bytes) -> Pseudonymiser:
        """The pseudonymiser after a rotation to the key."""
        return Pseudonymiser(*self._keys, key)

    def pseudonym(self, source: str, external_id: str) -> str:
        """The pseudonym of a person: 32 hexadecimal digits of HMAC-SHA256 over source and id at the source.

        Each part is preceded by its length, so ("a", "bc") and ("ab", "c") are different people.
        """
        return self.chain(source, external_id)[-1]

    def chain(self, source: str, external_id: str) -> tuple[str, ...]:
        """Every pseudonym that the person ever had, one a key; the last is the one that stands."""
        parts = (part.encode("utf-8", "surrogatepass") for part in (source, external_id))
        message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
        first = hmac.new(self._keys[0], message, sha256).hexdigest()[:_DIGITS]
        return tuple(accumulate(self._keys[1:], renewed, initial=first))

    def newer_forms(self, pseudonym: str) -> tuple[str, ...]:
        """What a pseudonym is now, if it was noted under the newest key, the one before, and so on to the first."""
        newest_first = range(len(self._keys), 0, -1)
        return tuple(reduce(renewed, self._keys[number:], pseudonym) for number in newest_first)


def renewed(pseudonym: str, key: bytes) -> str:
    """What a pseudonym becomes with the next key: 32 hexadecimal digits of HMAC-SHA256 over it."""
    return hmac.new(key, pseudonym.encode(), sha256).hexdigest()[:_DIGITS]


def load_pseudonymiser(keys: Path, store: Store) -> Pseudonymiser:
    """The pseudonymiser of a store, with the keys out of the folder that belong to it.

    Cheap enough to call for each use; one that is kept is outdated by a rotation. The first key is made where the
    store has none yet. A key that an interrupted rotation left behind is not used.

    Raises:
        StoreError: The store's keys are not in the folder, cannot be read, or others may read them.
    """
    # The fact first: a key is written before the store says that it belongs to it.
    standing = store.fact(KEY_FACT)
    if standing is None:
        load_key(key_file(keys, 1))
        return Pseudonymiser(*_keys_in(keys))
    there = _keys_in(keys)
    for newest in range(len(there), 0, -1):
        pseudonymiser = Pseudonymiser(*there[:newest])
        if pseudonymiser.key_id == standing:
            return pseudonymiser
    raise StoreError(
        "The keys that belong to this store's pseudonyms are not here.",
        do="Put all of them back from your backup: pseudonym.key, pseudonym.2.key and so on.",
        where=os.fspath(keys),
    )


def key_file(keys: Path, generation: int) -> Path:
    """The file of a key: the first is `pseudonym.key`, the one after the first rotation `pseudonym.2.key`."""
    return keys / ("pseudonym.key" if generation == 1 else f"pseudonym.{generation}.key")


def _keys_in(keys: Path) -> list[bytes]:
    """The keys in the folder, the first one first, up to the first that is missing."""
    return [load_key(path) for path in takewhile(Path.exists, (key_file(keys, number) for number in count(1)))]


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
