"""The cache of released answers: bytes in, bytes out, shared between workers, nothing unpickled ever.

A cache that unpickles lets whoever can write a file there run a command (flask-caching's default does); this one knows
two things, bytes and the number of files, and refuses anything else.
"""

from __future__ import annotations

import logging
import os
import struct
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from flask import Flask
from flask_caching import Cache
from flask_caching.backends.filesystemcache import FileSystemCache
from flask_caching.backends.rediscache import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from workbench.errors import WorkbenchError
from workbench.settings import Settings

_MOST_ANSWERS = 20_000
_ABANDONED_AFTER = 600.0
_SECONDS_FOR_REDIS = 0.5
_SECONDS_ALONE = 5.0
_log = logging.getLogger("workbench.web")
_BYTES, _NUMBER = b"b", b"n"
_LONGEST_NUMBER = 20


class PlainSerializer:
    """Bytes and whole numbers, each behind a letter that says which."""

    def dumps(self, value: Any) -> bytes:
        """The value as it is kept.

        Raises:
            TypeError: Neither bytes nor a whole number.
        """
        if isinstance(value, bytes):
            return _BYTES + value
        if isinstance(value, int):
            return _NUMBER + str(value).encode()
        raise TypeError("The cache keeps bytes only.")

    def loads(self, kept: bytes | None) -> bytes | int | None:
        """The value that was kept; None for anything this class did not write."""
        if kept and kept[:1] == _BYTES:
            return kept[1:]
        if kept and kept[:1] == _NUMBER and kept[1:].isdigit() and len(kept) < _LONGEST_NUMBER:
            return int(kept[1:])
        return None

    def dump(self, value: Any, file: IO[bytes]) -> None:
        """Writes the value to an open file."""
        file.write(self.dumps(value))

    def load(self, file: IO[bytes]) -> bytes | int | None:
        """Reads the value from an open file."""
        return self.loads(file.read())


class PrivateFiles(FileSystemCache):  # type: ignore[misc]  # flask-caching ships no types
    """Answers in files of one folder that only this user may read."""

    serializer = PlainSerializer()

    def set(self, key: str, value: Any, timeout: int | None = None, mgmt_element: bool = False) -> bool:
        """Keeps the value in a file that is there whole or not at all.

        cachelib's own leaves its unfinished file behind on a full disk, and writes a traceback to the log each time.

        Args:
            mgmt_element: It is the number of files. Without room it is wrong for a while, which is no matter.

        Raises:
            OSError: There is no room.
        """
        if mgmt_element:
            with suppress(OSError):
                self._write(key, value, 0)
            return True
        self._prune()
        is_new = not os.path.isfile(self._get_filename(key))
        self._write(key, value, self._normalize_timeout(timeout))
        if is_new:
            self._update_count(delta=1)
        return True

    @property
    def _file_count(self) -> int:
        """How many answers there are, as far as the file that says so is sound."""
        kept = self.get(self._fs_count_file)
        return kept if isinstance(kept, int) else 0

    def _write(self, key: str, value: Any, until: int) -> None:
        content = struct.pack("I", until) + self.serializer.dumps(value)
        handle, unfinished = tempfile.mkstemp(suffix=self._fs_transaction_suffix, dir=self._path)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(unfinished, self._get_filename(key))
        except OSError:
            with suppress(OSError):
                os.unlink(unfinished)
            raise


class GuardedRedis(RedisCache):  # type: ignore[misc]
    """Answers in Redis, for many machines."""

    serializer = PlainSerializer()


class Answers:
    """Keeps released answers as bytes; the `AnswerCache` of `workbench.api.door`.

    A cache that did not answer is left alone for some seconds: a page waits for it once, not for each number.
    """

    def __init__(self, cache: Cache, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._cache, self._clock = cache, clock
        self._ask_again = 0.0

    def get(self, key: str) -> bytes | None:
        """What was kept under the key; None where nothing was, or the cache does not answer."""
        if self._clock() < self._ask_again:
            return None
        try:
            value = self._cache.get(key)
        except (OSError, RedisError):
            self._leave_alone("the answer cache does not answer; questions are counted anew")
            return None
        return value if isinstance(value, bytes) else None

    def set(self, key: str, value: bytes) -> None:
        """Keeps the bytes under the key. Keys name their snapshot, so an answer never goes stale."""
        if self._clock() < self._ask_again:
            return
        try:
            self._cache.set(key, value)
        except (OSError, RedisError):
            self._leave_alone("the answer cache keeps nothing right now")

    def _leave_alone(self, words: str) -> None:
        _log.warning(words)
        self._ask_again = self._clock() + _SECONDS_ALONE


def open_cache(server: Flask, settings: Settings) -> Answers:
    """The answer cache of this server: Redis where settings name one, else a private folder under home.

    Raises:
        WorkbenchError: The Redis address has no password, or Redis' client is not installed.
    """
    config = _redis(settings.cache_url) if settings.cache_url else _files(settings)
    try:
        return Answers(Cache(server, config=config))
    except RuntimeError as error:
        raise WorkbenchError(
            "The Redis cache did not open.", where="WORKBENCH_CACHE_URL", do="Install it with: pip install redis"
        ) from error


def _files(settings: Settings) -> dict[str, Any]:
    folder: Path = settings.home / "cache"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    _sweep(folder)
    return {
        "CACHE_TYPE": "workbench.web.cache.PrivateFiles",
        "CACHE_DIR": str(folder),
        "CACHE_THRESHOLD": _MOST_ANSWERS,
        "CACHE_DEFAULT_TIMEOUT": 0,
    }


def _sweep(folder: Path) -> None:
    """Removes what workers that were killed while writing left behind."""
    for left in folder.glob(f"*{FileSystemCache._fs_transaction_suffix}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER:
                left.unlink()


def _redis(url: str) -> dict[str, Any]:
    if not urlsplit(url).password:
        raise WorkbenchError(
            "The Redis address has no password, so anybody who reaches it could change answers.",
            where="WORKBENCH_CACHE_URL",
            do="Give it as redis://:password@host:6379/0.",
        )
    return {
        "CACHE_TYPE": "workbench.web.cache.GuardedRedis",
        "CACHE_REDIS_URL": url,
        # Without these a Redis that takes the connection and says nothing holds every page for half a minute.
        "CACHE_OPTIONS": {
            "socket_timeout": _SECONDS_FOR_REDIS,
            "socket_connect_timeout": _SECONDS_FOR_REDIS,
            "retry": Retry(NoBackoff(), 0),
        },
        "CACHE_KEY_PREFIX": "workbench:",
        "CACHE_DEFAULT_TIMEOUT": 0,
    }
