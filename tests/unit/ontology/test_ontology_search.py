"""Type-ahead over words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.labels import words
from ontology.search import Hit, SearchIndex, Wording, index_arrays, typed_id

WORDINGS = (
    Wording(0, "Seizure", "label"),
    Wording(0, "Fits", "lay"),
    Wording(0, "Epileptic seizure", "synonym"),
    Wording(1, "Febrile seizure", "label"),
    Wording(2, "Seizure-like movement", "label"),
    Wording(3, "Unsteady gait", "label"),
    Wording(3, "Unsteady walk", "lay"),
    Wording(4, "Gait disturbance", "label"),
    Wording(5, "Caída de pestañas", "synonym", distant=True),
    Wording(6, "Fitness", "label"),
)
WEIGHTS = (50, 9, 3, 20, 30, 1, 0)
INDEX = SearchIndex(index_arrays(WORDINGS, WEIGHTS))


def _terms(text: str, top: int = 25) -> list[int]:
    return [hit.term for hit in INDEX.find(text, top)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("seizure", 0),
        ("SEIZ", 0),
        ("fits", 0),
        ("fitn", 6),
        ("unsteady walk", 3),
        ("walk unst", 3),
        ("gait", 4),
        ("gait u", 3),
        ("caida pestanas", 5),
        ("caída  de", 5),
    ],
)
def test_what_is_typed_finds_the_term_first(typed: str, first: int) -> None:
    assert _terms(typed)[0] == first


def test_the_label_comes_before_labels_that_begin_with_it_and_those_before_others() -> None:
    assert _terms("seizure") == [0, 2, 1]


def test_of_equal_matches_the_wider_used_comes_first() -> None:
    assert _terms("febrile s") == [1]
    assert _terms("un") == [3]
    assert _terms("fit") == [6, 0]


def test_a_term_is_there_once_with_the_text_that_matched() -> None:
    hits = INDEX.find("unsteady", 25)
    assert [(hit.term, hit.text, hit.kind) for hit in hits] == [(3, "Unsteady gait", "label")]
    assert INDEX.find("walk", 25)[0] == Hit(3, "Unsteady walk", "lay", INDEX.find("walk", 25)[0].score)


@pytest.mark.parametrize("typed", ["", "  ", "!?", "xyzzy", "xyzzy qqq", "se xyzzy qqq"])
def test_what_matches_nothing_finds_nothing(typed: str) -> None:
    assert _terms(typed) == []


def test_no_more_than_the_top_and_best_first() -> None:
    hits = INDEX.find("s", 2)
    assert len(hits) == 2
    assert 0 <= hits[1].score <= hits[0].score <= 1
    assert INDEX.find("s", 0) == []


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("HP:0001250", "0001250"),
        ("hp:12", "12"),
        ("HP_0001250", "0001250"),
        ("0001250", "0001250"),
        (" 1250 ", "1250"),
        ("125", None),
        ("HP:00012500", None),
        ("seizure", None),
        ("hp", None),
    ],
)
def test_an_id_is_told_from_words(typed: str, digits: str | None) -> None:
    assert typed_id(typed) == digits


@given(st.text(max_size=40), st.integers(1, 5))
def test_any_typed_text_is_answered_by_texts_that_hold_its_words(typed: str, top: int) -> None:
    hits = INDEX.find(typed, top)
    assert len(hits) <= top
    for hit in hits:
        assert any(_holds(hit, one) for one in words(typed))
    full = [all(_holds(hit, one) for one in words(typed)) for hit in hits]
    assert full == sorted(full, reverse=True)


def _holds(hit: Hit, typed: str) -> bool:
    return any(word.startswith(typed) for word in words(hit.text))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("unsteady walk", [3]),
        ("unsteady gait", [3, 4]),
        ("febrile seizure", [1, 0, 2]),
        ("seizure febrile xyzzy", [1, 0, 2]),
        ("seizure xyzzy", [0, 1, 2]),
        ("gait seizure febrile", [1, 0, 2, 4, 3]),
        ("de gait", [4, 3]),
    ],
)
def test_after_texts_with_every_word_come_those_with_a_part_the_rarer_first(typed: str, found: list[int]) -> None:
    assert _terms(typed) == found


def test_a_match_of_a_part_of_the_words_scores_below_every_full_one() -> None:
    scores = [hit.score for hit in INDEX.find("febrile seizure", 25)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert INDEX.find("unsteady gait", 1)[0].score > INDEX.find("unsteady xyzzy", 1)[0].score


@given(st.sampled_from(WORDINGS), st.data())
def test_every_text_is_found_by_the_beginnings_of_its_words_in_any_order(wording: Wording, data: st.DataObject) -> None:
    parts = [word[: data.draw(st.integers(1, len(word)))] for word in words(wording.text)]
    assert wording.term in _terms(" ".join(data.draw(st.permutations(parts))))


def test_a_word_longer_than_the_index_keeps_is_still_found() -> None:
    long = "Pseudopseudohypoparathyroidism"
    index = SearchIndex(index_arrays([Wording(0, long, "label")], [1]))
    assert [hit.text for hit in index.find(long, 5)] == [long]
