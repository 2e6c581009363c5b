"""Empties the cache of released answers, wherever the settings keep it.

Keys say nothing of what they hold, so all go: the next question of each kind is counted anew.
"""

from __future__ import annotations

import time
from typing import cast

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from workbench.errors import StoreError
from workbench.settings import Settings

PREFIX = "workbench:"
_TOGETHER = 500
_TRIES = 300
_REWRITING = ("aof_rewrite_in_progress", "aof_rewrite_scheduled")


def clear_answers(settings: Settings) -> int:
    """Removes every kept answer, and gives how many there were.

    Raises:
        StoreError: The cache does not answer.
    """
    removed = _clear_files(settings)
    return removed + (_clear_redis(settings.cache_url) if settings.cache_url else 0)


def _clear_files(settings: Settings) -> int:
    folder = settings.home / "cache"
    if not folder.is_dir():
        return 0
    removed = 0
    try:
        for path in folder.iterdir():
            if path.is_file() or path.is_symlink():
                path.unlink(missing_ok=True)
                removed += 1
    except OSError as error:
        raise StoreError(
            f"The cache of answers could not be emptied ({error.strerror}).",
            do="Make the folder yours again, and do the same once more.",
            where=str(folder),
        ) from None
    return removed


def _clear_redis(url: str) -> int:
    removed = 0
    try:
        with Redis.from_url(url, socket_timeout=30) as client:
            waiting: list[bytes] = []
            for key in client.scan_iter(match=f"{PREFIX}*", count=_TOGETHER):
                waiting.append(key)
                if len(waiting) == _TOGETHER:
                    removed += cast(int, client.delete(*waiting))
                    waiting = []
            removed += cast(int, client.delete(*waiting)) if waiting else 0
            _rewrite(client)
    except RedisError as error:
        raise StoreError(
            f"The cache of answers could not be emptied ({type(error).__name__}).",
            do="See that Redis answers, and do the same once more.",
            where="WORKBENCH_CACHE_URL",
        ) from None
    return removed


def _rewrite(client: Redis) -> None:
    """Writes Redis' files anew, where it keeps any, so that they too hold no answer any more."""
    try:
        client.save()
        if _persistence(client).get("aof_enabled"):
            client.bgrewriteaof()
            for _ in range(_TRIES):
                if not any(_persistence(client).get(name) for name in _REWRITING):
                    return
                time.sleep(0.1)
    except ResponseError:
        # A save is running already, or this user may not ask for one: its file follows by Redis' own rules.
        return


def _persistence(client: Redis) -> dict[str, object]:
    return cast(dict[str, object], client.info("persistence"))
