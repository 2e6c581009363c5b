"""Who asked what, what was refused, done and noticed: for data stewards. No answer holds a number of donors."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from data_access.audit import AuditEvent, AuditLog
from data_access.questions import Question, QuestionLog
from workbench.api.door import Asker
from workbench.cohorts.query import Vocabulary, parse
from workbench.cohorts.study_query import parse_study, study_sentence
from workbench.cohorts.text import Glossary, sentence
from workbench.errors import WorkbenchError

Line = TypeVar("Line")
AT_ONCE = 50
QUESTIONS = "questions"
EVERYTHING = "everything"

KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "refusals": ("refused", "sign_in_refused"),
        "alerts": ("alert",),
        "erasures": ("erasure",),
        "imports": ("import", "snapshot_built", "export"),
        "sign-ins": ("sign_in", "sign_in_refused", "sign_out"),
        "consents": ("consent_given", "consent_withdrawn", "consent_frozen"),
        "studies": ("study_proposed", "study_approved", "study_declined", "evaluation"),
        "accounts": ("account_added", "account_changed", "key_rotated"),
    }
)
"""Kind of event -> the actions that it takes in."""

_UNREADABLE = "A question in the terms of another release"
_LONGEST_DETAIL = 120


@dataclass(frozen=True, slots=True)
class Trail:
    """What questions about the trail are asked of, and by whom.

    Attributes:
        glossary: Words for terms and published conditions; None while there is no snapshot to ask about.
        vocabulary: Reads questions; None as well.
    """

    audit: AuditLog
    questions: QuestionLog
    asker: Asker
    glossary: Glossary | None = None
    vocabulary: Vocabulary | None = None


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question that was asked.

    Attributes:
        at: When it was asked first, UTC.
        words: The question in words; a profile by its number of findings only.
    """

    seq: int
    at: dt.datetime
    asker: str
    study: str
    snapshot: str
    tier: str
    words: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """Something that was done.

    Attributes:
        details: Its details in words; numbers are left out.
    """

    seq: int
    at: dt.datetime
    actor: str
    action: str
    subject: str
    details: str


@dataclass(frozen=True, slots=True)
class AlertLine:
    """Many questions around one narrow group.

    Attributes:
        words: The group in words.
        seen_by: Who marked it as seen; empty while nobody has.
    """

    id: str
    at: dt.datetime
    asker: str
    study: str
    snapshot: str
    words: str
    seen_by: str


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """Some lines, newest first.

    Attributes:
        older: Ask with this as `before` for the next ones; None where there are no more.
    """

    lines: tuple[Line, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The state of the audit log's chain of hashes.

    Attributes:
        rows: How many rows the log has.
        first_bad: The first row that was altered, removed or moved; None where all hold.
        head: The hash of the last row that holds.
    """

    ok: bool
    rows: int
    first_bad: int | None
    head: str


def asked(trail: Trail, person: str = "", before: int | None = None) -> Page[AskedLine]:
    """Fifty questions of the ledger, newest first.

    Args:
        person: Only those of this account.

    Raises:
        NotAllowed: The asker is no data steward.
    """
    trail.asker.require("audit")
    rows = trail.questions.latest(before=before, limit=AT_ONCE + 1, asker=person or None)
    lines = tuple(
        AskedLine(row.seq, row.at, row.asker, row.study or "", row.snapshot, row.tier, _question_words(trail, row))
        for row in rows[:AT_ONCE]
    )
    return Page(lines, lines[-1].seq if len(rows) > AT_ONCE else None)


def events(trail: Trail, kind: str = EVERYTHING, person: str = "", before: int | None = None) -> Page[EventLine]:
    """Fifty events of the audit log, newest first.

    Args:
        kind: One of `KINDS`; any other text for all events.
        person: Only what this account did.

    Raises:
        NotAllowed: The asker is no data steward.
    """
    trail.asker.require("audit")
    actions: tuple[str | None, ...] = KINDS.get(kind, (None,))
    found = [
        event
        for action in actions
        for event in trail.audit.events(before=before, limit=AT_ONCE + 1, action=action, actor=person or None)
    ]
    found.sort(key=lambda event: -event.seq)
    lines = tuple(map(_event, found[:AT_ONCE]))
    return Page(lines, lines[-1].seq if len(found) > AT_ONCE else None)


def alerts(trail: Trail) -> tuple[AlertLine, ...]:
    """All alerts, those that nobody has seen first.

    Raises:
        NotAllowed: The asker is no data steward.
    """
    trail.asker.require("audit")
    found = sorted(trail.questions.alerts(), key=lambda one: one.seen_at is not None)
    return tuple(
        AlertLine(
            one.id, one.at, one.asker, one.study or "", one.snapshot, _cohort_words(trail, one.core), one.seen_by or ""
        )
        for one in found
    )


def mark_seen(trail: Trail, alert_id: str) -> None:
    """Marks an alert as seen by whoever asks.

    Raises:
        NotAllowed: The asker is no data steward.
        StoreError: There is no such alert.
    """
    trail.asker.require("audit")
    trail.questions.mark_seen(alert_id, trail.asker.user, dt.datetime.now(dt.UTC))


def verified(trail: Trail) -> Chain:
    """Whether every row of the audit log is as it was written; reads them all.

    Raises:
        NotAllowed: The asker is no data steward.
    """
    trail.asker.require("audit")
    verdict = trail.audit.verify()
    return Chain(verdict.ok, verdict.rows, verdict.first_bad, verdict.head)


def head(trail: Trail) -> tuple[int, str]:
    """Number and hash of the last row of the audit log.

    Raises:
        NotAllowed: The asker is no data steward.
    """
    trail.asker.require("audit")
    return trail.audit.head()


def _question_words(trail: Trail, row: Question) -> str:
    return _study_words(trail, row.query) if row.tier == "study" else _cohort_words(trail, row.query)


def _study_words(trail: Trail, query: str) -> str:
    def words(data: Mapping[str, object], vocabulary: Vocabulary, glossary: Glossary) -> str:
        return study_sentence(parse_study(data, vocabulary), glossary)

    return _words(trail, query, words)


def _cohort_words(trail: Trail, query: str) -> str:
    def words(data: Mapping[str, object], vocabulary: Vocabulary, glossary: Glossary) -> str:
        cohort = parse({"all": data["all"]}, vocabulary)
        said = sentence(cohort, glossary)
        profiles = data.get("profiles")
        if not isinstance(profiles, Mapping):
            return said
        close = _profile_words(profiles["findings"])
        return f"{close}, among: {said}" if cohort.clauses else f"{close}."

    return _words(trail, query, words)


def _words(trail: Trail, query: str, words: Callable[[Mapping[str, object], Vocabulary, Glossary], str]) -> str:
    """The question in words; which it was is not told where it cannot be read, since it may hold a profile."""
    if trail.vocabulary is None or trail.glossary is None:
        return _UNREADABLE
    try:
        return words(json.loads(query), trail.vocabulary, trail.glossary)
    except (WorkbenchError, ValueError, KeyError, TypeError):
        return _UNREADABLE


def _profile_words(findings: list[int]) -> str:
    if len(findings) == 1:
        return f"People close to a profile of {findings[0]} {'finding' if findings[0] == 1 else 'findings'}"
    return f"Two profiles, of {findings[0]} and {findings[1]} findings"


def _event(event: AuditEvent) -> EventLine:
    return EventLine(event.seq, event.at, event.actor, event.action, event.subject, _details(event.details))


def _details(details: str) -> str:
    """Details in words. Numbers are left out: whatever else a row may say, no count of donors is shown."""
    said = []
    for key, value in sorted(json.loads(details).items()):
        texts = value if isinstance(value, list) else [value]
        words = ", ".join(text for text in texts if isinstance(text, str) and text)
        if words:
            said.append(f"{key.replace('_', ' ')}: {words}"[:_LONGEST_DETAIL])
    return "; ".join(said)
