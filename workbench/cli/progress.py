"""Progress of long work, as bars on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Bars:
    """One bar per stage; a stage ends when the next one starts. Control-C cancels."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._stage: TaskID | None = None

    def stage(self, name: str, total: int | None = None) -> None:
        """Starts a stage of `total` steps; None when nobody can say."""
        self._finish()
        self._stage = self._bars.add_task(name, total=total)

    def advance(self, n: int = 1) -> None:
        """Says that n more steps are done."""
        if self._stage is not None:
            self._bars.advance(self._stage, n)

    def check(self) -> None:
        """Would raise `Cancelled`; on the command line Control-C does that by itself."""

    def _finish(self) -> None:
        if self._stage is not None:
            done = self._bars.tasks[-1].completed or 1
            self._bars.update(self._stage, total=done, completed=done)

    def finish(self) -> None:
        """Fills the last bar."""
        self._finish()


@contextmanager
def bars() -> Iterator[Bars]:
    """Bars on stderr while the block runs."""
    columns = (TextColumn("{task.description:<34}"), BarColumn(bar_width=30), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        shown = Bars(progress)
        yield shown
        shown.finish()
