"""The question ledger's rows: who asked which cohort, and the alerts that follow from it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from workbench.errors import TooManyQuestions


@dataclass(frozen=True, slots=True)
class Question:
    """One question that was asked.

    Attributes:
        seq: Place in the ledger, 1, 2, ...; 0 before it is recorded.
        at: When it was asked first, UTC.
        asker: Who asked.
        study: For which study; None outside of one.
        snapshot: Of which snapshot.
        tier: "explore" or "study".
        query: The canonical query as JSON.
    """

    seq: int
    at: dt.datetime
    asker: str
    study: str | None
    snapshot: str
    tier: str
    query: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Something in the ledger that a data steward should look at.

    Attributes:
        id: Random id.
        kind: What was noticed, in one word.
        core: The narrow group around which the questions go, as canonical JSON.
        seen_at: When a steward marked it as seen; None while nobody has.
        seen_by: Which account did.
    """

    id: str
    at: dt.datetime
    kind: str
    asker: str
    study: str | None
    snapshot: str
    core: str
    seen_at: dt.datetime | None = None
    seen_by: str | None = None


class QuestionLog(Protocol):
    """Who asked what. A question asked again is the row that stands already."""

    def record(self, question: Question) -> tuple[Question, bool]:
        """The row that stands for the question, and True when it is new.

        Questions are the same where asker, study, snapshot, tier and query are. One transaction.
        """

    def record_within(
        self, question: Question, *, since: dt.datetime, most_by_asker: int, most_by_study: int
    ) -> tuple[Question, bool]:
        """The same, unless a new row would exceed a cap; counting and adding are one transaction.

        Args:
            since: From when on the asker's questions of this tier are counted.
            most_by_asker: How many different ones (by snapshot and query) the asker may have since then.
            most_by_study: How many different ones the study may have in this tier and snapshot.

        Raises:
            TooManyQuestions: It is new, and a cap is reached. Nothing was written.
        """

    def of(self, *, asker: str | None, study: str | None, snapshot: str, tier: str, after: int = 0) -> list[Question]:
        """Rows of the asker or of the study (None: of none), with a number above `after`, oldest first."""

    def latest(self, *, before: int | None = None, limit: int = 100, asker: str | None = None) -> list[Question]:
        """The newest rows first, those with a number below `before` only."""

    def raise_alert(self, alert: Alert) -> bool:
        """Keeps an alert. False where there is one of the same kind, asker, core and snapshot already."""

    def alerts(self, *, unseen: bool = False) -> list[Alert]:
        """All alerts, or those that nobody has seen, newest first."""

    def mark_seen(self, alert_id: str, by: str, at: dt.datetime) -> None:
        """Marks an alert as seen; who saw it first stays.

        Raises:
            StoreError: There is no such alert.
        """


def question_digest(question: Question) -> str:
    """What makes two questions the same row, as 64 hexadecimal digits."""
    return _digest(question.asker, question.study, question.snapshot, question.tier, question.query)


def alert_digest(alert: Alert) -> str:
    """What makes two alerts the same, as 64 hexadecimal digits."""
    return _digest(alert.kind, alert.asker, alert.core, alert.snapshot)


def _digest(*parts: str | None) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()


def check_caps(by_asker: int, most_by_asker: int, by_study: int, most_by_study: int) -> None:
    """Lets a question pass that stays within both caps.

    Args:
        by_asker: How many the asker would have with this one.
        by_study: How many the study would have with this one.

    Raises:
        TooManyQuestions: A cap would be exceeded.
    """
    if by_asker > most_by_asker:
        raise TooManyQuestions(
            f"You have asked {most_by_asker:,} different questions today, the most that one person may.",
            do="Go back to one of them, or go on tomorrow (UTC).",
        )
    if by_study > most_by_study:
        raise TooManyQuestions(
            f"This study has asked {most_by_study:,} different questions of this snapshot, the most that it may.",
            do="Go back to one of them, or wait for the next snapshot.",
        )
