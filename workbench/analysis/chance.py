"""Profiles drawn by chance, out of what donors have.

Two kinds. *Exchanged*: made of a real profile by exchanging every finding for one of the same area of the body, drawn
from donors with about as many findings. Length, areas and how common findings are stay; what goes together is broken.
*By frequency*: findings of any donors, the common ones more often, whatever the area.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described

LENGTHS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 21, 26, 33, 45)
"""Fewest findings of each stratum of length."""
_LONGEST = 60
_ALIKE = 1 / 3
_FEWEST_ALIKE = 100
_TRIES = 25


class Chance:
    """Draws profiles, as positions in `Ontology.numbers`, ascending, each once, none implied by another, int32.

    A profile is shorter than asked where donors have too few unrelated findings, and empty where they have none.
    """

    def __init__(self, donors: Described, ontology: Ontology, seed: int) -> None:
        self._rng = np.random.default_rng([seed, donors.donors])
        self._ontology = ontology
        donor, self._term = narrowest_findings(donors, ontology)
        self._indptr = np.searchsorted(donor, np.arange(donors.donors + 1))
        self._area = _areas(ontology)[self._term]
        self._lengths = np.diff(self._indptr)
        self._known = np.flatnonzero(self._lengths)
        self._kept: dict[int, tuple[NDArray[np.int64], dict[int, NDArray[np.int32]]]] = {}

    def exchanged(self, stratum: int, draws: int) -> list[NDArray[np.int32]]:
        """So many profiles of a stratum of `LENGTHS`, made of real ones by exchange."""
        return [self._exchanged(length) for length in self._drawn_lengths(stratum, draws)]

    def by_frequency(self, stratum: int, draws: int) -> list[NDArray[np.int32]]:
        """So many profiles of a stratum of `LENGTHS`, of any findings by frequency."""
        return [self._unrelated([self._term] * length) for length in self._drawn_lengths(stratum, draws)]

    def _drawn_lengths(self, stratum: int, draws: int) -> list[int]:
        end = [*LENGTHS[1:], _LONGEST + 1][stratum]
        lengths: list[int] = self._rng.integers(LENGTHS[stratum], end, draws).tolist()
        return lengths if len(self._known) else [0] * draws

    def _exchanged(self, length: int) -> NDArray[np.int32]:
        if not length:
            return np.empty(0, dtype=np.int32)
        alike, pools = self._of_length(length)
        donor = int(alike[int(self._rng.random() * len(alike))])
        pattern = self._area[self._indptr[donor] : self._indptr[donor + 1]]
        areas = self._rng.permutation(pattern) if len(pattern) == length else self._rng.choice(pattern, length)
        return self._unrelated([pools[int(area)] for area in areas])

    def _of_length(self, length: int) -> tuple[NDArray[np.int64], dict[int, NDArray[np.int32]]]:
        """The third of the donors whose numbers of findings come nearest, at least a hundred, and theirs by area.

        Narrower strata would hold little but the patients of one paper, and chance profiles would look like them.
        """
        if length not in self._kept:
            distance = np.abs(np.log(self._lengths[self._known] / length))
            wanted = min(max(_FEWEST_ALIKE, ceil(_ALIKE * len(distance))), len(distance))
            chosen = np.zeros(len(self._lengths), dtype=np.bool_)
            chosen[self._known[distance <= np.sort(distance)[wanted - 1]]] = True
            theirs = np.repeat(chosen, self._lengths)
            areas = np.unique(self._area[theirs])
            pools = {int(one): self._term[theirs & (self._area == one)] for one in areas}
            self._kept[length] = np.flatnonzero(chosen), pools
        return self._kept[length]

    def _unrelated(self, pools: Iterable[NDArray[np.int32]]) -> NDArray[np.int32]:
        """One finding out of each pool, none implied by another; where that fails, out of all findings."""
        chosen: set[int] = set()
        implied: set[int] = set()
        for pool in pools:
            for draw in range(2 * _TRIES):
                drawn_from = pool if draw < _TRIES else self._term
                term = int(drawn_from[int(self._rng.random() * len(drawn_from))])  # far faster than `choice`
                above = self._ancestors(term)
                if term not in implied and chosen.isdisjoint(above):
                    chosen.add(term)
                    implied.update(above)
                    break
        return np.array(sorted(chosen), dtype=np.int32)

    def _ancestors(self, term: int) -> list[int]:
        start, end = self._ontology.ancestor_indptr[term : term + 2]
        row: list[int] = self._ontology.ancestor_indices[start:end].tolist()
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
