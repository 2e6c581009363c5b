"""Which undiagnosed donors lie among the donors of some conditions."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from data_access.snapshots import Snapshot

_FEWEST = 3


def lie_near(conditions: Collection[str], snapshot: Snapshot) -> NDArray[np.bool_]:
    """The undiagnosed of whose nearest diagnosed donors most, and three or more, have one of the conditions, (n,).

    Nearest donors are those that the snapshot keeps for each donor; the undiagnosed among them do not vote.
    """
    found = np.zeros(snapshot.donors, dtype=np.bool_)
    asked = np.flatnonzero(snapshot.undiagnosed)
    places = [place for place, one in enumerate(snapshot.manifest.conditions) if one in conditions]
    if not len(asked) or not places:
        return found
    diagnosed = np.diff(snapshot.condition_indptr) > 0
    inside = np.zeros(snapshot.donors, dtype=np.bool_)
    owner = np.repeat(np.arange(snapshot.donors), np.diff(snapshot.condition_indptr))
    inside[owner[np.isin(snapshot.condition_indices, places)]] = True
    near = snapshot.neighbours[asked]
    votes = (near >= 0) & diagnosed[near]
    within = (votes & inside[near]).sum(axis=1)
    found[asked] = (within >= _FEWEST) & (2 * within > votes.sum(axis=1))
    return found
