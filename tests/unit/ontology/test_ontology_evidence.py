"""Annotations pooled again without the reports of some publications."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ontology.annotations import Annotations
from ontology.evidence import Evidence
from ontology.hpoa import Row
from ontology.pooling import arrays, evidence_arrays, pooled

GAIT, SEIZURE = 1288, 1250


def _row(
    disease: str, term: int, frequency: float | None, patients: int, cited: Sequence[str], excluded: bool = False
) -> Row:
    return Row(disease, disease, excluded, f"HP:{term:07d}", "", frequency, patients, "", "P", tuple(cited))


ROWS = (
    _row("OMIM:1", SEIZURE, 0.25, 4, ["PMID:1"]),
    _row("OMIM:1", SEIZURE, 1.0, 4, ["PMID:2", "PMID:3"]),
    _row("OMIM:1", GAIT, None, 0, ["OMIM:1"]),
    _row("OMIM:1", GAIT, 0.0, 5, ["PMID:1"], excluded=True),
    _row("OMIM:2", GAIT, 0.9, 0, ["PMID:1"]),
)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    diseases = pooled(ROWS, {GAIT, SEIZURE}, {GAIT, SEIZURE}, {})
    annotations = Annotations(arrays(diseases), {"release": "2025-01-16", "checksum": "none"})
    return Evidence(evidence_arrays(diseases), annotations)


def test_without_no_publication_the_rows_are_those_of_the_annotations(evidence: Evidence) -> None:
    held = evidence.without("OMIM:1", ())
    assert held.terms.tolist() == [SEIZURE, GAIT, GAIT]
    assert held.excluded.tolist() == [False, False, True]
    np.testing.assert_array_equal(held.frequencies, np.array([0.625, np.nan, 0.0], dtype=np.float32))


def test_a_finding_is_pooled_again_from_what_the_other_publications_report(evidence: Evidence) -> None:
    held = evidence.without("OMIM:1", ["PMID:1"])
    assert held.terms.tolist() == [SEIZURE, GAIT]
    np.testing.assert_array_equal(held.frequencies, np.array([1.0, np.nan], dtype=np.float32))


def test_a_row_that_cites_several_publications_goes_with_any_of_them(evidence: Evidence) -> None:
    assert evidence.without("OMIM:1", ["PMID:3"]).frequencies[0] == np.float32(0.25)


def test_a_row_that_cites_another_publication_too_may_be_kept(evidence: Evidence) -> None:
    assert evidence.without("OMIM:1", ["PMID:3"], shared=True).frequencies[0] == np.float32(0.625)
    assert evidence.without("OMIM:1", ["PMID:2", "PMID:3"], shared=True).frequencies[0] == np.float32(0.25)


def test_a_disease_known_from_one_publication_only_has_nothing_left_without_it(evidence: Evidence) -> None:
    assert evidence.without("OMIM:2", ["PMID:1"]).terms.size == 0


def test_a_publication_leads_to_the_diseases_that_cite_it(evidence: Evidence) -> None:
    assert evidence.citing("PMID:1") == ("OMIM:1", "OMIM:2")
    assert evidence.citing("PMID:2") == ("OMIM:1",)
    assert evidence.citing("PMID:9") == ()


def test_every_report_says_what_it_cites(evidence: Evidence) -> None:
    first, second = evidence.reports(0)
    assert (first.frequency, first.patients, first.publications) == (0.25, 4, ("PMID:1",))
    assert second.publications == ("PMID:2", "PMID:3")
