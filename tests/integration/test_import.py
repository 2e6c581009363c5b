"""Importing phenopackets into a store."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data_access.memory_store import MemoryStore
from data_access.opening import open_store
from data_access.pseudonyms import Pseudonymiser
from data_access.records import Condition, Consent, Donor, Finding
from data_access.store import Store
from tests.integration.import_inputs import PACKETS, SEIZURE, packet, reasons, run, small_ontology, write, zipped
from workbench.errors import Cancelled, StoreError
from workbench.ingest import phenopackets
from workbench.ingest.phenopackets import import_paths


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = MemoryStore() if request.param == "memory" else open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield made
    made.close()


def _only(store: Store) -> Donor:
    (donor,) = store.donors()
    return donor


def test_a_file_becomes_a_donor(store: Store) -> None:
    report = run(PACKETS / "camel_case.json", store=store)
    donor = _only(store)
    assert (donor.source, donor.sex, donor.age_band, donor.synthetic) == ("phenopackets", "male", "5-11", False)
    assert donor.findings == (
        Finding(SEIZURE, "observed", "P2Y", None, "publication"),
        Finding("HP:0002317", "observed", None, None, "publication"),
        Finding("HP:0003808", "excluded", None, None, "publication"),
    )
    assert donor.conditions == (Condition("OMIM:900001", "Storm disease"),)
    assert donor.consents == (Consent("research", "phenopacket-import-1", "publication", dt.date(2024, 5, 6)),)
    assert report.to_data() == {
        "read": 1,
        "stored": 1,
        "updated": 0,
        "unchanged": 0,
        "refused": 0,
        "reasons": [],
        "terms": {"kept": 2, "replaced": 1, "unknown": 1},
        "dropped": {
            "metaData.createdBy": 1,
            "metaData.externalReferences": 1,
            "metaData.resources": 1,
            "phenotypicFeatures.modifiers": 1,
            "subject.alternateIds": 1,
            "subject.vitalStatus": 1,
        },
        "unknown_terms": {"HP:0009999": 1},
        "without_consent": 0,
    }


def test_nothing_of_the_file_but_what_is_held_reaches_the_store(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    run(PACKETS / "camel_case.json", store=store)
    store.close()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for text in (b"written-for-tests", b"Patient 1", b"REGISTRY", b"0000-0002-1825-0097", b"camel_case"):
        assert text not in content


def test_a_folder_is_imported_and_a_refused_file_does_not_stop_it(store: Store) -> None:
    report = run(PACKETS, store=store)
    assert (report.read, report.stored, report.refused) == (3, 2, 1)
    assert store.count(purpose="research") == 2
    assert [donor.undiagnosed for donor in store.donors() if donor.age_band == "0-4"] == [True]
    (reason,) = report.to_data()["reasons"]
    assert reason["file"].endswith("identified.json")
    assert reason["where"] == "subject.dateOfBirth"
    assert "date of birth" in reason["reason"]


def test_the_same_files_twice_change_nothing(store: Store) -> None:
    run(PACKETS, store=store)
    before = list(store.donors())
    report = run(PACKETS, store=store)
    assert (report.stored, report.updated, report.unchanged, report.refused) == (0, 0, 2, 1)
    assert list(store.donors()) == before


def test_the_same_case_as_file_folder_or_zip_is_the_same_donor(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path / "folder" / "a.json", packet())
    archive = zipped(tmp_path / "cases.zip", {"deep/a.json": packet()})
    assert [run(path, store=store).unchanged for path in (file, file.parent, archive)] == [0, 1, 1]


def test_a_changed_file_updates_its_donor(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", packet())
    run(path, store=store)
    write(path, packet(subject={"id": "P1", "sex": "FEMALE"}))
    assert run(path, store=store).updated == 1
    assert _only(store).sex == "female"


def test_the_same_case_from_two_sources_is_two_donors(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", packet())
    run(path, store=store, source="Hospital A")
    run(path, store=store, source="Hospital B")
    assert {donor.source for donor in store.donors()} == {"Hospital A", "Hospital B"}


def test_equal_ids_of_subjects_in_different_phenopackets_are_different_people(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.json", packet("a"))
    write(tmp_path / "b.json", packet("b"))
    assert run(tmp_path, store=store).stored == 2


def test_two_files_with_the_same_ids_and_other_content_are_not_both_taken(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "1.json", packet())
    write(tmp_path / "2.json", packet())
    write(tmp_path / "3.json", packet(subject={"id": "P1", "sex": "MALE"}))
    report = run(tmp_path, store=store)
    assert (report.stored, report.unchanged, report.refused) == (1, 1, 1)
    assert "same ids and other content" in reasons(report)
    assert _only(store).sex is None


def test_a_dry_run_reports_and_stores_nothing(store: Store) -> None:
    rehearsed = run(PACKETS, store=store, dry_run=True)
    assert store.count() == 0
    assert store.imports() == []
    assert rehearsed.to_data() == run(PACKETS, store=store).to_data()


def test_an_import_is_recorded_without_names_of_files(store: Store) -> None:
    run(PACKETS, store=store, source="A paper")
    (record,) = store.imports()
    assert (record.source, record.read, record.stored, record.refused) == ("A paper", 3, 2, 1)
    assert (record.terms_kept, record.terms_replaced, record.terms_unknown) == (4, 1, 1)
    assert dict(record.dropped)["subject.alternateIds"] == 1
    assert [times for _, times in record.reasons] == [1]
    assert ".json" not in str(record)


def test_cases_that_cite_no_publication_need_the_operator_to_vouch(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", packet(metaData={"created": "2024-05-06T07:08:09Z"}))
    assert run(path, store=store, vouched=False).without_consent == 1
    assert _only(store).consents == ()
    assert run(path, store=store).without_consent == 0
    (consent,) = _only(store).consents
    assert (consent.purpose, consent.given_by) == ("research", "operator")


def test_the_day_on_which_an_operator_vouched_does_not_move(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", packet(metaData={}))
    run(path, store=store)
    donor = _only(store)
    earlier = replace(donor, consents=(replace(donor.consents[0], given_on=dt.date(2020, 1, 1)),))
    store.put([earlier])
    assert run(path, store=store).unchanged == 1
    assert _only(store) == earlier


def test_a_withdrawn_consent_stays_withdrawn(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", packet())
    run(path, store=store)
    donor = _only(store)
    withdrawn = (replace(donor.consents[0], withdrawn_on=dt.date(2025, 1, 1)),)
    store.put([replace(donor, consents=withdrawn)])
    write(path, packet(subject={"id": "P1", "sex": "MALE"}))
    report = run(path, store=store)
    assert (report.updated, report.without_consent) == (1, 1)
    assert _only(store).consents == withdrawn


def test_another_key_is_refused_before_anything_is_read(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.json", packet())
    run(tmp_path, store=store)
    for dry_run in (False, True):
        with pytest.raises(StoreError, match="another key"):
            import_paths(
                [tmp_path],
                store=store,
                ontology=small_ontology(),
                pseudonymiser=Pseudonymiser(b"x" * 32),
                dry_run=dry_run,
            )


class _StopsAfter:
    """A progress that stops the import."""

    def __init__(self, files: int) -> None:
        self.total: int | None = None
        self.left = files

    def stage(self, name: str, total: int | None = None) -> None:
        self.total = total

    def advance(self, n: int = 1) -> None:
        self.left -= n

    def check(self) -> None:
        if self.left == 0:
            raise Cancelled("Stopped.")


def test_an_import_that_is_stopped_keeps_what_it_took_and_goes_on_later(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phenopackets, "_FILES_TOGETHER", 2)
    folder = tmp_path / "folder"
    for name in "abcdef":
        write(folder / f"{name}.json", packet(name))
    progress = _StopsAfter(5)
    with pytest.raises(Cancelled):
        run(folder, store=store, progress=progress)
    assert progress.total == 6
    assert store.count() == 4
    assert [record.stored for record in store.imports()] == [4]
    report = run(folder, store=store)
    assert (report.stored, report.unchanged) == (2, 4)


@pytest.mark.parametrize("name", ["", "   ", "phenopackets"])
def test_a_source_without_a_name_is_called_phenopackets(store: Store, tmp_path: Path, name: str) -> None:
    write(tmp_path / "a.json", packet())
    run(tmp_path, store=store, source=name)
    assert _only(store).source == "phenopackets"


def test_a_source_with_a_name_that_cannot_be_kept_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="name of a source"):
        run(tmp_path, source="a\nb")


_CHILD = """
import sys
from pathlib import Path
from data_access.opening import open_store
from tests.integration.import_inputs import run
from workbench.ingest import phenopackets
phenopackets._FILES_TOGETHER = 5
store = open_store(sys.argv[1])
print("ready", flush=True)
run(Path(sys.argv[2]), store=store)
"""


@pytest.mark.parametrize("wanted", [1, 300])
def test_a_killed_import_leaves_whole_files_only(tmp_path: Path, wanted: int) -> None:
    features = [{"type": {"id": term}} for term in (SEIZURE, "HP:0001288", "HP:0003808")]
    entries = {f"{n}.json": packet(str(n), phenotypicFeatures=features, diseases=[{"term": {"id": "OMIM:1"}}])
               for n in range(1500)}  # fmt: skip
    archive = zipped(tmp_path / "cases.zip", entries)
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = open_store(url)
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, url, os.fspath(archive)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"ready\n"
        while child.poll() is None and store.count() < wanted:
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
        child.wait()
    survivors = list(store.donors())
    assert wanted <= len(survivors)
    assert all((len(one.findings), len(one.conditions), len(one.consents)) == (3, 1, 1) for one in survivors)
    report = run(archive, store=store)
    assert (report.stored, report.unchanged, report.refused) == (1500 - len(survivors), len(survivors), 0)
    assert store.count() == 1500
    store.close()
