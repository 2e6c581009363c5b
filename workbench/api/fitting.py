"""Which published conditions fit a profile, and why. From annotations only: says nothing of any donor, no diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from ontology.annotations import Annotations
from ontology.graph import Rows
from ontology.ontology import Ontology
from ontology.terms import TermId, from_number
from workbench.analysis.conditions import profiles, ranking, reasons
from workbench.api.door import Door
from workbench.cohorts.profile import Profile
from workbench.errors import InvalidQuery

NOT_A_DIAGNOSIS = "Published conditions whose findings resemble this profile. Not a diagnosis."
MOST = 100


@dataclass(frozen=True, slots=True)
class PublishedFinding:
    """A finding that a condition is said to have.

    Attributes:
        lay: A caption in everyday words.
        frequency: Published share of patients, 0 to 1; None where no publication gives one.
    """

    term: TermId
    label: str
    lay: str
    frequency: float | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One addend of a score.

    Attributes:
        kind: `observed`: a finding of the profile. `usual`: all that the condition usually has and the profile has
            too, as one addend. `ruled out`: a finding the profile excludes and the condition has; adds 0.
        term: The finding of the profile; None for `usual`.
        label: Its label; for `usual` words that say what it is.
        lay: A caption in everyday words; empty for `usual`.
        matched: The finding of the condition that is closest to it; for `ruled out` the most frequent one it holds;
            None where there is none.
        matched_label: Its label; empty where there is none.
        addend: May be below 0, where conditions have such a finding more often on average.
        frequency: Published share of patients with the matched finding, 0 to 1; None where no publication gives one.
        closeness: How close the matched finding is, 0 to 1 (the same); 0 for a narrower one that is ruled out with it.
        lacking: Only for `usual`: what the condition has and the profile does not, what would say most first.
    """

    kind: Literal["observed", "usual", "ruled out"]
    term: TermId | None
    label: str
    lay: str
    matched: TermId | None
    matched_label: str
    addend: float
    frequency: float | None = None
    closeness: float = 0.0
    lacking: tuple[PublishedFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class FittingCondition:
    """A published condition that fits a profile.

    Attributes:
        score: About 0 (nothing in common) to 1; findings that are rare elsewhere lift it a little above.
        why: The reasons, what adds most first; their addends sum to the score.
    """

    id: str
    name: str
    score: float
    why: tuple[Reason, ...]


def conditions_that_fit(door: Door, profile: Profile, top: int = 10) -> tuple[FittingCondition, ...]:
    """The published conditions that fit the profile best, best first.

    Raises:
        InvalidQuery: The profile has no observed finding, or `top` is not 1 to 100.
        InvalidTerm: A term is not one of this release.
    """
    door.asker.require("explore")
    return ranked(door.ontology, door.annotations, profile, top)


def ranked(
    ontology: Ontology, annotations: Annotations, profile: Profile, top: int = 10
) -> tuple[FittingCondition, ...]:
    """The same without a store or a snapshot; see `conditions_that_fit`."""
    if not profile.observed:
        raise InvalidQuery("The profile has no finding that is present.", do="Add at least one.")
    if not 1 <= top <= MOST:
        raise InvalidQuery(f"From 1 to {MOST} conditions can be listed.", do="Ask for as many.")
    ready = _ready(ontology, annotations)
    published, index = ready.published, ready.index
    terms = np.array(sorted(ontology.position(term) for term in profile.observed), dtype=np.int32)
    fits = [ranking.term_fit(index, int(term)) for term in terms]
    whole = ranking.together(index, terms, fits)
    scores = whole.scores
    best = np.argsort(-scores, kind="stable")[:top]
    return tuple(
        FittingCondition(
            id=published.ids[row],
            name=annotations.name(published.ids[row]),
            score=float(scores[row]),
            why=(
                *_reasons(reasons.why(index, published, terms, fits, whole, row), ontology),
                *_ruled_out(ready, row, profile, ontology),
            ),
        )
        for row in best.tolist()
    )


def sentence(reason: Reason) -> str:
    """A reason in words."""
    if reason.kind == "usual":
        lacking = ", ".join(f"{one.label} ({_share(one.frequency)})" for one in reason.lacking)
        return f"{reason.label}; not in the profile: {lacking}" if lacking else f"{reason.label}, all in the profile"
    if reason.kind == "ruled out":
        narrower = "" if reason.matched == reason.term else f" as {reason.matched_label}"
        return f"{reason.label} is ruled out here, reported{narrower}: {_share(reason.frequency)}; not scored"
    if reason.matched is None:
        return f"{reason.label}: nothing like it is reported"
    if reason.matched == reason.term:
        return f"{reason.label}: {_share(reason.frequency)}"
    return f"{reason.label}: closest reported finding {reason.matched_label}, {_share(reason.frequency)}"


@dataclass(frozen=True, slots=True)
class _Ready:
    """The published conditions, ready to be ranked."""

    published: profiles.PublishedConditions
    index: ranking.FittingIndex


@lru_cache(maxsize=2)
def _ready(ontology: Ontology, annotations: Annotations) -> _Ready:
    """Made once a process, in 0.1 s; it holds published knowledge only."""
    published = profiles.published_conditions(annotations, ontology)
    ancestors = Rows(ontology.ancestor_indptr, ontology.ancestor_indices)
    return _Ready(published, ranking.fitting_index(published.findings, ancestors))


def _reasons(why: reasons.Why, ontology: Ontology) -> tuple[Reason, ...]:
    """What adds to the score, most first."""
    usual = Reason(
        kind="usual",
        term=None,
        label="What this condition usually has",
        lay="",
        matched=None,
        matched_label="",
        addend=why.backward,
        lacking=tuple(_finding(one, ontology) for one in why.lacking),
    )
    observed = (_observed(one, ontology) for one in why.matches)
    return tuple(sorted((*observed, usual), key=lambda reason: -reason.addend))


def _observed(match: reasons.Match, ontology: Ontology) -> Reason:
    term = _term(match.term, ontology)
    nearest = _finding(match.nearest, ontology) if match.nearest else None
    return Reason(
        kind="observed",
        term=term,
        label=ontology.label(term),
        lay=ontology.lay_words(term),
        matched=nearest.term if nearest else None,
        matched_label=nearest.label if nearest else "",
        addend=match.addend,
        frequency=nearest.frequency if nearest else None,
        closeness=match.closeness,
    )


def _ruled_out(ready: _Ready, row: int, profile: Profile, ontology: Ontology) -> tuple[Reason, ...]:
    """What the profile excludes and the condition has, most frequent first; shown, not scored."""
    found = [(term, _under(ready, row, term, ontology)) for term in profile.excluded]
    held = [_excluded(term, finding, ontology) for term, finding in found if finding]
    return tuple(sorted(held, key=lambda reason: -(reason.frequency or 0.0)))


def _under(ready: _Ready, row: int, term: TermId, ontology: Ontology) -> PublishedFinding | None:
    finding = reasons.finding_under(ready.index, ready.published, ontology.position(term), row)
    return _finding(finding, ontology) if finding else None


def _excluded(term: TermId, finding: PublishedFinding, ontology: Ontology) -> Reason:
    return Reason(
        kind="ruled out",
        term=term,
        label=ontology.label(term),
        lay=ontology.lay_words(term),
        matched=finding.term,
        matched_label=finding.label,
        addend=0.0,
        frequency=finding.frequency,
        closeness=1.0 if finding.term == term else 0.0,
    )


def _finding(finding: reasons.Finding, ontology: Ontology) -> PublishedFinding:
    term = _term(finding.term, ontology)
    return PublishedFinding(term, ontology.label(term), ontology.lay_words(term), finding.frequency)


def _term(position: int, ontology: Ontology) -> TermId:
    return from_number(int(ontology.numbers[position]))


def _share(frequency: float | None) -> str:
    """A published frequency in words."""
    if frequency is None:
        return "frequency not given"
    if frequency < 0.01:
        return "under 1 % of published patients"
    return f"{frequency:.0%} of published patients".replace("%", " %", 1)
