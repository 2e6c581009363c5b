"""What the audit of overlaps costs honest people, who narrow, widen and change a cohort clause by clause, and the time.

Run: python -m benchmarks.drill_downs HOME, where HOME holds a snapshot. Nothing is asked through the gate, and nothing
is written down; what is printed are shares of answers and milliseconds.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.measures import milliseconds
from data_access.memory_store import MemoryStore
from data_access.questions import Question
from data_access.records import AGE_BANDS, SEXES
from ontology.terms import TermId, from_number
from workbench.api.answers import as_question
from workbench.api.asked import margin_between
from workbench.api.door import Door
from workbench.api.opening import ledger_of, open_door
from workbench.cohorts.clauses import MOST_CLAUSES, Clause, HasCondition, InAgeBand, InRegion, InSex, Observed, Query
from workbench.cohorts.cohort import Bitmap, size
from workbench.cohorts.query import canonical
from workbench.disclosure.layers import Layers
from workbench.disclosure.ledger import LedgerEntry
from workbench.disclosure.overlap import AnsweredGroups
from workbench.disclosure.policy import EXPLORE
from workbench.disclosure.profile_seal import ProfileSeal
from workbench.settings import from_environment

_PEOPLE, _WALKS, _STEPS = 40, 5, 8
_FULL, _DONORS = 2_000, 10_000
_MANY = 50


def main(home: Path) -> None:
    """Prints the figures."""
    door = open_door(from_environment({"WORKBENCH_HOME": str(home)}))
    try:
        for walks in (1, _WALKS, 5 * _WALKS):
            told = [_lost(door, random.Random(person), walks) for person in range(_PEOPLE)]
            answers, lost, many, many_lost = (sum(column) for column in zip(*told, strict=True))
            print(
                f"{walks} drill-downs of {_STEPS} questions: {lost / answers:.1%} of answers withheld by the audit,"
                f" of those about {_MANY} donors or more {many_lost / many:.1%}"
            )
        print(f"one more question after {_FULL:,}: {_time():.2f} ms at {_DONORS:,} donors, sizes all alike")
        print(
            f"reading {_FULL:,} questions after a restart: {_reading(door):.0f} ms at {door.snapshot.donors:,} donors"
        )
    finally:
        door.store.close()


def _lost(door: Door, rng: random.Random, walks: int) -> tuple[int, int, int, int]:
    """Answers large enough to show and those that the audit withholds; the same of groups of fifty or more."""
    layers = Layers(EXPLORE, door.gate.key, door.snapshot.manifest.id)
    margin = margin_between(layers, ProfileSeal(door.gate.key))
    groups, seen = AnsweredGroups(door.population.fitting(), margin), set[str]()
    answers = lost = many = many_lost = 0
    for asked in _walked(door, rng, walks):
        group = door.population.fitting(asked)
        if as_question(asked) in seen or size(group) < EXPLORE.floor:
            continue
        seen.add(as_question(asked))
        withheld = groups.decide("one", None, as_question(asked), group)
        answers, lost = answers + 1, lost + withheld
        if size(group) >= _MANY:
            many, many_lost = many + 1, many_lost + withheld
    return answers, lost, many, many_lost


def _walked(door: Door, rng: random.Random, walks: int) -> Iterator[Query]:
    for _ in range(walks):
        query = Query()
        for _ in range(_STEPS):
            query = _step(door, rng, query)
            if query.clauses:
                yield canonical(query, door.published)


def _step(door: Door, rng: random.Random, query: Query) -> Query:
    """A clause more, less, or another one; people add twice as often as they take away."""
    length = len(query.clauses)
    if length == 0 or (length < MOST_CLAUSES and rng.random() < 0.5):
        return query.adding(_clause(door, rng, query))
    if rng.random() < 0.5:
        return query.without(rng.randrange(length))
    return query.replacing(rng.randrange(length), _clause(door, rng, query))


def _clause(door: Door, rng: random.Random, query: Query) -> Clause:
    """What somebody would ask next: mostly a finding that the group has, not too rare, else a fact."""
    snapshot, group = door.snapshot, door.population.fitting(query)
    kind = rng.random()
    if kind < 0.55:
        return Observed(_finding(door, rng, group))
    if kind < 0.7:
        return InSex(rng.choice(SEXES[:2]))
    if kind < 0.85:
        return InAgeBand(rng.choice(AGE_BANDS))
    if kind < 0.93 or not snapshot.manifest.regions:
        return HasCondition(rng.choice(snapshot.manifest.conditions))
    return InRegion(rng.choice([one for one in snapshot.manifest.regions if "-" not in one] or ["ES"]))


def _finding(door: Door, rng: random.Random, group: Bitmap) -> TermId:
    """A finding of 5 % to 80 % of the group, of ten donors or more."""
    snapshot = door.snapshot
    counts = np.bitwise_count(snapshot.bitmaps & group).sum(axis=1, dtype=np.int64)
    n = max(size(group), 1)
    fit: Sequence[int] = np.flatnonzero((counts >= max(EXPLORE.floor, 0.05 * n)) & (counts <= 0.8 * n)).tolist()
    usual = [at for at in fit if from_number(int(snapshot.terms[at])) in door.usual]
    every = usual or fit or list(range(len(snapshot.terms)))
    return from_number(int(snapshot.terms[rng.choice(every)]))


def _time() -> float:
    """Milliseconds for one more question when 2,000 groups of one size were answered: the worst case."""
    rng = np.random.default_rng(1)
    half = np.arange(_DONORS) < _DONORS // 2
    made = [np.packbits(rng.permutation(half), bitorder="little") for _ in range(_FULL + 50)]
    groups = AnsweredGroups(np.packbits(np.ones(_DONORS, dtype=np.bool_), bitorder="little"))
    for at, group in enumerate(made[:_FULL]):
        groups.decide("one", None, str(at), group)
    waiting = iter(made[_FULL:])
    return float(np.median([milliseconds(lambda: groups.decide("one", None, "new", next(waiting))) for _ in range(50)]))


def _reading(door: Door) -> float:
    """Milliseconds to read 2,000 questions of one person anew, as a worker does after a restart."""
    store, rng = MemoryStore(), random.Random(1)
    entry = LedgerEntry("one", None, door.snapshot.manifest.id, "", dt.datetime.now(dt.UTC))
    question = Question(0, entry.at, "one", None, entry.snapshot, "explore", "")
    while len(store.questions.latest(limit=_FULL)) < _FULL:
        for asked in _walked(door, rng, 25):
            store.questions.record(replace(question, query=as_question(asked)))
    ledger = ledger_of(store, door.population, door.ontology, bytes(32))
    first = store.questions.latest(limit=1)[0].query
    return milliseconds(lambda: ledger.record(replace(entry, cohort=first)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
