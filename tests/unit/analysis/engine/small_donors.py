"""Small ontologies and donors made up by Hypothesis, and every measure written as its formula, pair by pair."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from ontology.graph import Rows, ancestors, rows
from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described, described
from workbench.analysis.engine.parameters import PARAMETERS, Damping


@dataclass(frozen=True)
class SmallOntology:
    """What the engine asks of an ontology: terms 1, 2, ..., each with its parents; the first is the root."""

    parents: tuple[tuple[int, ...], ...]

    @property
    def numbers(self) -> NDArray[np.int32]:
        return np.arange(1, len(self.parents) + 1, dtype=np.int32)

    @property
    def ancestor_indptr(self) -> NDArray[np.int32]:
        return ancestors(self.parents).indptr

    @property
    def ancestor_indices(self) -> NDArray[np.int32]:
        return ancestors(self.parents).indices

    def parent_rows(self) -> Rows:
        return rows(self.parents)


@dataclass(frozen=True)
class World:
    """An ontology, donors as sets of positions, and the same for the engine."""

    graph: SmallOntology
    profiles: tuple[frozenset[int], ...]

    @property
    def ontology(self) -> Ontology:
        return cast(Ontology, self.graph)

    @property
    def donors(self) -> Described:
        indptr = np.cumsum([0, *(len(one) for one in self.profiles)]).astype(np.int64)
        numbers = [term + 1 for one in self.profiles for term in sorted(one)]
        return described(indptr, np.array(numbers, dtype=np.int32), self.ontology)

    def closure(self, profile: frozenset[int]) -> set[int]:
        above = ancestors(self.graph.parents)
        return {int(one) for term in profile for one in above[term]}


def terms_of(profile: frozenset[int] | set[int]) -> NDArray[np.int32]:
    """A profile as the engine takes it."""
    return np.array(sorted(profile), dtype=np.int32)


@st.composite
def worlds(draw: Callable[[st.SearchStrategy[Any]], Any], most: int = 20) -> World:
    """Up to 12 terms with up to three parents each, and donors of up to seven of them."""
    size = draw(st.integers(3, 12))
    links = [draw(st.sets(st.integers(0, term - 1), min_size=1, max_size=3)) for term in range(1, size)]
    parents = [(), *(tuple(sorted(one)) for one in links)]
    profiles = draw(st.lists(st.frozensets(st.integers(0, size - 1), max_size=7), min_size=1, max_size=most))
    return World(SmallOntology(tuple(parents)), tuple(profiles))


@st.composite
def asked(draw: Callable[[st.SearchStrategy[Any]], Any]) -> tuple[World, frozenset[int]]:
    """A world and a profile, whose terms the donors need not have."""
    world = draw(worlds())
    return world, draw(st.frozensets(st.integers(0, len(world.graph.parents) - 1), max_size=7))


def formula(name: str, world: World, profile: frozenset[int], donors: Described | None = None) -> list[float]:
    """The score of a profile to every donor, by the formulas as they are written down."""
    donors = donors or world.donors
    above = ancestors(world.graph.parents)
    content = donors.weights.content

    def resnik(s: int, t: int) -> float:
        return max(float(content[a]) for a in np.intersect1d(above[s], above[t]))

    def lin(s: int, t: int) -> float:
        both = float(content[s] + content[t])
        return 2 * resnik(s, t) / both if both > 0 else 0.0

    if name == "simgic":
        return [_share(world, content, profile, one) for one in world.profiles]
    if name == "default":
        return _default(world, profile, donors)
    return [_best_match(resnik if name == "resnik-bma" else lin, profile, one) for one in world.profiles]


def _best_match(likeness: Callable[[int, int], float], q: frozenset[int], p: frozenset[int]) -> float:
    if not q or not p:
        return 0.0
    forward = sum(max(likeness(s, t) for s in q) for t in p)
    return (forward + sum(max(likeness(s, t) for t in p) for s in q)) / (len(q) + len(p))


def _share(world: World, content: NDArray[np.float64], q: frozenset[int], p: frozenset[int]) -> float:
    one, two = world.closure(q), world.closure(p)
    union = sum(float(content[a]) for a in one | two)
    return sum(float(content[a]) for a in one & two) / union if union > 0 and p else 0.0


def _default(world: World, q: frozenset[int], donors: Described) -> list[float]:
    described = [one for one in world.profiles if one]
    held = [sum(t in one for one in described) for t in range(len(world.graph.parents))]
    idf = [math.log(1 + (len(described) - n + 0.5) / (n + 0.5)) for n in held]
    delta = donors.weights.increment.tolist()
    closures = [world.closure(one) for one in world.profiles]
    said, lengths = [sum(delta[a] for a in one) for one in closures], [float(len(one)) for one in world.profiles]
    broader = _half(delta, world.closure(q), closures, said, PARAMETERS.broader)
    exact = _half(idf, q, world.profiles, lengths, PARAMETERS.exact)
    x = PARAMETERS.exact_share
    return [(1 - x) * one + x * two for one, two in zip(broader, exact)]


def _half(
    weight: Sequence[float], q: set[int] | frozenset[int], sets: Sequence[Any], lengths: list[float], by: Damping
) -> list[float]:
    some = [one for one in lengths if one > 0]
    mean = sum(some) / len(some) if some else 1.0
    k, b = by.saturation, by.length
    damped = [(k + 1) / (1 + k * (1 - b + b * length / mean)) for length in lengths]
    own = sum(weight[a] for a in q)
    return [sum(weight[a] for a in q & p) * g / own if own > 0 else 0.0 for p, g in zip(sets, damped)]
