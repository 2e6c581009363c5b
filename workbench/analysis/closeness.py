"""Closeness of profiles to the donors of one snapshot, by the default measure."""

from __future__ import annotations

import threading
from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from data_access.snapshots import Snapshot
from ontology.ontology import Ontology
from ontology.terms import TermId
from workbench.analysis.engine.measure import Measure

DEFAULT = "default"
_KEPT = 16


class SnapshotCloseness:
    """Scores profiles against the donors of a snapshot.

    The index is built at the first question. The scores of the last few profiles are kept in memory, since one page
    asks several questions about one profile; they are never written anywhere.
    """

    def __init__(self, snapshot: Snapshot, ontology: Ontology) -> None:
        self._snapshot, self._ontology = snapshot, ontology
        self._lock = threading.Lock()
        self._measure: Measure | None = None
        self._scores: OrderedDict[tuple[TermId, ...], NDArray[np.floating]] = OrderedDict()

    def scores(self, terms: tuple[TermId, ...]) -> NDArray[np.floating]:
        """Closeness of a profile to every donor, (n,); not to be written to.

        Raises:
            InvalidTerm: A term is unknown or obsolete.
        """
        with self._lock:
            if terms not in self._scores:
                found = self._index().scores(positions(terms, self._ontology))
                found.setflags(write=False)
                self._scores[terms] = found
            self._scores.move_to_end(terms)
            if len(self._scores) > _KEPT:
                self._scores.popitem(last=False)
            return self._scores[terms]

    def _index(self) -> Measure:
        if self._measure is None:
            # Imported at the first question: most processes never ask one.
            from workbench.analysis.engine.registry import measure
            from workbench.analysis.engine.snapshot_donors import described_snapshot

            self._measure = measure(DEFAULT, described_snapshot(self._snapshot, self._ontology), self._ontology)
        return self._measure


def positions(terms: tuple[TermId, ...], ontology: Ontology) -> NDArray[np.int32]:
    """The terms as the engine takes them: positions in `Ontology.numbers`, ascending, each once, int32 (terms,)."""
    return np.array(sorted({ontology.position(term) for term in terms}), dtype=np.int32)
