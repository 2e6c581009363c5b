"""Real files: 7,168 published cases, and ten synthetic patients with dates of birth."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.opening import open_store
from data_access.pseudonyms import Pseudonymiser
from tests.integration.import_inputs import KEY, SHARED, real_release
from workbench.ingest.phenopackets import import_paths

_ZIP = SHARED / "phenopackets" / "phenopackets-open.zip"
_IDENTIFIED = SHARED / "surveys" / "redcap" / "rarelink_eval" / "res" / "evaluation_cohort" / "phenopackets"
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not _ZIP.exists(), reason="needs ../shared/data, which is not here"),
]


def test_every_published_case_is_imported(tmp_path: Path) -> None:
    ontology, _ = real_release()
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    pseudonymiser = Pseudonymiser(KEY)
    report = import_paths([_ZIP], store=store, ontology=ontology, pseudonymiser=pseudonymiser)
    data = report.to_data()
    assert (data["read"], data["stored"], data["refused"]) == (7168, 7168, 0)
    assert data["terms"] == {"kept": 152881, "replaced": 0, "unknown": 236}
    assert data["dropped"]["measurements"] == 332
    assert data["dropped"]["diseases.onset"] == 4132
    assert store.count(purpose="research") == 7168
    again = import_paths([_ZIP], store=store, ontology=ontology, pseudonymiser=pseudonymiser)
    assert (again.stored, again.updated, again.unchanged) == (0, 0, 7168)
    store.close()


def test_files_with_dates_of_birth_are_refused(tmp_path: Path) -> None:
    ontology, _ = real_release()
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    report = import_paths([_IDENTIFIED], store=store, ontology=ontology, pseudonymiser=Pseudonymiser(KEY))
    assert (report.read, report.stored, report.refused) == (11, 0, 11)
    assert [reason.where for reason in report.reasons].count("subject.dateOfBirth") == 10
    assert store.count() == 0
    store.close()
