"""A cohort question as criteria for the store, so that a database can count what the bitmaps count."""

from __future__ import annotations

from typing import Protocol

from data_access.snapshots import Manifest
from data_access.store import Criterion
from ontology.terms import TermId
from workbench.cohorts.clauses import (
    UNDIAGNOSED,
    Clause,
    Excluded,
    HasCondition,
    InAgeBand,
    InRegion,
    InSex,
    Observed,
    Query,
)
from workbench.cohorts.vocabulary import SnapshotVocabulary, Vocabulary
from workbench.errors import InvalidQuery


class Widening(Vocabulary, Protocol):
    """What criteria need to know of the ontology; `ontology.Ontology` is one."""

    def descendants(self, term: TermId) -> frozenset[TermId]:
        """The term and everything narrower."""


def criteria(query: Query, ontology: Widening, vocabulary: SnapshotVocabulary, manifest: Manifest) -> list[Criterion]:
    """What `store.count_matching` takes, one criterion a clause.

    Raises:
        InvalidQuery: The query names a map region; the store knows no map.
    """
    return [_criterion(clause, ontology, vocabulary, manifest) for clause in query.clauses]


def _criterion(clause: Clause, ontology: Widening, vocabulary: SnapshotVocabulary, manifest: Manifest) -> Criterion:
    match clause:
        case Observed(term):
            return Criterion("observed", tuple(sorted(ontology.descendants(term))))
        case Excluded(term):
            return Criterion("excluded", tuple(sorted(ontology.ancestors(term))))
        case InSex(sex):
            return Criterion("sex", (sex,))
        case InAgeBand(band):
            return Criterion("age_band", (band,))
        case InRegion(code):
            parts = (region for region in manifest.regions if region.startswith(f"{code}-"))
            return Criterion("region", (code, *parts))
        case HasCondition(identifier) if identifier == UNDIAGNOSED:
            return Criterion("undiagnosed", ("true",))
        case HasCondition(identifier):
            return Criterion("condition", (identifier, *vocabulary.conditions_in(identifier)))
        case _:
            raise InvalidQuery("The store knows no map.", do="Count map regions on the snapshot.")
