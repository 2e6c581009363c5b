"""The panels of `/similar`: sentences by rule, what is withheld, nobody yet, two profiles, what fits."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_values import comparison, finding_row, small_map
from plotly.utils import PlotlyJSONEncoder
from similar_values import WITHHELD, exact, neighbourhood, nobody, part

from components.similar_address import Asked
from components.similar_changes import changes_panel, invitation
from components.similar_compare import overlap_panel, overlap_title, pair_panel, pair_title
from components.similar_fitting import fit_panel, fit_table, printed_reasons
from components.similar_map import place_panel, place_title
from components.similar_panels import (
    ALL_DONORS,
    THE_COHORT,
    besides,
    closeness_panel,
    closeness_title,
    conditions_panel,
    conditions_title,
    lack_panel,
    lacking,
    more_panel,
    why_title,
)
from ontology.terms import TermId
from workbench.api.fitting import FittingCondition, Reason
from workbench.cohorts.profile import Profile
from workbench.disclosure.neighbourhood_values import Placement, TwoNeighbourhoods, TwoShares
from workbench.disclosure.profile_values import Change, ProfileChanges, ProfilesSideBySide, SharedFinding
from workbench.disclosure.values import FactRow, Share

UVULA, PALATE = TermId("HP:0000193"), TermId("HP:0000175")
ASKED = Asked(Profile((UVULA,)))


def _drawn(shown: object) -> str:
    return json.dumps(shown, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_a_neighbourhood_far_from_chance_is_told_so() -> None:
    assert closeness_title(neighbourhood()) == "About 50 donors are close to this profile, far closer than chance"
    near = neighbourhood(as_close=9)
    assert closeness_title(near) == "About 50 donors are close to this profile, closer than chance"
    assert "None of 200 profiles of the same length" in _drawn(closeness_panel(neighbourhood(), ALL_DONORS, ""))
    assert "Among the donors of your cohort. Nine of 200" in _drawn(closeness_panel(near, THE_COHORT, ""))


def test_nobody_close_is_said_plainly() -> None:
    drawn = _drawn(closeness_panel(nobody(), ALL_DONORS, ""))
    assert "Nobody is close enough to this profile yet" in drawn
    assert "nobody yet" in drawn
    assert "no match is better than one by chance" in drawn
    assert "18 of 200" in drawn


def test_nobody_at_any_step_has_no_figure_to_mislead() -> None:
    drawn = _drawn(closeness_panel(nobody(closeness=0), ALL_DONORS, ""))
    assert "under 0.37" in drawn
    assert "18 of 200" not in drawn


def test_the_reason_is_named_by_its_largest_parts() -> None:
    assert why_title(neighbourhood()) == "Arachnodactyly makes about three in five of what they share"
    three = (part(name, 20, exact(50), number=at) for at, name in enumerate(("Bifid uvula", "Tall stature", "Myopia")))
    assert why_title(neighbourhood(*three)) == "Bifid uvula and tall stature make about two in three of what they share"
    assert why_title(neighbourhood(part("Myopia", None))) == "What they share is spread too thinly to show"


def test_conditions_that_make_half_are_named_and_no_diagnosis() -> None:
    found = neighbourhood()
    assert conditions_title(found) == "Most of them have Loeys-Dietz syndrome 2 or Marfan syndrome"
    drawn = _drawn(conditions_panel(found, ""))
    assert "not a diagnosis" in drawn
    assert "bar-withheld" in drawn
    rare = replace(found, conditions=(FactRow("OMIM:1", "Stickler syndrome", 10),))
    assert conditions_title(rare) == "Stickler syndrome is the commonest condition among them, with about 10 donors"
    none = replace(found, conditions=())
    assert conditions_title(none) == "No condition has ten donors or more among them"
    assert "fewer than ten donors" in _drawn(conditions_panel(none, ""))


def test_what_they_have_besides_leaves_out_what_the_profile_says() -> None:
    rows = (
        replace(finding_row("Cleft palate", exact(40), exact(6)), term=PALATE),
        replace(finding_row("Bifid uvula", exact(60), exact(2)), term=UVULA),
        replace(finding_row("Myopia", Share("under", 5), exact(1)), term=TermId("HP:0000545")),
        replace(finding_row("Seizure", exact(20), exact(1), q=0.4), term=TermId("HP:0001250")),
        replace(finding_row("Ptosis", WITHHELD, exact(1), q=None), term=TermId("HP:0000508")),
    )
    assert [row.label for row in besides(comparison(*rows), {UVULA})] == ["Cleft palate"]
    drawn = _drawn(more_panel(comparison(*rows), {UVULA}, {PALATE}, ALL_DONORS, ""))
    assert "About two in five of them have cleft palate" in drawn
    assert "in lay words; you ruled it out" in drawn


def test_a_finding_that_half_lack_is_listed_and_a_withheld_one_is_hatched() -> None:
    found = neighbourhood(
        part("Bifid uvula", 20, exact(50), number=1), part("Myopia", 9, exact(51), number=2), part("Ptosis", None)
    )
    assert [one.label for one in lacking(found)] == ["Bifid uvula", "Ptosis"]
    drawn = _drawn(lack_panel(found, ALL_DONORS, ""))
    assert "Two findings of the profile that half or more of them lack" in drawn
    assert "withheld-word" in drawn
    assert "not “ruled out”" in drawn


def test_each_change_has_the_button_that_makes_it() -> None:
    found = ProfileChanges(
        ("Eyes",),
        (
            Change("add", "One more specific finding helps most."),
            Change("narrower", "Many have it.", UVULA, "Bifid uvula", 500),
            Change("broader", "Few have it.", UVULA, "Bifid uvula", 10, PALATE, "Cleft palate", 90),
        ),
    )
    drawn = _drawn(changes_panel(found, ASKED, ""))
    assert '"href": "#p=175"' in drawn
    assert '"data-words": "Bifid uvula"' in drawn
    assert "See conditions that fit" in drawn
    assert "Ask again with the next snapshot" in drawn
    assert "Compare with all" not in drawn
    assert "Compare with all donors" in _drawn(changes_panel(found, ASKED.within(True), THE_COHORT))


def test_an_empty_page_invites_with_one_example() -> None:
    assert "Try this profile" in _drawn(invitation(["Bifid uvula"], "#p=193"))
    assert "Try this profile" not in _drawn(invitation([], ""))


def _why(addend: float, kind: str = "observed") -> Reason:
    return Reason(kind, UVULA, "Bifid uvula", "Split flap", UVULA, "Bifid uvula", addend, 0.5)  # type: ignore[arg-type]


@given(st.lists(st.floats(-0.1, 0.6), min_size=1, max_size=30))
def test_reasons_add_up_to_the_score_as_printed(addends: list[float]) -> None:
    fit = FittingCondition("OMIM:154700", "Marfan syndrome", sum(addends), tuple(map(_why, addends)))
    assert round(sum(printed_reasons(fit)), 2) == pytest.approx(sum(addends), abs=0.0051)
    rows = fit_table([fit]).rows
    assert round(sum(float(str(row[3])) for row in rows), 2) == float(str(rows[0][2]))


def test_a_fitting_condition_links_to_its_page_where_there_is_one() -> None:
    fit = FittingCondition("OMIM:154700", "Marfan syndrome", 0.5, (_why(0.5), _why(0, "ruled out")))
    drawn = _drawn(fit_panel([fit], "", linked=True))
    assert "/condition?id=OMIM:154700" in drawn
    assert "not scored" in drawn
    assert "never a diagnosis" in drawn
    assert "/condition?id=" not in _drawn(fit_panel([fit], "", linked=False))


def test_the_map_says_where_they_sit() -> None:
    one = Placement(50, ((0, 40, exact(80)),), 0, "narrow")
    two = Placement(50, ((0, 20, exact(40)), (1, 20, exact(40))), None, "wide")
    assert place_title(one) == "They sit in one place on the map"
    assert place_title(two) == "They sit in several places on the map"
    assert place_title(Placement(50, (), None, "wide")) == "No named area of the map holds ten of them"
    drawn = _drawn(place_panel(small_map(), one, "light", "", in_cohort=True))
    assert "About four in five of them lie in" in drawn
    assert "also outside your cohort" in drawn


def test_two_neighbourhoods_say_how_far_they_overlap() -> None:
    row = TwoShares(UVULA, "Bifid uvula", "Split flap", exact(50), WITHHELD)
    two = TwoNeighbourhoods(50, 40, 20, (row,))
    assert overlap_title(two) == "About 20 donors are close to both profiles"
    assert overlap_title(replace(two, both=None)) == "The two profiles have different neighbourhoods"
    assert overlap_title(replace(two, both=40)) == "Nearly all of the smaller neighbourhood lie in the larger one"
    assert overlap_title(replace(two, second=None)) == "Nobody is close enough to the second profile yet"
    assert "nobody yet" in _drawn(overlap_panel(TwoNeighbourhoods(50, None, None, ()), ""))


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0, 20)), min_size=1, max_size=12))
def test_what_two_profiles_share_adds_up_both_ways(parts: list[tuple[float, float]]) -> None:
    shared = tuple(SharedFinding(UVULA, f"F{at}", "", True, a, b) for at, (a, b) in enumerate(parts))
    pair = ProfilesSideBySide(sum(a for a, _ in parts), sum(b for _, b in parts), shared, (), (), ())
    first, second = round(sum(a for a, _ in parts)), round(sum(b for _, b in parts))
    assert pair_title(pair) == f"The second profile says {first} % of the first, the first {second} % of the second"
    assert f"{first} %" in _drawn(pair_panel(pair, ""))


def test_two_profiles_without_anything_in_common_are_told_so() -> None:
    pair = ProfilesSideBySide(0, 0, (), ((UVULA, "Bifid uvula"),), (), ())
    drawn = _drawn(pair_panel(pair, ""))
    assert "The two profiles have nothing in common" in drawn
    assert "Only in the first" in drawn
