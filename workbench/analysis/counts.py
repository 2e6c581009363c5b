"""True numbers of a cohort, out of a snapshot: pure functions, results for the gate only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data_access.records import AGE_BANDS, SEXES
from data_access.snapshots import Snapshot
from ontology.disease_areas import AREAS
from ontology.terms import TermId, from_number, number
from workbench.analysis.results import (
    AgeBySexResult,
    AttritionResult,
    Cell,
    CountResult,
    FactCells,
    FactsResult,
    FindingsResult,
    QualityResult,
    TermTable,
)
from workbench.analysis.steps import SMALLEST, CountedBeside, Parts, Told, table_told
from workbench.cohorts.canonical import asked
from workbench.cohorts.clauses import (
    DEPTH_BANDS,
    FINDINGS_BANDS,
    UNDIAGNOSED,
    Diagnosed,
    HasCondition,
    HasExcluded,
    InAgeBand,
    InDepthBand,
    InFindingsBand,
    InRegion,
    InSex,
    NotRecorded,
    Observed,
    TableClause,
)
from workbench.cohorts.cohort import Bitmap, Population, owners, size
from workbench.cohorts.countries import EUROPE
from workbench.cohorts.text import SEX_NAMES, age_words, country_name, depth_words, findings_words
from workbench.cohorts.vocabulary import AREA_PREFIX

_CHUNK = 512


class Counter:
    """Counts one group of donors: those that fit the clauses.

    Attributes:
        clauses: The clauses of the group; every cell's question begins with them.
        population: All donors, among whom it picks.
        fitting: Its donors.
    """

    def __init__(self, clauses: Iterable[TableClause], population: Population) -> None:
        self.clauses = tuple(clauses)
        self.population = population
        self.fitting: Bitmap = population.fitting(self.clauses)
        self._bitmaps: dict[TableClause, Bitmap] = {}
        self._told = Told(self._size)

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that is counted."""
        return self.population.snapshot

    def whole(self) -> Cell:
        """The group itself."""
        return self._cell(self.clauses, self.fitting)

    def mask(self) -> NDArray[np.bool_]:
        """The group's donors, bool (n,)."""
        return self.population.mask(self.fitting)

    def cell(self, *more: TableClause) -> Cell:
        """Those of the group that fit further clauses."""
        fitting = self.fitting
        for clause in more:
            fitting = fitting & self._bitmap(clause)
        return self._cell((*self.clauses, *more), fitting)

    def table(self, terms: Sequence[TermId]) -> TermTable:
        """Those of the group with each term or a narrower one."""

        def counted(parts: Parts, some: NDArray[np.intp]) -> NDArray[np.int64]:
            return term_counts(self._fitting(parts), [terms[at] for at in some], self.snapshot)

        counts = term_counts(self.fitting, terms, self.snapshot)
        told = self._table_told([Observed(term) for term in terms], counts, counted)
        return TermTable(self.clauses, tuple(terms), counts, told)

    def conditions(self, names: Mapping[str, str]) -> tuple[tuple[str, str, Cell], ...]:
        """(id, name, those of the group with the condition) of each condition of the snapshot."""

        def counted(parts: Parts, some: NDArray[np.intp]) -> NDArray[np.int64]:
            return condition_counts(self.population.mask(self._fitting(parts)), self.snapshot)[some]

        identifiers = self.snapshot.manifest.conditions
        counts = condition_counts(self.mask(), self.snapshot)
        told = self._table_told([HasCondition(identifier) for identifier in identifiers], counts, counted)
        return tuple(
            (identifier, names[identifier], Cell((*self.clauses, HasCondition(identifier)), int(n), int(said)))
            for identifier, n, said in zip(identifiers, counts, told, strict=True)
        )

    def _cell(self, clauses: tuple[TableClause, ...], fitting: Bitmap) -> Cell:
        n = size(fitting)
        if n < SMALLEST:
            return Cell(clauses, n)
        return Cell(clauses, n, self._told.of(asked(clauses, self.population.vocabulary)))

    def _table_told(
        self, items: Sequence[Observed | HasCondition], counts: NDArray[np.int64], counted: CountedBeside
    ) -> NDArray[np.int64]:
        meanings = self.population.vocabulary
        return table_told(asked(self.clauses, meanings), items, counts, counted, self._told, meanings)

    def _size(self, parts: Parts) -> int:
        return size(self._fitting(parts))

    def _fitting(self, parts: Parts) -> Bitmap:
        fitting = self.population.fitting()
        for clause in parts:
            fitting &= self._bitmap(clause)
        return fitting

    def _bitmap(self, clause: TableClause) -> Bitmap:
        if clause not in self._bitmaps:
            self._bitmaps[clause] = self.population.bitmap(clause)
        return self._bitmaps[clause]


def known_terms(snapshot: Snapshot) -> tuple[TermId, ...]:
    """Every term that some donor has, itself or through a narrower one."""
    return tuple(from_number(int(one)) for one in snapshot.terms)


def term_counts(fitting: Bitmap, terms: Sequence[TermId], snapshot: Snapshot) -> NDArray[np.int64]:
    """Donors of the group with each term or a narrower one, int64 (terms,)."""
    wanted = np.array([number(term) for term in terms], dtype=np.int32)
    rows = np.searchsorted(snapshot.terms, wanted)
    known = np.flatnonzero(np.append(snapshot.terms, -1)[rows] == wanted)
    counts = np.zeros(len(wanted), dtype=np.int64)
    for start in range(0, len(known), _CHUNK):  # in pieces, so that a large snapshot is never copied whole
        some = known[start : start + _CHUNK]
        counts[some] = np.bitwise_count(snapshot.bitmaps[rows[some]] & fitting).sum(axis=1, dtype=np.int64)
    return counts


def condition_counts(mask: NDArray[np.bool_], snapshot: Snapshot) -> NDArray[np.int64]:
    """Donors of the mask, bool (n,), with each condition of the snapshot, int64 (conditions,)."""
    inside = mask[owners(snapshot.condition_indptr)]
    return np.bincount(snapshot.condition_indices[inside], minlength=len(snapshot.manifest.conditions))


def count(group: Counter, everyone: Counter) -> CountResult:
    """The group's size, and everyone's."""
    return CountResult(group.whole(), everyone.whole())


def attrition(steps: Sequence[tuple[str, Counter]]) -> AttritionResult:
    """Who is left after each step, given as its words and all clauses up to it."""
    return AttritionResult(tuple((words, left.whole()) for words, left in steps))


def findings(
    group: Counter, everyone: Counter, terms: Sequence[TermId], top: int | None, usual: frozenset[TermId]
) -> FindingsResult:
    """The group and everyone, finding by finding."""
    return FindingsResult(group.whole(), everyone.whole(), group.table(terms), everyone.table(terms), top, usual)


def facts(group: Counter, everyone: Counter, names: Mapping[str, str]) -> FactsResult:
    """Coarse facts of the group, beside everyone's.

    Args:
        names: Condition id -> name, for the conditions of the snapshot.
    """

    def rows(labelled: Iterable[tuple[str, str, TableClause]]) -> tuple[FactCells, ...]:
        return tuple(
            FactCells(key, label, group.cell(clause), everyone.cell(clause)) for key, label, clause in labelled
        )

    both = zip(group.conditions(names), everyone.conditions(names), strict=True)
    return FactsResult(
        cohort=group.whole(),
        sex=rows((sex, SEX_NAMES[sex], InSex(sex)) for sex in SEXES),
        age_bands=rows((band, age_words(band), InAgeBand(band)) for band in AGE_BANDS),
        findings=_findings_rows(group, everyone),
        conditions=tuple(FactCells(key, name, inside, all_of_it) for (key, name, inside), (*_, all_of_it) in both),
        areas=rows((key, name, HasCondition(key)) for key, name in disease_areas()),
        regions=rows((code, country_name(code), InRegion(code)) for code in countries(everyone.snapshot)),
    )


def _findings_rows(group: Counter, everyone: Counter) -> tuple[FactCells, ...]:
    return tuple(
        FactCells(band, findings_words(band), group.cell(InFindingsBand(band)), everyone.cell(InFindingsBand(band)))
        for band in FINDINGS_BANDS
    )


def disease_areas() -> tuple[tuple[str, str], ...]:
    """(clause id, name) of each disease area, and of the undiagnosed."""
    return (*((f"{AREA_PREFIX}{area.id}", area.name) for area in AREAS), (UNDIAGNOSED, "No diagnosis yet"))


def countries(snapshot: Snapshot) -> tuple[str, ...]:
    """Codes of the countries of Europe, and of those that any donor names, directly or by a part, sorted."""
    return tuple(sorted({*EUROPE, *(code.partition("-")[0] for code in snapshot.manifest.regions)}))


def age_by_sex(everyone: Counter) -> AgeBySexResult:
    """Age band by sex, youngest first."""
    return AgeBySexResult(
        rows=tuple(
            (band, everyone.cell(InAgeBand(band), InSex("female")), everyone.cell(InAgeBand(band), InSex("male")))
            for band in AGE_BANDS
        ),
        age_not_recorded=everyone.cell(NotRecorded("age_band")),
        sex_not_recorded=everyone.cell(NotRecorded("sex")),
    )


def quality(everyone: Counter) -> QualityResult:
    """How well donors are described."""
    return QualityResult(
        everyone=everyone.whole(),
        findings=_findings_rows(everyone, everyone),
        depth=tuple((depth_words(band), everyone.cell(InDepthBand(band))) for band in DEPTH_BANDS),
        with_excluded=everyone.cell(HasExcluded()),
        diagnosed=everyone.cell(Diagnosed()),
    )
