"""The audit log, the question ledger and studies in memory: what the database's are measured against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from threading import RLock

from data_access.audit import BEGINNING, AuditEvent, ChainVerdict, moment, next_event, verify_chain
from data_access.questions import Alert, Question, alert_digest, check_caps, question_digest
from data_access.rules import check_alert, check_event, check_moment, check_question, check_study
from data_access.studies import Study
from workbench.errors import StoreError


class MemoryAuditLog:
    """See `AuditLog`."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._events: list[AuditEvent] = []

    def append(
        self, actor: str, action: str, subject: str = "", details: Mapping[str, object] | None = None
    ) -> AuditEvent:
        """See `AuditLog.append`."""
        check_event(actor, action, subject)
        with self._lock:
            event = next_event(self.head(), dt.datetime.now(dt.UTC), actor, action, subject, details)
            self._events.append(event)
            return event

    def events(
        self, *, before: int | None = None, limit: int = 100, action: str | None = None, actor: str | None = None
    ) -> list[AuditEvent]:
        """See `AuditLog.events`."""
        with self._lock:
            found = [
                event
                for event in reversed(self._events)
                if (before is None or event.seq < before)
                and action in (None, event.action)
                and actor in (None, event.actor)
            ]
        return found[:limit]

    def verify(self, anchors: Sequence[tuple[int, str]] = ()) -> ChainVerdict:
        """See `AuditLog.verify`."""
        with self._lock:
            rows = [(event.seq, moment(event.at), *astuple(event)[2:]) for event in self._events]
        return verify_chain(rows, anchors)

    def head(self) -> tuple[int, str]:
        """See `AuditLog.head`."""
        with self._lock:
            return (self._events[-1].seq, self._events[-1].hash) if self._events else (0, BEGINNING)


class MemoryQuestionLog:
    """See `QuestionLog`."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._questions: dict[str, Question] = {}
        self._alerts: dict[str, Alert] = {}

    def record(self, question: Question) -> tuple[Question, bool]:
        """See `QuestionLog.record`."""
        return self._record(question, None)

    def record_within(
        self, question: Question, *, since: dt.datetime, most_by_asker: int, most_by_study: int
    ) -> tuple[Question, bool]:
        """See `QuestionLog.record_within`."""
        check_moment(since, "question.since")
        return self._record(question, (since, most_by_asker, most_by_study))

    def _record(self, question: Question, caps: tuple[dt.datetime, int, int] | None) -> tuple[Question, bool]:
        check_question(question)
        with self._lock:
            standing = self._questions.get(question_digest(question))
            if standing is not None:
                return standing, False
            if caps is not None:
                self._check_caps(question, *caps)
            new = replace(question, seq=len(self._questions) + 1, at=question.at.astimezone(dt.UTC))
            self._questions[question_digest(new)] = new
            return new, True

    def _check_caps(self, question: Question, since: dt.datetime, by_asker: int, by_study: int) -> None:
        there = [other for other in self._questions.values() if other.tier == question.tier]
        asked = {(o.snapshot, o.query) for o in there if o.asker == question.asker and o.at >= since}
        asked.add((question.snapshot, question.query))
        place = question.study, question.snapshot
        by_all = {o.query for o in there if o.study is not None and (o.study, o.snapshot) == place}
        if question.study is not None:
            by_all.add(question.query)
        check_caps(len(asked), by_asker, len(by_all), by_study)

    def of(self, *, asker: str | None, study: str | None, snapshot: str, tier: str, after: int = 0) -> list[Question]:
        """See `QuestionLog.of`."""
        with self._lock:
            return [
                q
                for q in self._questions.values()
                if (q.asker == asker or (study is not None and q.study == study))
                and (q.snapshot, q.tier) == (snapshot, tier)
                and q.seq > after
            ]

    def latest(self, *, before: int | None = None, limit: int = 100, asker: str | None = None) -> list[Question]:
        """See `QuestionLog.latest`."""
        with self._lock:
            newest = reversed(list(self._questions.values()))
        found = [q for q in newest if (before is None or q.seq < before) and asker in (None, q.asker)]
        return found[:limit]

    def raise_alert(self, alert: Alert) -> bool:
        """See `QuestionLog.raise_alert`."""
        check_alert(alert)
        with self._lock:
            kept = replace(alert, at=alert.at.astimezone(dt.UTC))
            return self._alerts.setdefault(alert_digest(alert), kept) is kept

    def alerts(self, *, unseen: bool = False) -> list[Alert]:
        """See `QuestionLog.alerts`."""
        with self._lock:
            found = [alert for alert in self._alerts.values() if not unseen or alert.seen_at is None]
        return sorted(found, key=lambda alert: (alert.at, alert.id), reverse=True)

    def mark_seen(self, alert_id: str, by: str, at: dt.datetime) -> None:
        """See `QuestionLog.mark_seen`."""
        check_moment(at, "alert.seen_at")
        with self._lock:
            for digest, alert in self._alerts.items():
                if alert.id == alert_id:
                    if alert.seen_at is None:
                        self._alerts[digest] = replace(alert, seen_at=at.astimezone(dt.UTC), seen_by=by)
                    return
        raise StoreError("There is no such alert.", do="Load the page again.")


class MemoryStudyBook:
    """See `StudyBook`."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._studies: dict[str, Study] = {}

    def put(self, study: Study) -> None:
        """See `StudyBook.put`."""
        check_study(study)
        with self._lock:
            self._studies[study.id] = study

    def get(self, study_id: str) -> Study | None:
        """See `StudyBook.get`."""
        with self._lock:
            return self._studies.get(study_id)

    def all(self) -> list[Study]:
        """See `StudyBook.all`."""
        with self._lock:
            return [study for _, study in sorted(self._studies.items())]
