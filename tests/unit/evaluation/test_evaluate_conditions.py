"""The evaluation of conditions that fit, on a small release written here."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from ontology.annotations import Annotations
from ontology.evidence import Evidence
from ontology.graph import Rows, ancestors
from ontology.hpoa import Row
from ontology.ontology import Ontology
from ontology.pooling import arrays, evidence_arrays, pooled
from workbench.analysis.conditions.profiles import published_conditions
from workbench.analysis.conditions.ranking import FittingIndex, fit, fitting_index
from workbench.errors import WorkbenchError
from workbench.evaluation.case_base import CaseBase
from workbench.evaluation.cases import Cases
from workbench.evaluation.conditions import ConditionAccuracy, evaluate_conditions
from workbench.evaluation.held_out import HeldOut, holding_out
from workbench.evaluation.ranks import accuracy, rank_of
from workbench.evaluation.scorers import FormulaScorer, PhenomizerStyle, leak_controlled

PARENTS = ((), (0,), (0,), (1,), (1,), (2,), (2,))
ABOVE: Rows = ancestors(PARENTS)
NUMBERS = np.arange(118, 118 + len(PARENTS), dtype=np.int32)
ONTOLOGY = cast(
    Ontology,
    SimpleNamespace(numbers=NUMBERS, ancestor_indptr=ABOVE.indptr, ancestor_indices=ABOVE.indices),
)


def _row(disease: str, place: int, cited: str, frequency: float | None = None, patients: int = 0) -> Row:
    term = f"HP:{NUMBERS[place]:07d}"
    return Row(disease, disease, False, term, "", frequency, patients, "", "P", tuple(cited.split(";")))


ROWS = (
    _row("OMIM:1", 3, "PMID:1", 1.0, 2),
    _row("OMIM:1", 3, "PMID:2", 0.5, 2),
    _row("OMIM:1", 5, "PMID:1;PMID:2"),
    _row("OMIM:2", 4, "PMID:3"),
    _row("OMIM:3", 5, "OMIM:3"),
    _row("OMIM:3", 6, "OMIM:3"),
    _row("ORPHA:1", 6, "ORPHA:1"),
)


@pytest.fixture(scope="module")
def annotations() -> Annotations:
    numbers = set(NUMBERS.tolist())
    return Annotations(arrays(pooled(ROWS, numbers, numbers, {})), {"release": "2025-01-16", "checksum": "none"})


@pytest.fixture(scope="module")
def evidence(annotations: Annotations) -> Evidence:
    numbers = set(NUMBERS.tolist())
    return Evidence(evidence_arrays(pooled(ROWS, numbers, numbers, {})), annotations)


@pytest.fixture(scope="module")
def index(annotations: Annotations) -> FittingIndex:
    return fitting_index(published_conditions(annotations, ONTOLOGY).findings, ABOVE)


def _cases(*cases: tuple[list[int], str, str]) -> Cases:
    return Cases(
        observed_indptr=np.cumsum([0, *(len(places) for places, _, _ in cases)]).astype(np.int64),
        observed=np.array([NUMBERS[place] for places, _, _ in cases for place in places], dtype=np.int32),
        excluded_indptr=np.zeros(len(cases) + 1, dtype=np.int64),
        excluded=np.zeros(0, dtype=np.int32),
        diseases=tuple(disease for _, disease, _ in cases),
        publications=tuple((publication,) for _, _, publication in cases),
        cohorts=("",) * len(cases),
        names=tuple(str(place) for place in range(len(cases))),
        left_out={},
        unknown_terms=0,
    )


def _evaluated(cases: Cases, annotations: Annotations, evidence: Evidence) -> ConditionAccuracy:
    return evaluate_conditions(cases, ONTOLOGY, annotations, evidence)


def _without(
    publication: str, annotations: Annotations, evidence: Evidence, index: FittingIndex, *, shared: bool
) -> HeldOut:
    published = published_conditions(annotations, ONTOLOGY)
    return holding_out(published, index, evidence, ONTOLOGY, shared=shared)((publication,))


def test_candidates_are_conditions_of_omim_and_decipher(annotations: Annotations) -> None:
    assert published_conditions(annotations, ONTOLOGY).ids == ("OMIM:1", "OMIM:2", "OMIM:3")


def test_rows_that_rest_on_the_publication_of_a_case_are_dropped_and_the_others_pooled_again(
    annotations: Annotations, evidence: Evidence, index: FittingIndex
) -> None:
    kept = _without("PMID:1", annotations, evidence, index, shared=True)
    assert kept.changed.tolist() == [0]
    assert kept.index is not None
    assert kept.index.findings.terms.tolist() == [3, 5]
    assert kept.index.findings.frequencies.tolist() == [0.5, 1.0]
    strict = _without("PMID:1", annotations, evidence, index, shared=False)
    assert strict.index is not None
    assert strict.index.findings.terms.tolist() == [3]


def test_a_condition_without_any_row_left_scores_lowest(
    annotations: Annotations, evidence: Evidence, index: FittingIndex
) -> None:
    without = _without("PMID:3", annotations, evidence, index, shared=True)
    assert (without.emptied.tolist(), without.changed.tolist(), without.index) == ([1], [], None)
    profile = np.array([4], dtype=np.int32)
    for scorer in (FormulaScorer(index), PhenomizerStyle(index)):
        scores = leak_controlled(scorer, profile, scorer.all(profile), without)
        assert rank_of(scores, 1) == 3


def test_conditions_that_the_publication_says_nothing_of_keep_their_scores(
    annotations: Annotations, evidence: Evidence, index: FittingIndex
) -> None:
    profile, scorer = np.array([3, 6], dtype=np.int32), FormulaScorer(index)
    plain = fit(index, profile).scores
    controlled = leak_controlled(
        scorer, profile, scorer.all(profile), _without("PMID:1", annotations, evidence, index, shared=True)
    )
    np.testing.assert_allclose(controlled[1:], plain[1:])
    assert controlled[0] != pytest.approx(plain[0])


def test_all_is_found_from_the_papers_and_less_without_them(annotations: Annotations, evidence: Evidence) -> None:
    cases = _cases(([3, 5], "OMIM:1", "PMID:1"), ([4], "OMIM:2", "PMID:3"), ([6], "OMIM:3", "PMID:9"))
    result = _evaluated(cases, annotations, evidence)
    assert (result.formula.plain.n, result.formula.plain.top1) == (3, 100.0)
    assert result.formula.leak_controlled.top1 == pytest.approx(66.67)
    assert result.formula.leak_controlled.top3 == 100.0


def test_the_keys_are_those_that_are_promised(annotations: Annotations, evidence: Evidence) -> None:
    data = _evaluated(_cases(([6], "OMIM:3", "PMID:9"), ([6], "OMIM:9", "")), annotations, evidence).data()
    for way in (data, data["with_cases"], data["phenomizer_style"]):
        for name in ("plain", "leak_controlled", "leak_controlled_strict"):
            assert {"n", "top1", "top3", "top5", "top10", "mrr"} <= set(way[name])
    assert (data["candidates"], data["without_candidate"]) == (3, 1)


def test_cases_of_no_candidate_are_refused(annotations: Annotations, evidence: Evidence) -> None:
    with pytest.raises(WorkbenchError, match="No case has a condition"):
        _evaluated(_cases(([6], "ORPHA:1", "PMID:9")), annotations, evidence)


def test_a_known_case_never_vouches_for_itself_nor_for_one_of_its_publication(index: FittingIndex) -> None:
    base = CaseBase(
        indptr=np.array([0, 1, 2, 3]),
        terms=np.array([3, 3, 6], dtype=np.int32),
        conditions=np.array([0, 0, 2]),
        publications=[("PMID:1",), ("PMID:1",), ("PMID:2",)],
        index=index,
    )
    others, elsewhere = base.best(0, np.array([3], dtype=np.int32))
    assert others[0] > 0.9
    assert elsewhere[0] == 0
    assert base.best(2, np.array([6], dtype=np.int32))[0][2] == 0


def test_of_candidates_that_tie_the_right_one_is_taken_for_the_last() -> None:
    scores = np.array([0.5, 0.7, 0.5, 0.1])
    assert [rank_of(scores, place) for place in range(4)] == [3, 1, 3, 4]


def test_ranks_are_summed_up_by_case_and_by_condition() -> None:
    found = accuracy([1, 1, 4, 20], ["a", "a", "a", "b"])
    assert (found.n, found.top1, found.top3, found.top5, found.top10) == (4, 50.0, 50.0, 75.0, 75.0)
    assert found.mrr == pytest.approx(100 * (1 + 1 + 0.25 + 0.05) / 4, abs=0.01)
    assert (found.macro_top1, found.macro_top10) == (pytest.approx(33.33), 50.0)
