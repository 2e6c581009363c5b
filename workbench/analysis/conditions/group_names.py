"""Names of groups of conditions: the findings that mark them, in few plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ontology.ontology import Ontology
from ontology.terms import TermId, from_number
from workbench.analysis.conditions.closures import PublishedRows, closures
from workbench.analysis.plain_words import Words, begun, within

LONGEST = 40
_MARKS = 6
_CANDIDATES = 24
_SHARE = 0.3
_RARE = 0.02
_SAYS_LITTLE = 0.5
_HARD_WORD = 0.6
_SHALLOWEST = 2
_UNNAMED = "Mixed findings"


@dataclass(frozen=True, slots=True)
class GroupName:
    """What a group is called, and the findings that mark it, the most telling first."""

    name: str
    terms: tuple[TermId, ...]


def names_of_groups(
    rows: PublishedRows, groups: Sequence[Sequence[int]], ontology: Ontology, usual: Collection[TermId]
) -> tuple[GroupName, ...]:
    """A name for each group, no two alike.

    A finding marks a group by k · m · ln(m / M): k is the share of its conditions that have it, m its mean published
    frequency over them all, M over the other conditions (2 % at least). Terms that only say where something is count
    half; in the name, terms without everyday words count less too.

    Args:
        rows: Findings of all conditions on the plane.
        groups: Places of the conditions of each group.
        usual: Findings in their own right; headings over others name only what nothing else does.
    """
    having = _frequencies(rows, ontology)
    words = Words(ontology)
    named: list[GroupName] = []
    for group in groups:
        telling = _telling(having, np.array(group), words)
        marks = _marks(telling, ontology, usual, _SHALLOWEST) or _marks(telling, ontology, telling, 1)
        taken = {one.name for one in named}
        name = next(
            (one for one in _names(_plain_first(marks, words), words) if len(one) <= LONGEST and one not in taken), ""
        )
        named.append(GroupName(name or _unnamed(taken), tuple(_apart(marks, ontology))[:_MARKS]))
    return tuple(named)


def _frequencies(rows: PublishedRows, ontology: Ontology) -> Any:
    """Published frequency of each term, itself or through a narrower one, (c, T), sparse by column."""
    closed = closures(rows, ontology)
    shape = (rows.conditions, len(ontology.numbers))
    return sparse.csc_array((closed.frequencies(rows.frequency), (closed.owner, closed.term)), shape=shape)


def _telling(having: Any, group: NDArray[np.int64], words: Words) -> dict[TermId, float]:
    """How telling each finding is that a group has more often than the others; the most telling first."""
    inside = np.zeros(having.shape[0])
    inside[group] = 1.0
    here = (inside @ having) / len(group)
    there = ((1.0 - inside) @ having) / max(having.shape[0] - len(group), 1)
    places = np.flatnonzero((here >= _SHARE) & (here > there))
    spread = np.diff(having[group].tocsc()[:, places].indptr) / len(group)
    telling = spread * here[places] * np.log(here[places] / np.maximum(there[places], _RARE))
    terms = [from_number(int(number)) for number in words.ontology.numbers[places]]
    telling *= [_SAYS_LITTLE if words.say_little(term) else 1.0 for term in terms]
    return {terms[place]: float(telling[place]) for place in np.lexsort((places, -telling)) if telling[place] > 0}


def _marks(
    telling: Mapping[TermId, float], ontology: Ontology, among: Collection[TermId], shallowest: int
) -> dict[TermId, float]:
    """The findings that mark a group, the most telling first.

    Args:
        among: Findings in their own right; all, where none of these marks it.
        shallowest: Steps below the top that a finding must lie.
    """
    named = (term for term in telling if term in among and ontology.is_phenotype(term))
    deep = (term for term in named if ontology.depth(term) >= shallowest)
    return {term: telling[term] for term in islice(deep, _CANDIDATES)}


def _plain_first(marks: Mapping[TermId, float], words: Words) -> list[TermId]:
    """The findings in the order in which a name is made of them."""
    return sorted(marks, key=lambda term: -marks[term] * (1.0 if words.are_plain(term) else _HARD_WORD))


def _names(marks: Sequence[TermId], words: Words) -> Iterator[str]:
    """Names of two findings, the most telling first, then of one."""
    pairs = sorted(combinations(range(len(marks)), 2), key=lambda pair: (sum(pair), pair))
    for first, second in ((marks[a], marks[b]) for a, b in pairs):
        if words.are_apart(first, second):
            yield f"{begun(words.of(first))} and {within(words.of(second))}"
    for one in marks:
        yield begun(words.of(one))


def _apart(marks: Iterable[TermId], ontology: Ontology) -> Iterator[TermId]:
    """The findings less those that are broader or narrower than one before."""
    kept: list[TermId] = []
    for term in marks:
        if not any(term in ontology.ancestors(one) or one in ontology.ancestors(term) for one in kept):
            kept.append(term)
            yield term


def _unnamed(taken: Collection[str]) -> str:
    number = 1 + sum(name.startswith(_UNNAMED) for name in taken)
    return _UNNAMED if number == 1 else f"{_UNNAMED} {number}"
