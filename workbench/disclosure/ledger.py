"""Who asked what, when: the place where questions are written down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One cohort asked about.

    Attributes:
        asker: Who asked.
        study: For which study; None outside of one.
        snapshot: Of which snapshot.
        cohort: The canonical query as JSON.
        at: When, UTC.
    """

    asker: str
    study: str | None
    snapshot: str
    cohort: str
    at: dt.datetime


class Ledger(Protocol):
    """Where questions about cohorts are written down."""

    def record(self, entry: LedgerEntry) -> None:
        """Writes one question down."""


class NoLedger:
    """Writes nothing down: there are no accounts yet whose questions could be told apart."""

    def record(self, entry: LedgerEntry) -> None:
        """See `Ledger.record`."""
