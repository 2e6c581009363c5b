"""What closeness chance gives, and from where on donors are close enough.

Closeness of a profile is the score of its tenth nearest donor. The threshold of a length is the score that chance
profiles of that length reach at most three times in a hundred, a conformal quantile (Vovk, Gammerman & Shafer 2005,
chapter 2): of m draws the one of rank ⌈.97·(m + 1)⌉. The three leave a margin to the five that are promised. It is the
higher of two thresholds, for the two kinds of chance of `workbench.analysis.chance`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.chance import LENGTHS, Chance
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.measure import Measure

NEAREST = 10
DRAWS = 400
_CONFIDENCE = 0.97


@dataclass(frozen=True, slots=True)
class Calibration:
    """What chance gives, by length of profile.

    Attributes:
        lengths: Fewest findings of each stratum, ascending, (S,), int32.
        closeness: Closeness of profiles made of real ones by exchange, ascending in each stratum, (S, m), float32.
        thresholds: The lowest score of donors that are close enough, hundredths, never rising, (S,), int32.
    """

    lengths: NDArray[np.int32]
    closeness: NDArray[np.float32]
    thresholds: NDArray[np.int32]

    def draws(self, findings: int) -> NDArray[np.float32]:
        """Closeness of chance profiles of about so many findings, ascending, (m,)."""
        drawn: NDArray[np.float32] = self.closeness[self._stratum(findings)]
        return drawn

    def threshold(self, findings: int) -> int:
        """The lowest score, in hundredths, of donors that are close enough to a profile of so many findings."""
        return int(self.thresholds[self._stratum(findings)])

    def _stratum(self, findings: int) -> int:
        return max(int(np.searchsorted(self.lengths, findings, side="right")) - 1, 0)


def calibrated(
    measure: Measure,
    donors: Described,
    ontology: Ontology,
    seed: int,
    draws: int = DRAWS,
    advance: Callable[[int], None] = lambda n: None,
) -> Calibration:
    """The calibration of a measure over donors.

    Args:
        measure: Scores profiles against the donors.
        seed: Of the draws.
        draws: How many a stratum; half as many again are drawn by frequency.
        advance: Told after each stratum how many profiles were compared.
    """
    chance = Chance(donors, ontology, seed)
    closeness = np.zeros((len(LENGTHS), draws), dtype=np.float32)
    reached = np.zeros(len(LENGTHS))
    for stratum in range(len(LENGTHS)):
        by_frequency = _closeness(chance.by_frequency(stratum, draws // 2), measure)
        closeness[stratum] = _closeness(chance.exchanged(stratum, draws), measure)
        reached[stratum] = max(_quantile(closeness[stratum]), _quantile(by_frequency))
        advance(draws)
    return Calibration(np.array(LENGTHS, dtype=np.int32), closeness, thresholds(reached))


def thresholds(reached: NDArray[np.floating]) -> NDArray[np.int32]:
    """Thresholds in hundredths above the closeness that chance reaches in each stratum, (S,), int32.

    Never below that of a longer stratum: one more finding never asks for more closeness.
    """
    above = [floor(100 * float(one)) + 1 for one in reached]
    return np.maximum.accumulate(np.array(above, dtype=np.int32)[::-1])[::-1].copy()


def _quantile(ascending: NDArray[np.float32]) -> float:
    rank = min(ceil(_CONFIDENCE * (len(ascending) + 1)), len(ascending))
    return float(ascending[rank - 1]) if rank else 0.0


def _closeness(profiles: Sequence[NDArray[np.int32]], measure: Measure) -> NDArray[np.float32]:
    return np.sort(np.array([closeness_of(profile, measure) for profile in profiles], dtype=np.float32))


def closeness_of(profile: NDArray[np.int32], measure: Measure) -> float:
    """The score of the tenth nearest donor; 0 where there are fewer or the profile is empty."""
    if not len(profile) or measure.donors < NEAREST:
        return 0.0
    return float(np.partition(measure.scores(profile), measure.donors - NEAREST)[measure.donors - NEAREST])
