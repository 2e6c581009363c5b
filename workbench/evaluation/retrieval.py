"""How well a measure finds other people with the same disease, among published cases.

ALL: each case is the query once, all others are ranked; asked are cases whose disease has another case.
XPUB: cases that share a publication with the query are taken out first, since curators of one paper use the same words
for all its patients; asked are cases whose disease is left. A case that names no publication is neither asked nor
ranked there. Noise: as XPUB, the query made worse.

Weights of terms are counted among the cases themselves, the query among them: one case in thousands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ontology.ontology import Ontology
from workbench.analysis.engine.default import default_measure
from workbench.analysis.engine.described import Described, described
from workbench.analysis.engine.measure import Measure
from workbench.analysis.engine.parameters import DefaultParameters
from workbench.analysis.engine.registry import MEASURES, measure
from workbench.errors import WorkbenchError
from workbench.evaluation.cases import Cases
from workbench.evaluation.metrics import Figures, Found, figures, found
from workbench.evaluation.noise import KINDS, noise_from
from workbench.evaluation.through_conditions import Fitting, Published, through_conditions

EXACT_TERMS = "bm25"
WITH_CONDITIONS = "default+conditions"
AS_PUBLISHED = "default+conditions-as-published"
THROUGH_CONDITIONS = (WITH_CONDITIONS, AS_PUBLISHED)
NAMES = (*MEASURES, EXACT_TERMS, *THROUGH_CONDITIONS)
CONDITIONS_WEIGH = 0.1

Score = Callable[[NDArray[np.int32], int], NDArray[np.floating]]
"""Closeness of a profile to every case, (n,); the second argument is the case that the profile is of."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Accuracy of one measure.

    Attributes:
        everyone: ALL.
        other_publications: XPUB.
        noise: Kind of noise -> XPUB with it.
        single: Cases whose disease has no other case: ranked, not asked.
        without_publication: Cases that name no publication: not in XPUB.
    """

    everyone: Figures
    other_publications: Figures
    noise: dict[str, Figures]
    single: int
    without_publication: int


class Relations:
    """Which cases belong together: by disease and by publication."""

    def __init__(self, cases: Cases) -> None:
        _, self._diseases = np.unique(cases.diseases, return_inverse=True)
        self._citing = _citing(cases.publications)
        self._cited = self._citing.T.tocsr()
        self.published: NDArray[np.bool_] = np.diff(self._citing.indptr) > 0

    def relevant(self, case: int) -> NDArray[np.bool_]:
        """The other cases of its disease, (n,)."""
        same: NDArray[np.bool_] = self._diseases == self._diseases[case]
        same[case] = False
        return same

    def others(self, case: int) -> NDArray[np.bool_]:
        """Every case but this one, (n,)."""
        others = np.ones(len(self._diseases), dtype=bool)
        others[case] = False
        return others

    def of_other_publications(self, case: int) -> NDArray[np.bool_]:
        """Cases that name publications, all of them other ones than those of this case, (n,); none if it names none."""
        if not self.published[case]:
            return np.zeros_like(self.published)
        others: NDArray[np.bool_] = self.published.copy()
        others[(self._citing[[case]] @ self._cited).indices] = False
        return others


def evaluate_retrieval(
    cases: Cases,
    ontology: Ontology,
    name: str = "default",
    advance: Callable[[], None] | None = None,
    published: Published | None = None,
) -> Retrieval:
    """The accuracy of a measure on cases.

    Args:
        name: One of `NAMES`.
        advance: Called after every case.
        published: What is known about conditions, which `THROUGH_CONDITIONS` need.
    """
    donors = described(cases.observed_indptr, cases.observed, ontology)
    score = _scoring(name, cases, donors, ontology, published)
    relations, noise = Relations(cases), noise_from(donors.observed, ontology)
    everyone: list[Found | None] = []
    across: list[Found | None] = []
    noisy: dict[str, list[Found | None]] = {kind: [] for kind in KINDS}
    for case, disease in enumerate(cases.diseases):
        relevant, allowed = relations.relevant(case), relations.of_other_publications(case)
        scores = score(donors.profile(case), case)
        everyone.append(found(scores, relevant, relations.others(case), disease))
        across.append(found(scores, relevant, allowed, disease))
        if across[-1] is not None:
            for kind, results in noisy.items():
                worse = noise.applied(kind, donors.profile(case), cases.names[case])
                results.append(found(score(worse, case), relevant, allowed, disease))
        if advance:
            advance()
    return Retrieval(
        everyone=_figures(everyone),
        other_publications=_figures(across),
        noise={kind: _figures(results) for kind, results in noisy.items()},
        single=everyone.count(None),
        without_publication=int(np.count_nonzero(~relations.published)),
    )


def _scoring(name: str, cases: Cases, donors: Described, ontology: Ontology, published: Published | None) -> Score:
    if name not in THROUGH_CONDITIONS:
        compared = named_measure(name, donors, ontology)
        return lambda profile, _: compared.scores(profile)
    if published is None:
        raise WorkbenchError("This measure needs the published annotations of conditions.", where=name)
    fitting = Fitting(published, ontology, held_out=name == WITH_CONDITIONS)
    profiles = [donors.profile(case) for case in range(len(cases))]
    findings = named_measure("default", donors, ontology)
    return through_conditions(findings, profiles, cases.publications, fitting, CONDITIONS_WEIGH).scores


def named_measure(name: str, donors: Described, ontology: Ontology) -> Measure:
    """A measure of the engine, or BM25 on exact terms, which is the default's second half alone.

    Raises:
        WorkbenchError: There is no such measure.
    """
    if name == EXACT_TERMS:
        return default_measure(donors, ontology, DefaultParameters(exact_share=1.0))
    return measure(name, donors, ontology)


def _figures(results: list[Found | None]) -> Figures:
    return figures([one for one in results if one is not None])


def _citing(publications: tuple[tuple[str, ...], ...]) -> sparse.csr_array:
    """Which case names which publication, (cases, publications), 0 or 1."""
    lengths = [len(one) for one in publications]
    names, columns = np.unique([name for one in publications for name in one], return_inverse=True)
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    shape = (len(publications), max(len(names), 1))
    return sparse.csr_array((np.ones(len(columns), dtype=np.int32), columns, indptr), shape=shape)
