"""The captions of this project: short, of current findings, and not the label again."""

from pathlib import Path

import pytest

from ontology.labels import words
from ontology.lay_captions import LAY_CAPTIONS
from ontology.ontology import Ontology, load
from ontology.terms import TermId


@pytest.fixture(scope="module")
def ontology(compiled_ontology: Path) -> Ontology:
    return load(compiled_ontology)


def test_captions_stand_for_current_findings_only(ontology: Ontology) -> None:
    assert [term for term in LAY_CAPTIONS if term not in ontology or not ontology.is_phenotype(term)] == []


def test_captions_are_short_and_add_to_the_label(ontology: Ontology) -> None:
    assert [words for words in LAY_CAPTIONS.values() if len(words) > 60] == []
    assert [term for term, text in LAY_CAPTIONS.items() if words(text) == words(ontology.label(term))] == []


def test_a_caption_of_ours_goes_before_a_synonym_of_hpo(ontology: Ontology) -> None:
    assert ontology.lay_words(TermId("HP:0001250")) == LAY_CAPTIONS[TermId("HP:0001250")]
