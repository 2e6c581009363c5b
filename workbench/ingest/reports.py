"""What an import did: for the person who ran it, as JSON, and for the data page."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from data_access.records import ImportRecord
from data_access.store import Outcome
from workbench.errors import RefusedFile
from workbench.ingest.tallies import Tally


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one file was refused. Never holds a value of the file."""

    file: str
    where: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What an import did. One file is one donor: `read` is the sum of the other four.

    Attributes:
        reasons: One for each file that was refused.
        tally: Terms and dropped fields of the files that were taken.
        without_consent: Donors that were taken and have no standing consent for research, so no snapshot holds them.
    """

    read: int = 0
    stored: int = 0
    updated: int = 0
    unchanged: int = 0
    reasons: list[Reason] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    without_consent: int = 0

    @property
    def refused(self) -> int:
        """Files that were refused."""
        return len(self.reasons)

    def refuse(self, file: str, refusal: RefusedFile) -> None:
        """Counts a file that may not be stored."""
        self.read += 1
        self.reasons.append(Reason(_printable(file), refusal.where, f"{refusal.what} {refusal.do}".strip()))

    def take(self, outcome: Outcome, tally: Tally) -> None:
        """Counts a file that is in the store now."""
        self.read += 1
        setattr(self, outcome, getattr(self, outcome) + 1)
        self.tally.add(tally)

    def to_data(self) -> dict[str, Any]:
        """The report as JSON (`../shared/design/cli.md`, and what was added to it)."""
        return {
            "read": self.read,
            "stored": self.stored,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "reasons": [
                {"file": reason.file, "where": reason.where, "reason": reason.reason} for reason in self.reasons
            ],
            "terms": {"kept": self.tally.kept, "replaced": self.tally.replaced, "unknown": self.tally.unknown},
            "dropped": _by_count(self.tally.dropped),
            "unknown_terms": _by_count(self.tally.unknown_terms),
            "without_consent": self.without_consent,
        }

    def to_record(self, source: str, at: dt.datetime) -> ImportRecord:
        """What the store keeps of it. Reasons are counted without files: a file's name may name a person."""
        return ImportRecord(
            id=secrets.token_hex(8),
            at=at,
            source=source,
            read=self.read,
            stored=self.stored,
            updated=self.updated,
            unchanged=self.unchanged,
            refused=self.refused,
            terms_kept=self.tally.kept,
            terms_replaced=self.tally.replaced,
            terms_unknown=self.tally.unknown,
            reasons=tuple(_by_count(Counter(reason.reason for reason in self.reasons)).items()),
            dropped=tuple(_by_count(self.tally.dropped).items()),
        )


def _printable(name: str) -> str:
    """A file's name as it may be printed: one in a zip can hold anything, commands to a terminal too."""
    return "".join(character if character.isprintable() else "?" for character in name)


def _by_count(counts: Counter[str]) -> dict[str, int]:
    """Largest first, then by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
