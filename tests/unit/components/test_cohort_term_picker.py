"""The rows of the term picker."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

from components.term_picker import Suggestion, marked, matches_words, narrower_words, suggestion_rows
from ontology.terms import Match, TermId
from workbench.cohorts.query import Observed, Query

GAIT = TermId("HP:0002317")
SUGGESTION = Suggestion(
    Match(GAIT, "Unsteady gait", "Unsteady walk", "lay", 0.9), "Walks with a sway.", 1, 80, "Gait disturbance"
)


def _drawn(part: object) -> str:
    return json.dumps(part, cls=PlotlyJSONEncoder, ensure_ascii=False)


def _text(parts: list[object]) -> str:
    return "".join(part if isinstance(part, str) else str(getattr(part, "children", "")) for part in parts)


def test_the_typed_part_of_each_word_is_marked() -> None:
    parts = marked("Inability to coordinate movements when walking", "walk")
    assert [part.children for part in parts if not isinstance(part, str)] == ["walk"]


@given(st.text(max_size=40), st.text(max_size=20))
def test_marking_changes_no_letter(text: str, typed: str) -> None:
    assert _text(list(marked(text, typed))) == text


def test_a_row_leads_to_the_cohort_with_the_term_and_tells_no_count_of_that_cohort() -> None:
    drawn = _drawn(suggestion_rows(Query((Observed(TermId("HP:0001250")),)), "unsteady", [SUGGESTION]))
    assert '"data-include": "/cohorts?q=HP:0001250~HP:0002317"' in drawn
    assert '"data-rule-out": "/cohorts?q=HP:0001250~!HP:0002317"' in drawn
    assert '"data-question": "unsteady"' in drawn
    assert drawn.count("donors") == 1


def test_a_term_of_the_cohort_cannot_be_added_again() -> None:
    drawn = _drawn(suggestion_rows(Query((Observed(GAIT),)), "unsteady", [SUGGESTION]))
    assert "data-include" not in drawn
    assert "in the cohort" in drawn


def test_a_withheld_count_says_fewer_than_ten() -> None:
    rare = Suggestion(SUGGESTION.match, "", 0, None)
    assert "fewer than 10" in _drawn(suggestion_rows(Query(), "unsteady", [rare]))


def test_no_match_says_what_to_try() -> None:
    assert "Try a broader or another word" in _drawn(suggestion_rows(Query(), "zzz", []))


def test_matches_and_narrower_terms_are_counted_in_words() -> None:
    assert matches_words(1) == "1 match"
    assert matches_words(23) == "23 matches"
    assert matches_words(100) == "100 matches or more"
    assert narrower_words(0) == "no narrower term"
    assert narrower_words(1) == "with 1 narrower term"
    assert narrower_words(1_346) == "with 1,346 narrower terms"


def test_a_row_has_a_third_line_without_lay_words_or_another_wording() -> None:
    by_label = Suggestion(Match(GAIT, "Unsteady gait", "Unsteady gait", "label", 0.9), "Sways.", 1, 80, "Gait")
    no_lay = Suggestion(SUGGESTION.match, "", 1, 80, "Gait")
    for suggestion, lines in ((SUGGESTION, 0), (by_label, 1), (no_lay, 1)):
        assert _drawn(suggestion_rows(Query(), "unsteady", [suggestion])).count("term-broader always") == lines
