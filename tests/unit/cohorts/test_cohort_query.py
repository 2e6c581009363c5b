"""The query: what may be asked, its one canonical form, and its address."""

from __future__ import annotations

import json
import random

import cohort_world as world
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.terms import TermId
from workbench.cohorts.address import from_address, to_address
from workbench.cohorts.canonical import implies, simplest
from workbench.cohorts.clauses import Diagnosed, InDepthBand, TableClause
from workbench.cohorts.cohort import size
from workbench.cohorts.query import (
    Clause,
    Excluded,
    HasCondition,
    HasExcluded,
    InAgeBand,
    InFindingsBand,
    InMapCell,
    InMapRegion,
    InRegion,
    InSex,
    NotRecorded,
    Observed,
    Query,
    canonical,
    parse,
    parse_json,
    table_key,
    to_data,
)
from workbench.errors import InvalidQuery, InvalidTerm

VOCABULARY = world.vocabulary()
NARROW = next(term for term in world.TERMS if len(world.ONTOLOGY.ancestors(term)) > 3)
BROAD = world.PARENTS[NARROW][0]
SEEDS = st.integers(0, 2**32)


def drawn(seed: int, *, on_map: bool = True) -> Query:
    return world.query(random.Random(seed), on_map=on_map)


@settings(deadline=None)
@given(SEEDS)
def test_a_query_comes_back_from_its_data_and_from_its_address(seed: int) -> None:
    query = drawn(seed)
    assert parse(to_data(query), world.ONTOLOGY) == query
    assert parse_json(json.dumps(to_data(query)), world.ONTOLOGY) == query
    assert from_address(to_address(query), world.ONTOLOGY) == query


def test_an_address_reads_as_the_cohort_it_is() -> None:
    query = Query((Observed(NARROW), Excluded(BROAD), InAgeBand("0-4"), InMapRegion("2026-11-21-ab12cd", (1, 2, 3, 7))))
    assert to_address(query) == f"{NARROW}~!{BROAD}~age:0-4~map:2026-11-21-ab12cd:1-3.7"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "object with one key"),
        ({"any": []}, "object with one key"),
        ({"all": {}}, "object with one key"),
        ({"all": [[]]}, "exactly one key"),
        ({"all": [{"sex": "female", "region": "ES"}]}, "exactly one key"),
        ({"all": [{"colour": "red"}]}, "unknown key"),
        ({"all": [{"any": []}]}, "approved studies"),
        ({"all": [{"not": {}}]}, "approved studies"),
        ({"all": [{"sex": "Female"}]}, "no such sex"),
        ({"all": [{"age_band": "0-5"}]}, "no such age band"),
        ({"all": [{"region": "es"}]}, "not a country"),
        ({"all": [{"condition": "rett"}]}, "not a condition id"),
        ({"all": [{"observed": 1250}]}, "short text"),
        ({"all": [{"map_region": {"snapshot": "x", "cells": [True]}}]}, "list of cell numbers"),
        ({"all": [{"map_region": {"snapshot": "x", "cells": []}}]}, "list of cell numbers"),
        ({"all": [{"has_excluded": True}]}, "unknown key"),
        ({"all": [{"map_cell": 3}]}, "unknown key"),
        ({"all": [{"sex": "female"}] * 5}, "5 clauses"),
    ],
)
def test_what_breaks_the_grammar_is_refused_with_a_reason(data: object, says: str) -> None:
    with pytest.raises(InvalidQuery, match=says):
        parse(data, world.ONTOLOGY)


def test_an_unknown_term_is_refused() -> None:
    with pytest.raises(InvalidTerm):
        parse({"all": [{"observed": "HP:9999999"}]}, world.ONTOLOGY)


@pytest.mark.parametrize("text", ["{", "[" * 9_000, '"' + "x" * 30_000 + '"', "NaN"])
def test_text_that_is_no_definition_is_refused(text: str) -> None:
    with pytest.raises(InvalidQuery):
        parse_json(text, world.ONTOLOGY)


@pytest.mark.parametrize(
    "text", ["x", "map:a:1-", "map:a:-2", "map:a:1_000", "map:a:99999", "HP:1", "age:x", "~".join("a" * 5)]
)
def test_a_damaged_address_is_refused(text: str) -> None:
    with pytest.raises((InvalidQuery, InvalidTerm)):
        from_address(text, world.ONTOLOGY)


def test_a_downloaded_definition_reads_as_the_query_in_it() -> None:
    query = Query((Observed(NARROW),))
    assert parse_json(json.dumps({"definition": to_data(query), "snapshot": "s"}), world.ONTOLOGY) == query


TWINS: list[tuple[str, tuple[TableClause, ...], tuple[TableClause, ...]]] = [
    ("an order", (InSex("male"), InAgeBand("0-4")), (InAgeBand("0-4"), InSex("male"))),
    ("a repeat", (InSex("male"), InSex("male")), (InSex("male"),)),
    ("a broader finding", (Observed(NARROW), Observed(BROAD)), (Observed(NARROW),)),
    ("a narrower ruled out", (Excluded(NARROW), Excluded(BROAD)), (Excluded(BROAD),)),
    ("the country of a part", (InRegion("ES-CT"), InRegion("ES")), (InRegion("ES-CT"),)),
    ("the area of a condition", (HasCondition("OMIM:1"), HasCondition("AREA:rett")), (HasCondition("OMIM:1"),)),
    ("some diagnosis", (HasCondition("AREA:rett"), Diagnosed()), (HasCondition("AREA:rett"),)),
    ("some ruled out", (Excluded(NARROW), HasExcluded()), (Excluded(NARROW),)),
    ("some finding", (InFindingsBand("5-9"), Observed(world.ROOT)), (InFindingsBand("5-9"),)),
    ("some depth", (InDepthBand("3-4"), Observed(world.ROOT)), (InDepthBand("3-4"),)),
    ("the region of a cell", (InMapCell(3), InMapRegion("s", (2, 3))), (InMapCell(3),)),
    ("a region of one cell", (InMapRegion("s", (3,)),), (InMapCell(3),)),
    ("two regions", (InMapRegion("s", (1, 2, 3)), InMapRegion("s", (2, 3, 4))), (InMapRegion("s", (2, 3)),)),
    ("regions that meet in a cell", (InMapRegion("s", (1, 2)), InMapRegion("s", (2, 3))), (InMapCell(2),)),
]


@pytest.mark.parametrize(("what", "one", "other"), TWINS, ids=[what for what, *_ in TWINS])
def test_the_same_meaning_has_the_same_key(
    what: str, one: tuple[TableClause, ...], other: tuple[TableClause, ...]
) -> None:
    assert table_key(one, VOCABULARY) == table_key(other, VOCABULARY)


def test_different_meanings_have_different_keys() -> None:
    clauses: list[TableClause] = [
        Observed(NARROW),
        Excluded(NARROW),
        Observed(BROAD),
        InRegion("ES"),
        InRegion("ES-CT"),
        HasCondition("undiagnosed"),
        Diagnosed(),
        NotRecorded("sex"),
        NotRecorded("age_band"),
        InMapCell(1),
        InMapCell(2),
    ]
    assert len({table_key((one,), VOCABULARY) for one in clauses}) == len(clauses)


@settings(deadline=None)
@given(SEEDS)
def test_the_canonical_form_is_stable_and_does_not_depend_on_order(seed: int) -> None:
    query = drawn(seed)
    shuffled = list(query.clauses)
    random.Random(seed + 1).shuffle(shuffled)
    once = canonical(query, VOCABULARY)
    assert canonical(once, VOCABULARY) == once
    assert canonical(Query(tuple(shuffled)), VOCABULARY) == once


@pytest.fixture(scope="module")
def people() -> object:
    return world.population(world.donors(300))


def _table_clauses() -> list[TableClause]:
    rng = random.Random(3)
    cohort: list[Clause] = [world.clause(rng, on_map=True) for _ in range(40)]
    return [
        *cohort,
        *(InFindingsBand(band) for band in ("1-4", "5-9")),
        *(InDepthBand(band) for band in ("0-2", "3-4", "5-6", "7+")),
        *(NotRecorded(field) for field in ("sex", "age_band", "region")),
        *(InMapCell(cell) for cell in range(6)),
        HasExcluded(),
        Diagnosed(),
    ]


def test_what_is_implied_by_meaning_holds_in_the_data(people: world.Population) -> None:
    for narrow in _table_clauses():
        for broad in _table_clauses():
            if implies(narrow, broad, VOCABULARY):
                inside = people.bitmap(narrow) & ~people.bitmap(broad)
                assert not inside.any(), (narrow, broad)


def test_leaving_out_implied_clauses_leaves_the_donors_the_same(people: world.Population) -> None:
    rng, clauses = random.Random(4), _table_clauses()
    for _ in range(500):
        some = rng.sample(clauses, k=rng.randrange(1, 6))
        assert size(people.fitting(simplest(some, VOCABULARY))) == size(people.fitting(some))


def test_a_region_of_another_snapshot_is_refused(people: world.Population) -> None:
    with pytest.raises(InvalidQuery, match="another snapshot") as refused:
        people.fitting((InMapRegion("2020-01-01-00000000", (1,)),))
    assert "again" in refused.value.do


def test_a_term_nobody_has_fits_nobody(people: world.Population) -> None:
    assert size(people.fitting((Observed(TermId("HP:9999999")),))) == 0


def test_no_clause_means_everyone(people: world.Population) -> None:
    assert size(people.fitting()) == 300
    assert size(people.fitting(Query())) == 300


def test_clauses_are_added_once_replaced_and_taken_away() -> None:
    query = Query().adding(InSex("male")).adding(InSex("male")).adding(InRegion("ES"))
    assert query.clauses == (InSex("male"), InRegion("ES"))
    assert query.replacing(0, InSex("female")).clauses == (InSex("female"), InRegion("ES"))
    assert query.without(0) == Query((InRegion("ES"),))
