"""Groups of conditions that hang together whatever the distance, the resolution and the resampling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.conditions.alike import Profiles, Square
from workbench.analysis.conditions.closures import PublishedRows
from workbench.analysis.conditions.trees import Tree, found_again, overlaps, tree
from workbench.analysis.engine.described import Weights

SMALLEST = 3
LEAST = 0.6
LEAST_RESAMPLED = 0.7
ABOVE_CHANCE = 0.05
DRAWS = 30
PERMUTATIONS = 40
_FEWEST_PERMUTATIONS = 20
_PERMUTED_CONDITIONS = 8_000
_LARGEST_SHARE = 0.5
_RESOLUTIONS = (0.8, 0.9, 1.1, 1.25)


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that hang together.

    Attributes:
        members: Their places, ascending.
        holds: Mean of the three checks, 0 to 1.
        distance, resolution, resampling: Mean best Jaccard index under each check.
    """

    members: tuple[int, ...]
    holds: float
    distance: float
    resolution: float
    resampling: float


@dataclass(frozen=True, slots=True)
class Structure:
    """How conditions are alike, and the groups that hold; most conditions first, then by their first member.

    Attributes:
        alike: Likeness of profiles, (c, c), float32.
    """

    alike: Square
    groups: tuple[Group, ...]


def structure(rows: PublishedRows, weights: Weights, ontology: Ontology, *, seed: int = 7) -> Structure:
    """The groups that survive all three checks, and hold better than any group of permuted findings.

    A group is a node of the average-linkage tree of three conditions or more and at most half of them. Each check
    finds it again in other trees or cuts (best Jaccard index): with two other measures of likeness; cut at a fifth
    less to a quarter more likeness; with each condition's published findings drawn anew. What the first two give in
    permuted findings sets what they must give here, for a group of its size or larger.

    Args:
        rows: The conditions' findings; each condition has one.
        weights: What terms weigh.
    """
    profiles = Profiles(rows, ontology, weights)
    alike = profiles.likeness(rows.frequency)
    if rows.conditions < 2 * SMALLEST:
        return Structure(alike, ())
    rng = np.random.default_rng(seed)
    whole = tree(alike)
    asked, sizes = _candidates(whole)
    checks = np.zeros((3, len(whole.height)))
    checks[:2, asked] = _cheap_checks(asked, whole, profiles, rows)
    chance = _by_chance(rows, weights, ontology, rng)
    hopeful = asked[(checks[:2, asked] >= np.maximum(chance[sizes[asked]] + ABOVE_CHANCE, LEAST)).all(axis=0)]
    checks[2, hopeful] = _by_resampling(whole.members[hopeful], profiles, rows, rng)
    kept = _best(whole, checks, sizes, hopeful[checks[2, hopeful] >= LEAST_RESAMPLED])
    return Structure(alike, tuple(_group(node, whole, checks) for node in kept))


def permuted(rows: PublishedRows, rng: np.random.Generator) -> PublishedRows:
    """The rows with their findings dealt anew: each condition keeps how many it has, each finding how many have it.

    A finding that falls to the same condition twice counts once, so both hold nearly, not to the last one.
    """
    order = rng.permutation(len(rows.term))
    return replace(rows, term=rows.term[order], frequency=rows.frequency[order])


def _candidates(whole: Tree) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Nodes that may be groups, and the sizes of all."""
    sizes = whole.members.sum(axis=1)
    return np.flatnonzero((sizes >= SMALLEST) & (sizes <= _LARGEST_SHARE * whole.members.shape[1])), sizes


def _cheap_checks(
    asked: NDArray[np.int64], whole: Tree, profiles: Profiles, rows: PublishedRows
) -> NDArray[np.float64]:
    """The checks by distance and by resolution, (2, asked)."""
    groups = whole.members[asked]
    others = (profiles.jaccard(rows.frequency), profiles.extended_jaccard(rows.frequency))
    by_distance = np.mean([found_again(groups, tree(one).members) for one in others], axis=0)
    return np.stack([by_distance, _by_resolution(asked, whole)])


def _by_resolution(asked: NDArray[np.int64], whole: Tree) -> NDArray[np.float64]:
    """Each node against the cuts at a little less and a little more likeness than the middle of its stretch has."""
    overlap = overlaps(whole.members[asked], whole.members)
    likeness = 1.0 - (whole.height[asked] + np.minimum(whole.above[asked], 1.0)) / 2
    found = np.zeros(len(asked))
    for times in _RESOLUTIONS:
        cut = (1.0 - likeness * times)[:, None]
        found += np.where((whole.height <= cut) & (whole.above > cut), overlap, 0.0).max(axis=1)
    return found / len(_RESOLUTIONS)


def _by_chance(
    rows: PublishedRows, weights: Weights, ontology: Ontology, rng: np.random.Generator
) -> NDArray[np.float64]:
    """The most that both cheap checks give in permuted findings, for groups of each size or larger, (c + 1,)."""
    most = np.zeros(rows.conditions + 1)
    affordable = _PERMUTED_CONDITIONS // rows.conditions
    for _ in range(min(PERMUTATIONS, max(affordable, _FEWEST_PERMUTATIONS))):
        dealt = permuted(rows, rng)
        profiles = Profiles(dealt, ontology, weights)
        whole = tree(profiles.likeness(dealt.frequency))
        asked, sizes = _candidates(whole)
        found = _cheap_checks(asked, whole, profiles, dealt)
        np.maximum.at(most, sizes[asked], found.min(axis=0))
    larger: NDArray[np.float64] = np.maximum.accumulate(most[::-1])[::-1]
    return larger


def _by_resampling(
    groups: NDArray[np.bool_], profiles: Profiles, rows: PublishedRows, rng: np.random.Generator
) -> NDArray[np.float64]:
    if not len(groups):
        return np.zeros(0)
    drawn = (tree(profiles.likeness(frequency)).members for frequency in _drawn(rows, rng))
    found: NDArray[np.float64] = np.mean([found_again(groups, members) for members in drawn], axis=0)
    return found


def _drawn(rows: PublishedRows, rng: np.random.Generator) -> Iterator[NDArray[np.float64]]:
    """Frequencies with the rows of each condition drawn with replacement, as many as it has; others are 0."""
    length = np.bincount(rows.owner, minlength=rows.conditions)
    first = np.cumsum(length) - length
    for _ in range(DRAWS):
        picked = first[rows.owner] + (rng.random(len(rows.owner)) * length[rows.owner]).astype(np.int64)
        kept = np.zeros(len(rows.owner), dtype=np.bool_)
        kept[picked] = True
        yield np.where(kept, rows.frequency, 0.0)


def _best(
    whole: Tree, checks: NDArray[np.float64], sizes: NDArray[np.int64], surviving: NDArray[np.int64]
) -> Sequence[int]:
    """Surviving nodes that do not overlap, such that the sum of size · (holds - least) is largest."""
    leaves = whole.members.shape[1]
    value = dict(zip(surviving.tolist(), (sizes * (checks.mean(axis=0) - LEAST))[surviving].tolist(), strict=True))
    worth = np.zeros(len(sizes))
    below: list[list[int]] = []
    for node, parts in enumerate(whole.children.tolist()):
        inner = [part - leaves for part in parts if part >= leaves]
        worth[node] = sum(worth[one] for one in inner)
        below.append([kept for one in inner for kept in below[one]])
        if value.get(node, -1.0) >= worth[node]:
            worth[node], below[node] = value[node], [node]
    return sorted(below[-1], key=lambda node: (-sizes[node], np.flatnonzero(whole.members[node])[0]))


def _group(node: int, whole: Tree, checks: NDArray[np.float64]) -> Group:
    distance, resolution, resampling = (float(one) for one in checks[:, node])
    members = tuple(np.flatnonzero(whole.members[node]).tolist())
    return Group(members, float(checks[:, node].mean()), distance, resolution, resampling)
