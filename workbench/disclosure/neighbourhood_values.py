"""What may leave about the neighbourhood of a profile; see `workbench.disclosure.values` for counts and shares.

A neighbourhood is the donors whose closeness to a profile is above what chance gives. No neighbour is ever shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from ontology.terms import TermId
from workbench.disclosure.values import Count, FactRow, Share


@dataclass(frozen=True, slots=True)
class Chance:
    """How close profiles come that were drawn by chance from profiles of the same length and body areas.

    Closeness of a profile is the score of its tenth nearest donor, 0 (nothing in common) to about 1.

    Attributes:
        draws: How many were drawn.
        edges: Edges of the bins of closeness, ascending, one more than `counts`.
        counts: How many draws fall in each bin.
        median: Closeness that half of the draws reach.
        threshold: Closeness that at most 5 in 100 draws reach; from there on donors are "close enough".
        as_close: How many draws came as close as the profile that was asked about.
    """

    draws: int
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    median: float
    threshold: float
    as_close: int


@dataclass(frozen=True, slots=True)
class SharedPart:
    """What one finding of the profile adds to what the neighbourhood has in common with it.

    Broader findings count with the recorded finding they stand above. The parts of a neighbourhood add up to its
    `shared`.

    Attributes:
        weight: The part if everybody in the neighbourhood had the finding, percent of the profile.
        part: The part, percent of the profile; None where too few have anything of it to show.
        count: Donors of the neighbourhood with the finding or a narrower one.
        share: The same as a share of the neighbourhood.
        everyone: Donors with it among those the neighbourhood was drawn from.
        everyone_share: The same as a share of them.
        broader: The narrowest broader finding that clearly more of them have: (term, label, share); None when none.
    """

    term: TermId
    label: str
    lay: str
    weight: float
    part: float | None
    count: Count
    share: Share
    everyone: Count
    everyone_share: Share
    broader: tuple[TermId, str, Share] | None


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The donors close enough to a profile, in aggregate.

    Attributes:
        size: How many; None when fewer than ten are close enough: "nobody yet".
        everyone: Donors it was drawn from: of the snapshot, or of the cohort that was compared with.
        closeness: Highest step of 0.05 at which ten donors or more remain, by released counts; 0 when none does.
        chance: What chance gives.
        parts: One for each observed finding of the profile, largest part first; empty when nobody is close enough.
        shared: Sum of the parts: percent of the profile that they have on average, rare findings weighing most.
        conditions: Conditions of ten donors or more among them, most first.
        other_conditions: True where the listed conditions leave out a part of the neighbourhood.
    """

    size: Count
    everyone: Count
    closeness: float
    chance: Chance
    parts: tuple[SharedPart, ...]
    shared: float
    conditions: tuple[FactRow, ...]
    other_conditions: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a profile lies on the map, as the named areas of its neighbourhood.

    Attributes:
        size: Donors of the neighbourhood; None when nobody is close enough: then nothing else is given.
        areas: (area number, donors of the neighbourhood in it, their share of the neighbourhood), most first; areas
            with fewer than ten are left out.
        home: The named area that the profile itself is placed in; None when it lies outside or between areas.
        spread: How far the nearest donors lie apart on the map: "narrow", "wide" or "" when nobody is close enough.
    """

    size: Count
    areas: tuple[tuple[int, Count, Share], ...]
    home: int | None
    spread: str


@dataclass(frozen=True, slots=True)
class TwoShares:
    """One finding in two neighbourhoods."""

    term: TermId
    label: str
    lay: str
    first: Share
    second: Share


@dataclass(frozen=True, slots=True)
class TwoNeighbourhoods:
    """Two neighbourhoods side by side.

    Attributes:
        first: Donors close enough to the first profile.
        second: The same of the second.
        both: Donors close enough to both.
        rows: Findings whose shares differ most, largest difference first; empty when either is withheld.
    """

    first: Count
    second: Count
    both: Count
    rows: tuple[TwoShares, ...]
