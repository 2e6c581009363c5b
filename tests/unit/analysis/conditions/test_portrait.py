"""What is published about a condition, in words, and what lies near it."""

from __future__ import annotations

import condition_world as world
import pytest

from ontology.annotations import Annotation, Disease
from ontology.terms import TermId
from workbench.analysis.conditions.closures import published_rows
from workbench.analysis.conditions.group_names import names_of_groups
from workbench.analysis.conditions.nearest import nearest_conditions
from workbench.analysis.conditions.portrait import findings_of, portrait
from workbench.analysis.plain_words import Words, within

FIRST, SECOND, THIRD = world.LEAVES[world.BRANCHES[0]][:3]
FOREIGN = world.LEAVES[world.BRANCHES[1]][0]
USUAL = frozenset(world.PARENTS)
DOMINANT, CHILDHOOD, INFANTILE = "HP:0000006", "HP:0011463", "HP:0003593"
TOLD = world.annotations(
    {
        "OMIM:1": {FIRST: None, SECOND: 0.9, THIRD: 0.0, FOREIGN: 0.2},
        "OMIM:2": {SECOND: 1.0, FIRST: 0.8},
        "OMIM:3": {world.LEAVES[world.BRANCHES[2]][0]: 1.0},
        "ORPHA:4": {FIRST: 1.0, SECOND: 1.0},
        "OMIM:5": {},
    },
    inheritance={"OMIM:1": [DOMINANT]},
    course={"OMIM:1": [CHILDHOOD, INFANTILE]},
    excluded={"OMIM:1": [world.LEAVES[world.BRANCHES[3]][0]]},
)


def said_of(identifier: str) -> str:
    disease = TOLD.disease(identifier)
    return portrait(disease, findings_of(disease, world.ONTOLOGY)[0], world.ONTOLOGY)


def counted(*findings: tuple[TermId, float | None, int]) -> Disease:
    rows = tuple(Annotation(term, share, patients=patients) for term, share, patients in findings)
    return Disease("OMIM:9", "Condition 9", rows, (), ())


def terms_of(disease: Disease) -> list[TermId]:
    return [one.term for one in findings_of(disease, world.ONTOLOGY)[0]]


def test_what_hundreds_vouch_for_comes_before_what_all_of_three_have() -> None:
    assert terms_of(counted((FIRST, 1.0, 3), (SECOND, 0.65, 457), (THIRD, 0.55, 0))) == [SECOND, THIRD, FIRST]


def test_of_the_same_share_the_one_counted_in_more_patients_comes_first() -> None:
    assert terms_of(counted((FIRST, 0.5, 8), (SECOND, 0.5, 80))) == [SECOND, FIRST]


def test_a_share_is_told_as_published_and_its_order_follows_from_its_lower_end() -> None:
    one, other = findings_of(counted((FIRST, 1.0, 2), (SECOND, 0.9, 0)), world.ONTOLOGY)[0]
    assert (one.frequency, one.at_least, one.patients) == (0.9, 0.9, 0)
    assert (other.frequency, other.patients) == (1.0, 2)
    assert other.at_least == pytest.approx(0.342, abs=1e-3)


def test_one_or_two_patients_or_an_unknown_frequency_make_nothing_most_often() -> None:
    rare = counted((FIRST, 1.0, 2), (SECOND, 1.0, 1), (FOREIGN, None, 0))
    assert "Named for it:" in portrait(rare, findings_of(rare, world.ONTOLOGY)[0], world.ONTOLOGY)
    known = counted((FIRST, 1.0, 2), (SECOND, None, 0), (FOREIGN, 0.3, 40))
    said = portrait(known, findings_of(known, world.ONTOLOGY)[0], world.ONTOLOGY)
    assert said.startswith(f"Most often: {within(Words(world.ONTOLOGY).of(FOREIGN))}.")


def test_findings_stand_most_frequent_first_and_unknown_frequencies_last() -> None:
    findings, _ = findings_of(TOLD.disease("OMIM:1"), world.ONTOLOGY)
    assert [one.term for one in findings] == [SECOND, FOREIGN, FIRST]
    assert [one.frequency for one in findings] == [pytest.approx(0.9), pytest.approx(0.2), None]


def test_what_nobody_counted_has_stands_with_what_is_excluded() -> None:
    _, excluded = findings_of(TOLD.disease("OMIM:1"), world.ONTOLOGY)
    assert {one.term for one in excluded} == {THIRD, world.LEAVES[world.BRANCHES[3]][0]}


def test_a_portrait_tells_inheritance_onset_in_order_and_the_commonest_findings() -> None:
    said = said_of("OMIM:1")
    assert "inherited from one parent" in said
    assert "in the first year of life or in childhood" in said
    assert "Most often: everyday" in said
    assert "Not published" not in said


def test_a_portrait_says_what_is_not_published() -> None:
    assert said_of("OMIM:2").endswith("Not published: how it is inherited and when it begins.")
    assert "None of its findings is published." in said_of("OMIM:5")


def test_the_nearest_are_of_the_same_database_and_share_what_is_rare_first() -> None:
    (near,) = nearest_conditions("OMIM:1", 8, TOLD, world.ONTOLOGY, USUAL)
    assert near.id == "OMIM:2"
    assert 0.5 < near.overlap < 1.0
    assert {term for term, *_ in near.shared} == {FIRST, SECOND}


def test_overlap_is_the_same_both_ways() -> None:
    there, back = (nearest_conditions(one, 8, TOLD, world.ONTOLOGY, USUAL)[0] for one in ("OMIM:1", "OMIM:2"))
    assert there.overlap == pytest.approx(back.overlap)


@pytest.mark.parametrize("unknown", ["OMIM:999", "OMIM:5", "ORPHA:4"])
def test_what_has_no_findings_or_no_like_has_nothing_near(unknown: str) -> None:
    assert nearest_conditions(unknown, 8, TOLD, world.ONTOLOGY, USUAL) == ()


def test_groups_are_named_by_what_sets_them_apart_and_no_two_alike() -> None:
    conditions = world.planted(kinds=2, each=5, alone=5)
    rows = published_rows(sorted(conditions), world.annotations(conditions), world.ONTOLOGY)
    first, second = names_of_groups(rows, [range(5), range(5, 10)], world.ONTOLOGY, USUAL)
    assert first.name != second.name
    for name, branch in ((first, world.BRANCHES[0]), (second, world.BRANCHES[1])):
        assert name.terms
        assert all(branch in world.ONTOLOGY.ancestors(term) for term in name.terms)


def test_a_group_that_nothing_marks_has_a_name_too() -> None:
    everywhere = world.annotations({f"OMIM:{one}": {FIRST: 1.0} for one in range(6)})
    rows = published_rows([f"OMIM:{one}" for one in range(6)], everywhere, world.ONTOLOGY)
    named = names_of_groups(rows, [range(3), range(3, 6)], world.ONTOLOGY, USUAL)
    assert [one.name for one in named] == ["Mixed findings", "Mixed findings 2"]


def test_names_of_people_keep_their_capital() -> None:
    assert within("Babinski sign") == "Babinski sign"
    assert within("Wide aorta") == "wide aorta"
