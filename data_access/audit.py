"""The audit log: what was done by whom, in rows that are only ever added and that hold each other by their hashes.

Every row carries the SHA-256 of all its other fields, among them the hash of the row before it. Whoever alters, removes
or reorders a row breaks the chain there. A cut tail leaves a chain that holds; it is found by heads that were exported
before (`audit_heads.py`). Details never hold a count of donors, a profile or a pseudonym: a donor is named by the
`link_hash` of its pseudonym.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from workbench.errors import StoreError

BEGINNING = "0" * 64
"""What stands as the hash before the first row."""

_LINK_DIGITS = 12


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One row of the log.

    Attributes:
        seq: 1, 2, ... without gaps.
        at: When, UTC.
        actor: Id of the account, "local" at the command line, or what acts by itself.
        action: What was done, one of a fixed set of words such as "import" or "erasure".
        subject: What it was done to.
        details: Canonical JSON.
        previous: Hash of the row before; `BEGINNING` for the first.
        hash: SHA-256 over the canonical JSON of all the others, 64 hexadecimal digits.
    """

    seq: int
    at: dt.datetime
    actor: str
    action: str
    subject: str
    details: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """Whether the chain holds.

    Attributes:
        rows: How many rows there are.
        first_bad: Number of the first row that is altered, missing or out of place; None when the chain holds.
        head: Hash of the last row up to which it holds.
    """

    ok: bool
    rows: int
    first_bad: int | None
    head: str


class AuditLog(Protocol):
    """What was done by whom. Rows are added and never changed."""

    def append(
        self, actor: str, action: str, subject: str = "", details: Mapping[str, object] | None = None
    ) -> AuditEvent:
        """Adds a row, in a transaction of its own, and gives it."""

    def events(
        self, *, before: int | None = None, limit: int = 100, action: str | None = None, actor: str | None = None
    ) -> list[AuditEvent]:
        """The newest rows first, those with a number below `before` only."""

    def verify(self, anchors: Sequence[tuple[int, str]] = ()) -> ChainVerdict:
        """Whether every row is as it was written; `anchors` are heads exported before (number, hash)."""

    def head(self) -> tuple[int, str]:
        """Number and hash of the last row; (0, `BEGINNING`) of an empty log."""


def canonical(details: Mapping[str, object] | None) -> str:
    """The details as canonical JSON: sorted keys, no spaces, ASCII.

    Raises:
        StoreError: They hold something that JSON cannot.
    """
    try:
        return json.dumps(details or {}, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError):
        raise StoreError(
            "These details cannot be written to the audit log.", do="Use texts, numbers and lists.", where="details"
        ) from None


def moment(at: dt.datetime) -> str:
    """The moment as it is kept and hashed: ISO 8601 in UTC with microseconds."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def row_hash(seq: int, at: str, actor: str, action: str, subject: str, details: str, previous: str) -> str:
    """The hash of a row, over the canonical JSON of its other fields."""
    fields = {
        "seq": seq,
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "details": details,
        "previous": previous,
    }
    return sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def next_event(
    head: tuple[int, str],
    at: dt.datetime,
    actor: str,
    action: str,
    subject: str = "",
    details: Mapping[str, object] | None = None,
) -> AuditEvent:
    """The row that follows the head."""
    seq, previous = head[0] + 1, head[1]
    kept = canonical(details)
    content = row_hash(seq, moment(at), actor, action, subject, kept, previous)
    return AuditEvent(seq, at.astimezone(dt.UTC), actor, action, subject, kept, previous, content)


def verify_chain(rows: Iterable[Sequence[Any]], anchors: Sequence[tuple[int, str]] = ()) -> ChainVerdict:
    """Whether the rows are the chain that was written.

    Args:
        rows: (seq, at, actor, action, subject, details, previous, hash) as kept, in order of seq.
        anchors: Number and hash of heads exported before.
    """
    wanted: dict[int, set[str]] = {0: {BEGINNING}}
    for seq, content in anchors:
        wanted.setdefault(seq, set()).add(content)
    first_bad = None if wanted[0] == {BEGINNING} else 1
    count, head = 0, BEGINNING
    for row in rows:
        count += 1
        if first_bad is None and not _follows(row, count, head, wanted.get(count, set())):
            first_bad = count
        if first_bad is None:
            head = row[-1]
    if first_bad is None and max(wanted) > count:
        first_bad = count + 1
    return ChainVerdict(first_bad is None, count, first_bad, head)


def _follows(row: Sequence[Any], seq: int, previous: str, anchored: set[str]) -> bool:
    """True where the row is number `seq`, follows `previous`, and is what was anchored, if anything was."""
    try:
        content = row_hash(*row[:-1])
    except TypeError:  # a value of a kind that no row is written with
        return False
    return row[0] == seq and row[-2] == previous and row[-1] == content and anchored <= {content}


def link_hash(pseudonym: str) -> str:
    """How the log names a donor: the first 12 hexadecimal digits of the SHA-256 of the pseudonym."""
    return sha256(pseudonym.encode()).hexdigest()[:_LINK_DIGITS]
