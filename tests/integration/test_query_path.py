"""What a web worker loads to answer a profile, and compiled loops where nothing can be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORLD = """
import sys
import numpy as np
sys.path[:0] = [sys.argv[1], sys.argv[2]]
from small_donors import SmallOntology, World, terms_of
graph = SmallOntology(((), (0,), (0,), (1,), (1, 2)))
world = World(graph, tuple(frozenset({1 + row % 4}) for row in range(50)))
"""
ASK = """
from workbench.analysis.engine.explain import explain
from workbench.analysis.engine.nearest import nearest_to
from workbench.analysis.engine.registry import MEASURES, measure
from workbench.analysis.engine.snapshot_donors import described_snapshot
for name in MEASURES:
    one = measure(name, world.donors, world.ontology)
    assert len(nearest_to(one, terms_of({3}), 5).rows) == 5
explain(measure("default", world.donors, world.ontology), terms_of({3}), terms_of({4}))
print(*sorted({"numba", "sklearn", "umap", "dask"} & set(sys.modules)))
"""
GRAPH = """
from workbench.analysis.engine.graph import neighbour_graph
print(neighbour_graph("resnik-bma", world.donors, world.ontology, 1).rows[:4].ravel().tolist())
"""


def run(program: str, root: Path, **environment: str) -> str:
    """What a program prints in a fresh interpreter."""
    arguments = [sys.executable, "-c", WORLD + program, str(root), str(ROOT / "tests/unit/analysis/engine")]
    done = subprocess.run(
        arguments, capture_output=True, text=True, env={**os.environ, **environment}, cwd=root, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_profile_is_answered_by_numpy_and_scipy_alone() -> None:
    assert run(ASK, ROOT) == ""


def test_a_graph_is_built_where_no_compiled_code_can_be_kept(tmp_path: Path) -> None:
    """Folders that are files stand in for folders that cannot be written: the owner of all files may write any."""
    for package in ("workbench", "ontology", "data_access"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "workbench/analysis/engine/__pycache__").write_text("")
    (tmp_path / "home").write_text("")
    home = str(tmp_path / "home" / "none")
    printed = run(GRAPH, tmp_path, PYTHONDONTWRITEBYTECODE="1", HOME=home, XDG_CACHE_HOME=home, NUMBA_CACHE_DIR="")
    assert printed == "[2, 3, 6, 7]"  # of equally close ones the lower row
