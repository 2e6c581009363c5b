"""Which cohorts may be asked about: the grammar's length, regions large enough, map regions whole and in one piece."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from workbench.analysis.calibration import Calibration
from workbench.analysis.counts import count
from workbench.analysis.map_counts import map_cells
from workbench.analysis.results import CountResult, MapCellsResult
from workbench.api.answers import EVERYBODY, answer, as_question, group, named_question, profile_question
from workbench.api.door import Door
from workbench.cohorts.clauses import MOST_CLAUSES, Clause, CloseTo, InMapRegion, InRegion, Query, TableClause
from workbench.cohorts.countries import country_name
from workbench.cohorts.grid import is_contiguous
from workbench.cohorts.profile import MOST_FINDINGS, Profile
from workbench.cohorts.query import canonical, parse_json
from workbench.disclosure.ledger import LedgerEntry
from workbench.disclosure.release import Released
from workbench.disclosure.values import CohortCount, MapCells
from workbench.errors import InvalidQuery

_AGAIN = "Select the region on the map again."
_NARROW = 50


@dataclass(frozen=True, slots=True)
class Admitted:
    """A cohort that may be asked about.

    Attributes:
        query: Its canonical form.
        withheld: It is answered, in every table and panel, as if nobody fitted.
    """

    query: Query
    withheld: bool


@dataclass(frozen=True, slots=True)
class AdmittedProfile:
    """A profile that may be asked about.

    Attributes:
        close: The donors close enough to it, as a clause.
        cohort: The cohort that they are drawn from.
        withheld: They are answered as if nobody were close enough.
    """

    close: CloseTo
    cohort: Admitted
    withheld: bool

    @property
    def clauses(self) -> tuple[TableClause, ...]:
        """What the donors of the neighbourhood fit."""
        return (self.close, *self.cohort.query.clauses)


@dataclass(frozen=True, slots=True)
class AdmittedPair:
    """Two profiles that may be compared.

    Attributes:
        withheld: What they have in common is answered as if it were nobody.
    """

    first: AdmittedProfile
    second: AdmittedProfile
    withheld: bool


def admitted(door: Door, query: Query) -> Admitted:
    """The canonical form of a cohort that may be asked about; the question is written in the ledger.

    A question about everybody is not written down: everybody's number is known to all.

    The form follows from published knowledge alone. What the gate folds besides, because conditions of the snapshot lie
    in an area by the names that donors gave, is not shown: it would tell that somebody has them.

    Raises:
        InvalidQuery: It may not; says why and what to do.
        TooManyQuestions: It is a new question, and the asker or the study has asked as many as they may.
        NotAllowed: The asker may not ask about donors.
    """
    door.asker.require("explore")
    if len(query.clauses) > MOST_CLAUSES:
        raise InvalidQuery(
            f"This cohort has {len(query.clauses)} clauses; at most {MOST_CLAUSES} are allowed.",
            do="Remove a clause, or pick a broader finding that covers two of them.",
        )
    for clause in query.clauses:
        require_askable(door, clause)
    simplest = canonical(query, door.published)
    for clause in set(simplest.clauses) - set(query.clauses):  # regions that were merged
        _require_large(door, clause)
    return Admitted(simplest, bool(simplest.clauses) and _is_withheld(door, as_question(simplest)))


def admitted_profile(door: Door, profile: Profile, within: Query = EVERYBODY) -> AdmittedProfile:
    """The donors close enough to a profile as a clause, and the canonical cohort that they are drawn from.

    The question is written in the ledger, sealed (`workbench.disclosure.profile_seal`).

    How close is enough follows from the number of findings alone and cannot be chosen, so that nobody draws ever
    smaller circles around one donor. Profiles that say the same are the same question.

    Raises:
        InvalidQuery: The profile has no finding, or too many; or the cohort may not be asked about.
        InvalidTerm: The profile names a term that is unknown or obsolete.
        TooManyQuestions: As in `admitted`.
        NotAllowed: The asker may not ask about donors.
    """
    door.asker.require("explore")
    terms = tuple(sorted(profile.narrowest(door.ontology)))
    if not terms:
        raise InvalidQuery("This profile has no finding that is present.", do="Add one.")
    if len(terms) > MOST_FINDINGS:
        raise InvalidQuery(f"At most {MOST_FINDINGS} findings are compared.", do="Keep the most unusual ones.")
    for term in terms:
        door.ontology.require_phenotype(term)
    close = CloseTo(terms, calibration(door).threshold(len(terms)))
    cohort = admitted(door, within)
    return AdmittedProfile(close, cohort, _is_withheld(door, profile_question(close, within=cohort.query)))


def admitted_pair(door: Door, first: Profile, second: Profile) -> AdmittedPair:
    """Two profiles as clauses; each is written in the ledger, and so is the pair, whose counts are its own.

    Raises:
        InvalidQuery: A profile has no finding, or too many.
        InvalidTerm: A profile names a term that is unknown or obsolete.
    """
    one, other = admitted_profile(door, first), admitted_profile(door, second)
    return AdmittedPair(one, other, _is_withheld(door, profile_question(one.close, other.close)))


def as_seen(door: Door, *asked: AdmittedProfile) -> Door:
    """The door to the donors as the asker may see them: nobody is in a group that is withheld."""
    hidden: list[tuple[TableClause, ...]] = [one.clauses for one in asked if one.withheld]
    hidden += [one.cohort.query.clauses for one in asked if one.cohort.withheld]
    return replace(door, population=door.population.hiding(*hidden)) if hidden else door


def calibration(door: Door) -> Calibration:
    """What closeness chance gives in the snapshot."""
    door.asker.require("explore")
    snapshot = door.snapshot
    return Calibration(snapshot.chance_lengths, snapshot.chance_closeness, snapshot.chance_thresholds)


def size_of(door: Door, query: Query, withheld: bool = False) -> Released[CohortCount]:
    """The released count of a canonical query that needs no admission or has it."""
    door.asker.require("explore")
    return answer(
        door,
        CountResult,
        as_question(query),
        lambda: count(group(door, query.clauses, withheld), group(door)),
        withheld=withheld,
    )


def shown_cells(door: Door) -> Released[MapCells]:
    """The cells of the map that are large enough to show."""
    return answer(door, MapCellsResult, named_question("map_cells"), lambda: map_cells(group(door)))


def _is_withheld(door: Door, question: str) -> bool:
    """Writes the question down; whether it is to be answered as of nobody."""
    asker, ledger = door.asker, door.gate.ledger
    entry = LedgerEntry(asker.user, asker.study, door.snapshot.manifest.id, question, dt.datetime.now(dt.UTC))
    verdict = ledger.record(entry)
    for core in verdict.crowded:
        if _is_narrow(door, core):
            ledger.alert(entry, core)
    return verdict.withheld


def _is_narrow(door: Door, core: str) -> bool:
    n = size_of(door, parse_json(core, door.ontology)).value.count
    return n is None or n < _NARROW


def require_askable(door: Door, clause: Clause) -> None:
    """Lets a clause pass whose term is a current phenotype and whose region is large enough.

    Raises:
        InvalidQuery: It may not be asked about; says why and what to do.
        InvalidTerm: Its term is unknown, obsolete or no phenotypic abnormality.
    """
    door.asker.require("explore")
    term = getattr(clause, "term", None)
    if term is not None:
        door.ontology.require_phenotype(term)
    _require_large(door, clause)


def _require_large(door: Door, clause: Clause) -> None:
    if isinstance(clause, InRegion) and not _is_large(door, clause):
        floor = door.gate.policy.region_floor
        wider = "Choose the whole country." if "-" in clause.code else "Choose a country with more donors."
        raise InvalidQuery(f"{country_name(clause.code)} has fewer than {floor} donors to filter by.", do=wider)
    if isinstance(clause, InMapRegion):
        _require_map_region(door, clause)


def _require_map_region(door: Door, region: InMapRegion) -> None:
    if region.snapshot != door.snapshot.manifest.id:
        raise InvalidQuery("This region was drawn on the map of another snapshot.", do=_AGAIN)
    shown = shown_cells(door).value.cells
    if not region.cells:
        raise InvalidQuery("The map regions of this cohort have no cell in common.", do="Remove one of them.")
    if not {cell.id for cell in shown}.issuperset(region.cells):
        raise InvalidQuery("This region holds cells that the map does not show.", do=_AGAIN)
    areas: dict[int, set[int]] = {}
    for cell in shown:
        if cell.area is not None:
            areas.setdefault(cell.area, set()).add(cell.id)
    # A named area stays askable where a cell in its middle is too small to show.
    if set(region.cells) not in areas.values() and not is_contiguous(region.cells, door.snapshot):
        raise InvalidQuery("The cells of this region do not touch.", do="Select cells that lie side by side.")
    # Whether it is large enough is an answer too, and regions are without number: each is written down and counted.
    _is_withheld(door, as_question(canonical(Query((region,)), door.published)))
    if not _is_large(door, region):
        floor = door.gate.policy.region_floor
        raise InvalidQuery(f"This region of the map has fewer than {floor} donors.", do="Select more cells around it.")


def _is_large(door: Door, clause: Clause) -> bool:
    n = size_of(door, Query((clause,))).value.count
    return n is not None and n >= door.gate.policy.region_floor
