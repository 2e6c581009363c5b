"""One thread at a time works out an answer; others who ask the same meanwhile wait for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_guard = threading.Lock()
_waiting: dict[str, tuple[threading.Lock, int]] = {}


@contextmanager
def one_at_a_time(place: str) -> Iterator[None]:
    """Held by one thread of this process for each place.

    A page asks one question in several callbacks at once: without this, each would count the same anew. A question may
    ask others while it holds its place, but never itself.
    """
    with _guard:
        lock, askers = _waiting.get(place, (threading.Lock(), 0))
        _waiting[place] = (lock, askers + 1)
    try:
        with lock:
            yield
    finally:
        with _guard:
            lock, askers = _waiting[place]
            if askers == 1:
                del _waiting[place]
            else:
                _waiting[place] = (lock, askers - 1)
