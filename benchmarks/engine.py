"""`python -m benchmarks engine`: the engine beside hpo3, semsimian and pyhpo: same donors, same weights, CPU time."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engine_rows import Row, growth, table
from benchmarks.engine_run import FAIR, FULL, QUICK, K, Plan, Run
from benchmarks.machine import machine
from benchmarks.peers import asking
from workbench.settings import from_environment

_MEASURES = (FAIR, "default")


def main(arguments: Sequence[str]) -> int:
    """Measures, prints, and gives 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks engine", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.add_argument("--quick", action="store_true", help="a few hundred synthetic donors: a first look")
    asked = parser.parse_args(arguments)
    result = measured(QUICK if asked.quick else FULL)
    print(json.dumps(result.to_data()) if asked.json else result.text())
    return 0


@dataclass(frozen=True, slots=True)
class Result:
    """All rows, and what they were measured on."""

    query: tuple[Row, ...]
    graph: tuple[Row, ...]
    ready: tuple[Row, ...]
    machine: str
    donors: str
    missing: tuple[str, ...]

    def to_data(self) -> dict[str, object]:
        """The promised keys `query` and `graph`, and more, JSON-ready."""
        return {
            "query": [row.to_data() for row in self.query],
            "graph": [row.to_data() for row in self.graph],
            "ready": [row.to_data() for row in self.ready],
            "growth": {"query": growth(self.query), "graph": growth(self.graph)},
            "growth_between_the_two_largest": {"query": growth(self.query, 2), "graph": growth(self.graph, 2)},
            "machine": self.machine,
            "donors": self.donors,
            "peers_not_installed": list(self.missing),
        }

    def text(self) -> str:
        """The same for a person."""
        return "\n\n".join(
            [
                f"{self.machine}\nDonors: {self.donors}. CPU time of all threads.",
                table(f"One exact top-{K} query", self.query, ("p50_ms", "p99_ms", "peak_mb", "largest_difference")),
                table(f"Exact graph of the {K} nearest", self.graph, ("wall_s", "first_time_s", "peak_mb")),
                table("Ontology ready from its prepared form", self.ready),
                "\n".join([*self._growth(), *self._notes()]),
            ]
        )

    def _growth(self) -> list[str]:
        kinds = (("a query", self.query), ("a graph", self.graph))
        return [
            f"{kind} by {name} grows as donors^{exponent}, between the two largest as donors^{growth(rows, 2)[name]}"
            for kind, rows in kinds
            for name, exponent in growth(rows).items()
        ]

    def _notes(self) -> list[str]:
        notes = ["* in proportion to pairs: the peer was measured on fewer of them"]
        if any(row.peer.startswith("semsimian") for row in self.query):
            notes.append(
                "semsimian takes the mean of two means of best matches, the others the mean of all: the same work"
            )
        if self.missing:
            notes.append(f"Not installed: {', '.join(self.missing)}. To install them: {asking.INSTALL}")
        return notes


def measured(plan: Plan) -> Result:
    """Runs a plan."""
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder:
        run = Run(plan, from_environment().ontology, Path(folder))
        run.peers()
        return Result(
            query=tuple(row for name in _MEASURES for row in run.query(name)),
            graph=tuple(row for name in _MEASURES for row in run.graph(name)),
            ready=tuple(run.ready()),
            machine=f"{machine()}, load {os.getloadavg()[1]:.1f} while measuring",
            donors=run.donors,
            missing=run.missing,
        )
