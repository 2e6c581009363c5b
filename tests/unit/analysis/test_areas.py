"""Named areas: contiguous, large enough, alike; their names in plain words."""

from __future__ import annotations

from typing import cast

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.ontology import Ontology
from ontology.terms import Synonym, TermId, from_number
from workbench.analysis.area_names import LONGEST, names_of
from workbench.analysis.areas import AT_LEAST, MOST_AREAS, areas_of, label_positions
from workbench.analysis.cells import Cells, cells_of, neighbouring

SEEDS = st.integers(0, 2**32 - 1)


def some_cells(seed: int) -> tuple[Cells, np.ndarray]:
    """Donors of four kinds around four places, their cells and profiles."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 4, 900)
    middles = np.array([[0, 0], [9, 0], [0, 9], [60, 60]])
    positions = middles[kind] + rng.normal(scale=2.5, size=(900, 2))
    return cells_of(positions), np.eye(4)[kind] + rng.normal(scale=0.1, size=(900, 4))


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_an_area_hangs_together_and_holds_fifty_donors(seed: int) -> None:
    cells, reduced = some_cells(seed)
    area = areas_of(cells, reduced)
    donors = np.bincount(cells.cell[cells.cell >= 0], minlength=len(area))
    assert 0 < area.max() + 1 <= MOST_AREAS
    for one in range(area.max() + 1):
        own = np.flatnonzero(area == one)
        assert donors[own].sum() >= AT_LEAST
        assert len(reached(cells, set(own.tolist()))) == len(own)


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_cells_outside_all_areas_are_on_their_own_and_few(seed: int) -> None:
    cells, reduced = some_cells(seed)
    area = areas_of(cells, reduced)
    donors = np.bincount(cells.cell[cells.cell >= 0], minlength=len(area))
    outside = set(np.flatnonzero(area < 0).tolist())
    while outside:
        island = reached(cells, {next(iter(outside))} | outside)
        assert donors[list(island)].sum() < AT_LEAST
        assert not any(a in island and area[b] >= 0 for a, b in neighbouring(cells.axial).tolist())
        outside -= island


def reached(cells: Cells, among: set[int]) -> set[int]:
    """Cells that can be reached over shared edges from the first of them."""
    pairs = [(a, b) for a, b in neighbouring(cells.axial).tolist() if a in among and b in among]
    found, waiting = set(), [min(among)]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [b for a, b in pairs if a == one]
    return found


def test_kinds_of_donors_that_lie_apart_get_areas_of_their_own() -> None:
    cells, reduced = some_cells(4)
    area = areas_of(cells, reduced)
    kind = reduced.argmax(axis=1)
    inside = cells.cell >= 0
    areas_of_far_kind = set(area[cells.cell[inside & (kind == 3)]].tolist())
    areas_of_others = set(area[cells.cell[inside & (kind != 3)]].tolist())
    assert areas_of_far_kind & areas_of_others <= {-1}


def test_a_label_stands_on_a_cell_of_its_area() -> None:
    cells, reduced = some_cells(2)
    area = areas_of(cells, reduced)
    labels = label_positions(cells, area)
    assert labels.shape == (area.max() + 1, 2)
    for one, label in enumerate(labels):
        assert any(np.array_equal(label, centre) for centre in cells.centres[area == one])


LABELS = {
    1: "All",
    10: "Abnormality of the limbs",
    11: "Camptodactyly of the fifth finger of both hands",
    20: "Abnormality of the kidney",
    30: "Neoplasm by histology",
    31: "Decreased circulating IgG concentration",
    21: "Seizure",
    22: "Motor seizure",
}
ANCESTORS = {
    1: (1,),
    10: (10, 1),
    11: (11, 10, 1),
    20: (20, 1),
    30: (30, 1),
    31: (31, 30, 1),
    21: (21, 1),
    22: (22, 21, 1),
}


class FewTerms:
    """Eight terms: branches and what is under them."""

    def label(self, term: TermId) -> str:
        return LABELS[int(term[3:])]

    def synonyms(self, term: TermId) -> tuple[Synonym, ...]:
        lay = {11: "Bent little finger", 20: "Abnormal kidney"}.get(int(term[3:]))
        short = {31: "IgG deficiency", 21: "Fit"}.get(int(term[3:]))
        return tuple(Synonym(text, "exact", text == lay) for text in (lay, short) if text)

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        return frozenset(from_number(one) for one in ANCESTORS[int(term[3:])])

    def depth(self, term: TermId) -> int:
        return 0 if term == from_number(1) else 2

    def is_phenotype(self, term: TermId) -> bool:
        return True


TERMS = np.array([1, 10, 11, 20, 21, 22, 30, 31], dtype=np.int32)


def narrower(term: int) -> set[int]:
    return {one for one, broader in ANCESTORS.items() if term in broader[1:]}


def names(area: list[int], closures: list[list[int]]) -> list[str]:
    indptr = np.cumsum([0, *(len(row) for row in closures)])
    indices = np.array([np.searchsorted(TERMS, one) for row in closures for one in row])
    recorded = np.array([one for row in closures for one in row if not narrower(one) & set(row)])
    found = names_of(np.array(area), indptr, indices, TERMS, recorded, cast(Ontology, FewTerms()))
    return [one.name for one in found]


def test_an_area_is_named_by_two_findings_that_set_it_apart() -> None:
    seizures = [[1, 21, 22]] * 12 + [[1, 20, 21]] * 12
    others = [[1, 10, 11]] * 60
    assert names([0] * 24 + [1] * 60, seizures + others)[0] in {
        "Seizure, abnormal kidney",
        "Motor seizure, abnormal kidney",
    }


def test_a_finding_of_fewer_than_ten_donors_names_nothing() -> None:
    own = [[1, 21]] * 12 + [[1, 20]] * 9
    assert names([0] * 21 + [-1] * 60, own + [[1, 10]] * 60) == ["Seizure"]


def test_areas_with_the_same_findings_get_different_names() -> None:
    same = [[1, 21, 22]] * 20
    found = names([0] * 20 + [1] * 20 + [2] * 20 + [-1] * 90, same * 3 + [[1, 10]] * 90)
    assert len(set(found)) == 3
    assert all(len(name) <= LONGEST for name in found)


def test_an_area_like_all_donors_says_so() -> None:
    assert names([0] * 30 + [-1] * 30, [[1, 21]] * 60) == ["Mixed findings"]


def test_what_a_quarter_of_the_donors_have_comes_before_what_is_rarer_and_more_telling() -> None:
    own = [[1, 21]] * 30 + [[1, 20]] * 30 + [[1, 11]] * 10 + [[1]] * 10
    assert names([0] * 80 + [-1] * 80, own + [[1, 21], [1, 20], *[[1]] * 8] * 8) == ["Seizure, abnormal kidney"]


def test_a_term_that_only_groups_others_names_nothing() -> None:
    assert names([0] * 30 + [-1] * 60, [[1, 30, 31]] * 30 + [[1, 21]] * 60) == ["IgG deficiency"]


def test_capitals_of_abbreviations_stay_within_a_name() -> None:
    own = [[1, 21]] * 20 + [[1, 30, 31]] * 15
    assert names([0] * 35 + [-1] * 90, own + [[1, 10]] * 90) == ["Seizure, IgG deficiency"]
