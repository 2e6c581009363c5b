"""semsimian (Rust): https://github.com/monarch-initiative/semsimian.

Its similarity of two sets of terms is the mean of the two means of best matches; BMA divides the sum of both by the
number of terms. They are the same for profiles of one length, and the same work for any.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.peers.answering import answer


class Semsimian:
    """semsimian over our links from terms to ancestors and our information content."""

    def __init__(self, request: dict[str, Any]) -> None:
        import semsimian

        links = [(_id(term), "is_a", _id(broader)) for term, row in request["ancestors"].items() for broader in row]
        start = time.process_time()
        with tempfile.TemporaryDirectory() as folder, _quiet():
            weights = Path(folder) / "content.tsv"
            weights.write_text("".join(f"{_id(term)}\t{ic!r}\n" for term, ic in request["content"].items()))
            self._peer = semsimian.Semsimian(links, ["is_a"], None, None, str(weights))
            first = _id(next(iter(request["content"])))
            self._peer.resnik_similarity(first, first)  # the closure is made at the first question
        self.load_seconds = time.process_time() - start
        self.version = version("semsimian")
        self._sets = [{_id(term) for term in profile} for profile in request["profiles"]]

    def scores(self, measure: str, profile: int, others: Sequence[int]) -> list[float]:
        """Mean of the two means of best matches by Resnik, the only measure of these three that semsimian has."""
        if measure != "resnik":
            raise ValueError(f"semsimian has no {measure}")
        score = "ancestor_information_content"
        return [self._peer.termset_comparison(self._sets[profile], self._sets[other], score) for other in others]


def _id(term: int | str) -> str:
    return f"HP:{int(term):07d}"


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """semsimian prints while it loads; standard output is for the answer."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


if __name__ == "__main__":
    answer(Semsimian)
