"""Names for areas of the map in plain words: the findings that mark an area most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ontology.ontology import Ontology
from ontology.terms import TermId, from_number
from workbench.analysis.plain_words import LONGEST, Words, begun, within

_DONORS = 10
_SHARE = 0.25
_RARER_SHARE = 0.1
_OWN_SHARE = 0.1
_TIMES = 1.5
_CANDIDATES = 40
_OVERLAP = 0.75
_SHALLOWEST = 2
_SAYS_LITTLE = 0.4
_UNNAMED = "Mixed findings"


@dataclass(frozen=True, slots=True)
class AreaName:
    """A name, unique on its map, and the terms it is made of."""

    name: str
    terms: tuple[TermId, ...]


def names_of(
    area: NDArray[np.integer],
    closure_indptr: NDArray[np.integer],
    closure_indices: NDArray[np.integer],
    terms: NDArray[np.integer],
    recorded: NDArray[np.integer],
    ontology: Ontology,
) -> tuple[AreaName, ...]:
    """A name for each area, of one or two findings that set it apart.

    Each is had by at least ten of its donors and a quarter of them, where nothing is so frequent by a tenth, and half
    as often again as by all donors. Terms that group others, such as "Neoplasm by histology", name nothing: hardly
    anybody records them.

    Args:
        area: Area of each donor, -1 for none, (n,).
        closure_indptr, closure_indices: Closures of the donors, as in `Snapshot`.
        terms: HPO numbers that they index, (U,).
        recorded: HPO numbers of all observed findings as donors have them, in any order, (O,).
        ontology: Gives words and broader terms.
    """
    ones = np.ones(len(closure_indices))
    having = sparse.csr_array((ones, closure_indices, closure_indptr), shape=(len(area), len(terms)))
    described = np.diff(closure_indptr) > 0
    everywhere = np.where(_recorded_themselves(having, terms, recorded), _shares(having[described]), 1.0)
    words = Words(ontology)
    names: list[AreaName] = []
    for one in range(int(area.max(initial=-1)) + 1):
        own = having[(area == one) & described]
        names.append(_name(_marks(own, everywhere, terms, words), words, {name.name for name in names}))
    return tuple(names)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A finding that marks an area: in how many of its donors, and which."""

    term: TermId
    donors: NDArray[np.bool_]


def _recorded_themselves(having: Any, terms: NDArray[np.integer], recorded: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which terms are recorded themselves by a tenth of the donors that have them or a narrower one, (U,), bool."""
    own = np.bincount(np.searchsorted(terms, recorded), minlength=len(terms))
    found: NDArray[np.bool_] = own >= _OWN_SHARE * np.asarray(having.sum(axis=0)).ravel()
    return found


def _shares(having: Any) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.asarray(having.sum(axis=0)).ravel() / max(having.shape[0], 1)
    return shares


def _marks(own: Any, everywhere: NDArray[np.float64], terms: NDArray[np.integer], words: Words) -> list[_Mark]:
    """What marks an area, most telling first: frequent in it and rarer elsewhere (share · log of their ratio).

    Terms that only say where something is count less, and what a quarter of the donors have comes before what fewer do.
    """
    shares = _shares(own)
    held = np.flatnonzero(
        (shares * own.shape[0] >= _DONORS) & (shares >= _RARER_SHARE) & (shares >= _TIMES * everywhere)
    )
    telling = shares[held] * np.log(shares[held] / everywhere[held])
    found = [from_number(int(number)) for number in terms[held]]
    telling *= [_SAYS_LITTLE if words.say_little(term) else 1.0 for term in found]
    columns = own.tocsc()
    marks = []
    for place in np.lexsort((terms[held], -telling, shares[held] < _SHARE)):
        term = found[place]
        if words.ontology.is_phenotype(term) and words.ontology.depth(term) >= _SHALLOWEST:
            marks.append(_Mark(term, columns[:, [held[place]]].toarray().ravel() > 0))
    return marks[:_CANDIDATES]


def _name(marks: list[_Mark], words: Words, taken: set[str]) -> AreaName:
    for name in (*_of_two(marks, words), *_of_one(marks, words)):
        if len(name.name) <= LONGEST and name.name not in taken:
            return name
    number = 1 + sum(name.startswith(_UNNAMED) for name in taken)
    return AreaName(_UNNAMED if number == 1 else f"{_UNNAMED} {number}", tuple(mark.term for mark in marks[:1]))


def _of_two(marks: list[_Mark], words: Words) -> Iterator[AreaName]:
    """Names of two findings that are not one and the same, the most telling first."""
    pairs = sorted(combinations(range(len(marks)), 2), key=lambda pair: (sum(pair), pair))
    for first, second in ((marks[a], marks[b]) for a, b in pairs):
        together = np.count_nonzero(first.donors & second.donors) / np.count_nonzero(first.donors | second.donors)
        if together < _OVERLAP and words.are_apart(first.term, second.term):
            said = f"{begun(words.of(first.term))}, {within(words.of(second.term))}"
            yield AreaName(said, (first.term, second.term))


def _of_one(marks: list[_Mark], words: Words) -> Iterator[AreaName]:
    for mark in marks:
        yield AreaName(begun(words.of(mark.term)), (mark.term,))
