"""Our side of `bench engine`: one piece of work in a process of its own, so that its memory is its own too.

Reads one request from standard input and writes one answer to standard output, both JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.engine_donors import Profiles
from benchmarks.machine import peak_megabytes
from ontology.ontology import Ontology, load
from workbench.analysis.engine.described import Described

_WARM_UP = 5
_REPEATS = 3


def main() -> None:
    """Does the work that the request names."""
    request = json.load(sys.stdin)
    start = time.process_time()
    ontology = load(Path(request["compiled"]))
    answer = {"load_seconds": time.process_time() - start}
    if request["work"] != "load":
        arrays = np.load(request["donors"])
        profiles = Profiles(arrays["indptr"], arrays["terms"], "")
        work = {"query": _query, "graph": _graph}[request["work"]]
        answer |= work(request, profiles, ontology)
    answer["peak_mb"] = peak_megabytes()
    json.dump(answer, sys.stdout)


def _query(request: dict[str, Any], profiles: Profiles, ontology: Ontology) -> dict[str, Any]:
    """CPU time of each query, the median of three goes, and what the first ones found."""
    from workbench.analysis.engine.nearest import nearest_to
    from workbench.analysis.engine.registry import measure

    donors = profiles.weighed(ontology)
    start = time.process_time()
    index = measure(request["measure"], donors, ontology)
    prepared = time.process_time() - start
    queries, k = [donors.profile(row) for row in request["queries"]], request["k"]
    for profile in queries[:_WARM_UP]:
        nearest_to(index, profile, k)
    goes = [[_seconds(partial(nearest_to, index, profile, k)) for profile in queries] for _ in range(_REPEATS)]
    found = [nearest_to(index, profile, k).scores.tolist() for profile in queries[: request["compared"]]]
    return {"seconds": np.median(goes, axis=0).tolist(), "found": found, "prepare_seconds": prepared}


def _graph(request: dict[str, Any], profiles: Profiles, ontology: Ontology) -> dict[str, Any]:
    """CPU and wall time of the graph, after a small one that makes kernels ready."""
    from workbench.analysis.engine.graph import neighbour_graph

    few = Profiles(profiles.indptr[:65], profiles.terms[: profiles.indptr[64]], "").weighed(ontology)

    def graph(donors: Described) -> None:
        neighbour_graph(request["measure"], donors, ontology, request["k"], lambda rows: None)

    warm_up = _seconds(lambda: graph(few))
    donors = profiles.weighed(ontology)
    wall = time.perf_counter()
    seconds = _seconds(lambda: graph(donors))
    return {"seconds": seconds, "wall_seconds": time.perf_counter() - wall, "warm_up_seconds": warm_up}


def _seconds(work: Callable[[], object]) -> float:
    """CPU time of all threads of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
