"""Two profiles side by side. Nothing of any donor but how common findings are, by released counts."""

from __future__ import annotations

import json

from ontology.terms import TermId
from workbench.analysis.neighbourhood import profile_counts
from workbench.analysis.neighbourhood_results import TwoProfilesResult
from workbench.api.answers import answer, group
from workbench.api.door import Door
from workbench.cohorts.profile import Profile
from workbench.disclosure.profile_values import ProfilesSideBySide
from workbench.disclosure.release import Released
from workbench.errors import InvalidQuery


def two_profiles(door: Door, first: Profile, second: Profile) -> ProfilesSideBySide:
    """What each of two profiles says of the other, and which findings make it up.

    Raises:
        InvalidQuery: A profile has no finding.
        InvalidTerm: A term is unknown or obsolete.
    """
    door.asker.require("explore")
    terms = tuple(_narrowest(door, one) for one in (first, second))
    released: Released[ProfilesSideBySide] = answer(
        door, TwoProfilesResult, json.dumps({"two_profiles": terms}), lambda: _result(door, first, second), keep=False
    )
    return released.value


def _result(door: Door, first: Profile, second: Profile) -> TwoProfilesResult:
    one, other = (profile_counts(_narrowest(door, profile), group(door), door.ontology) for profile in (first, second))
    opposed = _ruled_out(door, first, second) | _ruled_out(door, second, first)
    return TwoProfilesResult(one, other, tuple(sorted(opposed)), door.usual)


def _narrowest(door: Door, profile: Profile) -> tuple[TermId, ...]:
    for term in (*profile.observed, *profile.excluded):
        door.ontology.require_phenotype(term)
    if not profile.observed:
        raise InvalidQuery("This profile has no finding that is present.", do="Add one.")
    return profile.narrowest(door.ontology)


def _ruled_out(door: Door, one: Profile, other: Profile) -> set[TermId]:
    """Findings of one profile that the other rules out, itself or by a broader term."""
    return {term for term in one.observed if door.ontology.ancestors(term) & set(other.excluded)}
