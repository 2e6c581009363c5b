"""What families and the public see: one-way tables of a page, published as editions that stay until enough has changed.

No number here has noise. What protects is that every group shown has ten donors or more, that a table is one question
with one answer, and that the next edition waits for ten new answers: two editions never differ by one person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology.terms import TermId
from workbench.disclosure.policy import FAMILY
from workbench.disclosure.values import Count

NEW_ANSWERS = 10


@dataclass(frozen=True, slots=True)
class Answers:
    """How many gave each answer to one question. True numbers: never shown.

    Attributes:
        question: What was asked, for people.
        respondents: How many answered at all.
        options: (answer, how many gave it), in the order asked.
        single: Everybody gave one answer, so that the rows add up to the respondents.
    """

    question: str
    respondents: int
    options: tuple[tuple[str, int], ...]
    single: bool = True


@dataclass(frozen=True, slots=True)
class FamilyTable:
    """A published table.

    Attributes:
        respondents: How many answered; None when fewer than ten did: then no row is given.
        rows: (answer, how many gave it); None for rows that are withheld.
        edition: 1, 2, ...
    """

    question: str
    respondents: Count
    rows: tuple[tuple[str, Count], ...]
    edition: int


@dataclass(frozen=True, slots=True)
class Edition:
    """A published table with the true answers it was made from, for the next edition. Stays on the server."""

    table: FamilyTable
    made_from: Answers


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A symptom as the public may read of it.

    Attributes:
        term: The symptom itself, or the nearest broader one that can be shown.
        count: Donors with that, or a narrower one.
    """

    term: TermId
    count: int


def publish(answers: Answers, previous: Edition | None = None) -> Edition:
    """The edition of a table that stands: a new one, or the previous while it is frozen."""
    if previous is not None and frozen(answers, previous.made_from):
        return previous
    edition = 1 if previous is None else previous.table.edition + 1
    respondents = _shown(answers.respondents)
    rows = _rows(answers) if respondents is not None else ()
    return Edition(FamilyTable(answers.question, respondents, rows, edition), answers)


def frozen(answers: Answers, published: Answers) -> bool:
    """True while fewer than ten answers have come, or gone, since an edition."""
    same = answers.question == published.question
    return same and abs(answers.respondents - published.respondents) < NEW_ANSWERS


def rolled_up(
    terms: Iterable[TermId],
    counts: Mapping[TermId, int],
    parents: Callable[[TermId], Sequence[TermId]],
) -> dict[TermId, RolledUp | None]:
    """Each symptom as what the public figure names for it: itself, a wider group, or None where none can be shown.

    A symptom of fewer than ten donors is told by the nearest wider group of ten or more. Whatever else lies in that
    group is told by the group too, and so is a symptom that a listed wider one exceeds by fewer than ten: the narrower
    rows are withheld together, else the wider figure less theirs would be the small group.

    Args:
        counts: Donors with each term or a narrower one: true numbers.
        parents: The terms one step broader.
    """
    listed = tuple(terms)
    nearest = {term: _nearest(term, counts, parents) for term in listed}
    wider = {term: _wider(term, parents) for term in {*listed, *filter(None, nearest.values())}}
    groups = {group for term, group in nearest.items() if group is not None and group != term}

    def settled(term: TermId) -> TermId:
        above = (
            one
            for one in set(nearest.values()) & wider[term]
            if one is not None and (one in groups or counts[one] - counts[term] < FAMILY.floor)
        )
        return min((settled(one) for one in above), key=lambda one: (-counts[one], one), default=term)

    found = {term: None if group is None else settled(group) for term, group in nearest.items()}
    return {term: None if group is None else RolledUp(group, _rounded(counts[group])) for term, group in found.items()}


def _nearest(
    term: TermId, counts: Mapping[TermId, int], parents: Callable[[TermId], Sequence[TermId]]
) -> TermId | None:
    """Step by step upwards; of several on one step the one with fewest donors, the first by id."""
    level = {term}
    while level:
        shown = [(counts[one], one) for one in level if counts.get(one, 0) >= FAMILY.floor]
        if shown:
            return min(shown)[1]
        level = {parent for one in level for parent in parents(one)}
    return None


def _wider(term: TermId, parents: Callable[[TermId], Sequence[TermId]]) -> frozenset[TermId]:
    """Everything broader than the term, without itself."""
    found: set[TermId] = set()
    waiting = list(parents(term))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(parents(one))
    return frozenset(found)


def _rows(answers: Answers) -> tuple[tuple[str, Count], ...]:
    shown = [(option, _shown(n)) for option, n in answers.options]
    return _withheld_together(shown) if answers.single else tuple(shown)


def _withheld_together(rows: Sequence[tuple[str, Count]]) -> tuple[tuple[str, Count], ...]:
    """The rows with a second one withheld where exactly one is: it would follow from the total.

    The second is the smallest shown, by published numbers; the first of those.
    """
    hidden = [option for option, n in rows if n is None]
    if len(hidden) != 1 or len(rows) < 2:
        return tuple(rows)
    smallest = min(n for _, n in rows if n is not None)
    second = next(option for option, n in rows if n == smallest)
    return tuple((option, None if option == second else n) for option, n in rows)


def _shown(n: int) -> Count:
    return _rounded(n) if n >= FAMILY.floor else None


def _rounded(n: int) -> int:
    step = FAMILY.rounding
    return (n + step // 2) // step * step
