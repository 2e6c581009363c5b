"""Questions about who is similar to a profile: always a group, never a person."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.analysis import counts
from workbench.analysis import neighbourhood as analysis
from workbench.analysis.neighbourhood_results import (
    ChangesResult,
    NeighbourhoodResult,
    PlacementResult,
    TwoNeighbourhoodsResult,
)
from workbench.analysis.results import FindingsResult
from workbench.api import map as maps
from workbench.api.admission import admitted_pair, admitted_profile, calibration
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
    return profile_of(observed, excluded, door.ontology)


def neighbourhood(door: Door, profile: Profile, within: Query = EVERYBODY) -> Released[Neighbourhood]:
    """The donors close enough to a profile, in aggregate.

    Args:
        within: Draws them from this cohort only.

    Raises:
        InvalidQuery: The profile has no finding, or the cohort may not be asked about.
    """
    close, cohort = admitted_profile(door, profile, within)
    return answer(
        door,
        NeighbourhoodResult,
        profile_question(close, within=cohort),
        lambda: analysis.neighbourhood(
            close, cohort.clauses, group(door), calibration(door), door.ontology, door.condition_names, door.usual
        ),
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
    close, cohort = admitted_profile(door, profile, within)
    return answer(
        door,
        FindingsResult,
        profile_question(close, within=cohort),
        lambda: counts.findings(
            group(door, (close, *cohort.clauses)),
            group(door, cohort.clauses),
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
    close, _ = admitted_profile(door, profile)
    return answer(
        door,
        PlacementResult,
        profile_question(close),
        lambda: analysis.placement(close, group(door), {area.id: area.cells for area in maps.view(door).value.areas}),
        keep=False,
    )


def compare(door: Door, first: Profile, second: Profile) -> Released[TwoNeighbourhoods]:
    """Two neighbourhoods side by side: their sizes, what they share, the findings that differ most.

    Raises:
        InvalidQuery: A profile has no finding.
    """
    one, other = admitted_pair(door, first, second)
    return answer(
        door,
        TwoNeighbourhoodsResult,
        profile_question(one, other),
        lambda: analysis.two(one, other, group(door), common_terms(door), door.usual),
        keep=False,
    )


def changes(door: Door, profile: Profile) -> Released[ProfileChanges]:
    """What would change "nobody yet": from how common the findings are in all donors, never from who is near.

    Raises:
        InvalidQuery: The profile has no finding.
    """
    close, _ = admitted_profile(door, profile)
    return answer(
        door,
        ChangesResult,
        profile_question(close),
        lambda: analysis.changes(close.terms, group(door), door.ontology, door.usual),
        keep=False,
    )
