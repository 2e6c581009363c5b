"""Why a published condition fits a profile: one addend a finding, and what the condition has beside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.conditions.profiles import PublishedConditions
from workbench.analysis.conditions.ranking import Fit, FittingIndex, TermFit

MOST_LACKING = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of a condition.

    Attributes:
        term: Position in `Ontology.numbers`.
        frequency: Published share of patients, 0 to 1; None where no publication gives one.
    """

    term: int
    frequency: float | None


@dataclass(frozen=True, slots=True)
class Match:
    """What one term of the profile adds to the score of a condition.

    Attributes:
        term: Position in `Ontology.numbers`.
        nearest: The finding of the condition that is closest to it; None where none has anything in common.
        closeness: How close, 0 to 1 (the same finding).
        addend: May be below 0, where conditions have such a finding more often on average.
    """

    term: int
    nearest: Finding | None
    closeness: float
    addend: float


@dataclass(frozen=True, slots=True)
class Why:
    """The addends of one score; they sum to it.

    Attributes:
        matches: One for each term of the profile.
        backward: What the findings of the condition add, for those that the profile has.
        lacking: What counts most against it: usual findings of the condition that the profile has nothing like.
    """

    matches: tuple[Match, ...]
    backward: float
    lacking: tuple[Finding, ...]


def why(
    index: FittingIndex,
    published: PublishedConditions,
    terms: NDArray[np.int32],
    fits: list[TermFit],
    whole: Fit,
    condition: int,
) -> Why:
    """The addends of the score of one condition.

    Args:
        terms: The profile, positions in `Ontology.numbers`.
        fits: The fit of each of them.
        whole: What `together` made of them.
        condition: Row in `published`.
    """
    first, last = index.findings.indptr[condition : condition + 2].tolist()
    rows = np.arange(first, last)
    held = index.findings.terms[rows]
    # A finding that every condition has says nothing, so Lin is 0 even to itself; it is the same all the same.
    near = np.maximum(np.stack([one.closeness[held] for one in fits]), held == terms[:, None])
    matches = tuple(
        _match(published, int(term), near[place], first, float(whole.by_term[place, condition]))
        for place, term in enumerate(terms)
    )
    missed = index.importance[rows] * (1 - near.max(axis=0))
    unlike = rows[near.max(axis=0) < 1]
    order = np.argsort(-missed[unlike - first], kind="stable")[:MOST_LACKING]
    lacking = tuple(_finding(published, int(row)) for row in unlike[order])
    return Why(matches, float(whole.backward[condition]), lacking)


def finding_under(index: FittingIndex, published: PublishedConditions, term: int, condition: int) -> Finding | None:
    """The most frequent finding of a condition that is the term or narrower; None where it has none."""
    first, last = index.findings.indptr[condition : condition + 2].tolist()
    under = np.flatnonzero(np.isin(index.findings.terms[first:last], index.descendants[term])) + first
    if not under.size:
        return None
    stated = under[published.given[under]]  # what nobody counted is not taken for the most frequent
    among = stated if stated.size else under
    return _finding(published, int(among[np.argmax(published.findings.frequencies[among])]))


def _match(published: PublishedConditions, term: int, near: NDArray[np.float64], first: int, addend: float) -> Match:
    """Of findings equally close the most frequent one is named."""
    closest = np.flatnonzero(near == near.max()) + first
    best = int(closest[np.argmax(published.findings.frequencies[closest])])
    closeness = float(near.max())
    return Match(term, _finding(published, best) if closeness > 0 else None, closeness, addend)


def _finding(published: PublishedConditions, row: int) -> Finding:
    frequency = float(published.findings.frequencies[row]) if published.given[row] else None
    return Finding(int(published.findings.terms[row]), frequency)
