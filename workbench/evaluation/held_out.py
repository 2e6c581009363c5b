"""Conditions as they would be published without the publications that a case itself comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ontology.evidence import Evidence, Phenotypes
from ontology.ontology import Ontology
from workbench.analysis.conditions.profiles import FindingRows, PublishedConditions, is_had, or_always
from workbench.analysis.conditions.ranking import FittingIndex, with_findings


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The conditions that change when some publications are left out.

    Attributes:
        emptied: Conditions of whose findings nothing is left, int64.
        changed: Conditions with findings left, int64.
        index: The changed conditions, in that order; terms weigh what they did. None where there are none.
    """

    emptied: NDArray[np.int64]
    changed: NDArray[np.int64]
    index: FittingIndex | None


def holding_out(
    published: PublishedConditions, index: FittingIndex, evidence: Evidence, ontology: Ontology, *, shared: bool
) -> Callable[[tuple[str, ...]], HeldOut]:
    """A function from publications to the conditions without them; cases of one publication follow one another.

    Args:
        shared: True to keep rows that cite another publication beside them.
    """
    places = {one: place for place, one in enumerate(published.ids)}

    @lru_cache(maxsize=64)
    def held_out(publications: tuple[str, ...]) -> HeldOut:
        citing = {disease for one in publications for disease in evidence.citing(one) if disease in places}
        left = {
            places[one]: _findings_left(evidence.without(one, publications, shared=shared), ontology)
            for one in sorted(citing)
        }
        changed = [place for place, rows in left.items() if len(rows)]
        emptied = [place for place, rows in left.items() if not len(rows)]
        rows = _joined([left[place] for place in changed])
        fresh = with_findings(index, rows) if changed else None
        return HeldOut(np.array(emptied, dtype=np.int64), np.array(changed, dtype=np.int64), fresh)

    return held_out


def _findings_left(held: Phenotypes, ontology: Ontology) -> Mapping[int, float]:
    """Position of each finding -> its frequency in the other publications."""
    kept = is_had(held.frequencies, held.excluded)
    terms = np.searchsorted(ontology.numbers, held.terms[kept])
    return dict(zip(terms.tolist(), or_always(held.frequencies[kept]).tolist(), strict=True))


def _joined(rows: Sequence[Mapping[int, float]]) -> FindingRows:
    return FindingRows(
        indptr=np.cumsum([0, *(len(one) for one in rows)]).astype(np.int64),
        terms=np.array([term for one in rows for term in one], dtype=np.int32),
        frequencies=np.array([frequency for one in rows for frequency in one.values()], dtype=np.float64),
    )
