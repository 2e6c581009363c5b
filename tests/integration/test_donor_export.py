"""Exports: everything about one donor, nothing about others, and a phenopacket that reads back as the same donor."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from snapshot_world import some_donors

from data_access.opening import open_store
from data_access.pseudonyms import Pseudonymiser, bind_key
from data_access.records import Condition, Consent, Donor, Finding
from data_access.store import Store
from data_access.studies import Study
from ontology.ontology import Ontology, load
from tests.integration.import_inputs import packet, write
from workbench.errors import StoreError
from workbench.ingest.phenopackets import import_paths
from workbench.rights.export import export
from workbench.rights.finding import find_donor

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
KEY = Pseudonymiser(b"k" * 32)
WHOLE = Donor(
    id="a" * 32,
    source="hospital",
    sex="female",
    age_band="5-11",
    country="ES",
    region="ES-CT",
    findings=(
        Finding("HP:0001250", "observed", "P2Y17D", "HP:0012828", "family", "she shakes"),
        Finding("HP:0002353", "excluded", None, None, "clinician"),
        Finding("HP:0001263", "observed", "HP:0003593"),
        Finding("HP:0001252", "not_recorded"),
    ),
    conditions=(Condition("OMIM:310200", "A condition"), Condition("ORPHA:98896", "Another", "suspected")),
    consents=(
        Consent("research", "demo-1", "legal_representative", dt.date(2020, 1, 1), "5-11"),
        Consent("contact", "demo-1", "legal_representative", dt.date(2020, 1, 1), "5-11", dt.date(2021, 1, 1)),
    ),
)


@pytest.fixture(scope="module")
def ontology(compiled_ontology: Path) -> Ontology:
    return load(compiled_ontology)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    made.put([WHOLE, *some_donors(30)])
    yield made
    made.close()


def test_every_field_of_the_donor_is_in_the_export(store: Store, ontology: Ontology) -> None:
    taken = export(store, WHOLE.id, ontology=ontology, now=NOW).json
    text = json.dumps(taken)
    for value in (
        "hospital",
        "female",
        "5-11",
        "ES-CT",
        "P2Y17D",
        "HP:0012828",
        "she shakes",
        "HP:0003593",
        "ORPHA:98896",
    ):
        assert value in text
    assert [finding["state"] for finding in taken["findings"]] == ["observed", "excluded", "observed", "not_recorded"]
    assert [consent["standing"] for consent in taken["consents"]] == ["stands", "withdrawn"]
    assert taken["consents"][0]["data_use"] == ["HMB", "IRB", "NPUNCU"]
    assert taken["used_for"]["counted_in_research_today"]


def test_nothing_of_any_other_donor_is_in_it(store: Store, ontology: Ontology) -> None:
    taken = export(store, WHOLE.id, ontology=ontology, now=NOW)
    text = json.dumps([taken.json, taken.phenopacket])
    assert not any(other.id in text for other in store.donors() if other.id != WHOLE.id)
    assert "OMIM:312750" not in text


def test_studies_that_may_count_the_donor_are_named_and_proposals_are_not(store: Store, ontology: Ontology) -> None:
    for name, state in (("one", "running"), ("two", "proposed"), ("three", "closed")):
        store.studies.put(Study(name, name, "To learn", ("HMB",), "E-1", None, "", "lead-1", state))  # type: ignore[arg-type]
    uses = export(store, WHOLE.id, ontology=ontology, now=NOW).json["used_for"]
    assert [study["id"] for study in uses["studies_that_may_count"]] == ["one", "three"]
    assert "lead-1" not in json.dumps(uses)


def test_the_phenopacket_reads_back_as_the_same_findings_and_conditions(
    store: Store, ontology: Ontology, tmp_path: Path
) -> None:
    taken = export(store, WHOLE.id, ontology=ontology, now=NOW).phenopacket
    # Words about a person may name somebody, so an import leaves them out.
    file = write(tmp_path / "taken.json", taken)
    again = open_store(f"sqlite:///{tmp_path / 'again.db'}")
    report = import_paths([file], store=again, ontology=ontology, pseudonymiser=KEY)
    assert (report.stored, [reason.reason for reason in report.reasons]) == (1, [])
    (read,) = again.donors()

    def content(donor: Donor) -> set[tuple[str, str, str | None, str | None]]:
        recorded = [finding for finding in donor.findings if finding.state != "not_recorded"]
        return {(finding.term, finding.state, finding.onset, finding.severity) for finding in recorded}

    assert content(read) == content(WHOLE)
    assert set(read.conditions) == set(WHOLE.conditions)
    assert (read.sex, read.age_band) == (WHOLE.sex, WHOLE.age_band)
    again.close()


def test_nobody_is_exported_who_is_not_there(store: Store, ontology: Ontology) -> None:
    with pytest.raises(StoreError, match="no such donor"):
        export(store, "f" * 32, ontology=ontology, now=NOW)


@pytest.mark.parametrize("subject", [None, "P7", "registry_a_P7", "someone else"])
def test_a_donor_is_found_by_the_ids_in_the_original_file(
    store: Store, ontology: Ontology, tmp_path: Path, subject: str | None
) -> None:
    bind_key(store, KEY)
    file = write(tmp_path / "a.json", packet("registry_a_P7", subject={"id": subject} if subject else {}))
    import_paths([file], store=store, ontology=ontology, pseudonymiser=KEY, source="registry")
    expected = KEY.pseudonym("registry", f"13:registry_a_P7{subject or ''}")
    given = subject if subject == "someone else" else None
    assert find_donor(store, KEY, "registry_a_P7", "registry", given) == expected
    assert find_donor(store, KEY, "registry_a_P7", None, given) == expected
    assert find_donor(store, KEY, expected) == expected
    with pytest.raises(StoreError, match="no such donor"):
        find_donor(store, KEY, "registry_a_P7", "another", given)


def test_a_pseudonym_from_before_a_rotation_still_finds_its_donor(store: Store) -> None:
    rotated = KEY.with_next(b"n" * 32)
    store.put([Donor(rotated.pseudonym("registry", "1"), "registry")])
    assert find_donor(store, rotated, KEY.pseudonym("registry", "1")) == rotated.pseudonym("registry", "1")
