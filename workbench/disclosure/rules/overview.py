"""Rules for what a snapshot holds and how well donors are described."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.analysis.results import AgeBySexResult, OverviewResult, QualityResult
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.rules.base import rule
from workbench.disclosure.rules.cohorts import fact_rows, facts
from workbench.disclosure.suppression import complementary
from workbench.disclosure.values import AgeBySex, AnnotationQuality, BodyArea, FactRow, Overview


@rule(OverviewResult, Overview)
def overview(result: OverviewResult, numbers: Numbers) -> Overview:
    """What a snapshot holds; everything derived is derived from released counts."""
    everyone = numbers.of(result.everyone)
    released = facts(result.facts, numbers)
    floor = numbers.policy.region_floor
    areas = (
        BodyArea(term, name, *numbers.beside(numbers.of(cell), everyone)) for term, name, cell in result.body_areas
    )
    return Overview(
        everyone=everyone,
        conditions_shown=len(released.conditions),
        findings_median=median_band(released.findings),
        with_excluded=numbers.share(numbers.of(result.with_excluded), everyone),
        facts=released,
        age_by_sex=age_by_sex(result.age_by_sex, numbers),
        body_areas=tuple(sorted(areas, key=lambda area: (-(area.share.percent or 0.0), area.name))),
        filterable=tuple(sorted(row.key for row in released.regions if row.count is not None and row.count >= floor)),
    )


@rule(AgeBySexResult, AgeBySex)
def age_by_sex(result: AgeBySexResult, numbers: Numbers) -> AgeBySex:
    """Age by sex, with complementary suppression: the margins are shown elsewhere."""
    cells = complementary([[numbers.of(female), numbers.of(male)] for _, female, male in result.rows])
    return AgeBySex(
        rows=tuple((band, female, male) for (band, *_), (female, male) in zip(result.rows, cells, strict=True)),
        age_not_recorded=numbers.of(result.age_not_recorded),
        sex_not_recorded=numbers.of(result.sex_not_recorded),
    )


@rule(QualityResult, AnnotationQuality)
def quality(result: QualityResult, numbers: Numbers) -> AnnotationQuality:
    """How well donors are described, as shares of released counts."""
    everyone = numbers.of(result.everyone)
    return AnnotationQuality(
        everyone=everyone,
        findings=fact_rows(result.findings, numbers),
        depth=tuple((words, numbers.share(numbers.of(cell), everyone)) for words, cell in result.depth),
        with_excluded=numbers.share(numbers.of(result.with_excluded), everyone),
        diagnosed=numbers.share(numbers.of(result.diagnosed), everyone),
    )


def median_band(rows: Sequence[FactRow]) -> str:
    """Label of the band in which the middle donor lies, by released counts; empty when all are withheld."""
    total, below = sum(row.count or 0 for row in rows), 0
    for row in rows:
        below += row.count or 0
        if 2 * below >= total > 0:
            return row.label
    return ""
