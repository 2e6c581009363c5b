"""Who asked what, when: questions are written down, counted against the caps, and audited for overlaps."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from data_access.audit import AuditLog
from data_access.questions import Alert, Question, QuestionLog
from workbench.cohorts.cohort import Bitmap
from workbench.disclosure.alerts import Crowds
from workbench.disclosure.caps import EXPLORE_CAPS, Caps, check_outside_of_studies, start_of_day
from workbench.disclosure.overlap import AnsweredGroups, Margin
from workbench.disclosure.refusals import tell_refusal
from workbench.errors import TooManyQuestions

NARROW_CORE = "narrow_core"
_MOST_VIEWS = 64


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the ledger says of a question that was written down.

    Attributes:
        withheld: It is to be answered like a group of nobody.
        crowded: Cores that it shares with many others, canonical JSON; told for a new question only.
    """

    withheld: bool = False
    crowded: tuple[str, ...] = ()


class Ledger(Protocol):
    """Where questions about cohorts are written down."""

    def record(self, entry: LedgerEntry) -> Verdict:
        """Writes one question down; a repeated one has the verdict of the first.

        Raises:
            TooManyQuestions: It is a new one, and a cap is reached.
        """

    def alert(self, entry: LedgerEntry, core: str) -> None:
        """Calls the data steward: many questions around one narrow core."""


class NoLedger:
    """Writes nothing down, and withholds nothing: for questions that nobody in particular asks."""

    def record(self, entry: LedgerEntry) -> Verdict:
        """See `Ledger.record`."""
        return Verdict()

    def alert(self, entry: LedgerEntry, core: str) -> None:
        """See `Ledger.alert`."""


class AuditedLedger:
    """The ledger of one snapshot. What was answered follows from its rows alone, in every worker and after a restart.

    Args:
        log: Keeps the rows.
        audit: Where refusals and alerts are written.
        group: The donors of a question as `log` keeps it; None where it cannot be read any more.
        everybody: All donors of the snapshot.
        seal: How a question is kept.
        margin: How much more than nine people is too close for two questions as `log` keeps them.
    """

    def __init__(
        self,
        log: QuestionLog,
        audit: AuditLog,
        group: Callable[[str], Bitmap | None],
        everybody: Bitmap,
        seal: Callable[[str], str] = str,
        caps: Caps = EXPLORE_CAPS,
        tier: str = "explore",
        margin: Margin = lambda one, other: 0,
    ) -> None:
        self._log, self._audit = log, audit
        self._group, self._everybody, self._seal = group, everybody, seal
        self._caps, self._tier, self._margin = caps, tier, margin
        self._views: OrderedDict[tuple[str, str | None], _View] = OrderedDict()
        self._lock = threading.Lock()

    def record(self, entry: LedgerEntry) -> Verdict:
        """Writes one question down; a repeated one has the verdict of the first.

        Raises:
            TooManyQuestions: It is a new one, and a cap is reached.
        """
        asked = _Asked(entry.asker, entry.study, self._seal(entry.cohort))
        view = self._view(entry)
        with view.lock:
            if asked in view.fates:
                return Verdict(view.fates[asked])
            self._read_on(view, entry)  # another worker may have written it
            if asked in view.fates:
                return Verdict(view.fates[asked])
            self._write(view, asked, entry)
            self._read_on(view, entry)
            return Verdict(view.fates[asked], view.crowds.add(asked.query))

    def alert(self, entry: LedgerEntry, core: str) -> None:
        """Calls the data steward: many questions around one narrow core."""
        raised = Alert(secrets.token_hex(8), entry.at, NARROW_CORE, entry.asker, entry.study, entry.snapshot, core)
        if self._log.raise_alert(raised):
            self._audit.append(entry.asker, "alert", raised.id, {"kind": NARROW_CORE, "snapshot": entry.snapshot})

    def _write(self, view: _View, asked: _Asked, entry: LedgerEntry) -> None:
        question = Question(0, entry.at, entry.asker, entry.study, entry.snapshot, self._tier, asked.query)
        try:
            if entry.study is None:
                check_outside_of_studies(sum(one.study is None for one in view.fates), self._caps)
            self._log.record_within(
                question,
                since=start_of_day(entry.at),
                most_by_asker=self._caps.a_day,
                most_by_study=self._caps.a_study,
            )
        except TooManyQuestions:
            about = {"cap": "questions", "tier": self._tier, "study": entry.study}
            tell_refusal(self._audit, entry.asker, entry.snapshot, about, entry.at)
            raise

    def _read_on(self, view: _View, entry: LedgerEntry) -> None:
        rows = self._log.of(
            asker=entry.asker, study=entry.study, snapshot=entry.snapshot, tier=self._tier, after=view.last
        )
        for row in rows:
            view.add(row, self._group(row.query))

    def _view(self, entry: LedgerEntry) -> _View:
        with self._lock:
            key = (entry.asker, entry.study)
            if key not in self._views:
                self._views[key] = _View(self._everybody, self._caps.around_a_core, self._margin)
            self._views.move_to_end(key)
            if len(self._views) > _MOST_VIEWS:
                self._views.popitem(last=False)
            return self._views[key]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What tells rows apart within a snapshot and tier."""

    asker: str
    study: str | None
    query: str


class _View:
    """The rows of the ledger that concern one asker and study, read so far, and what became of them."""

    def __init__(self, everybody: Bitmap, most: int, margin: Margin) -> None:
        self.lock = threading.Lock()
        self.last = 0
        self.fates: dict[_Asked, bool] = {}
        self.crowds = Crowds(most)
        self._answered = AnsweredGroups(everybody, margin)

    def add(self, row: Question, group: Bitmap | None) -> None:
        """The next row."""
        withheld = group is not None and self._answered.decide(row.asker, row.study, row.query, group)
        self.fates[_Asked(row.asker, row.study, row.query)] = withheld
        self.crowds.add(row.query)
        self.last = row.seq
