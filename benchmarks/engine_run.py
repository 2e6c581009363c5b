"""The measurements of `bench engine`, one after another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.engine_donors import SEED, Profiles, resampled, to_start_from
from benchmarks.engine_peers import Timed, timed
from benchmarks.engine_rows import Row
from benchmarks.peers import asking
from benchmarks.places import ROOT
from ontology.ontology import Ontology, load

K = 20
FAIR = "resnik-bma"
"""The measure that peers have too."""

_FASTEST = "hpo3"
_ANOTHER_MEAN = {"peer_measure": "mean of the two means of Resnik's best matches"}
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured.

    Attributes:
        queries: Donors that single queries run against, ascending.
        graphs: Donors that graphs are made of, ascending; the first also for hpo3, in full.
        by_hpo3: Up to this many donors hpo3 is measured; beyond, it is extrapolated.
        asked: Queries in each row.
        compared: How many of them hpo3 gets too.
        slow: Slower peers: how many donors they compare a query with, and how many queries they get.
        synthetic: Start from this many synthetic donors; from published cases where None.
    """

    queries: tuple[int, ...]
    graphs: tuple[int, ...]
    by_hpo3: int
    asked: int
    compared: int
    slow: tuple[tuple[str, int, int], ...] = ()
    synthetic: int | None = None


FULL = Plan(
    queries=(1_000, 10_577, 100_000, 1_000_000),
    graphs=(1_000, 10_577, 100_000),
    by_hpo3=10_577,
    asked=300,
    compared=60,
    slow=(("semsimian", 1_000, 10), ("pyhpo", 200, 10)),
)
QUICK = Plan(queries=(200, 500), graphs=(200,), by_hpo3=200, asked=20, compared=10, synthetic=300)


class Run:
    """One run of a plan: what peers were measured at is kept, so that each is asked once."""

    def __init__(self, plan: Plan, compiled: Path, folder: Path) -> None:
        """Prepares.

        Args:
            compiled: Folder of the compiled ontology.
            folder: An empty one, for the donors.
        """
        self._plan, self._compiled, self._folder = plan, compiled, folder
        self._ontology: Ontology = load(compiled)
        self._start = to_start_from(self._ontology, compiled, plan.synthetic)
        self._fastest: dict[int, Timed] = {}
        self._slow: list[Timed] = []
        self.donors = f"{self._start.source}, resampled (seed {SEED})"
        self.missing = tuple(name for name in self._peers() if not asking.peer(name).is_installed)

    def peers(self) -> None:
        """Measures the peers that are installed."""
        plan = self._plan
        if _FASTEST not in self.missing:
            for n in plan.queries:
                if n <= plan.by_hpo3:
                    count = n if n == plan.graphs[0] else plan.compared
                    self._fastest[n] = self._timed(_FASTEST, n, count, None)
        for name, others, count in plan.slow:
            if name not in self.missing:
                self._slow.append(self._timed(name, plan.queries[0], count, others))

    def query(self, measure: str) -> Iterator[Row]:
        """Rows of single queries."""
        for n in self._plan.queries:
            _say(f"queries against {n:,} donors, {measure}")
            ours = self._ours("query", n, measure, queries=self._queries(n, self._plan.asked))
            milliseconds = np.array(ours["seconds"]) * 1000
            mean = float(milliseconds[: self._plan.compared].mean())
            more = {f"p{of}_ms": float(np.percentile(milliseconds, of)) for of in (50, 99)}
            more |= {"peak_mb": ours["peak_mb"], "prepare_s": ours["prepare_seconds"]}
            rows = self._beside(n, measure, ours["found"])
            for peer, seconds, extrapolated, facts in rows:
                theirs = None if seconds is None else seconds * 1000
                yield Row(n, measure, "ms", mean, peer, theirs, extrapolated, {**more, **facts})

    def graph(self, measure: str) -> Iterator[Row]:
        """Rows of graphs. A peer that has no graph of its own asks one query a donor."""
        for n in self._plan.graphs:
            _say(f"graph of {n:,} donors, {measure}")
            ours = self._ours("graph", n, measure)
            more = {
                "wall_s": ours["wall_seconds"],
                "peak_mb": ours["peak_mb"],
                "first_time_s": ours["warm_up_seconds"],
            }
            peer, theirs, extrapolated, facts = self._fastest_graph(n, measure)
            yield Row(n, measure, "s", ours["seconds"], peer, theirs, extrapolated, {**more, **facts})

    def ready(self) -> Iterator[Row]:
        """The ontology from its prepared form: our compiled files, and what the peer's wheel carries."""
        _say("the ontology, ready from its prepared form")
        goes = [self._asked({"work": "load"}) for _ in range(3)]
        ours = float(np.median([one["load_seconds"] for one in goes])) * 1000
        theirs = None
        if _FASTEST not in self.missing:
            answers = [asking.load(asking.peer(_FASTEST)) for _ in range(3)]
            theirs = float(np.median([one["load_seconds"] for one in answers])) * 1000
        yield Row(len(self._ontology), "ontology", "ms", ours, _FASTEST if theirs else "", theirs)

    def _beside(
        self, n: int, measure: str, found: Sequence[Sequence[float]]
    ) -> Iterator[tuple[str, float | None, bool, dict[str, object]]]:
        """Each peer, its seconds for one query against n donors, whether extrapolated, and other facts."""
        if measure != FAIR or not (self._fastest or self._slow):
            yield "", None, False, {}
            return
        if self._fastest:
            hpo3 = self._fastest.get(n) or self._fastest[max(self._fastest)]
            facts: dict[str, object] = {"peer_peak_mb": hpo3.peak_mb} if hpo3.donors == n else {}
            if hpo3.donors == n:
                facts["largest_difference"] = hpo3.difference(found)
            yield hpo3.name, hpo3.query(n, self._plan.compared), hpo3.donors != n, facts
        if n <= self._plan.by_hpo3:
            for slow in self._slow:
                note = _ANOTHER_MEAN if slow.name.startswith("semsimian") else {}
                yield slow.name, slow.query(n), slow.donors != n, note

    def _fastest_graph(self, n: int, measure: str) -> tuple[str, float | None, bool, dict[str, object]]:
        """hpo3's seconds for the graph: all donors asking, each pair scored from both sides as its API has it."""
        if measure != FAIR or not self._fastest or n > self._plan.by_hpo3:
            return "", None, False, {}
        hpo3 = self._fastest.get(n) or self._fastest[max(self._fastest)]
        seconds = hpo3.query(n) * n
        whole = hpo3.donors == n and len(hpo3.seconds) == n
        return hpo3.name, seconds, not whole, {"peer_s_each_pair_once": seconds * (n - 1) / (2 * n)}

    def _timed(self, name: str, n: int, count: int, others: int | None) -> Timed:
        _say(f"{name}: {count} queries against {others or n:,} donors")
        donors = self._profiles(n).weighed(self._ontology)
        return timed(asking.peer(name), donors, self._ontology, self._queries(n, count), others=others, k=K)

    def _ours(self, work: str, n: int, measure: str, queries: Sequence[int] = ()) -> dict[str, Any]:
        path = self._folder / f"{n}.npz"
        if not path.exists():
            profiles = self._profiles(n)
            np.savez(path, indptr=profiles.indptr, terms=profiles.terms)
        request = {"work": work, "measure": measure, "donors": str(path), "queries": list(queries), "k": K}
        return self._asked({**request, "compared": self._plan.compared})

    def _asked(self, request: dict[str, Any]) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.engine_ours"],
            cwd=ROOT,
            env={**os.environ, **_ONE_THREAD},
            input=json.dumps({**request, "compiled": str(self._compiled)}),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def _profiles(self, n: int) -> Profiles:
        return resampled(self._start, n, self._ontology)

    def _queries(self, n: int, count: int) -> list[int]:
        """Donors that ask, by chance; more of them begin with the same ones."""
        rows: list[int] = np.random.default_rng([SEED, n]).permutation(n)[:count].tolist()
        return rows

    def _peers(self) -> tuple[str, ...]:
        return (_FASTEST, *(name for name, _, _ in self._plan.slow))


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
