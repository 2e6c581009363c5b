"""What analyses find: true numbers, each with the clauses that it counts. Nothing here may be shown.

`workbench.disclosure` has one rule for each of these types and turns it into released values.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data_access.records import ImportRecord
from ontology.terms import TermId
from workbench.cohorts.clauses import TableClause

_AS_COUNTED = -(2**31)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many donors fit every clause. The clauses are the question that the number answers.

    Attributes:
        n: How many fit: what decides whether anything is shown.
        told: The number that noise is added to: `n`, but for small steps (`workbench.analysis.steps`).
    """

    clauses: tuple[TableClause, ...]
    n: int
    told: int = _AS_COUNTED

    def __post_init__(self) -> None:
        if self.told == _AS_COUNTED:
            object.__setattr__(self, "told", self.n)


@dataclass(frozen=True, slots=True)
class TermTable:
    """Donors that fit the clauses and have each term or a narrower one.

    Attributes:
        counts: int64, one for each of `terms`.
        told: int64, the same as `Cell.told`; the counts themselves when none is given.
    """

    clauses: tuple[TableClause, ...]
    terms: tuple[TermId, ...]
    counts: NDArray[np.int64]
    told: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def __post_init__(self) -> None:
        if len(self.told) != len(self.terms):
            object.__setattr__(self, "told", self.counts)


@dataclass(frozen=True, slots=True)
class CountResult:
    """A cohort's size, and everyone's."""

    cohort: Cell
    everyone: Cell


@dataclass(frozen=True, slots=True)
class AttritionResult:
    """A cohort clause by clause: what is said of the step, and who is left."""

    steps: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class FindingsResult:
    """Findings of a cohort and of everyone; the two tables have the same terms.

    Attributes:
        top: How many of the most different to list; all when None.
        usual: Findings in their own right; a list of the top holds no others.
    """

    cohort: Cell
    everyone: Cell
    in_cohort: TermTable
    in_everyone: TermTable
    top: int | None
    usual: frozenset[TermId]


@dataclass(frozen=True, slots=True)
class FactCells:
    """One value of a fact: its key in a clause, its name, the cohort's donors and everyone's."""

    key: str
    label: str
    cohort: Cell
    everyone: Cell


@dataclass(frozen=True, slots=True)
class FactsResult:
    """Coarse facts of a cohort, one table a fact."""

    cohort: Cell
    sex: tuple[FactCells, ...]
    age_bands: tuple[FactCells, ...]
    findings: tuple[FactCells, ...]
    conditions: tuple[FactCells, ...]
    areas: tuple[FactCells, ...]
    regions: tuple[FactCells, ...]


@dataclass(frozen=True, slots=True)
class AgeBySexResult:
    """Age band by sex: (age band, female, male), and who lacks either."""

    rows: tuple[tuple[str, Cell, Cell], ...]
    age_not_recorded: Cell
    sex_not_recorded: Cell


@dataclass(frozen=True, slots=True)
class OverviewResult:
    """What a snapshot holds; body areas as (term, plain name, donors)."""

    everyone: Cell
    with_excluded: Cell
    facts: FactsResult
    age_by_sex: AgeBySexResult
    body_areas: tuple[tuple[TermId, str, Cell], ...]


@dataclass(frozen=True, slots=True)
class MapCellCells:
    """One hexagon: its number, its centre, the named area it lies in, its donors."""

    id: int
    x: float
    y: float
    area: int | None
    donors: Cell


@dataclass(frozen=True, slots=True)
class MapCellsResult:
    """The hexagons of the map, before it is known which are large enough to show."""

    everyone: Cell
    cells: tuple[MapCellCells, ...]


@dataclass(frozen=True, slots=True)
class MapAreaResult:
    """One named area, made of cells that are shown.

    Attributes:
        findings: Donors of the area with each finding.
        conditions: (name, donors of the area) of each condition.
        ages: (whether it is a band under 18, donors of the area) of each age band.
    """

    id: int
    name: str
    x: float
    y: float
    cells: tuple[int, ...]
    donors: Cell
    findings: TermTable
    conditions: tuple[tuple[str, Cell], ...]
    ages: tuple[tuple[bool, Cell], ...]


@dataclass(frozen=True, slots=True)
class MapResult:
    """The map: hexagons and named areas.

    Attributes:
        findings: Donors of the whole snapshot with each finding of the areas' tables.
        usual: Findings in their own right; only such are called typical.
        body_areas: Branches of HPO with their plain names.
    """

    cells: MapCellsResult
    areas: tuple[MapAreaResult, ...]
    findings: TermTable
    usual: frozenset[TermId]
    size: float
    body_areas: tuple[tuple[TermId, str], ...]


@dataclass(frozen=True, slots=True)
class CellSharesResult:
    """One finding over the map: (cell number, donors in the cell, those of them with the finding)."""

    term: TermId
    label: str
    cells: tuple[tuple[int, Cell, Cell], ...]


@dataclass(frozen=True, slots=True)
class CohortOnMapResult:
    """A cohort over the named areas."""

    cohort: Cell
    areas: tuple[CohortInArea, ...]


@dataclass(frozen=True, slots=True)
class CohortInArea:
    """A cohort in one named area.

    Attributes:
        place: Donors where the area meets the map region that the cohort itself names; the area's when it names none.
    """

    id: int
    donors: Cell
    place: Cell
    cohort: Cell


@dataclass(frozen=True, slots=True)
class RuleCells:
    """One candidate rule: its findings, everyone it finds, and those of them in the region."""

    terms: tuple[TermId, ...]
    found: Cell
    found_in_region: Cell


@dataclass(frozen=True, slots=True)
class RegionRuleResult:
    """A region of the map and rules that may describe it."""

    region: Cell
    rules: tuple[RuleCells, ...]


@dataclass(frozen=True, slots=True)
class TermCountsResult:
    """Donors with each term."""

    table: TermTable


@dataclass(frozen=True, slots=True)
class CommonTermsResult:
    """Donors with each term that any donor has."""

    table: TermTable


@dataclass(frozen=True, slots=True)
class QualityResult:
    """How well donors are described; depth as (what it says, donors)."""

    everyone: Cell
    findings: tuple[FactCells, ...]
    depth: tuple[tuple[str, Cell], ...]
    with_excluded: Cell
    diagnosed: Cell


@dataclass(frozen=True, slots=True)
class ImportsResult:
    """What imports did, newest first."""

    records: tuple[ImportRecord, ...]
