"""Words for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.labels import AREA_GROUPS, AREA_NAMES, cut_at_word, lay_caption, words
from ontology.terms import Synonym


def test_words_have_no_case_accent_or_punctuation() -> None:
    assert words("Caída, de PESTAÑAS (ß)") == ("caida", "de", "pestanas", "ss")


@pytest.mark.parametrize(
    ("synonyms", "definition", "caption"),
    [
        ([Synonym("Unsteady walk", "exact", True), Synonym("Wobbling", "exact", True)], "", "Wobbling"),
        ([Synonym("Storm", "related", True), Synonym("Unsteady walk", "exact", True)], "", "Unsteady walk"),
        ([Synonym("unsteady Gait", "exact", True)], "It sways. Always.", "It sways."),
        ([Synonym("Ataxic gait", "exact", False)], "It sways, e.g. at night. Always.", "It sways, e.g. at night."),
        ([], "", ""),
    ],
)
def test_a_caption_is_the_closest_lay_synonym_else_the_first_sentence(
    synonyms: list[Synonym], definition: str, caption: str
) -> None:
    assert lay_caption("Unsteady gait", synonyms, definition) == caption


@given(st.text(max_size=300))
def test_a_caption_is_never_longer_than_ninety_characters(definition: str) -> None:
    assert len(lay_caption("Label", [], definition)) <= 90 + 1


def test_a_long_text_is_cut_between_words() -> None:
    assert cut_at_word("one two three", 9) == "one two…"
    assert cut_at_word("one", 9) == "one"


def test_every_body_area_has_its_own_short_name() -> None:
    assert len(set(AREA_NAMES.values())) == len(AREA_NAMES) == 23


def test_every_body_area_belongs_to_one_of_seven_groups() -> None:
    assert set(AREA_GROUPS) == set(AREA_NAMES.values())
    assert len(set(AREA_GROUPS.values())) == 7
