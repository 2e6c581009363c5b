"""Many questions around one narrow group: what makes the data steward look."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations

_LEAST_CLAUSES = 2


class Crowds:
    """How many different cohorts share each core: two or more clauses that they have in common.

    Args:
        most: From so many cohorts on a core is crowded.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._around: Counter[str] = Counter()
        self._seen: set[str] = set()

    def add(self, query: str) -> tuple[str, ...]:
        """The crowded cores of one more cohort, canonical JSON; those of a cohort that was added before too.

        Args:
            query: The canonical query as JSON.
        """
        cores = cores_of(query)
        if query not in self._seen:
            self._seen.add(query)
            self._around.update(cores)
        return tuple(core for core in cores if self._around[core] >= self._most)


def cores_of(query: str) -> tuple[str, ...]:
    """Every two or more clauses of a canonical query, as canonical queries; a profile is no clause of a core."""
    clauses = json.loads(query).get("all", [])
    return tuple(
        json.dumps({"all": list(some)}, separators=(",", ":"))
        for length in range(_LEAST_CLAUSES, len(clauses) + 1)
        for some in combinations(clauses, length)
    )
