"""What analyses find about the neighbourhood of a profile: true numbers, for the gate only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.terms import TermId
from workbench.analysis.results import Cell, FactCells, TermTable


@dataclass(frozen=True, slots=True)
class ProfileCounts:
    """How many donors of the snapshot have what a profile says: what its findings weigh follows from these.

    Attributes:
        terms: The findings of the profile, sorted; none implies another.
        parents: Term -> the terms one step broader, for every finding of the profile and everything broader.
        everyone: All donors.
        broader: Donors with each of these terms or a narrower one.
        recorded: (finding, donors in whom this very term is recorded) of each finding.
    """

    terms: tuple[TermId, ...]
    parents: Mapping[TermId, tuple[TermId, ...]]
    everyone: Cell
    broader: TermTable
    recorded: tuple[tuple[TermId, Cell], ...]


@dataclass(frozen=True, slots=True)
class NeighbourhoodResult:
    """The donors close enough to a profile.

    Attributes:
        size: The neighbourhood.
        compared: Donors it was drawn from.
        least: The lowest score that is close enough, in hundredths.
        levels: (score in hundredths, donors at least as close), highest first. Their clauses are those of `size`, so
            that they get its noise: a noise of their own would be twenty more looks at the same few donors.
        chance: Closeness of profiles drawn by chance, ascending, (m,).
        profile: What the findings weigh.
        inside: Donors of the neighbourhood with each finding of the profile and everything broader.
        recorded: (finding, donors of the neighbourhood in whom this very term is recorded) of each finding.
        outside: Donors it was drawn from with the terms of `inside`.
        conditions: Conditions of the neighbourhood beside those it was drawn from.
        usual: Findings in their own right.
    """

    size: Cell
    compared: Cell
    least: int
    levels: tuple[tuple[int, Cell], ...]
    chance: NDArray[np.float32]
    profile: ProfileCounts
    inside: TermTable
    recorded: tuple[tuple[TermId, Cell], ...]
    outside: TermTable
    conditions: tuple[FactCells, ...]
    usual: frozenset[TermId]


@dataclass(frozen=True, slots=True)
class PlacementResult:
    """A neighbourhood on the map.

    Attributes:
        areas: (named area, donors of the neighbourhood in it).
        home: The named area of the place of the profile.
        narrow: Whether the nearest donors lie close together on the map.
    """

    size: Cell
    areas: tuple[tuple[int, Cell], ...]
    home: int | None
    narrow: bool


@dataclass(frozen=True, slots=True)
class TwoNeighbourhoodsResult:
    """Two neighbourhoods and what they have in common; the two tables have the same terms.

    Attributes:
        usual: Findings in their own right; no others are listed.
    """

    first: Cell
    second: Cell
    both: Cell
    in_first: TermTable
    in_second: TermTable
    usual: frozenset[TermId]


@dataclass(frozen=True, slots=True)
class ChangesResult:
    """How common the findings of a profile and the terms one step broader are.

    Attributes:
        steps: Finding -> findings in their own right one step broader.
        narrower: Findings of the profile that have narrower terms.
        areas: Plain names of the areas of the body that the profile spans.
    """

    everyone: Cell
    table: TermTable
    steps: Mapping[TermId, tuple[TermId, ...]]
    narrower: frozenset[TermId]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TwoProfilesResult:
    """Two profiles side by side.

    Attributes:
        opposed: Findings that one has and the other rules out.
        usual: Findings in their own right, not headings.
    """

    first: ProfileCounts
    second: ProfileCounts
    opposed: tuple[TermId, ...]
    usual: frozenset[TermId]
