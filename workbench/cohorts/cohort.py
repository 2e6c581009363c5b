"""Which donors fit: clauses become bitmaps over a snapshot, and a cohort is their AND.

Bitmaps are uint8 (ceil(n/8),), bit i (little-endian) for donor i. What comes out never leaves the server.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from data_access.records import AGE_BANDS, SEXES
from data_access.snapshots import Snapshot
from ontology.terms import TermId, number
from workbench.cohorts.clauses import (
    DEPTH_BANDS,
    FINDINGS_BANDS,
    UNDIAGNOSED,
    AnyOf,
    CloseTo,
    Diagnosed,
    Excluded,
    HasCondition,
    HasExcluded,
    InAgeBand,
    InDepthBand,
    InFindingsBand,
    InMapCell,
    InMapRegion,
    InRegion,
    InSex,
    NearestGroup,
    Not,
    NotRecorded,
    Observed,
    Query,
    RecordedAs,
    TableClause,
)
from workbench.cohorts.grid import positions_of
from workbench.cohorts.nearest_groups import lie_near
from workbench.cohorts.vocabulary import SnapshotVocabulary
from workbench.errors import InvalidQuery

Bitmap = NDArray[np.uint8]
_FIRST_OF_FINDINGS_BAND = (1, 5, 10, 15, 20)
_FIRST_OF_DEPTH_BAND = (0, 3, 5, 7)
_Kept = InSex | InAgeBand | NotRecorded | InFindingsBand | InDepthBand | HasExcluded | Diagnosed


class Closeness(Protocol):
    """What picking the donors close to a profile needs to know; the engine of `workbench.analysis` is one."""

    def scores(self, terms: tuple[TermId, ...]) -> NDArray[np.floating]:
        """Closeness of a profile to every donor, (n,)."""


class Population:
    """The donors of a snapshot, ready to be picked by clauses.

    Bitmaps of coarse facts, a few dozen, are kept once they were asked for.

    Args:
        closeness: Needed for `CloseTo` only.
    """

    def __init__(self, snapshot: Snapshot, vocabulary: SnapshotVocabulary, closeness: Closeness | None = None) -> None:
        self.snapshot = snapshot
        self.vocabulary = vocabulary
        self.closeness = closeness
        self._kept: dict[TableClause, Bitmap] = {}
        self._hidden: tuple[frozenset[TableClause], ...] = ()

    def hiding(self, *groups: Iterable[TableClause]) -> Population:
        """The same donors as somebody sees them from whom groups are withheld: nobody fits all clauses of such a group.

        Args:
            groups: The clauses of each group; a group without clauses is not hidden.
        """
        seen = Population(self.snapshot, self.vocabulary, self.closeness)
        seen._kept = self._kept
        seen._hidden = (*self._hidden, *filter(None, map(frozenset, groups)))
        return seen

    def fitting(self, clauses: Query | Iterable[TableClause] = ()) -> Bitmap:
        """The donors that fit every clause; all donors when there is none.

        Raises:
            InvalidQuery: A map region was drawn on another snapshot.
        """
        asked = tuple(clauses.clauses if isinstance(clauses, Query) else clauses)
        if any(hidden.issubset(asked) for hidden in self._hidden):
            return _nobody(self.snapshot)
        fitting = packed(np.ones(self.snapshot.donors, dtype=np.bool_))
        for clause in asked:
            fitting &= self.bitmap(clause)
        return fitting

    def bitmap(self, clause: TableClause) -> Bitmap:
        """The donors that fit one clause.

        Raises:
            InvalidQuery: A map region was drawn on another snapshot.
        """
        if clause in self._kept:
            return self._kept[clause]
        if isinstance(clause, CloseTo):
            return packed(self.scores(clause.terms) >= clause.least / 100)
        if isinstance(clause, AnyOf):
            return _any_of(np.array([self.bitmap(one) for one in clause.options]), self.snapshot)
        if isinstance(clause, Not):
            return packed(~self.mask(self.bitmap(clause.of)))
        found = _bitmap(clause, self.snapshot, self.vocabulary)
        if isinstance(clause, _Kept):
            self._kept[clause] = found
        return found

    def scores(self, terms: tuple[TermId, ...]) -> NDArray[np.floating]:
        """Closeness of a profile to every donor, (n,). Never leaves the server.

        Raises:
            InvalidQuery: Nothing compares profiles here.
        """
        if self.closeness is None:
            raise InvalidQuery("Profiles cannot be compared here.", do="Ask on the page Similar.")
        return self.closeness.scores(terms)

    def mask(self, fitting: Bitmap) -> NDArray[np.bool_]:
        """A bitmap as a mask, bool (n,)."""
        return np.unpackbits(fitting, count=self.snapshot.donors, bitorder="little").view(np.bool_)


def size(fitting: Bitmap) -> int:
    """How many donors. A true number: shown only through the gate."""
    return int(np.bitwise_count(fitting).sum(dtype=np.int64))


def packed(mask: NDArray[np.bool_]) -> Bitmap:
    """A mask, bool (n,), as a bitmap."""
    return np.packbits(mask, bitorder="little")


def _bitmap(clause: TableClause, snapshot: Snapshot, vocabulary: SnapshotVocabulary) -> Bitmap:
    match clause:
        case Observed(term):
            return _observed(term, snapshot)
        case Excluded(term):
            return _excluded(term, snapshot, vocabulary)
        case HasExcluded():
            return _any_of(snapshot.excluded_bitmaps, snapshot)
        case RecordedAs(term):
            return packed(_recorded_as(term, snapshot))
        case _:
            return packed(_mask(clause, snapshot, vocabulary))


def _observed(term: TermId, snapshot: Snapshot) -> Bitmap:
    wanted = number(term)
    row = int(np.searchsorted(snapshot.terms, wanted))
    if row < len(snapshot.terms) and snapshot.terms[row] == wanted:
        return np.array(snapshot.bitmaps[row])
    return _nobody(snapshot)


def _recorded_as(term: TermId, snapshot: Snapshot) -> NDArray[np.bool_]:
    mask = np.zeros(snapshot.donors, dtype=np.bool_)
    places = np.flatnonzero(snapshot.observed_terms == number(term))
    mask[np.searchsorted(snapshot.observed_indptr, places, side="right") - 1] = True
    return mask


def _excluded(term: TermId, snapshot: Snapshot, vocabulary: SnapshotVocabulary) -> Bitmap:
    """What is ruled out is ruled out with all that is narrower: any broader term recorded as excluded will do."""
    broader = [number(one) for one in vocabulary.ancestors(term)]
    return _any_of(snapshot.excluded_bitmaps[np.isin(snapshot.excluded_terms, broader)], snapshot)


def _any_of(bitmaps: Bitmap, snapshot: Snapshot) -> Bitmap:
    return np.bitwise_or.reduce(bitmaps, axis=0) if len(bitmaps) else _nobody(snapshot)


def _nobody(snapshot: Snapshot) -> Bitmap:
    return packed(np.zeros(snapshot.donors, dtype=np.bool_))


def _mask(clause: TableClause, snapshot: Snapshot, vocabulary: SnapshotVocabulary) -> NDArray[np.bool_]:
    match clause:
        case InSex(sex):
            return np.asarray(snapshot.sex == SEXES.index(sex))
        case InAgeBand(band):
            return np.asarray(snapshot.age_band == AGE_BANDS.index(band))
        case InRegion(code):
            return _in_region(code, snapshot)
        case HasCondition(identifier):
            return _has_condition(identifier, snapshot, vocabulary)
        case Diagnosed():
            return np.diff(snapshot.condition_indptr) > 0
        case NotRecorded(field):
            return np.asarray(getattr(snapshot, field)) < 0
        case InFindingsBand(findings_band):
            return np.asarray(findings_bands(snapshot, vocabulary) == FINDINGS_BANDS.index(findings_band))
        case InDepthBand(depth_band):
            return np.asarray(depth_bands(snapshot, vocabulary) == DEPTH_BANDS.index(depth_band))
        case NearestGroup(conditions):
            return lie_near(conditions, snapshot)
        case InMapCell(cell):
            return np.isin(snapshot.cell, positions_of((cell,), snapshot))
        case InMapRegion(drawn_on, cells):
            return _in_map_region(drawn_on, cells, snapshot)
        case _:
            raise InvalidQuery("This clause cannot be counted.", do="Build the cohort again.")


def _in_region(code: str, snapshot: Snapshot) -> NDArray[np.bool_]:
    """A country holds its parts, also where a record names only the part."""
    regions = snapshot.manifest.regions
    named = [place for place, name in enumerate(regions) if name == code]
    parts = [place for place, name in enumerate(regions) if name == code or name.startswith(f"{code}-")]
    return np.isin(snapshot.region, named) | np.isin(snapshot.subregion, parts)


def _has_condition(identifier: str, snapshot: Snapshot, vocabulary: SnapshotVocabulary) -> NDArray[np.bool_]:
    if identifier == UNDIAGNOSED:
        return np.asarray(snapshot.undiagnosed)
    wanted = {identifier, *vocabulary.conditions_in(identifier)}
    places = [place for place, name in enumerate(snapshot.manifest.conditions) if name in wanted]
    mask = np.zeros(snapshot.donors, dtype=np.bool_)
    mask[owners(snapshot.condition_indptr)[np.isin(snapshot.condition_indices, places)]] = True
    return mask


def _in_map_region(drawn_on: str, cells: tuple[int, ...], snapshot: Snapshot) -> NDArray[np.bool_]:
    if drawn_on != snapshot.manifest.id:
        raise InvalidQuery("This region was drawn on the map of another snapshot.", do="Select it on the map again.")
    return np.isin(snapshot.cell, positions_of(cells, snapshot))


def owners(indptr: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each entry of compressed rows the row it stands in, int64 (nnz,)."""
    return np.repeat(np.arange(len(indptr) - 1), np.diff(indptr))


def findings_bands(snapshot: Snapshot, vocabulary: SnapshotVocabulary) -> NDArray[np.int64]:
    """Position in `FINDINGS_BANDS` of each donor's number of findings, int64 (n,); -1 where there is none."""
    phenotypes = _recorded_depths(snapshot, vocabulary) >= 0
    findings = np.bincount(owners(snapshot.observed_indptr)[phenotypes], minlength=snapshot.donors)
    return np.searchsorted(_FIRST_OF_FINDINGS_BAND, findings, side="right") - 1


def depth_bands(snapshot: Snapshot, vocabulary: SnapshotVocabulary) -> NDArray[np.int64]:
    """Position in `DEPTH_BANDS` of each donor's most specific finding, int64 (n,); -1 where there is none."""
    deepest = np.full(snapshot.donors, -1, dtype=np.int64)
    np.maximum.at(deepest, owners(snapshot.observed_indptr), _recorded_depths(snapshot, vocabulary))
    return np.searchsorted(_FIRST_OF_DEPTH_BAND, deepest, side="right") - 1


def _recorded_depths(snapshot: Snapshot, vocabulary: SnapshotVocabulary) -> NDArray[np.int64]:
    terms, places = np.unique(snapshot.observed_terms, return_inverse=True)
    return vocabulary.depths(terms)[places]
