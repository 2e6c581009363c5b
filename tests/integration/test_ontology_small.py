"""The ontology out of a small release written by us: what it answers, and what makes it refuse a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ontology.annotations import Annotation, Annotations, load_annotations
from ontology.lay_captions import LAY_CAPTIONS
from ontology.ontology import Ontology, load
from ontology.release import Source
from ontology.terms import Resolution, Synonym, TermId
from workbench.errors import BrokenOntology, InvalidTerm

DATA = Path(__file__).parents[1] / "data" / "ontology"
SEIZURE, GAIT, UNSTEADY, BOTH = (TermId(f"HP:{one}") for one in ("0001250", "0001288", "0002317", "9900010"))


def _source(folder: Path) -> Source:
    """A copy of the small release, to be changed by a test."""
    for name in ("hp.obo", "phenotype.hpoa"):
        shutil.copy(DATA / name, folder / name)
    return Source(folder / "hp.obo", folder / "phenotype.hpoa", minimum_terms=4)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return _source(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def ontology(home: Path, source: Source) -> Ontology:
    return load(home, source=source)


@pytest.fixture(scope="module")
def annotations(home: Path, source: Source) -> Annotations:
    return load_annotations(home, source=source)


def test_release_and_terms_are_those_of_the_file(ontology: Ontology) -> None:
    assert ontology.release == "2024-02-29"
    assert len(ontology) == 10
    assert SEIZURE in ontology
    assert "HP:9900001" not in ontology
    assert "seizure" not in ontology
    assert np.all(np.diff(ontology.numbers) > 0)


def test_a_term_has_its_words(ontology: Ontology) -> None:
    assert ontology.label(SEIZURE) == "Seizure"
    assert ontology.definition(SEIZURE).startswith("A sudden burst")
    assert ontology.synonyms(SEIZURE) == (
        Synonym("Epileptic seizure", "exact", False),
        Synonym("Seizures", "exact", False),
        Synonym("Electric storm of the brain", "related", True),
    )
    assert ontology.definition(GAIT) == ""
    assert ontology.lay_words(UNSTEADY) == LAY_CAPTIONS[UNSTEADY]


def test_the_graph_goes_up_and_down(ontology: Ontology) -> None:
    assert set(ontology.parents(BOTH)) == {SEIZURE, UNSTEADY}
    assert ontology.children(GAIT) == (UNSTEADY,)
    assert ontology.descendants(SEIZURE) == {SEIZURE, BOTH}
    assert {"HP:0000001", "HP:0000118", "HP:0000707", SEIZURE, GAIT, UNSTEADY, BOTH} == ontology.ancestors(BOTH)
    place = ontology.position(BOTH)
    row = ontology.ancestor_indices[ontology.ancestor_indptr[place] : ontology.ancestor_indptr[place + 1]]
    assert len(row) == 7
    assert place in row
    assert ontology.depth(BOTH) == 3
    assert ontology.body_areas() == ("HP:0000707", "HP:0003808")
    assert ontology.area_name(TermId("HP:0000707")) == "Brain, spine and nerves"


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        ("HP:0001250", Resolution(SEIZURE, "current")),
        ("HP:9900001", Resolution(SEIZURE, "replaced")),
        ("HP:9900020", Resolution(UNSTEADY, "replaced")),
        ("HP:9900022", Resolution(None, "unknown")),
        ("HP:9900023", Resolution(None, "unknown")),
        ("HP:1234567", Resolution(None, "unknown")),
        ("fits", Resolution(None, "unknown")),
    ],
)
def test_an_id_of_a_file_is_resolved(ontology: Ontology, text: str, resolution: Resolution) -> None:
    assert ontology.resolve(text) == resolution


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("HP:9900001", r"Use HP:0001250 \(Seizure\) instead"),
        ("HP:9900020", r"Use HP:0002317 \(Unsteady gait\) instead"),
        ("HP:9900022", r"Consider HP:0001250"),
        ("HP:1234567", r"has no term HP:1234567"),
        ("HP:0001419", r"not a phenotypic abnormality"),
        ("fits", r"not an HPO id"),
    ],
)
def test_a_term_that_may_not_be_asked_for_says_what_to_do(ontology: Ontology, text: str, told: str) -> None:
    with pytest.raises(InvalidTerm, match=told):
        ontology.require_phenotype(text)


def test_a_current_phenotype_passes(ontology: Ontology) -> None:
    assert ontology.require_phenotype("HP:0001250") == SEIZURE
    assert not ontology.is_phenotype(TermId("HP:0001419"))
    with pytest.raises(InvalidTerm, match="not a phenotypic"):
        ontology.depth(TermId("HP:0001419"))


@pytest.mark.parametrize("typed", ["seizure", "fits", "electric st", "HP:0001250", "0001250", "HP:9900001", "1250"])
def test_seizure_is_found_first(ontology: Ontology, typed: str) -> None:
    if typed == "1250":
        assert ontology.search(typed) == []
    else:
        assert ontology.search(typed)[0].term == SEIZURE


def test_ids_are_found_by_their_beginning_and_only_phenotypes(ontology: Ontology) -> None:
    assert [match.term for match in ontology.search("HP:0001")] == [SEIZURE, GAIT]
    assert ontology.search("inheritance") == []


def test_frequencies_are_pooled_and_ids_are_current(annotations: Annotations) -> None:
    storm = annotations.disease("OMIM:900001")
    assert storm.name == "Storm disease"
    assert storm.phenotypes == (
        Annotation(SEIZURE, pytest.approx(0.6), onsets=(TermId("HP:0011463"),), patients=10),
        Annotation(UNSTEADY, pytest.approx(0.9), sex="male"),
        Annotation(TermId("HP:0003808"), None, excluded=True),
    )
    assert [one.term for one in storm.course] == ["HP:0011463"]
    assert [one.term for one in storm.inheritance] == ["HP:0001419"]
    assert storm.mostly_affects == "male"


def test_diseases_are_listed_by_id(annotations: Annotations) -> None:
    assert annotations.diseases == ("OMIM:900001", "ORPHA:900002")
    assert annotations.names["ORPHA:900002"] == annotations.name("ORPHA:900002") == "Wobble disease"
    assert [disease.mostly_affects for disease in annotations] == ["male", "female"]
    assert [one.frequency for one in annotations.disease("ORPHA:900002").phenotypes] == [
        pytest.approx(0.4),
        pytest.approx(0.55),
        None,
    ]
    assert len(annotations) == 2
    assert "OMIM:1" not in annotations
    with pytest.raises(InvalidTerm, match="Nothing is published"):
        annotations.disease("OMIM:1")


def _replace(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: "", "does not begin with an OBO header"),
        (lambda text: "<html>404</html>", "does not begin with an OBO header"),
        (_replace("data-version: hp/releases/2024-02-29\n", ""), "names no release"),
        (lambda text: text[: text.index("def: ") + 20], "last stanza is cut off"),
        (lambda text: text[: text.index("alt_id")], "last stanza is cut off"),
        (lambda text: text[: text.index("alt_id")] + "\n", "HP:0001250 has no parent"),
        (lambda text: text[: text.index("[Term]\nid: HP:0001250")], "Only 3 current terms"),
        (_replace("is_a: HP:0001288 ! Gait", "is_a: HP:7654321 ! Gait"), "HP:7654321 is referred to and not there"),
        (_replace("is_a: HP:0001288 ! Gait", "is_a: HP:9900020 ! Gait"), "A parent of HP:0002317 is obsolete"),
        (_replace("id: HP:0000118\n", "id: HP:0000119\n"), "HP:0000118 is referred to"),
        (_replace("name: Seizure\n", ""), "HP:0001250 has no name"),
        (_replace("id: HP:0003808", "id: HP:0001288"), "HP:0001288 is there twice"),
        (_replace("id: HP:0003808", "id: MP:0003808"), "not an HPO id"),
        (_replace("is_a: HP:0000707 ! Ab", "is_a: HP:9900010 ! Ab"), "circle"),
        (_replace('def: "A sudden', "def: A sudden"), "malformed"),
    ],
)
def test_a_broken_term_file_is_refused_and_leaves_nothing(
    tmp_path: Path, change: Callable[[str], str], reason: str
) -> None:
    source = _source(tmp_path)
    source.terms.write_text(change(source.terms.read_text()))
    _assert_refused(tmp_path / "home", source, reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: "", "last line is cut off"),
        (_replace("#version: 2024-02-29\n", ""), "names no version"),
        (_replace("#version: 2024-02-29", "#version: 2023-01-01"), "of 2023-01-01 and the terms of 2024-02-29"),
        (_replace("database_id\t", ""), "Line 3 is not the header"),
        (_replace("1/4", "5/4"), r"Line 4: the frequency is neither"),
        (_replace("1/4\t", ""), r"Line 4: 11 columns instead of 12"),
        (_replace("NOT", "PERHAPS"), "Line 8: the qualifier"),
        (_replace("MALE", "BOTH"), "Line 7: the sex"),
        (_replace("OMIM:900001", "900001"), "Line 4: a disease id"),
        (lambda text: text[:-5], "last line is cut off"),
        (lambda text: text[: text.index("ORPHA:900002")], "1 diseases where the header promises 2"),
        (lambda text: text[: text.index("OMIM:900001")], "no rows"),
    ],
)
def test_a_broken_annotation_file_is_refused_and_leaves_nothing(
    tmp_path: Path, change: Callable[[str], str], reason: str
) -> None:
    source = _source(tmp_path)
    source.annotations.write_text(change(source.annotations.read_text()))
    _assert_refused(tmp_path / "home", source, reason)


@pytest.mark.parametrize("name", ["hp.obo", "phenotype.hpoa"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    source = _source(tmp_path)
    (tmp_path / name).unlink()
    _assert_refused(tmp_path / "home", source, f"{name}: The file cannot be read")


def test_too_few_terms_are_no_release(tmp_path: Path) -> None:
    source = _source(tmp_path)
    whole = Source(source.terms, source.annotations)
    _assert_refused(tmp_path / "home", whole, "Only 10 current terms")


def _assert_refused(home: Path, source: Source, reason: str) -> None:
    for loader in (load, load_annotations):
        with pytest.raises(BrokenOntology, match=reason):
            loader(home, source=source)
    assert [path.name for path in home.glob("*") if path.is_dir()] == []
