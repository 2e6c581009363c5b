"""How long work says how far it is, and how it is stopped."""

from __future__ import annotations

import time
from typing import Protocol


class Progress(Protocol):
    """Follows a job of several stages."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Starts a stage of `total` steps (None when nobody can say); the stage before it is done."""

    def advance(self, n: int = 1) -> None:
        """Says that n more steps of the stage are done."""

    def check(self) -> None:
        """Called often.

        Raises:
            Cancelled: The person who started the job stopped it.
        """


class Silent:
    """Progress that nobody watches and nobody stops."""

    def stage(self, name: str, total: int | None = None) -> None:
        """See `Progress.stage`."""

    def advance(self, n: int = 1) -> None:
        """See `Progress.advance`."""

    def check(self) -> None:
        """See `Progress.check`."""


class Timed:
    """Progress that also measures how long each stage took.

    Args:
        progress: Who is told.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._stage: str | None = None
        self._since = time.perf_counter()
        self._seconds: dict[str, float] = {}

    def stage(self, name: str, total: int | None = None) -> None:
        """Ends the stage before and starts the next one, unless the job was stopped."""
        self._end_stage()
        self._progress.check()
        self._progress.stage(name, total)
        self._stage, self._since = name, time.perf_counter()

    def advance(self, n: int = 1) -> None:
        """Passes on that n more steps are done, and stops where somebody asked for it."""
        self._progress.advance(n)
        self._progress.check()

    def check(self) -> None:
        """See `Progress.check`."""
        self._progress.check()

    def seconds(self) -> dict[str, float]:
        """Stage -> seconds of the wall clock, up to now."""
        self._end_stage()
        return {name: round(seconds, 3) for name, seconds in self._seconds.items()}

    def _end_stage(self) -> None:
        if self._stage is not None:
            now = time.perf_counter()
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
            self._since = now
