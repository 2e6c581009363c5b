"""The groups beside the plane: buttons with words, what is selected, what is found, and their tables."""

from __future__ import annotations

import pytest
from condition_values_made import many_groups, parts, small_plane, without_groups, words

from components.condition_groups import Found, chosen_box, found_list, group_list
from components.condition_picked import Picked, from_address, known, picked
from components.condition_sentences import overlap_title, shared_words, undiagnosed_title
from components.condition_tables import conditions_table, groups_file, groups_table, undiagnosed_table
from workbench.disclosure.condition_values import ConditionMap, UndiagnosedPlacement


def test_the_title_says_how_many_hold_together_and_how_many_stand_alone():
    assert overlap_title(small_plane()) == "Two groups hold together; 2 of 8 conditions stand alone"
    assert overlap_title(many_groups(1)) == "One group holds together; none of 3 conditions stands alone"


def test_no_structure_is_said_plainly():
    assert overlap_title(without_groups()) == "No structure: none of 8 conditions hold together in a group"
    assert "No group survives the three checks." in words(group_list(without_groups()))
    assert parts(group_list(without_groups()), "Button") == []


def test_every_group_is_a_button_with_its_name_its_size_and_how_it_holds():
    buttons = parts(group_list(small_plane()), "Button")
    assert [words(button) for button in buttons] == [
        "Aorta and tall stature 3 conditions, 290 donors holds  0.99",
        "Immunity 3 conditions, fewer than 10 donors holds  0.82",
    ]
    assert [getattr(button, "data-pick") for button in buttons] == ["0:", "1:"]


def test_swatches_differ_for_the_first_twenty_four_groups():
    spans = parts(group_list(many_groups(24)), "Span")
    looks = [look for span in spans if "swatch" in (look := getattr(span, "className", None) or "")]
    assert len(set(looks)) == 24


@pytest.mark.parametrize(
    "selection", [Picked(), Picked(3), Picked(None, "OMIM:162200"), Picked(0, "ORPHA:558")], ids=str
)
def test_a_selection_is_read_as_it_was_written(selection):
    assert picked(str(selection)) == selection


@pytest.mark.parametrize("junk", ["", "3", None, 7, ["3:"], {"a": 1}])
def test_junk_selects_nothing(junk):
    assert picked(junk) == Picked()


def test_an_address_selects_a_group_or_a_condition():
    assert from_address("3", "") == Picked(3)
    assert from_address("x", ["OMIM:1"]) == Picked()
    assert from_address("99999999", "OMIM:162200") == Picked(None, "OMIM:162200")


def test_a_selected_condition_brings_its_group_and_unknown_ones_bring_none():
    plane = small_plane()
    assert known(Picked(None, "OMIM:100002"), plane) == (plane.groups[0], plane.discs[1])
    assert known(Picked(1), plane) == (plane.groups[1], None)
    assert known(Picked(44, "OMIM:5"), plane) == (None, None)


def test_the_box_tells_what_a_group_shares_and_links_its_conditions():
    plane = small_plane()
    box = chosen_box(plane.groups[0], None, plane, "HP:0001250")
    assert "Shared: wide aorta, long fingers." in words(box)
    assert next(link.href for link in parts(box, "Link")) == "/condition?q=HP:0001250&id=OMIM:100002"
    assert len(parts(box, "Link")) == 3


def test_the_box_of_a_condition_that_stands_alone_says_so():
    plane = small_plane()
    assert "405 donors, in no group that survives the checks" in words(chosen_box(None, plane.discs[0], plane, ""))


def test_the_box_invites_while_nothing_is_selected():
    assert "Select a group" in words(chosen_box(None, None, small_plane(), ""))


def test_a_long_group_keeps_its_last_conditions_behind_more():
    plane = many_groups(1)
    ids = tuple(f"OMIM:{at}" for at in range(12))
    discs = tuple(type(plane.discs[0])(one, f"Name {one}", 20, 0.0, 0.0, 0) for one in ids)
    group = type(plane.groups[0])(0, "A group", (), 0.9, ids, 240)
    box = chosen_box(group, None, ConditionMap(discs, (group,), ()), "")
    assert words(parts(box, "Summary")[0]) == "6 more"
    assert len(parts(box, "Link")) == 12


def test_a_group_that_no_finding_marks_says_so():
    assert shared_words(small_plane().groups[1]) == "Shared: no single finding stands out."


def test_what_is_found_leads_to_its_page_and_counts_under_ten_are_withheld():
    plane = small_plane()
    found = [Found("OMIM:100002", "Loeys-Dietz", plane.discs[1]), Found("OMIM:7", "Somebody", None)]
    listed = found_list("lo", found, plane, "")
    assert [link.href for link in parts(listed, "Link")] == ["/condition?id=OMIM:100002", "/condition?id=OMIM:7"]
    assert "160 donors · Aorta and tall stature" in words(listed)
    assert "fewer than 10" in words(listed)
    assert [getattr(button, "data-pick") for button in parts(listed, "Button")] == ["0:OMIM:100002"]


def test_nothing_found_says_what_to_try():
    assert "No published condition matches “zzz”." in words(found_list("zzz", [], small_plane(), ""))


def test_the_table_has_every_condition_and_those_without_published_findings_last():
    data = conditions_table(small_plane())
    assert len(data.rows) == 9
    assert data.rows[1] == ("Loeys-Dietz <b>syndrome</b> 3", "OMIM:100002", "Aorta and tall stature", 160)
    assert data.rows[-1] == ("Nobody wrote about it", "OMIM:999999", "no published findings", 15)


def test_the_download_of_groups_names_findings_and_conditions():
    first, second = groups_file(small_plane()).rows
    assert groups_table(small_plane()).rows == (first[:4], second[:4])
    assert first[:4] == ("Aorta and tall stature", "0.99", 3, 290)
    assert first[4] == "Aortic dilatation (HP:0001724); Arachnodactyly (HP:0001166)"
    assert second[3] is None


def test_the_undiagnosed_are_told_by_their_largest_group():
    placed = UndiagnosedPlacement(1240, (("Immunity", 310), ("Eyes", None)), None)
    assert undiagnosed_title(placed) == "Of 1,240 donors without a diagnosis, 310 lie nearest to “Immunity”"
    assert undiagnosed_table(placed).rows[-2:] == (("Near no single group", None), ("All without a diagnosis", 1240))


def test_the_undiagnosed_near_no_group_are_told_plainly():
    placed = UndiagnosedPlacement(40, (), 40)
    assert undiagnosed_title(placed) == ("None of the groups is near ten or more of the 40 donors without a diagnosis")
