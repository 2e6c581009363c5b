"""Groups of conditions: those that were planted are found, permuted findings have none."""

from __future__ import annotations

import condition_world as world
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.conditions.alike import Profiles
from workbench.analysis.conditions.closures import (
    Closures,
    PublishedRows,
    as_recorded,
    closures,
    published_rows,
    published_weights,
)
from workbench.analysis.conditions.structure import SMALLEST, permuted, structure
from workbench.analysis.conditions.trees import found_again, tree

CONDITIONS = world.planted(kinds=3, each=7, alone=14)
ANNOTATIONS = world.annotations(CONDITIONS)
WEIGHTS = published_weights(ANNOTATIONS, world.ONTOLOGY)


def rows_of(ids: list[str]) -> PublishedRows:
    return published_rows(ids, ANNOTATIONS, world.ONTOLOGY)


def groups_of(ids: list[str]) -> set[frozenset[str]]:
    found = structure(rows_of(ids), WEIGHTS, world.ONTOLOGY)
    return {frozenset(ids[place] for place in group.members) for group in found.groups}


def test_planted_groups_are_found_and_hold() -> None:
    ids = sorted(CONDITIONS)
    found = structure(rows_of(ids), WEIGHTS, world.ONTOLOGY)
    assert {group.members for group in found.groups} == {tuple(range(7 * kind, 7 * kind + 7)) for kind in range(3)}
    assert all(0.8 < group.holds <= 1.0 for group in found.groups)


def test_the_order_of_the_conditions_does_not_matter() -> None:
    assert groups_of(list(world.in_order(CONDITIONS, seed=3))) == groups_of(sorted(CONDITIONS))


def test_permuted_findings_have_no_structure() -> None:
    rows = rows_of(sorted(CONDITIONS))
    with_groups = [
        bool(structure(permuted(rows, np.random.default_rng(draw)), WEIGHTS, world.ONTOLOGY).groups)
        for draw in range(20)
    ]
    assert sum(with_groups) <= 1


def test_permuting_keeps_how_many_findings_each_condition_and_how_many_conditions_each_finding_has() -> None:
    rows = rows_of(sorted(CONDITIONS))
    dealt = permuted(rows, np.random.default_rng(1))
    assert np.array_equal(dealt.owner, rows.owner)
    assert np.array_equal(np.sort(dealt.term), np.sort(rows.term))
    assert not np.array_equal(dealt.term, rows.term)


@pytest.mark.parametrize("how_many", range(1, 2 * SMALLEST))
def test_so_few_conditions_have_no_groups(how_many: int) -> None:
    assert structure(rows_of(sorted(CONDITIONS)[:how_many]), WEIGHTS, world.ONTOLOGY).groups == ()


def test_the_same_conditions_give_the_same_groups_again() -> None:
    rows = rows_of(sorted(CONDITIONS))
    first, second = (structure(rows, WEIGHTS, world.ONTOLOGY).groups for _ in range(2))
    assert first == second


def test_a_condition_has_what_is_broader_at_the_highest_frequency_of_what_is_narrower() -> None:
    branch = world.BRANCHES[0]
    first, second = world.LEAVES[branch][:2]
    told = world.annotations({"OMIM:1": {first: 0.2, second: 0.7}, "OMIM:2": {first: None}})
    rows = published_rows(["OMIM:1", "OMIM:2", "OMIM:3"], told, world.ONTOLOGY)
    closed = closures(rows, world.ONTOLOGY)
    pairs = zip(closed.owner.tolist(), closed.term.tolist(), strict=True)
    having = dict(zip(pairs, closed.frequencies(rows.frequency).tolist(), strict=True))
    at = world.ONTOLOGY.position
    assert having[0, at(branch)] == pytest.approx(0.7)
    assert having[0, at(first)] == pytest.approx(0.2)
    assert having[1, at(world.ROOT)] == 1.0  # no published frequency counts as all patients
    assert {owner for owner, _ in having} == {0, 1}


def test_what_no_counted_patient_has_and_what_is_excluded_are_no_findings() -> None:
    first, second, third = world.LEAVES[world.BRANCHES[0]][:3]
    told = world.annotations({"OMIM:1": {first: 0.0, second: 0.5}}, excluded={"OMIM:1": [third]})
    rows = published_rows(["OMIM:1"], told, world.ONTOLOGY)
    assert rows.term.tolist() == [world.ONTOLOGY.position(second)]


@given(st.lists(st.sampled_from(sorted(CONDITIONS)), min_size=2, max_size=8, unique=True))
def test_likeness_is_that_of_the_plain_formula(ids: list[str]) -> None:
    rows = rows_of(ids)
    broad, exact = closures(rows, world.ONTOLOGY), as_recorded(rows, world.ONTOLOGY)
    root = np.sqrt(WEIGHTS.increment)
    first = dense(broad, broad.frequencies(rows.frequency) * root[broad.term])
    second = dense(exact, np.sqrt(exact.frequencies(rows.frequency)) * WEIGHTS.content[exact.term])
    profiles = Profiles(rows, world.ONTOLOGY, WEIGHTS)
    assert np.allclose(profiles.likeness(rows.frequency), 0.75 * cosine(first) + 0.25 * cosine(second), atol=1e-5)
    for found, plain in (
        (profiles.extended_jaccard(rows.frequency), first),
        (profiles.jaccard(rows.frequency), (first > 0) * root),
    ):
        shared, squares = plain @ plain.T, (plain**2).sum(axis=1)
        assert np.allclose(found, shared / (squares[:, None] + squares - shared), atol=1e-5)


def dense(pairs: Closures, values: np.ndarray) -> np.ndarray:
    made = np.zeros((pairs.conditions, len(WEIGHTS.content)))
    made[pairs.owner, pairs.term] = values
    return made


def cosine(plain: np.ndarray) -> np.ndarray:
    length = np.sqrt((plain**2).sum(axis=1))
    return plain @ plain.T / length / length[:, None]


def test_a_tree_is_found_again_in_itself_and_nothing_in_nothing() -> None:
    rows = rows_of(sorted(CONDITIONS))
    whole = tree(Profiles(rows, world.ONTOLOGY, WEIGHTS).likeness(rows.frequency))
    assert np.allclose(found_again(whole.members, whole.members), 1.0)
    assert found_again(whole.members, whole.members[:0]).tolist() == [0.0] * len(whole.members)
    assert whole.members[-1].all()
