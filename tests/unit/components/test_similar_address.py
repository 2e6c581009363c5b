"""The address of the page `/similar`: what stands after `#`, and pasted ids."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.similar_address import Asked, from_hash, to_hash
from components.similar_pasted import pasted_ids
from ontology.terms import TermId
from workbench.cohorts.profile import Profile
from workbench.errors import InvalidQuery, InvalidTerm

TERMS = st.sets(st.integers(1, 9_999_999), max_size=8).map(
    lambda numbers: tuple(sorted(TermId(f"HP:{number:07d}") for number in numbers))
)
PROFILES = st.builds(Profile, TERMS, TERMS)
SEIZURE, HYPOTONIA = TermId("HP:0001250"), TermId("HP:0001252")


@given(PROFILES, PROFILES | st.none(), st.booleans(), st.booleans())
def test_what_is_written_is_read_again(first: Profile, second: Profile | None, cohort: bool, edits: bool) -> None:
    asked = Asked(first, second, cohort and second is None, edits and second is not None)
    assert from_hash(to_hash(asked)) == asked


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_words(text: str) -> None:
    with suppress(InvalidQuery):
        assert from_hash(to_hash(from_hash(text))) == from_hash(text)


@pytest.mark.parametrize(
    "text", ["#p=1250&p=1252", "#z=1", "#p=12345678", "#p=-1", "#in=everybody", "#p=" + "1." * 2000]
)
def test_what_we_never_write_is_refused(text: str) -> None:
    with pytest.raises(InvalidQuery):
        from_hash(text)


def test_findings_go_to_the_profile_that_is_edited() -> None:
    asked = Asked(Profile((SEIZURE,))).comparing().adding(HYPOTONIA)
    assert asked.first == Profile((SEIZURE,))
    assert asked.second == Profile((HYPOTONIA,))
    assert to_hash(asked) == "#p=1250&p2=1252&edit=2"
    assert asked.alone() == Asked(Profile((SEIZURE,)))


def test_a_term_is_recorded_or_ruled_out_never_both() -> None:
    asked = Asked(Profile((SEIZURE,))).ruling_out(SEIZURE)
    assert asked.first == Profile((), (SEIZURE,))
    assert asked.adding(SEIZURE).first == Profile((SEIZURE,))
    assert asked.removing(SEIZURE).first == Profile()


def test_a_broader_term_takes_the_place_of_a_finding() -> None:
    asked = Asked(Profile((SEIZURE,), (HYPOTONIA,))).replacing(SEIZURE, "HP:0012638")
    assert asked.first == Profile((TermId("HP:0012638"),), (HYPOTONIA,))


@pytest.mark.parametrize(
    "text",
    [
        "HP:0001250, HP:0001252",
        "HP:0001250\nHP:0001252\n",
        "hp_0001250;0001252",
        "Seizure (HP:0001250) | Hypotonia [HP:0001252]",
    ],
)
def test_ids_are_read_out_of_any_list(text: str) -> None:
    assert pasted_ids(text) == ((SEIZURE, HYPOTONIA), ())


def test_a_mark_before_an_id_rules_it_out() -> None:
    assert pasted_ids("HP:0001250 !HP:0001252") == ((SEIZURE,), (HYPOTONIA,))


def test_a_bad_id_is_named() -> None:
    with pytest.raises(InvalidTerm, match="“HP:12” is no HPO id"):
        pasted_ids("HP:0001250 HP:12")


def test_a_text_without_ids_is_told_how_one_looks() -> None:
    with pytest.raises(InvalidTerm) as refused:
        pasted_ids("seizure")
    assert refused.value.do == "An HPO id looks like HP:0001250."
