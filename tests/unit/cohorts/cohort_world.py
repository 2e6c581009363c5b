"""A small world for tests: forty invented terms, invented donors, and snapshots made of them in plain Python."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from data_access.memory_store import MemoryStore
from data_access.records import AGE_BANDS, SEXES, Condition, Donor, Finding
from data_access.snapshots import Manifest, NamedAreaRecord, Snapshot
from ontology.terms import PHENOTYPIC_ABNORMALITY, Synonym, TermId, from_number, number, term_id
from workbench.analysis.counts import disease_areas
from workbench.api.door import OPERATOR, Door
from workbench.cohorts.clauses import AnyOf, Not, StudyClause
from workbench.cohorts.cohort import Population
from workbench.cohorts.query import (
    Clause,
    Excluded,
    HasCondition,
    InAgeBand,
    InMapRegion,
    InRegion,
    InSex,
    Observed,
    Query,
)
from workbench.cohorts.study_query import MOST_CONDITIONS, StudyQuery
from workbench.cohorts.text import Glossary
from workbench.cohorts.vocabulary import PublishedVocabulary, SnapshotVocabulary
from workbench.disclosure.ledger import LedgerEntry, Verdict
from workbench.disclosure.policy import EXPLORE
from workbench.disclosure.release import Gate
from workbench.errors import InvalidTerm

SNAPSHOT = "2026-11-21-0123abcd"
ROOT = PHENOTYPIC_ABNORMALITY
CONDITIONS = {"OMIM:1": "Rett syndrome", "OMIM:2": "Rett syndrome, other", "OMIM:3": "Phenylketonuria", "OMIM:4": "X"}
UNPUBLISHED = "OMIM:2"
AREAS = {"OMIM:1": "AREA:rett", "OMIM:2": "AREA:rett", "OMIM:3": "AREA:phenylketonuria"}
REGIONS = ("ES", "ES-CT", "ES-MD", "FR", "FR-IDF", "IT", "XK")
COLUMNS, ROWS = 6, 5


def _dag() -> dict[TermId, tuple[TermId, ...]]:
    """Term -> parents: three branches under the root, some terms with two parents."""
    rng = random.Random(5)
    parents: dict[TermId, tuple[TermId, ...]] = {ROOT: ()}
    branches = [from_number(one) for one in (1000, 2000, 3000)]
    parents.update(dict.fromkeys(branches, (ROOT,)))
    for one in range(1, 37):
        above = rng.sample(list(parents)[1:], k=2 if one % 5 == 0 else 1)
        parents[from_number(4000 + one)] = tuple(above)
    return parents


PARENTS = _dag()
TERMS = tuple(PARENTS)


class SmallOntology:
    """Answers what questions ask of an ontology, from `PARENTS` alone."""

    release = "2025-01-16"
    checksum = "c" * 64
    sources: Mapping[str, str] = {"hp.obo": "d" * 64}

    def require_phenotype(self, text: str) -> TermId:
        if term_id(text) not in PARENTS:
            raise InvalidTerm("There is no such term.")
        return term_id(text)

    def parents(self, term: TermId) -> tuple[TermId, ...]:
        return PARENTS[term]

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        found = {term}
        for parent in PARENTS[term]:
            found |= self.ancestors(parent)
        return frozenset(found)

    def descendants(self, term: TermId) -> frozenset[TermId]:
        return frozenset(one for one in PARENTS if term in self.ancestors(one))

    def is_phenotype(self, term: TermId) -> bool:
        return term in PARENTS

    def depth(self, term: TermId) -> int:
        return 0 if term == ROOT else 1 + min(self.depth(parent) for parent in PARENTS[term])

    def label(self, term: TermId) -> str:
        return f"Finding {number(term)}"

    def lay_words(self, term: TermId) -> str:
        return f"Everyday {number(term)}"

    def definition(self, term: TermId) -> str:
        return "Invented."

    def synonyms(self, term: TermId) -> tuple[Synonym, ...]:
        return (Synonym(f"Everyday {number(term)}", "exact", True),)

    def body_areas(self) -> tuple[TermId, ...]:
        return tuple(term for term, parents in PARENTS.items() if parents == (ROOT,))

    def area_name(self, term: TermId) -> str:
        return f"Area {number(term)}"


ONTOLOGY = SmallOntology()


def vocabulary() -> SnapshotVocabulary:
    """The small ontology with the areas of the invented conditions."""
    return SnapshotVocabulary(ONTOLOGY, AREAS)


def donor(position: int, rng: random.Random) -> Donor:
    """An invented donor with few to many findings."""
    findings = rng.sample(TERMS, k=rng.choice((0, 1, 2, 4, 8)))
    ruled_out = [term for term in rng.sample(TERMS, k=rng.choice((0, 0, 1, 3))) if term not in findings]
    region = rng.choice((None, *REGIONS[:-1]))
    conditions = rng.sample(sorted(CONDITIONS), k=rng.choice((0, 1, 1, 2)))
    return Donor(
        id=f"{position:032x}",
        source="invented",
        sex=rng.choice((None, *SEXES)),
        age_band=rng.choice((None, *AGE_BANDS)),
        country=region and region[:2],
        region=region if region and "-" in region else None,
        undiagnosed=not conditions and rng.random() < 0.5,
        synthetic=True,
        findings=(
            *(Finding(term, "observed") for term in findings),
            *(Finding(term, "excluded") for term in ruled_out),
            *(Finding(term, "not_recorded") for term in rng.sample(TERMS, k=1) if term not in (*findings, *ruled_out)),
        ),
        conditions=tuple(Condition(one, CONDITIONS[one]) for one in conditions),
    )


def donors(count: int, seed: int = 1) -> list[Donor]:
    """Invented donors."""
    rng = random.Random(seed)
    return [donor(position, rng) for position in range(count)]


def without_finding(who: Donor, term: TermId) -> Donor:
    """The donor without the term and what is narrower."""
    narrower = ONTOLOGY.descendants(term)
    return replace(who, findings=tuple(one for one in who.findings if one.term not in narrower))


def with_finding(who: Donor, term: TermId) -> Donor:
    """The donor with the term recorded as present."""
    return replace(who, findings=(*without_finding(who, term).findings, Finding(term, "observed")))


def population(of: Sequence[Donor], seed: int = 1) -> Population:
    """The donors, ready to be counted."""
    return Population(snapshot_of(of, seed), vocabulary())


def snapshot_of(of: Sequence[Donor], seed: int = 1) -> Snapshot:
    """A snapshot of the donors in their order; each lies in a cell drawn by the seed, two areas of cells are named."""
    observed = [sorted({number(TermId(one.term)) for one in who.findings if one.state == "observed"}) for who in of]
    excluded = [sorted({number(TermId(one.term)) for one in who.findings if one.state == "excluded"}) for who in of]
    closures = [{number(a) for one in row for a in ONTOLOGY.ancestors(from_number(one))} for row in observed]
    terms = sorted({one for row in closures for one in row})
    ruled_out = sorted({one for row in excluded for one in row})
    names = sorted({one.id for who in of for one in who.conditions} | set(CONDITIONS))
    conditions = [sorted(names.index(one.id) for one in who.conditions) for who in of]
    closed_rows = [sorted(terms.index(one) for one in row) for row in closures]
    arrays: dict[str, Any] = {
        "terms": np.array(terms, np.int32),
        "bitmaps": _bitmaps([[one in row for row in closures] for one in terms], len(of)),
        "excluded_terms": np.array(ruled_out, np.int32),
        "excluded_bitmaps": _bitmaps([[one in row for row in excluded] for one in ruled_out], len(of)),
        "closure_indptr": _indptr(closed_rows),
        "closure_indices": _flat(closed_rows),
        "observed_indptr": _indptr(observed),
        "observed_terms": _flat(observed),
        "condition_indptr": _indptr(conditions),
        "condition_indices": _flat(conditions),
        "sex": np.array([SEXES.index(who.sex) if who.sex else -1 for who in of], np.int8),
        "age_band": np.array([AGE_BANDS.index(who.age_band) if who.age_band else -1 for who in of], np.int8),
        "region": np.array([REGIONS.index(who.country) if who.country else -1 for who in of], np.int16),
        "subregion": np.array([REGIONS.index(who.region) if who.region else -1 for who in of], np.int16),
        "undiagnosed": np.array([who.undiagnosed for who in of], np.bool_),
        **_map(len(of), seed),
    }
    unused = ["ic", "delta", "neighbours", "neighbour_scores", "positions"]
    unused += ["chance_lengths", "chance_closeness", "chance_thresholds"]
    return Snapshot(Path(), _manifest(len(of), names), **arrays, **{name: np.zeros(0, np.float32) for name in unused})


def _map(count: int, seed: int) -> dict[str, Any]:
    """A grid of hexagons, left half one area and right half another; some donors lie in no cell."""
    rng = np.random.default_rng(seed)
    axial = np.array([(q, r) for r in range(ROWS) for q in range(COLUMNS)], np.int16)
    return {
        "cell": rng.integers(-1, len(axial), count).astype(np.int16),
        "cell_axial": axial,
        "cell_centres": axial.astype(np.float32),
        "cell_area": (axial[:, 0] >= COLUMNS // 2).astype(np.int16),
    }


def _manifest(count: int, names: Sequence[str]) -> Manifest:
    return Manifest(
        id=SNAPSHOT,
        created="2026-11-21T00:00:00+00:00",
        hpo_release=SmallOntology.release,
        hpo_checksum=SmallOntology.checksum,
        donors=count,
        synthetic=True,
        sources=("invented",),
        regions=REGIONS,
        conditions=tuple(names),
        condition_names=tuple(CONDITIONS[one] for one in names),
        cell_size=1.0,
        areas=(NamedAreaRecord(0, "Left", (), 0.0, 0.0), NamedAreaRecord(1, "Right", (), 4.0, 2.0)),
        files={},
        seconds={},
        settings={"seed": 1},
    )


def _bitmaps(rows: list[list[bool]], count: int) -> np.ndarray:
    if not rows:
        return np.zeros((0, (count + 7) // 8), np.uint8)
    return np.packbits(np.array(rows, np.bool_), axis=1, bitorder="little")


def _indptr(rows: Sequence[Sequence[int]]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)


def _flat(rows: Sequence[Sequence[int]]) -> np.ndarray:
    return np.array([one for row in rows for one in row], np.int32)


def query(rng: random.Random, *, on_map: bool = False) -> Query:
    """A random cohort of no to four clauses."""
    return Query(tuple(clause(rng, on_map=on_map) for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 4)))))


def clause(rng: random.Random, *, on_map: bool = False) -> Clause:
    """A random clause; findings most often."""
    kinds: list[Clause] = [
        *(Observed(rng.choice(TERMS)) for _ in range(3)),
        Excluded(rng.choice(TERMS)),
        InSex(rng.choice(SEXES)),
        InAgeBand(rng.choice(AGE_BANDS)),
        InRegion(rng.choice(REGIONS)),
        HasCondition(rng.choice((*CONDITIONS, "AREA:rett", "AREA:phenylketonuria", "AREA:renal", "undiagnosed"))),
    ]
    if on_map:
        first = rng.randrange(ROWS * COLUMNS - 8)
        kinds.append(InMapRegion(SNAPSHOT, tuple(range(first, first + rng.randrange(1, 9)))))
    return rng.choice(kinds)


def study(rng: random.Random, *, on_map: bool = False) -> StudyQuery:
    """A random question of a study, of at most eight conditions."""
    left = MOST_CONDITIONS
    parts: list[StudyClause] = []
    while left and rng.random() < 0.75:
        options = tuple(clause(rng, on_map=on_map) for _ in range(min(left, rng.choice((1, 1, 2, 3)))))
        left -= len(options)
        part: Clause | AnyOf = options[0] if len(options) == 1 else AnyOf(options)
        parts.append(Not(part) if rng.random() < 0.3 else part)
    return StudyQuery(tuple(parts))


def study_in_other_words(query: StudyQuery, rng: random.Random) -> StudyQuery:
    """The same meaning in other words, whatever its length: shuffled, repeated, narrower alternatives added."""

    def other(part: StudyClause) -> StudyClause:
        match part:
            case Not(AnyOf() as inner):
                return Not(other(inner))  # type: ignore[arg-type]
            case AnyOf(options):
                narrower = [
                    Observed(rng.choice(sorted(ONTOLOGY.descendants(one.term))))
                    for one in options
                    if isinstance(one, Observed)
                ]
                return AnyOf(tuple(rng.sample([*options, *options, *narrower], k=2 * len(options) + len(narrower))))
            case Not():
                return part
            case _:
                return AnyOf((part, part))

    parts = [other(part) for part in query.clauses]
    parts += [
        Not(one)
        for part in query.clauses
        if isinstance(part, Not) and isinstance(part.of, AnyOf)
        for one in part.of.options
    ]
    rng.shuffle(parts)
    return StudyQuery(tuple(parts))


class KeptAnswers:
    """A cache in memory; counts what it was asked for and found."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.hits = 0

    def get(self, key: str) -> bytes | None:
        self.hits += key in self.kept
        return self.kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        self.kept[key] = value


class KeptLedger:
    """A ledger in memory that withholds nothing and knows no cap."""

    def __init__(self) -> None:
        self.entries: list[LedgerEntry] = []

    def record(self, entry: LedgerEntry) -> Verdict:
        self.entries.append(entry)
        return Verdict()

    def alert(self, entry: LedgerEntry, core: str) -> None:
        raise AssertionError("nothing is crowded here")


KEY = bytes(range(32))


def door(of: Sequence[Donor], *, seed: int = 1, key: bytes = KEY, snapshot: Snapshot | None = None) -> Door:
    """The door to a snapshot of the donors, opened by the researcher at this machine."""
    taken = snapshot if snapshot is not None else snapshot_of(of, seed)
    published = {one: name for one, name in CONDITIONS.items() if one != UNPUBLISHED}
    return Door(
        ontology=cast("Any", ONTOLOGY),
        annotations=cast("Any", None),
        snapshot=taken,
        store=MemoryStore(),
        gate=Gate(EXPLORE, key, KeptLedger()),
        cache=KeptAnswers(),
        population=Population(taken, vocabulary()),
        published=PublishedVocabulary(ONTOLOGY, published),
        glossary=Glossary(ONTOLOGY, {**published, **dict(disease_areas())}),
        condition_names=CONDITIONS,
        usual=frozenset(TERMS) - {ROOT},
        asker=OPERATOR,
    )
