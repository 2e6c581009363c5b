"""The peers' side of `bench engine`: CPU time on the same donors, weights and queries as ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.peers.asking import Peer, Question, ask
from ontology.ontology import Ontology
from workbench.analysis.engine.described import Described

MEASURE = "resnik"


@dataclass(frozen=True, slots=True)
class Timed:
    """What a peer took for queries against the same number of donors each.

    Attributes:
        name: The peer and its version.
        seconds: CPU time of each query.
        donors: Donors that each query was compared with.
        found: Scores of the nearest, of each query.
        peak_mb: Largest resident memory of the peer's process.
    """

    name: str
    seconds: tuple[float, ...]
    donors: int
    found: tuple[tuple[float, ...], ...]
    peak_mb: float

    def query(self, n: int, first: int | None = None) -> float:
        """Seconds of one query against n donors, in proportion to the pairs.

        Args:
            first: How many of the queries to take the mean of; all when None.
        """
        taken = self.seconds[:first]
        return sum(taken) / len(taken) * n / self.donors

    def difference(self, found: Sequence[Sequence[float]]) -> float:
        """Largest relative difference between the peer's nearest scores and ours, over the queries that we share."""
        pairs = [pair for theirs, ours in zip(self.found, found) for pair in zip(theirs, ours)]
        return max((abs(theirs - ours) / max(abs(theirs), 1e-9) for theirs, ours in pairs), default=0.0)


def timed(
    peer: Peer, donors: Described, ontology: Ontology, queries: Sequence[int], *, others: int | None = None, k: int = 20
) -> Timed:
    """A peer's time for Resnik-BMA queries.

    Args:
        queries: Rows of the donors that ask.
        others: Compare with this many donors, the queries first; with all of them, in their order, when None.
    """
    rows = list(range(donors.donors))
    if others is not None:
        asking = set(queries)
        rest = [row for row in rows[:: max(1, len(rows) // others)] if row not in asking]
        rows = [*queries, *rest][: max(others, len(queries))]
    places = {row: place for place, row in enumerate(rows)}
    question = Question(donors, [MEASURE], rows, queries=[places[row] for row in queries], k=k)
    answer = ask(peer, question, ontology)
    asked = answer["queries"][MEASURE]
    return Timed(
        name=f"{peer.name} {answer['version']}",
        seconds=tuple(one["seconds"] for one in asked),
        donors=len(rows),
        found=tuple(tuple(score for _, score in one["best"]) for one in asked),
        peak_mb=answer["peak_mb"],
    )
