"""Work that is too long for a request: a process of its own that brings changed consents and erasures to the snapshot.

What it does is marked on disk before (`workbench.jobs.pending`), so it may be killed at any moment: the next one, or
`workbench consent review`, goes on.
"""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Lock

from workbench.settings import Settings

_MOST = 2
_lock = Lock()
_running: list[subprocess.Popen[bytes]] = []


def review_consents(settings: Settings) -> None:
    """Starts `workbench consent review`.

    One at a time works; where another is waiting behind it already, that one will find what changed just now too.
    """
    with _lock:
        _running[:] = [one for one in _running if one.poll() is None]
        if len(_running) < _MOST:
            command = [sys.executable, "-m", "workbench", "consent", "review", "--json"]
            quiet = subprocess.DEVNULL
            _running.append(
                subprocess.Popen(
                    command,
                    env=_environment(settings),
                    stdin=quiet,
                    stdout=quiet,
                    stderr=quiet,
                    start_new_session=True,
                    close_fds=True,
                )
            )


def _environment(settings: Settings) -> dict[str, str]:
    """The settings for another process; one thread for its maths, because people are being answered meanwhile."""
    return {
        **os.environ,
        "WORKBENCH_HOME": str(settings.home),
        "WORKBENCH_STORE_URL": settings.store_url,
        "WORKBENCH_IDENTITY_URL": settings.identity_url,
        "WORKBENCH_CACHE_URL": settings.cache_url,
        "OMP_NUM_THREADS": "1",
    }
