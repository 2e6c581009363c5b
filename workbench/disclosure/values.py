"""What may leave: released values, made of numbers that went through the gate.

`None` in place of a count means *withheld*: fewer than ten, or none at all; the two look the same. Beside a share that
is only said to be under or over a bound it means that the count would give the share away.
Every number here is noisy and rounded to 5, or computed from such numbers. None of these values can be made
into a `Released` but by `workbench.disclosure.release`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ontology.terms import TermId

Count = int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a released count in another, in percent.

    Attributes:
        bound: `exact`; `under` (shown as "under 5 %"); `over` ("over 95 %"); `withheld`.
        percent: 0 to 100, None when withheld, the bound itself when `under` or `over`.
        low: Lower end of the 95 % Wilson interval, percent; None unless `exact`.
        high: Upper end, percent; None unless `exact`.
    """

    bound: Literal["exact", "under", "over", "withheld"]
    percent: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class CohortCount:
    """How many donors fit, and how many donors there are."""

    count: Count
    everyone: Count


@dataclass(frozen=True, slots=True)
class AttritionStep:
    """Donors left after one more clause; `removed` is the difference of released counts."""

    words: str
    count: Count
    removed: Count


@dataclass(frozen=True, slots=True)
class Attrition:
    """Persons left clause by clause, in the order written; the first step is all donors."""

    steps: tuple[AttritionStep, ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding, in the cohort and in all donors.

    Attributes:
        lay: The finding in everyday words, empty when there are none.
        q: Share of false alarms to expect among findings at least this different (Fisher's exact test,
            Benjamini-Hochberg), from released counts; None when the cohort's count is withheld.
    """

    term: TermId
    label: str
    lay: str
    cohort: Count
    everyone: Count
    cohort_share: Share
    everyone_share: Share
    q: float | None


@dataclass(frozen=True, slots=True)
class FindingsComparison:
    """Findings of a cohort against all donors, largest difference first; withheld rows last.

    Attributes:
        compared: How many findings were tested.
    """

    cohort: Count
    everyone: Count
    rows: tuple[FindingRow, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class FactRow:
    """One value of a fact: `key` as in a clause, `label` for people."""

    key: str
    label: str
    count: Count
    everyone: Count = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Coarse facts of a cohort. Small groups are left in, withheld, but for conditions and countries outside Europe.

    Attributes:
        findings: Number of findings recorded as present, by band.
        conditions: Conditions with ten donors or more, most first.
        areas: Disease areas (`AREA:...`) and `undiagnosed`.
        regions: Countries, most first: those of Europe, withheld under ten donors, and all with ten donors or more.
    """

    cohort: Count
    sex: tuple[FactRow, ...]
    age_bands: tuple[FactRow, ...]
    findings: tuple[FactRow, ...]
    conditions: tuple[FactRow, ...]
    areas: tuple[FactRow, ...]
    regions: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class AgeBySex:
    """Two-way table, with complementary suppression.

    Attributes:
        rows: (age band, female, male), youngest first.
        age_not_recorded: Donors without an age.
        sex_not_recorded: Donors without a sex.
    """

    rows: tuple[tuple[str, Count, Count], ...]
    age_not_recorded: Count
    sex_not_recorded: Count


@dataclass(frozen=True, slots=True)
class BodyArea:
    """Donors with at least one finding in a body area (a top branch of HPO)."""

    term: TermId
    name: str
    count: Count
    share: Share


@dataclass(frozen=True, slots=True)
class Overview:
    """What a snapshot holds.

    Attributes:
        everyone: Donors in the snapshot.
        conditions_shown: Conditions with ten donors or more.
        findings_median: Band of findings a donor that holds the median, such as `5–9`.
        with_excluded: Share of donors with at least one finding ruled out.
        filterable: Codes of countries of at least 50 donors, which a cohort may name.
    """

    everyone: Count
    conditions_shown: int
    findings_median: str
    with_excluded: Share
    facts: Facts
    age_by_sex: AgeBySex
    body_areas: tuple[BodyArea, ...]
    filterable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapCell:
    """One hexagon: its centre on a unit grid, its donors, the named area it lies in (None: outlying)."""

    id: int
    x: float
    y: float
    count: int
    area: int | None


@dataclass(frozen=True, slots=True)
class MapCells:
    """The hexagons of ten donors or more, and the share of donors that lie in them."""

    cells: tuple[MapCell, ...]
    shown: Share


@dataclass(frozen=True, slots=True)
class MapArea:
    """A named, contiguous group of cells of at least 50 donors.

    Attributes:
        name: Two or three findings that mark it, in plain words.
        typical: Findings typical of it: (term, label, share).
        body_area: Name of the leading body area, or "mixed".
        condition: Leading condition in words: its name, "one condition, over 90 %", or "mixed".
        children: Share of donors under 18 among those whose age is recorded.
        x, y: Where its label stands.
    """

    id: int
    name: str
    count: Count
    cells: tuple[int, ...]
    typical: tuple[tuple[TermId, str, Share], ...]
    body_area: str
    condition: str
    children: Share
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class MapView:
    """The map: hexagons of ten donors or more, and named areas.

    Attributes:
        size: Distance between the centres of two neighbouring cells on the grid of `x`, `y`.
        shown: Share of donors that lie in cells large enough to show.
    """

    cells: tuple[MapCell, ...]
    areas: tuple[MapArea, ...]
    size: float
    shown: Share


@dataclass(frozen=True, slots=True)
class CellShares:
    """Share of one finding in each cell; cells with fewer than ten are withheld."""

    term: TermId
    label: str
    shares: tuple[tuple[int, Share], ...]


@dataclass(frozen=True, slots=True)
class CohortOnMap:
    """A cohort on the map: its donors per named area, never per cell.

    Attributes:
        areas: (area, the cohort's donors in it, their share of the area's donors).
    """

    count: Count
    areas: tuple[tuple[int, Count, Share], ...]


@dataclass(frozen=True, slots=True)
class RegionRule:
    """A readable rule that comes near a selected region.

    Attributes:
        terms: One or two findings, joined by "and".
        finds: Share of the region's donors that the rule finds (recall).
        lies_in: Share of those it finds that lie in the region (precision).
    """

    terms: tuple[TermId, ...]
    labels: tuple[str, ...]
    finds: Share
    lies_in: Share


@dataclass(frozen=True, slots=True)
class TermCounts:
    """Donors with each term (or a narrower one), in all data."""

    counts: tuple[tuple[TermId, Count], ...]


@dataclass(frozen=True, slots=True)
class AnnotationQuality:
    """How well donors are described.

    Attributes:
        findings: Donors by number of findings recorded as present.
        depth: How specific the most specific finding of a donor is: (label, share of donors).
        with_excluded: Share of donors with a finding ruled out.
        diagnosed: Share of donors with a condition.
    """

    everyone: Count
    findings: tuple[FactRow, ...]
    depth: tuple[tuple[str, Share], ...]
    with_excluded: Share
    diagnosed: Share


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What one import did, in released counts of files.

    Attributes:
        on: Day, ISO 8601.
        reasons: Why files were refused: (reason, files).
        dropped: Fields the store does not hold: (field, times).
        terms: What became of the terms: kept, replaced by their successor, unknown to this HPO release.
    """

    on: str
    source: str
    read: Count
    stored: Count
    updated: Count
    unchanged: Count
    refused: Count
    reasons: tuple[tuple[str, Count], ...]
    dropped: tuple[tuple[str, Count], ...]
    terms: tuple[tuple[str, Count], ...] = ()
