"""What the audit of overlaps compares: donors of questions out of the ledger, and how near is too near."""

from __future__ import annotations

import json
from collections.abc import Callable

from ontology.terms import TermId
from workbench.cohorts.clauses import CloseTo, TableClause
from workbench.cohorts.cohort import Bitmap, Population
from workbench.cohorts.query import Vocabulary, parse
from workbench.disclosure.layers import Layers
from workbench.disclosure.overlap import Margin
from workbench.disclosure.profile_seal import ProfileSeal
from workbench.errors import WorkbenchError


def asked_group(population: Population, vocabulary: Vocabulary, seal: ProfileSeal) -> Callable[[str], Bitmap | None]:
    """Finds the donors of a question as the ledger keeps it; None where it cannot be read any more."""

    def group(question: str) -> Bitmap | None:
        try:
            return population.fitting(_clauses(seal.open(question), vocabulary))
        except WorkbenchError:
            return None

    return group


def margin_between(layers: Layers, seal: ProfileSeal) -> Margin:
    """How many more than nine people are too close for two questions as the ledger keeps them.

    It is a lasting draw for what one of them asks and the other does not. Two questions with the same clauses added to
    both have the same margin, so padding gives no fresh draws to average; a draw for each pair of questions would. The
    most of what all clauses draw, as for the floor, would nearly always be the largest.
    """

    def margin(one: str, other: str) -> int:
        apart = _said(one, seal) ^ _said(other, seal)
        return layers.handicap((f"apart {sorted(apart)}",))

    return margin


def _said(question: str, seal: ProfileSeal) -> frozenset[str]:
    """Each profile and clause of a question as text; of the question about everybody none."""
    data = json.loads(seal.open(question)) if question else {}
    return frozenset(json.dumps(one, sort_keys=True) for one in (*data.get("profiles", ()), *data.get("all", ())))


def _clauses(question: str, vocabulary: Vocabulary) -> tuple[TableClause, ...]:
    """What the donors of a cohort, a neighbourhood or two neighbourhoods together fit."""
    data = json.loads(question)
    profiles = (one["close_to"] for one in data.get("profiles", []))
    close = (CloseTo(tuple(TermId(term) for term in one["terms"]), one["least"]) for one in profiles)
    return (*close, *parse({"all": data["all"]}, vocabulary).clauses)
