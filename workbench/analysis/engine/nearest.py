"""The nearest donors, exactly: of one profile here, of every donor in `graph`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.engine.graph import Neighbours, neighbour_graph
from workbench.analysis.engine.highest import highest
from workbench.analysis.engine.measure import Measure

__all__ = ["Neighbours", "Ranked", "nearest_to", "neighbour_graph"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Donors, closest first; of equally close ones the lower row first.

    Attributes:
        rows: int32 (at most k,).
        scores: float64, as many.
    """

    rows: NDArray[np.int32]
    scores: NDArray[np.float64]


def nearest_to(
    measure: Measure, profile: NDArray[np.int32], k: int, allowed: NDArray[np.bool_] | None = None
) -> Ranked:
    """The k donors closest to a profile; fewer where there are no more. Donors without findings are nobody's.

    Args:
        measure: Scores all donors.
        profile: Terms as positions in `Ontology.numbers`, ascending, each once.
        k: How many.
        allowed: Donors to choose from, (n,); all when not given.
    """
    some = measure.has_findings if allowed is None else measure.has_findings & allowed
    scores = np.where(some, measure.scores(profile), -np.inf)
    rows = highest(scores, k)
    return Ranked(rows.astype(np.int32), scores[rows])
