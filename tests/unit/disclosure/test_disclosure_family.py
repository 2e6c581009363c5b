"""What families and the public see: groups of ten or more, editions ten answers apart, nothing by subtraction."""

from __future__ import annotations

from itertools import pairwise

import cohort_world as world
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.terms import TermId
from workbench.disclosure.family import Answers, Edition, frozen, publish, rolled_up

OPTIONS = st.lists(st.integers(0, 60), min_size=1, max_size=6)


def answers(*counts: int, single: bool = True, respondents: int | None = None) -> Answers:
    rows = tuple((f"option {at}", n) for at, n in enumerate(counts))
    return Answers("How often?", sum(counts) if respondents is None else respondents, rows, single)


def shown(edition: Edition) -> list[int | None]:
    return [n for _, n in edition.table.rows]


@given(OPTIONS, st.booleans())
def test_nothing_under_ten_is_published_and_all_is_rounded_to_five(counts: list[int], single: bool) -> None:
    table = publish(answers(*counts, single=single)).table
    told = [table.respondents, *(n for _, n in table.rows)]
    assert all(n is None or (n >= 10 and n % 5 == 0) for n in told)
    for (_, n), true in zip(table.rows, counts, strict=False):
        assert n is None or true >= 10


@given(OPTIONS)
def test_no_row_is_withheld_alone_where_rows_add_up(counts: list[int]) -> None:
    rows = shown(publish(answers(*counts)))
    assert rows.count(None) != 1 or len(rows) == 1


def test_of_one_small_row_and_two_the_smaller_is_withheld_with_it() -> None:
    assert shown(publish(answers(40, 9, 20))) == [40, None, None]
    assert shown(publish(answers(40, 9, 20, single=False))) == [40, None, 20]


def test_a_question_that_nine_answered_has_no_row() -> None:
    table = publish(answers(9)).table
    assert (table.respondents, table.rows) == (None, ())
    assert publish(answers(0)).table == table


def test_an_edition_stays_until_ten_answers_have_come() -> None:
    first = publish(answers(30, 20))
    assert publish(answers(39, 20), first) is first
    assert frozen(answers(30, 29), first.made_from)
    second = publish(answers(35, 25), first)
    assert (second.table.edition, shown(second)) == (2, [35, 25])
    assert publish(answers(30, 20), second).table.edition == 3  # ten have gone


@given(st.lists(st.integers(0, 8), max_size=30))
def test_two_editions_never_differ_by_fewer_than_ten_answers(new: list[int]) -> None:
    total, edition, made = 20, publish(answers(20)), [20]
    for more in new:
        total += more
        edition = publish(answers(total), edition)
        made.append(edition.made_from.respondents)
    assert all(later == earlier or later - earlier >= 10 for earlier, later in pairwise(made))


def test_another_question_is_not_frozen() -> None:
    first = publish(answers(30))
    other = Answers("Another?", 30, (("option 0", 30),))
    assert publish(other, first).table.question == "Another?"


TOP, WIDE, RARE, COMMON, APART = (TermId(f"HP:000000{at}") for at in range(5))
PARENTS: dict[TermId, tuple[TermId, ...]] = {TOP: (), WIDE: (TOP,), RARE: (WIDE,), COMMON: (WIDE,), APART: (TOP,)}


def rolled(counts: dict[TermId, int], *terms: TermId) -> dict[TermId, tuple[TermId, int] | None]:
    found = rolled_up(terms, counts, PARENTS.__getitem__)
    return {term: None if one is None else (one.term, one.count) for term, one in found.items()}


def test_a_rare_symptom_is_told_by_the_wider_group_and_what_else_lies_in_it_too() -> None:
    counts = {TOP: 200, WIDE: 46, RARE: 6, COMMON: 40, APART: 70}
    told = rolled(counts, RARE, COMMON, APART)
    assert told == {RARE: (WIDE, 45), COMMON: (WIDE, 45), APART: (APART, 70)}
    assert rolled(counts, COMMON, APART) == {COMMON: (COMMON, 40), APART: (APART, 70)}


def test_a_symptom_nobody_has_looks_like_one_of_nine() -> None:
    one, none = ({TOP: 200, WIDE: 46, RARE: n, COMMON: 40} for n in (9, 0))
    assert rolled(one, RARE, COMMON) == rolled(none, RARE, COMMON)


def test_two_groups_that_differ_by_a_few_are_told_as_the_wider() -> None:
    assert rolled({TOP: 200, WIDE: 46, COMMON: 40}, WIDE, COMMON) == {WIDE: (WIDE, 45), COMMON: (WIDE, 45)}
    assert rolled({TOP: 200, WIDE: 50, COMMON: 40}, WIDE, COMMON) == {WIDE: (WIDE, 50), COMMON: (COMMON, 40)}


def test_where_nothing_wider_has_ten_nothing_is_told() -> None:
    assert rolled({TOP: 9, WIDE: 9, RARE: 2}, RARE) == {RARE: None}


@pytest.mark.parametrize("people", [40, 150, 600])
def test_no_figure_less_another_of_the_same_page_is_a_small_group(people: int) -> None:
    having = {term: {at for at, who in enumerate(world.donors(people)) if _has(who, term)} for term in world.TERMS}
    counts = {term: len(some) for term, some in having.items()}
    found = rolled_up(world.TERMS[1:], counts, world.ONTOLOGY.parents)
    named = {one.term for one in found.values() if one is not None}
    assert all(one is None or (one.count >= 10 and counts[one.term] >= 10) for one in found.values())
    for narrow in named:
        for broad in named & (world.ONTOLOGY.ancestors(narrow) - {narrow}):
            assert counts[broad] - counts[narrow] >= 10
    for term, one in found.items():
        assert one is None or one.term in world.ONTOLOGY.ancestors(term)


def _has(who: object, term: TermId) -> bool:
    found = [one.term for one in who.findings if one.state == "observed"]  # type: ignore[attr-defined]
    return any(term in world.ONTOLOGY.ancestors(one) for one in found)
