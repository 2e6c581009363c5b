"""What closeness chance gives, and from where on donors are close enough.

Closeness of a profile is the score of its tenth nearest donor. Chance profiles are made of real ones by exchanging
every finding for one of the same area of the body, drawn from donors with about as many findings: length, areas and
how common findings are stay, what goes together is broken. The threshold of a length is the score that chance profiles
of that length reach at most three times in a hundred, a conformal quantile (Vovk, Gammerman & Shafer 2005, chapter 2):
of m draws the one of rank ⌈.97·(m + 1)⌉. The three leave a margin to the five that are promised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.measure import Measure

NEAREST = 10
DRAWS = 400
LENGTHS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 21, 26, 33, 45)
_CONFIDENCE = 0.97
_POOL = 100
_TRIES = 25


@dataclass(frozen=True, slots=True)
class Calibration:
    """What chance gives, by length of profile.

    Attributes:
        lengths: Fewest findings of each stratum, ascending, (S,), int32.
        closeness: Closeness of the chance profiles of each stratum, ascending, (S, m), float32.
    """

    lengths: NDArray[np.int32]
    closeness: NDArray[np.float32]

    def stratum(self, findings: int) -> int:
        """The stratum of profiles of so many findings."""
        return max(int(np.searchsorted(self.lengths, findings, side="right")) - 1, 0)

    def draws(self, findings: int) -> NDArray[np.float32]:
        """Closeness of chance profiles of about so many findings, ascending, (m,)."""
        drawn: NDArray[np.float32] = self.closeness[self.stratum(findings)]
        return drawn

    def threshold(self, findings: int) -> int:
        """The lowest score, in hundredths, of donors that are close enough to a profile of so many findings.

        Never below that of a longer stratum: one more finding never asks for more closeness.
        """
        return floor(100 * max(_quantile(drawn) for drawn in self.closeness[self.stratum(findings) :])) + 1


def _quantile(ascending: NDArray[np.float32]) -> float:
    rank = min(ceil(_CONFIDENCE * (len(ascending) + 1)), len(ascending))
    return float(ascending[rank - 1])


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
        draws: How many a stratum.
        advance: Told after each stratum how many profiles were compared.
    """
    closeness = np.zeros((len(LENGTHS), draws), dtype=np.float32)
    for stratum, profiles in enumerate(chance_profiles(donors, ontology, seed, draws)):
        closeness[stratum] = np.sort([closeness_of(profile, measure) for profile in profiles])
        advance(draws)
    return Calibration(np.array(LENGTHS, dtype=np.int32), closeness)


def closeness_of(profile: NDArray[np.int32], measure: Measure) -> float:
    """The score of the tenth nearest donor; 0 where there are fewer or the profile is empty."""
    if not len(profile) or measure.donors < NEAREST:
        return 0.0
    return float(np.partition(measure.scores(profile), measure.donors - NEAREST)[measure.donors - NEAREST])


def chance_profiles(donors: Described, ontology: Ontology, seed: int, draws: int) -> list[list[NDArray[np.int32]]]:
    """For each stratum of length so many profiles drawn by chance, as positions in `Ontology.numbers`, ascending."""
    rng = np.random.default_rng([seed, donors.donors])
    pools = _Pools(donors, ontology)
    ends = [*LENGTHS[1:], LENGTHS[-1] + 16]
    return [
        [pools.profile(int(rng.integers(first, end)), rng) for _ in range(draws)]
        for first, end in zip(LENGTHS, ends, strict=True)
    ]


class _Pools:
    """Findings of donors, by how many the donor has and by area of the body.

    Attributes:
        donor: Whose each recorded finding is, (m,).
        term: The finding, (m,); those that a narrower one of the same donor implies are left out.
        area: Its area of the body, (m,).
    """

    def __init__(self, donors: Described, ontology: Ontology) -> None:
        self.ontology = ontology
        self.donor, self.term = narrowest_findings(donors, ontology)
        self.area = _areas(ontology)[self.term]
        self.lengths = np.bincount(self.donor, minlength=donors.donors)
        self.known = np.flatnonzero(self.lengths)
        self._kept: dict[int, tuple[NDArray[np.int64], dict[int, NDArray[np.int32]]]] = {}

    def profile(self, length: int, rng: np.random.Generator) -> NDArray[np.int32]:
        """A chance profile of so many findings; fewer where donors have too few unrelated ones, none where none."""
        if not len(self.known):
            return np.empty(0, dtype=np.int32)
        alike, pools = self._of_length(length)
        pattern = self.area[self.donor == rng.choice(alike)]
        areas = rng.permutation(pattern) if len(pattern) == length else rng.choice(pattern, length)
        chosen: set[int] = set()
        implied: set[int] = set()
        for area in areas:
            term = self._unrelated((pools[int(area)], self.term), chosen, implied, rng)
            if term is not None:
                chosen.add(term)
                implied |= set(self._ancestors(term))
        return np.array(sorted(chosen), dtype=np.int32)

    def _of_length(self, length: int) -> tuple[NDArray[np.int64], dict[int, NDArray[np.int32]]]:
        """The donors with about so many findings, a hundred or more where there are so many, and theirs by area."""
        if length not in self._kept:
            distance = np.abs(np.log(self.lengths[self.known] / length))
            furthest = np.sort(distance)[min(_POOL, len(distance)) - 1]
            alike = self.known[distance <= furthest]
            theirs = np.isin(self.donor, alike)
            areas = np.unique(self.area[theirs])
            self._kept[length] = alike, {int(one): self.term[theirs & (self.area == one)] for one in areas}
        return self._kept[length]

    def _unrelated(
        self, pools: tuple[NDArray[np.int32], ...], chosen: set[int], implied: set[int], rng: np.random.Generator
    ) -> int | None:
        """A finding that neither implies a chosen one nor is implied, from the first pool that gives one."""
        for pool in pools:
            for _ in range(_TRIES):
                term = int(rng.choice(pool))
                if term not in implied and chosen.isdisjoint(self._ancestors(term)):
                    return term
        return None

    def _ancestors(self, term: int) -> list[int]:
        start, end = self.ontology.ancestor_indptr[term : term + 2]
        row: list[int] = self.ontology.ancestor_indices[start:end].tolist()
        return row


def narrowest_findings(donors: Described, ontology: Ontology) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Donor and term of each recorded finding that no narrower one of the same donor implies, (m,) both."""
    from scipy import sparse

    size = len(ontology.numbers)
    ones = np.ones(len(donors.observed), dtype=np.int32)
    held = sparse.csr_matrix((ones, donors.observed, donors.observed_indptr), shape=(donors.donors, size))
    links = np.ones(len(ontology.ancestor_indices), dtype=np.int32)
    broader = sparse.csr_matrix((links, ontology.ancestor_indices, ontology.ancestor_indptr), shape=(size, size))
    found = held.multiply(held @ broader).tocoo()  # how many of the donor's findings are the term or narrower
    only = found.data == 1
    return found.row[only].astype(np.int64), found.col[only].astype(np.int32)


def _areas(ontology: Ontology) -> NDArray[np.int32]:
    """A number for the area of the body of every term, (T,): of several the first, -1 for terms outside of all."""
    areas = np.full(len(ontology.numbers), -1, dtype=np.int32)
    for number, term in reversed(list(enumerate(ontology.body_areas()))):
        areas[ontology.descendant_positions(term)] = number
    return areas
