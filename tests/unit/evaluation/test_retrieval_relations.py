"""Which cases are asked for, and which are taken out of the way first."""

from __future__ import annotations

import numpy as np

from workbench.evaluation.cases import Cases
from workbench.evaluation.retrieval import Relations


def _cases(*labels: tuple[str, tuple[str, ...]]) -> Cases:
    """Cases of these diseases and publications, one finding each."""
    n = len(labels)
    return Cases(
        observed_indptr=np.arange(n + 1),
        observed=np.full(n, 1250, dtype=np.int32),
        excluded_indptr=np.zeros(n + 1, dtype=np.int64),
        excluded=np.empty(0, dtype=np.int32),
        diseases=tuple(disease for disease, _ in labels),
        publications=tuple(publications for _, publications in labels),
        cohorts=("",) * n,
        names=tuple(str(row) for row in range(n)),
        left_out={},
        unknown_terms=0,
    )


WORLD = Relations(
    _cases(
        ("A", ("PMID:1",)),
        ("A", ("PMID:1", "PMID:2")),
        ("A", ("PMID:3",)),
        ("B", ("PMID:2",)),
        ("B", ()),
    )
)


def test_a_case_is_never_its_own_answer() -> None:
    assert WORLD.relevant(0).tolist() == [False, True, True, False, False]
    assert WORLD.others(0).tolist() == [False, True, True, True, True]


def test_whoever_shares_one_publication_is_taken_out() -> None:
    assert WORLD.of_other_publications(0).tolist() == [False, False, True, True, False]
    assert WORLD.of_other_publications(1).tolist() == [False, False, True, False, False]
    assert WORLD.of_other_publications(2).tolist() == [True, True, False, True, False]


def test_who_names_no_publication_is_neither_asked_nor_found_across_publications() -> None:
    assert not WORLD.of_other_publications(4).any()
    assert not any(WORLD.of_other_publications(case)[4] for case in range(5))
