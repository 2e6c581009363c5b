"""What may leave about a profile itself: what would change its answer, and two profiles side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ontology.terms import TermId
from workbench.disclosure.values import Count


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that may bring a profile closer to donors.

    Attributes:
        kind: `add` a finding; say one in `narrower` words; take the `broader` term.
        words: What to do and why, in plain English.
        term: The finding it is about; None for `add`.
        label: Its label; empty for `add`.
        count: Donors with it or a narrower one.
        replacement: What to put in its place; only for `broader`.
        replacement_label: Its label; empty where there is none.
        replacement_count: Donors with that or a narrower one.
    """

    kind: Literal["add", "narrower", "broader"]
    words: str
    term: TermId | None = None
    label: str = ""
    count: Count = None
    replacement: TermId | None = None
    replacement_label: str = ""
    replacement_count: Count = None


@dataclass(frozen=True, slots=True)
class ProfileChanges:
    """What would change "nobody yet".

    Attributes:
        areas: The areas of the body that the profile spans, plain names.
        changes: What helps most first.
    """

    areas: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class SharedFinding:
    """A finding that two profiles share, itself or as the narrowest thing that both imply.

    Attributes:
        exact: Both record this very term.
        of_first: What it adds to the share of the first profile that the second says too, percent.
        of_second: The same of the second.
    """

    term: TermId
    label: str
    lay: str
    exact: bool
    of_first: float
    of_second: float


@dataclass(frozen=True, slots=True)
class ProfilesSideBySide:
    """Two profiles compared, findings weighed by released counts.

    Attributes:
        of_first: Percent of the first profile that the second says too, unusual findings weighing most; the sum of
            the `of_first` of what they share.
        of_second: The same of the second.
        shared: Largest parts first.
        only_first: (term, label) of findings of the first that the second has nothing of but broad headings.
        only_second: The same of the second.
        opposed: (term, label) of findings that one has and the other rules out.
    """

    of_first: float
    of_second: float
    shared: tuple[SharedFinding, ...]
    only_first: tuple[tuple[TermId, str], ...]
    only_second: tuple[tuple[TermId, str], ...]
    opposed: tuple[tuple[TermId, str], ...]
