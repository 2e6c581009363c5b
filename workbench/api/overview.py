"""Questions about the whole snapshot."""

from __future__ import annotations

from workbench.analysis import counts
from workbench.analysis.results import OverviewResult
from workbench.api.admission import size_of
from workbench.api.answers import answer, group, named_question
from workbench.api.door import Door
from workbench.cohorts.clauses import HasExcluded, Observed, Query
from workbench.disclosure.release import Released
from workbench.disclosure.values import CohortCount, Overview


def everyone(door: Door) -> Released[CohortCount]:
    """How many donors the snapshot holds."""
    return size_of(door, Query())


def summary(door: Door) -> Released[Overview]:
    """What the snapshot holds: facts, age by sex, body areas, and the countries a cohort may name."""
    return answer(door, OverviewResult, named_question("overview"), lambda: _overview(door))


def _overview(door: Door) -> OverviewResult:
    everybody = group(door)
    areas = ((term, door.ontology.area_name(term)) for term in door.ontology.body_areas())
    return OverviewResult(
        everyone=everybody.whole(),
        with_excluded=everybody.cell(HasExcluded()),
        facts=counts.facts(everybody, everybody, door.condition_names),
        age_by_sex=counts.age_by_sex(everybody),
        body_areas=tuple((term, name, everybody.cell(Observed(term))) for term, name in areas),
    )
