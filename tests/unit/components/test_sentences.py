"""Titles are sentences that are true of the numbers they are written from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import sentences
from ontology.terms import TermId
from workbench.disclosure.values import AgeBySex, BodyArea, FactRow, Share


def _rows(*counts: int | None) -> list[FactRow]:
    return [FactRow(f"C{at}", f"Country {at}", count) for at, count in enumerate(counts)]


def _countries(*counts: int | None) -> str:
    return sentences.countries(_rows(*counts), [f"Country {at}" for at in range(len(counts))])


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.5, "about half"),
        (0.48, "nearly half"),
        (0.53, "more than half"),
        (0.66, "about two in three"),
        (0.63, "more than three in five"),
        (0.01, "1 %"),
        (0.99, "99 %"),
    ],
)
def test_shares_are_said_in_everyday_words(share: float, words: str) -> None:
    assert sentences.fraction(share) == words


@given(st.floats(0, 1))
def test_nearly_is_never_said_of_more(share: float) -> None:
    words = sentences.fraction(share)
    anchors = {text: float(value) for value, text in sentences._WORDS}
    if words.startswith("nearly "):
        assert share < anchors[words.removeprefix("nearly ")]
    if words.startswith("more than "):
        assert share > anchors[words.removeprefix("more than ")]


def test_the_fewest_countries_that_hold_half_are_named() -> None:
    assert _countries(500, 300, 100, 100) == "About half of the donors of known country live in Country 0"


def test_at_most_four_countries_are_named() -> None:
    assert _countries(*[100] * 10).endswith("live in Country 0, Country 1, Country 2 or Country 3")


def test_a_single_country_holds_everybody_whose_country_is_shown() -> None:
    assert _countries(500) == "Donors of known country live in Country 0"


@pytest.mark.parametrize("counts", [(), (None,), (None, None)])
def test_without_a_country_the_title_says_so(counts: tuple[int | None, ...]) -> None:
    assert _countries(*counts) == "No country has ten donors or more"


@pytest.mark.parametrize(
    ("children", "adults", "words"),
    [
        (650, 350, "Nearly two in three donors of known age are under 18"),
        (500, 500, "About half of donors of known age are under 18"),
        (980, 20, "Nearly all donors of known age are under 18"),
        (20, 980, "Nearly all donors of known age are adults"),
    ],
)
def test_the_share_of_children_is_said_of_those_with_an_age(children: int, adults: int, words: str) -> None:
    bands = [FactRow("0-4", "0–4", children), FactRow("18-39", "18–39", adults), FactRow("", "not recorded", 4000)]
    assert sentences.ages(AgeBySex((), None, None), bands) == words


def test_without_ages_the_title_says_so() -> None:
    assert sentences.ages(AgeBySex((("0-4", None, None),), None, None), []) == "No age band has ten donors or more"


def test_the_leading_body_area_is_named_with_its_share() -> None:
    area = BodyArea(TermId("HP:0000707"), "Brain and nerves", 640, Share("exact", 64.0, 61.0, 67.0))
    assert sentences.body_area([area]) == "Brain and nerves: findings recorded in 64 % of donors"


def test_no_diagnosis_is_no_disease_area() -> None:
    rows = [FactRow("undiagnosed", "No diagnosis yet", 900), FactRow("AREA:rett", "Rett syndrome", 450)]
    assert sentences.disease_area(rows) == "The largest disease area is Rett syndrome, with 450 donors"


@pytest.mark.parametrize(
    ("first", "counts", "words"),
    [
        (2, (505, 1015, 965, 775, 1250), "About two in three of the donors have 10 or more findings"),
        (4, (None, 20, 10, 10, 60), "About three in five of the donors have 20 or more findings"),
        (0, (60, 20, 20, None, None), "About three in five of the donors have 1–4 findings"),
        (0, (None,) * 5, "No number of findings is shared by ten donors or more"),
    ],
)
def test_findings_per_donor_are_told_from_the_released_bands(
    first: int, counts: tuple[int | None, ...], words: str
) -> None:
    labels = ("1-4", "5-9", "10-14", "15-19", "20 or more")
    bands = [FactRow(label, label, count) for label, count in zip(labels, counts, strict=True)]
    assert sentences.findings_per_donor(first, bands) == words
