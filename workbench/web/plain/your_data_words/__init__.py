"""What the page "Your data" says, one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose in lay words: its name, what saying yes means, and what saying no means."""

    name: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Words:
    """The page in one language, from top to bottom.

    Attributes:
        of: Whose data; has a place for the name.
        nameless: What a person without a name is called.
        reads_only: To a second relative.
        of_age: To somebody whose child has come of age.
        facts: Fact -> what it is called.
        onset: Since when a finding is there; has a place for the age.
        units: Letter of an ISO 8601 duration -> one of it, several of it.
        values: Word of the store -> what it is called, for facts, states and people.
        relations: Relation -> what it is called.
        purposes: Purpose -> words; `study` has a place for the name of one study.
        standings: How a consent stands -> words with a place for the day.
        leave_word: What has to be typed to leave.
    """

    title: str
    of: str
    nameless: str
    lead: str
    nobody_title: str
    nobody: str
    reads_only: str
    of_age: str
    saved: str
    unchanged: str
    see_title: str
    facts: Mapping[str, str]
    values: Mapping[str, str]
    not_known: str
    findings: str
    no_findings: str
    labels_in_english: str
    onset: str
    units: Mapping[str, tuple[str, str]]
    own_words: str
    conditions: str
    undiagnosed: str
    used_title: str
    used_now: str
    used_not: str
    studies: str
    no_studies: str
    people_title: str
    relations: Mapping[str, str]
    copy_title: str
    copy_text: str
    copy_all: str
    copy_phenopacket: str
    consents_title: str
    consents_text: str
    yes: str
    no: str
    purposes: Mapping[str, Purpose]
    standings: Mapping[str, str]
    cannot_give: str
    save: str
    leave_title: str
    leave_text: str
    leave_button: str
    sure_title: str
    sure_points: tuple[str, str, str, str]
    sure_check: str
    sure_type: str
    leave_word: str
    sure_button: str
    back: str
    not_sure: str
    gone_title: str
    gone: tuple[str, str, str]
