"""Questions about the whole snapshot, the map, terms and the data."""

from __future__ import annotations

import datetime as dt

import cohort_world as world
import pytest

from data_access.records import ImportRecord
from ontology.terms import Match
from workbench.api import data, overview, terms
from workbench.api import map as map_questions
from workbench.api.door import Door
from workbench.cohorts.query import InMapRegion, InSex, Query
from workbench.errors import InvalidQuery, InvalidTerm


@pytest.fixture(scope="module")
def door() -> Door:
    return world.door(world.donors(1_500))


def test_the_overview_counts_everyone_and_their_body_areas(door: Door) -> None:
    whole = overview.summary(door).value
    assert whole.everyone == overview.everyone(door).value.everyone
    assert {area.term for area in whole.body_areas} >= set(world.ONTOLOGY.body_areas())
    counts = [area.count or 0 for area in whole.body_areas]
    assert counts == sorted(counts, reverse=True)
    assert whole.conditions_shown == len(world.CONDITIONS)
    assert whole.findings_median in {"1–4", "5–9"}


def test_only_countries_of_fifty_may_be_filtered_by(door: Door) -> None:
    whole = overview.summary(door).value
    assert whole.filterable == tuple(sorted(row.key for row in whole.facts.regions if (row.count or 0) >= 50))
    assert {"ES", "FR", "IT"} >= set(whole.filterable)
    assert whole.filterable
    assert terms.regions(door).value == whole


def test_age_by_sex_has_a_row_for_every_band(door: Door) -> None:
    table = overview.summary(door).value.age_by_sex
    assert [band for band, *_ in table.rows] == ["0-4", "5-11", "12-17", "18-39", "40-64", "65+"]


def test_quality_is_told_in_shares(door: Door) -> None:
    quality = data.quality(door).value
    assert [row.key for row in quality.findings] == ["1-4", "5-9", "10-14", "15-19", "20+"]
    assert len(quality.depth) == 4
    assert quality.diagnosed.bound == "exact"


def test_imports_show_released_counts_and_no_small_reason(door: Door) -> None:
    record = ImportRecord(
        "i1", dt.datetime(2026, 11, 21, tzinfo=dt.UTC), "clinic", 500, 400, 0, 3, 97, 1, 2, 3,
        reasons=(("a name", 90), ("a date of birth", 7)), dropped=(("pedigree", 300), ("a rare field", 1)),
    )  # fmt: skip
    door.store.add_import(record)
    (summary,) = data.imports(door).value
    assert summary.read == pytest.approx(500, abs=40)
    assert (summary.updated, summary.unchanged) == (None, None)
    assert [reason for reason, _ in summary.reasons] == ["a name"]
    assert [field for field, _ in summary.dropped] == ["pedigree"]
    assert (summary.on, summary.source) == ("2026-11-21", "clinic")


def test_provenance_names_no_number_of_donors(door: Door) -> None:
    origin = data.provenance(door)
    assert origin.snapshot == world.SNAPSHOT
    assert ("hp.obo", "d" * 64) in origin.checksums
    assert "1500" not in repr(origin)


def test_the_map_shows_cells_and_named_areas(door: Door) -> None:
    view = map_questions.view(door).value
    assert [area.name for area in view.areas] == ["Left", "Right"]
    assert {cell.id for cell in view.cells if cell.area == 0} == set(view.areas[0].cells)
    assert all(area.count is not None and area.count >= 50 for area in view.areas)
    assert all(len(area.typical) <= 3 for area in view.areas)
    assert all(area.children.bound == "exact" for area in view.areas)
    assert view.shown.bound == "over"


def test_areas_under_fifty_are_not_named(door: Door) -> None:
    small = world.door(world.donors(80))
    view = map_questions.view(small).value
    assert view.areas == ()
    assert {cell.area for cell in view.cells} <= {None}


def test_a_finding_is_shared_over_the_cells_that_are_shown(door: Door) -> None:
    shown = {cell.id for cell in map_questions.view(door).value.cells}
    answer = map_questions.finding(door, world.ROOT).value
    assert {cell for cell, _ in answer.shares} == shown
    assert any(share.percent is not None for _, share in answer.shares)
    with pytest.raises(InvalidTerm):
        map_questions.finding(door, "HP:9999999")


def test_a_cohort_is_counted_per_named_area(door: Door) -> None:
    answer = map_questions.cohort(door, Query((InSex("male"),))).value
    assert [area for area, *_ in answer.areas] == [0, 1]
    assert all(n is not None and n <= (answer.count or 0) + 20 for _, n, _ in answer.areas)


def test_a_small_cohort_is_withheld_in_every_area(door: Door) -> None:
    answer = map_questions.cohort(door, Query((InSex("male"), InSex("female")))).value
    assert answer.count is None
    assert {n for _, n, _ in answer.areas} == {None}


def test_a_selection_becomes_a_query_or_is_refused(door: Door) -> None:
    assert map_questions.region_query(door, [2, 1, 0, 1]) == Query((InMapRegion(world.SNAPSHOT, (0, 1, 2)),))
    for cells in ([0], [0, 2], [], [4_000]):
        with pytest.raises(InvalidQuery) as refused:
            map_questions.region_query(door, cells)
        assert refused.value.do


def test_a_named_area_can_be_asked_about(door: Door) -> None:
    for area in map_questions.view(door).value.areas:
        assert map_questions.region_query(door, list(area.cells))


def test_a_region_that_nothing_sets_apart_has_no_rule(door: Door) -> None:
    answer = map_questions.rule(door, map_questions.region_query(door, [0, 1, 2, 3])).value
    assert answer is None or len(answer.terms) in {1, 2}


def test_a_region_with_a_finding_of_its_own_has_it_as_its_rule() -> None:
    people = world.donors(1_200)
    snapshot = world.snapshot_of(people)
    term = world.TERMS[-1]
    left = [0, 1, 6, 7]
    changed = [
        world.without_finding(one, term) if snapshot.cell[at] not in left else world.with_finding(one, term)
        for at, one in enumerate(people)
    ]
    marked = world.door(changed)
    answer = map_questions.rule(marked, map_questions.region_query(marked, left)).value
    assert answer is not None
    assert term in answer.terms
    assert (answer.finds.percent or 0) >= 85  # all of them: told as a tenth less at most, and noise
    assert answer.lies_in.bound == "over"
    assert answer.labels == tuple(world.ONTOLOGY.label(one) for one in answer.terms)


def test_terms_are_counted_in_the_order_asked(door: Door) -> None:
    asked = [world.TERMS[3], world.TERMS[1], world.TERMS[3]]
    answer = terms.counts(door, asked).value
    assert [term for term, _ in answer.counts] == [world.TERMS[3], world.TERMS[1]]
    with pytest.raises(InvalidQuery):
        terms.counts(door, [f"HP:{one:07d}" for one in range(101)])


def test_a_term_is_described(door: Door) -> None:
    card = terms.describe(door, world.TERMS[4])
    assert card.label == world.ONTOLOGY.label(world.TERMS[4])
    assert [term for term, _ in card.broader] == list(world.PARENTS[world.TERMS[4]])
    assert card.narrower_count == len(world.ONTOLOGY.descendants(world.TERMS[4])) - 1


def test_a_found_term_says_why() -> None:
    match = Match(world.ROOT, "Unsteady gait", "Unsteady walk", "lay", 0.91234)
    assert terms.candidate(match) == {
        "term": world.ROOT,
        "label": "Unsteady gait",
        "matched": "Unsteady walk",
        "why": "matches everyday words for it, “Unsteady walk”",
        "score": 0.9123,
    }


def test_conditions_are_found_by_name_and_by_id_areas_first(door: Door) -> None:
    assert terms.conditions(door, "rett")[0] == ("AREA:rett", "Rett syndrome")
    assert ("OMIM:3", "Phenylketonuria") in terms.conditions(door, "omim:3")
    assert ("undiagnosed", "No diagnosis yet") in terms.conditions(door, "diagn")
    assert terms.conditions(door, "zzz") == []
    assert terms.conditions(door, "", top=2) == terms.conditions(door, "")[:2]
