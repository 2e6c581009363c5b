"""Rules for a cohort's size, its attrition, its facts, and counts of terms."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.analysis.results import (
    AttritionResult,
    CommonTermsResult,
    CountResult,
    FactCells,
    FactsResult,
    TermCountsResult,
)
from workbench.cohorts.countries import EUROPE
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.rules.base import rule
from workbench.disclosure.values import (
    Attrition,
    AttritionStep,
    CohortCount,
    Count,
    FactRow,
    Facts,
    TermCounts,
)


@rule(CountResult, CohortCount)
def count(result: CountResult, numbers: Numbers) -> CohortCount:
    """The size of a cohort."""
    return CohortCount(numbers.of(result.cohort), numbers.of(result.everyone))


@rule(AttritionResult, Attrition)
def attrition(result: AttritionResult, numbers: Numbers) -> Attrition:
    """Each step with its released count; what it removes is the difference of two released counts."""
    steps: list[AttritionStep] = []
    for words, cell in result.steps:
        left = numbers.of(cell)
        before = steps[-1].count if steps else None
        steps.append(AttritionStep(words, left, _removed(before, left)))
    return Attrition(tuple(steps))


@rule(TermCountsResult, TermCounts)
def term_counts(result: TermCountsResult, numbers: Numbers) -> TermCounts:
    """The terms that were asked for, in the order asked."""
    return TermCounts(tuple(numbers.table(result.table).items()))


@rule(CommonTermsResult, TermCounts)
def common_terms(result: CommonTermsResult, numbers: Numbers) -> TermCounts:
    """The terms that can be shown. The others are not named: that a term is listed would tell that somebody has it."""
    return TermCounts(tuple((term, n) for term, n in numbers.table(result.table).items() if n is not None))


@rule(FactsResult, Facts)
def facts(result: FactsResult, numbers: Numbers) -> Facts:
    """Facts of a cohort. Which conditions and countries are listed follows from released counts alone."""
    conditions = [row for row in fact_rows(result.conditions, numbers) if row.count is not None]
    regions = [row for row in fact_rows(result.regions, numbers) if row.everyone is not None or row.key in EUROPE]
    return Facts(
        cohort=numbers.of(result.cohort),
        sex=fact_rows(result.sex, numbers),
        age_bands=fact_rows(result.age_bands, numbers),
        findings=fact_rows(result.findings, numbers),
        conditions=most_first(conditions),
        areas=fact_rows(result.areas, numbers),
        regions=most_first(regions),
    )


def fact_rows(cells: Iterable[FactCells], numbers: Numbers) -> tuple[FactRow, ...]:
    """The rows of one fact, each number on its own."""
    return tuple(FactRow(row.key, row.label, numbers.of(row.cohort), numbers.of(row.everyone)) for row in cells)


def most_first(rows: Iterable[FactRow]) -> tuple[FactRow, ...]:
    """Rows by released count, withheld ones last, ties by name: never by a true number."""
    return tuple(sorted(rows, key=lambda row: (-(row.count or 0), row.label, row.key)))


def _removed(before: Count, left: Count) -> Count:
    """None for the first step and where either is withheld; noise never makes a step add donors."""
    return None if before is None or left is None else max(before - left, 0)
