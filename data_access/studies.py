"""Studies: what a team wants to find out, who allowed it, and who belongs to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

StudyState = Literal["proposed", "approved", "declined", "running", "closed"]
STUDY_STATES: tuple[StudyState, ...] = get_args(StudyState)


@dataclass(frozen=True, slots=True)
class Study:
    """A named study.

    Attributes:
        id: Short id; a consent for it has the purpose `study:<id>`.
        lay_purpose: What it is for, in words for families.
        duo: Codes of the Data Use Ontology that the purpose carries.
        ethics_reference: Reference of the ethics board's approval.
        ethics_until: Last day on which the approval holds; None where it has no end.
        ethics_document: SHA-256 of the approval, 64 hexadecimal digits; empty while there is none.
        lead: Account id of the study lead.
        decided_by: Account id of the steward who approved or declined it; None before.
        members: Account ids of those who may evaluate besides the lead.
    """

    id: str
    title: str
    lay_purpose: str
    duo: tuple[str, ...]
    ethics_reference: str
    ethics_until: dt.date | None
    ethics_document: str
    lead: str
    state: StudyState
    decided_by: str | None = None
    members: tuple[str, ...] = ()


class StudyBook(Protocol):
    """All studies, by id."""

    def put(self, study: Study) -> None:
        """Keeps the study, in place of the one of the same id."""

    def get(self, study_id: str) -> Study | None:
        """The study, or None."""

    def all(self) -> list[Study]:
        """All studies in order of id."""
