"""The question ledger in the store's database."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, false, func, insert, or_, select, update

from data_access.connections import reading, writing
from data_access.questions import Alert, Question, alert_digest, check_caps, question_digest
from data_access.rules import check_alert, check_moment, check_question
from data_access.schema import alerts, questions
from workbench.errors import StoreError


class SqlQuestionLog:
    """See `QuestionLog`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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
        # Most questions were asked before: they need no writer's lock.
        with reading(self._engine) as connection:
            standing = _standing(connection, question)
        if standing is not None:
            return standing, False
        with writing(self._engine) as connection:
            standing = _standing(connection, question)
            if standing is not None:
                return standing, False
            if caps is not None:
                _check_caps(connection, question, *caps)
            last = connection.execute(select(func.max(questions.c.seq))).scalar()
            new = replace(question, seq=(last or 0) + 1, at=question.at.astimezone(dt.UTC))
            connection.execute(insert(questions), asdict(new) | {"digest": question_digest(new)})
            return new, True

    def of(self, *, asker: str | None, study: str | None, snapshot: str, tier: str, after: int = 0) -> list[Question]:
        """See `QuestionLog.of`."""
        theirs: list[ColumnElement[bool]] = [false()]
        if asker is not None:
            theirs.append(questions.c.asker == asker)
        if study is not None:
            theirs.append(questions.c.study == study)
        here = questions.c.snapshot == snapshot, questions.c.tier == tier, questions.c.seq > after
        with reading(self._engine) as connection:
            rows = connection.execute(select(questions).where(or_(*theirs), *here).order_by(questions.c.seq))
            return [_question(row) for row in rows]

    def latest(self, *, before: int | None = None, limit: int = 100, asker: str | None = None) -> list[Question]:
        """See `QuestionLog.latest`."""
        wanted = select(questions).order_by(questions.c.seq.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(questions.c.seq < before)
        if asker is not None:
            wanted = wanted.where(questions.c.asker == asker)
        with reading(self._engine) as connection:
            return [_question(row) for row in connection.execute(wanted)]

    def raise_alert(self, alert: Alert) -> bool:
        """See `QuestionLog.raise_alert`."""
        check_alert(alert)
        digest = alert_digest(alert)
        same = select(alerts.c.id).where(alerts.c.digest == digest)
        with writing(self._engine) as connection:
            if connection.execute(same).first() is not None:
                return False
            connection.execute(insert(alerts), asdict(alert) | {"digest": digest})
            return True

    def alerts(self, *, unseen: bool = False) -> list[Alert]:
        """See `QuestionLog.alerts`."""
        wanted = select(alerts).order_by(alerts.c.at.desc(), alerts.c.id.desc())
        if unseen:
            wanted = wanted.where(alerts.c.seen_at.is_(None))
        with reading(self._engine) as connection:
            return [_alert(row) for row in connection.execute(wanted)]

    def mark_seen(self, alert_id: str, by: str, at: dt.datetime) -> None:
        """See `QuestionLog.mark_seen`."""
        check_moment(at, "alert.seen_at")
        this = alerts.c.id == alert_id
        with writing(self._engine) as connection:
            if connection.execute(select(alerts.c.id).where(this)).first() is None:
                raise StoreError("There is no such alert.", do="Load the page again.")
            unseen = this, alerts.c.seen_at.is_(None)
            connection.execute(update(alerts).where(*unseen).values(seen_at=at, seen_by=by))


def _standing(connection: Connection, question: Question) -> Question | None:
    """The row that is there already for an equal question."""
    row = connection.execute(select(questions).where(questions.c.digest == question_digest(question))).first()
    return None if row is None else _question(row)


def _check_caps(connection: Connection, question: Question, since: dt.datetime, by_asker: int, by_study: int) -> None:
    """Lets a new question pass that stays within both caps."""
    q = questions.c
    own = select(q.snapshot, q.query).distinct().where(q.asker == question.asker, q.tier == question.tier)
    asked = {(row.snapshot, row.query) for row in connection.execute(own.where(q.at >= since))}
    by_all: set[str] = set()
    if question.study is not None:
        place = q.study == question.study, q.snapshot == question.snapshot, q.tier == question.tier
        by_all = set(connection.execute(select(q.query).distinct().where(*place)).scalars())
        by_all.add(question.query)
    asked.add((question.snapshot, question.query))
    check_caps(len(asked), by_asker, len(by_all), by_study)


def _question(row: Row[Any]) -> Question:
    return Question(row.seq, row.at, row.asker, row.study, row.snapshot, row.tier, row.query)


def _alert(row: Row[Any]) -> Alert:
    values = row._asdict()
    del values["digest"]
    return Alert(**values)
