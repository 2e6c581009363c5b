"""Questions about who is similar to a profile: always a group, never a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbench.analysis import counts
from workbench.analysis import neighbourhood as analysis
from workbench.analysis.neighbourhood_results import (
    ChangesResult,
    NeighbourhoodResult,
    PlacementResult,
    TwoNeighbourhoodsResult,
)
from workbench.analysis.results import Cell, FindingsResult
from workbench.api import map as maps
from workbench.api.admission import AdmittedProfile, admitted_pair, admitted_profile, as_seen, calibration
from workbench.api.answers import EVERYBODY, answer, common_terms, group, profile_question
from workbench.api.door import Door
from workbench.api.reading import read_phenopacket
from workbench.api.side_by_side import two_profiles
from workbench.cohorts.clauses import Query
from workbench.cohorts.profile import Profile, profile_of
from workbench.disclosure.neighbourhood_values import Neighbourhood, Placement, TwoNeighbourhoods
from workbench.disclosure.profile_values import ProfileChanges
from workbench.disclosure.release import Released
from workbench.disclosure.values import FindingsComparison

__all__ = [
    "changes",
    "compare",
    "findings",
    "neighbourhood",
    "placement",
    "profile",
    "read_phenopacket",
    "two_profiles",
]


def profile(door: Door, observed: Iterable[str], excluded: Iterable[str]) -> Profile:
    """The profile of these terms.

    Raises:
        InvalidTerm: One is unknown, obsolete or no phenotypic abnormality; says which.
        InvalidQuery: There are too many, or one is both present and ruled out.
    """
    door.asker.require("explore")
    return profile_of(observed, excluded, door.ontology)


def neighbourhood(door: Door, profile: Profile, within: Query = EVERYBODY) -> Released[Neighbourhood]:
    """The donors close enough to a profile, in aggregate.

    Args:
        within: Draws them from this cohort only.

    Raises:
        InvalidQuery: The profile has no finding, or the cohort may not be asked about.
    """
    asked = admitted_profile(door, profile, within)
    return answer(
        door,
        NeighbourhoodResult,
        profile_question(asked.close, within=asked.cohort.query),
        lambda: _neighbourhood(door, asked),
        keep=False,
    )


def findings(
    door: Door, profile: Profile, within: Query = EVERYBODY, top: int = 15, everything: bool = False
) -> Released[FindingsComparison]:
    """Findings of the neighbourhood against the donors it was drawn from, most different first.

    Args:
        top: How many to list, near duplicates among broader and narrower findings left out.
        everything: List all, near duplicates too.

    Raises:
        InvalidQuery: The profile has no finding, or the cohort may not be asked about.
    """
    asked = admitted_profile(door, profile, within)
    seen = as_seen(door, asked)
    return answer(
        door,
        FindingsResult,
        profile_question(asked.close, within=asked.cohort.query),
        lambda: counts.findings(
            group(seen, asked.clauses),
            group(seen, asked.cohort.query.clauses),
            common_terms(door),
            None if everything else top,
            door.usual,
        ),
        keep=False,
    )


def placement(door: Door, profile: Profile) -> Released[Placement]:
    """Where a profile lies on the map, as named areas.

    Raises:
        InvalidQuery: The profile has no finding.
    """
    asked = admitted_profile(door, profile)
    seen = as_seen(door, asked)
    return answer(
        door,
        PlacementResult,
        profile_question(asked.close),
        lambda: analysis.placement(
            asked.close, group(seen), {area.id: area.cells for area in maps.view(door).value.areas}
        ),
        keep=False,
    )


def compare(door: Door, first: Profile, second: Profile) -> Released[TwoNeighbourhoods]:
    """Two neighbourhoods side by side: their sizes, what they share, the findings that differ most.

    Raises:
        InvalidQuery: A profile has no finding.
    """
    pair = admitted_pair(door, first, second)
    one, other = pair.first.close, pair.second.close
    seen = as_seen(door, pair.first, pair.second)

    def counted() -> TwoNeighbourhoodsResult:
        found = analysis.two(one, other, group(seen), common_terms(door), door.usual)
        return replace(found, both=Cell(found.both.clauses, 0)) if pair.withheld else found

    return answer(door, TwoNeighbourhoodsResult, profile_question(one, other), counted, keep=False)


def changes(door: Door, profile: Profile) -> Released[ProfileChanges]:
    """What would change "nobody yet": from how common the findings are in all donors, never from who is near.

    Raises:
        InvalidQuery: The profile has no finding.
    """
    asked = admitted_profile(door, profile)
    return answer(
        door,
        ChangesResult,
        profile_question(asked.close),
        lambda: analysis.changes(asked.close.terms, group(door), door.ontology, door.usual),
        keep=False,
    )


def _neighbourhood(door: Door, asked: AdmittedProfile) -> NeighbourhoodResult:
    seen = as_seen(door, asked)
    found = analysis.neighbourhood(
        asked.close,
        asked.cohort.query.clauses,
        group(seen),
        calibration(door),
        door.ontology,
        door.condition_names,
        door.usual,
    )
    return _without_the_close(found, group(door, asked.clauses).whole().n) if asked.withheld else found


def _without_the_close(found: NeighbourhoodResult, close: int) -> NeighbourhoodResult:
    """A withheld neighbourhood as it would be had nobody been close enough: the others are as close as they are.

    Args:
        close: How many are close enough.
    """
    levels = (
        (level, Cell(cell.clauses, 0 if level >= found.least else max(cell.n - close, 0)))
        for level, cell in found.levels
    )
    return replace(found, levels=tuple(levels))
