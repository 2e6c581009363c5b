"""Queries made worse on purpose: findings left out, said too broadly, or that do not belong.

    missing     half of the findings are left out, one is always kept
    imprecise   each finding gives way to one of its parents with a chance of a third; an area of the body stays
    added       half as many findings again (rounded up) that cases have for other reasons, as often as cases have them
    mixed       all three, in this order

After the idea of Köhler et al. (2009), doi:10.1016/j.ajhg.2009.09.003, who test with imprecision and with noise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from ontology.graph import Rows
from ontology.ontology import Ontology
from ontology.terms import PHENOTYPIC_ABNORMALITY

MISSING, IMPRECISE, ADDED = 1 / 2, 1 / 3, 1 / 2
KINDS = ("missing", "imprecise", "added", "mixed")

Profile = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Noise:
    """Makes profiles worse, the same way each time.

    Attributes:
        parents: For every term its parents, positions in `Ontology.numbers`.
        root: Position of HP:0000118, which no finding gives way to.
        drawn_from: Findings of all cases, each as often as cases have it.
        seed: Another seed, other noise.
    """

    parents: Rows
    root: int
    drawn_from: Profile
    seed: int = 7

    def applied(self, kind: str, profile: Profile, name: str) -> Profile:
        """The profile with noise of a kind, ascending, each term once.

        Args:
            kind: One of `KINDS`.
            profile: Terms as positions in `Ontology.numbers`, at least one.
            name: Of the case: its noise depends on it, not on which cases stand before it.
        """
        digest = sha256(f"{self.seed} {kind} {name}".encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))
        steps: dict[str, Callable[[Profile, np.random.Generator], Profile]] = {
            "missing": _missing,
            "imprecise": self._imprecise,
            "added": self._added,
        }
        for step in steps.values() if kind == "mixed" else (steps[kind],):
            profile = step(profile, rng)
        return np.unique(profile).astype(np.int32)

    def _imprecise(self, profile: Profile, rng: np.random.Generator) -> Profile:
        replaced = rng.random(len(profile)) < IMPRECISE
        return np.array(
            [self._parent(term, rng) if now else term for term, now in zip(profile.tolist(), replaced, strict=True)],
            dtype=np.int32,
        )

    def _parent(self, term: int, rng: np.random.Generator) -> int:
        above = self.parents[term]
        above = above[above != self.root]
        return int(rng.choice(above)) if len(above) else term

    def _added(self, profile: Profile, rng: np.random.Generator) -> Profile:
        return np.concatenate([profile, rng.choice(self.drawn_from, int(np.ceil(ADDED * len(profile))))])


def noise_from(drawn_from: Profile, ontology: Ontology, seed: int = 7) -> Noise:
    """Noise among cases with these findings, positions in `Ontology.numbers`."""
    return Noise(ontology.parent_rows(), ontology.position(PHENOTYPIC_ABNORMALITY), drawn_from, seed)


def _missing(profile: Profile, rng: np.random.Generator) -> Profile:
    kept = max(1, int(np.ceil((1 - MISSING) * len(profile))))
    return rng.choice(profile, kept, replace=False)
