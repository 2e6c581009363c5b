"""pyhpo (Python): https://github.com/anergictcell/pyhpo."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any

from benchmarks.peers.answering import answer


class Pyhpo:
    """pyhpo over our files and our information content."""

    def __init__(self, request: dict[str, Any]) -> None:
        from pyhpo import HPOSet, Ontology

        start = time.process_time()
        Ontology(*request["folder"])
        self.load_seconds = time.process_time() - start
        self._content = {int(term): ic for term, ic in request["content"].items()}
        for term in Ontology:
            term.information_content.set_custom("ours", self._content.get(int(term), 0.0))
        self.version = version("pyhpo")
        self._sets = [HPOSet([Ontology[number] for number in profile]) for profile in request["profiles"]]
        # Paths to the root are kept once walked: walked here, before any clock starts.
        self._closures = [_closure(of) for of in self._sets]

    def scores(self, measure: str, profile: int, others: Sequence[int]) -> list[float]:
        """Similarity; simGIC, which pyhpo does not have, summed here over pyhpo's ancestors."""
        if measure == "simgic":
            return [self._simgic(self._closures[profile], self._closures[other]) for other in others]
        one = self._sets[profile]
        return [one.similarity(self._sets[other], kind="ours", method=measure, combine="BMA") for other in others]

    def _simgic(self, one: frozenset[int], other: frozenset[int]) -> float:
        shared, either = (sum(self._content[term] for term in terms) for terms in (one & other, one | other))
        return shared / either if either else 0.0


def _closure(terms: Iterable[Any]) -> frozenset[int]:
    return frozenset(int(one) for term in terms for one in (term, *term.all_parents))


if __name__ == "__main__":
    answer(Pyhpo)
