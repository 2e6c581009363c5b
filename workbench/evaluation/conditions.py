"""How often the right condition is among those that fit a public case, from the annotations alone and with known cases.

`plain` asks the annotations as they are. Curators annotate conditions from the very papers that the cases come from,
so `leak_controlled` first drops every row that rests on a publication of the case and on no other;
`leak_controlled_strict` drops the rows that rest on others too, and with them what is known without that paper. All
take in the cases whose condition is a candidate; one of which nothing is left stays a candidate, and comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology.annotations import Annotations
from ontology.evidence import Evidence
from ontology.graph import Rows
from ontology.ontology import Ontology
from workbench.analysis.conditions.profiles import PublishedConditions, published_conditions
from workbench.analysis.conditions.ranking import FORMULA, FittingIndex, Formula, fitting_index
from workbench.errors import WorkbenchError
from workbench.evaluation.case_base import WEIGHT, CaseBase
from workbench.evaluation.cases import Cases
from workbench.evaluation.held_out import HeldOut, holding_out
from workbench.evaluation.ranks import Accuracy, accuracy, rank_of
from workbench.evaluation.scorers import FormulaScorer, PhenomizerStyle, Scorer, leak_controlled


@dataclass(frozen=True, slots=True)
class Compared:
    """One way to rank, with the annotations as they are and without the case's own publications; see the module."""

    plain: Accuracy
    leak_controlled: Accuracy
    leak_controlled_strict: Accuracy


@dataclass(frozen=True, slots=True)
class ConditionAccuracy:
    """How often the right condition is found.

    Attributes:
        formula: What the product does: annotations alone.
        with_cases: The same and the closest known case of each condition.
        phenomizer_style: A baseline.
        candidates: How many conditions are ranked.
        without_candidate: Cases whose condition is no candidate; not asked.
    """

    formula: Compared
    with_cases: Compared
    phenomizer_style: Compared
    candidates: int
    without_candidate: int

    def data(self) -> dict[str, Any]:
        """As JSON: that of the formula at the top, the others by name."""
        return {
            **asdict(self.formula),
            "with_cases": asdict(self.with_cases),
            "phenomizer_style": asdict(self.phenomizer_style),
            "candidates": self.candidates,
            "without_candidate": self.without_candidate,
        }


@dataclass(frozen=True, slots=True)
class _Question:
    """One case: its findings, the place of its condition, and its publications."""

    terms: NDArray[np.int32]
    right: int
    publications: tuple[str, ...]


def evaluate_conditions(
    cases: Cases,
    ontology: Ontology,
    annotations: Annotations,
    evidence: Evidence,
    advance: Callable[[], None] = lambda: None,
    formula: Formula = FORMULA,
) -> ConditionAccuracy:
    """How often the right condition is found.

    Args:
        advance: Called after every case that is asked about.

    Raises:
        WorkbenchError: No case has a condition that is a candidate.
    """
    published = published_conditions(annotations, ontology)
    questions = list(_questions(cases, published, ontology))
    if not questions:
        raise WorkbenchError(
            "No case has a condition of OMIM or DECIPHER that is annotated.", do="Give cases with such a diagnosis."
        )
    ancestors = Rows(ontology.ancestor_indptr, ontology.ancestor_indices)
    index = fitting_index(published.findings, ancestors, formula)
    ranks = _ranks(questions, published, index, evidence, ontology, advance)
    labels = [published.ids[one.right] for one in questions]
    by_formula, with_cases, baseline = (
        Compared(*(accuracy(column, labels) for column in zip(*way, strict=True))) for way in zip(*ranks, strict=True)
    )
    return ConditionAccuracy(by_formula, with_cases, baseline, len(published.ids), len(cases) - len(questions))


def _questions(cases: Cases, published: PublishedConditions, ontology: Ontology) -> Iterator[_Question]:
    places = {one: place for place, one in enumerate(published.ids)}
    for case, disease in enumerate(cases.diseases):
        if disease in places:
            terms = np.searchsorted(ontology.numbers, cases.findings(case)).astype(np.int32)
            yield _Question(terms, places[disease], cases.publications[case])


def _ranks(
    questions: list[_Question],
    published: PublishedConditions,
    index: FittingIndex,
    evidence: Evidence,
    ontology: Ontology,
    advance: Callable[[], None],
) -> Iterator[tuple[tuple[int, ...], ...]]:
    """For every case its ranks by the formula, with known cases and by the baseline; each as `Compared` has them."""
    without = [holding_out(published, index, evidence, ontology, shared=shared) for shared in (True, False)]
    by_formula, baseline = FormulaScorer(index), PhenomizerStyle(index)
    known = _case_base(questions, index)
    for case, question in enumerate(questions):
        held_out = [changed(question.publications) for changed in without]
        found, base = (_scores(scorer, question, held_out) for scorer in (by_formula, baseline))
        others, of_other_publications = known.best(case, question.terms)
        close = (others, of_other_publications, of_other_publications)
        both = [scores + WEIGHT * more for scores, more in zip(found, close, strict=True)]
        yield tuple(tuple(rank_of(scores, question.right) for scores in way) for way in (found, both, base))
        advance()


def _scores(scorer: Scorer, question: _Question, held_out: Sequence[HeldOut]) -> list[NDArray[np.float64]]:
    """The scores of all conditions, with the annotations as they are and leak-controlled."""
    plain = scorer.all(question.terms)
    return [plain, *(leak_controlled(scorer, question.terms, plain, one) for one in held_out)]


def _case_base(questions: list[_Question], index: FittingIndex) -> CaseBase:
    return CaseBase(
        indptr=np.cumsum([0, *(len(one.terms) for one in questions)]).astype(np.int64),
        terms=np.concatenate([one.terms for one in questions]),
        conditions=np.array([one.right for one in questions], dtype=np.int64),
        publications=[one.publications for one in questions],
        index=replace(index, formula=replace(index.formula, likelihood=0.0)),
    )
