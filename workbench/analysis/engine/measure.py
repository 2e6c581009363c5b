"""What a measure of similarity is."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Measure(Protocol):
    """Closeness of profiles to a fixed set of n donors. The higher the closer; 0: nothing in common."""

    @property
    def donors(self) -> int:
        """How many donors there are."""

    @property
    def has_findings(self) -> NDArray[np.bool_]:
        """Donors with any finding, (n,); the others are never near."""

    def scores(self, profile: NDArray[np.int32]) -> NDArray[np.floating]:
        """Closeness of a profile to every donor, (n,).

        Args:
            profile: Its terms, positions in `Ontology.numbers`, ascending, each once; donors need not have them.
        """
