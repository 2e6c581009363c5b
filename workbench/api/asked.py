"""The donors of a question out of the ledger: what the audit of overlaps compares. They never leave the server."""

from __future__ import annotations

import json
from collections.abc import Callable

from ontology.terms import TermId
from workbench.cohorts.clauses import CloseTo, TableClause
from workbench.cohorts.cohort import Bitmap, Population
from workbench.cohorts.query import Vocabulary, parse
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


def _clauses(question: str, vocabulary: Vocabulary) -> tuple[TableClause, ...]:
    """What the donors of a cohort, a neighbourhood or two neighbourhoods together fit."""
    data = json.loads(question)
    profiles = (one["close_to"] for one in data.get("profiles", []))
    close = (CloseTo(tuple(TermId(term) for term in one["terms"]), one["least"]) for one in profiles)
    return (*close, *parse({"all": data["all"]}, vocabulary).clauses)
