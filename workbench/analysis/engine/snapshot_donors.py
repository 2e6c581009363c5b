"""The donors of a snapshot as the engine compares them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data_access.snapshots import Snapshot
from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described, weights


def described_snapshot(snapshot: Snapshot, ontology: Ontology) -> Described:
    """The donors of a snapshot, weighed among themselves, by the release of HPO that the snapshot was built with.

    Weights are worked out anew for every term of the ontology: a snapshot holds those of its own terms alone, and a
    profile may have others.
    """
    return described_arrays(
        snapshot.observed_indptr,
        snapshot.observed_terms,
        snapshot.closure_indptr,
        snapshot.terms[snapshot.closure_indices],
        ontology,
    )


def described_arrays(
    observed_indptr: NDArray[np.int64],
    observed: NDArray[np.int32],
    closure_indptr: NDArray[np.int64],
    closure: NDArray[np.int32],
    ontology: Ontology,
) -> Described:
    """The same from arrays: HPO numbers as recorded and with ancestors, row by row, ascending."""
    closure = np.searchsorted(ontology.numbers, closure).astype(np.int32)
    with_findings = int(np.count_nonzero(np.diff(observed_indptr)))
    return Described(
        observed_indptr=np.asarray(observed_indptr),
        observed=np.searchsorted(ontology.numbers, observed).astype(np.int32),
        closure_indptr=np.asarray(closure_indptr),
        closure=closure,
        weights=weights(closure, with_findings, ontology),
    )
