"""How every question is answered: from the cache, or counted, released by the gate and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from ontology.terms import TermId
from workbench import __version__
from workbench.accounts.roles import Permission
from workbench.analysis.counts import Counter, known_terms
from workbench.analysis.results import CommonTermsResult
from workbench.api.door import Door
from workbench.api.one_at_a_time import one_at_a_time
from workbench.cohorts.clauses import CloseTo, Query, TableClause, clause_data
from workbench.cohorts.query import to_data
from workbench.disclosure.release import About, Released
from workbench.disclosure.values import TermCounts
from workbench.errors import NotReleased

EVERYBODY = Query()


def answer(
    door: Door,
    result: type,
    question: str,
    count: Callable[[], object],
    asked: str = "",
    keep: bool = True,
    permission: Permission = "explore",
    withheld: bool = False,
) -> Released[Any]:
    """The released answer to a question.

    Args:
        result: The type that `count` gives.
        question: What is asked, canonical JSON; with `result` and `asked` it tells questions apart.
        count: Finds the true numbers; called only when no answer is kept.
        asked: What else tells this question from others.
        keep: Keep the answer in the cache. Not those about profiles: an answer holds its question, and the profile of
            a patient is not stored.
        permission: What the asker's role must have.
        withheld: `count` answers as of nobody, for this asker alone: kept apart from what others are answered.

    Raises:
        NotAllowed: The asker may not ask this.
    """
    door.asker.require(permission)
    if not keep:
        return _released(door, question, count)
    place = _place(door, result.__name__, question, asked, *(["withheld"] if withheld else []))
    kept = _kept(door, result, place)
    if kept is not None:
        return kept
    with one_at_a_time(place):
        kept = _kept(door, result, place)  # somebody else may have found it meanwhile
        if kept is not None:
            return kept
        released = _released(door, question, count)
        door.cache.set(place, door.gate.dump(released, result, place))
    return released


def _kept(door: Door, result: type, place: str) -> Released[Any] | None:
    kept = door.cache.get(place)
    if kept is None:
        return None
    try:
        return door.gate.load(kept, result, place)
    except NotReleased:
        return None  # written by another version or under another key: count anew


def _released(door: Door, question: str, count: Callable[[], object]) -> Released[Any]:
    manifest = door.snapshot.manifest
    about = About(question, manifest.id, manifest.synthetic, door.vocabulary, door.ontology)
    return door.gate.release(count(), about)


def group(door: Door, clauses: Iterable[TableClause] = (), nobody: bool = False) -> Counter:
    """Counts of the donors that fit the clauses; of everyone when there is none.

    Args:
        nobody: The group is withheld from the asker: counts it, and every part of it, as if nobody fitted.

    Raises:
        NotAllowed: The asker may not ask about donors.
    """
    door.asker.require("explore")
    clauses = tuple(clauses)
    return Counter(clauses, door.population.hiding(clauses) if nobody else door.population)


def as_question(query: Query) -> str:
    """A query as compact JSON."""
    return json.dumps(to_data(query), separators=(",", ":"))


def profile_question(*close: CloseTo, within: Query = EVERYBODY) -> str:
    """A question about the donors close to one or two profiles, as compact JSON."""
    data = {"profiles": [clause_data(one) for one in close], **to_data(within)}
    return json.dumps(data, separators=(",", ":"), sort_keys=True)


def named_question(name: str, **settings: object) -> str:
    """A question that is not about a cohort, as compact JSON."""
    return json.dumps({name: settings}, separators=(",", ":"), sort_keys=True)


def common_terms(door: Door) -> tuple[TermId, ...]:
    """Terms whose count in all donors is released: those that a table of findings may list."""
    question = named_question("common_terms")
    released: Released[TermCounts] = answer(door, CommonTermsResult, question, lambda: _phenotypes(door))
    return tuple(term for term, _ in released.value.counts)


def _phenotypes(door: Door) -> CommonTermsResult:
    terms = tuple(term for term in known_terms(door.snapshot) if door.ontology.is_phenotype(term))
    return CommonTermsResult(group(door).table(terms))


def _place(door: Door, *parts: str) -> str:
    """The cache key: what is asked, of what, under which rules and words, by which version of this software."""
    context = (__version__, door.snapshot.manifest.id, door.gate.policy.fingerprint(), door.ontology.checksum)
    return hashlib.sha256(json.dumps([*context, *parts]).encode()).hexdigest()
