"""What a peer's runner answers: scores of pairs, or the nearest donors of a profile and the CPU time they took.

Runs under the peer's interpreter: standard library only.
"""

from __future__ import annotations

import heapq
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from benchmarks.machine import peak_megabytes


class Scorer(Protocol):
    """A peer that holds the ontology, our information content and the profiles of a request.

    Attributes:
        version: Of the peer.
        load_seconds: CPU time until it had its ontology.
    """

    version: str
    load_seconds: float

    def scores(self, measure: str, profile: int, others: Sequence[int]) -> list[float]:
        """Similarity of one profile to others, all given by their place in the request."""


def answer(make: Callable[[dict[str, Any]], Scorer]) -> None:
    """Reads one request from standard input and writes its answer to standard output.

    Args:
        make: Loads the peer for a request.
    """
    request = json.load(sys.stdin)
    scorer = make(request)
    json.dump(
        {
            "version": scorer.version,
            "load_seconds": scorer.load_seconds,
            "scores": {measure: _pairs(scorer, measure, request["pairs"]) for measure in request["measures"]},
            "queries": {measure: _queries(scorer, measure, request) for measure in request["measures"]},
            "peak_mb": peak_megabytes(),
        },
        sys.stdout,
    )


def _pairs(scorer: Scorer, measure: str, pairs: Sequence[Sequence[int]]) -> list[float]:
    return [scorer.scores(measure, first, [second])[0] for first, second in pairs]


def _queries(scorer: Scorer, measure: str, request: dict[str, Any]) -> list[dict[str, Any]]:
    others = range(len(request["profiles"]))
    return [_query(scorer, measure, profile, others, request["k"]) for profile in request["queries"]]


def _query(scorer: Scorer, measure: str, profile: int, others: Sequence[int], k: int) -> dict[str, Any]:
    """The k nearest of all profiles, and the CPU time of scoring them and of picking the nearest."""
    start = time.process_time()
    scores = scorer.scores(measure, profile, others)
    best = heapq.nlargest(k, range(len(scores)), key=scores.__getitem__)
    seconds = time.process_time() - start
    return {"seconds": seconds, "best": [[place, scores[place]] for place in best]}
