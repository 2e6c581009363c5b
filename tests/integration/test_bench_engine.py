"""`bench engine` in its small form: every promised key, whoever of the peers is installed; no figure is judged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.engine_donors import resampled, to_start_from
from benchmarks.peers import asking
from benchmarks.places import ROOT
from ontology.ontology import load


@pytest.fixture(scope="module")
def answer(compiled_ontology: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    home = tmp_path_factory.mktemp("bench")
    shutil.copytree(compiled_ontology, home / "ontology")
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "bench", "engine", "--quick", "--json"],
        cwd=ROOT,
        env={**os.environ, "WORKBENCH_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_row_has_the_promised_keys(answer: dict[str, Any]) -> None:
    for kind, unit in (("query", "ms"), ("graph", "s")):
        assert {row["measure"] for row in answer[kind]} == {"resnik-bma", "default"}
        for row in answer[kind]:
            assert {"n", "measure", f"ours_{unit}", "peer", f"peer_{unit}", "ratio"} <= set(row)
            assert row[f"ours_{unit}"] > 0


def test_the_fair_rows_stand_beside_hpo3_and_find_the_same_scores(answer: dict[str, Any]) -> None:
    if not asking.peer("hpo3").is_installed:
        assert not os.environ.get("CI"), f"CI compares with hpo3: {asking.INSTALL}"
        assert answer["peers_not_installed"] == ["hpo3"]
        pytest.skip(f"hpo3 is not installed; to install it: {asking.INSTALL}")
    fair = [row for row in answer["query"] if row["measure"] == "resnik-bma"]
    assert all(row["peer"].startswith("hpo3") and row["ratio"] > 0 for row in fair)
    assert [row["extrapolated"] for row in fair] == [False, True]
    assert fair[0]["largest_difference"] < 1e-6


def test_the_donors_are_as_many_as_asked_and_the_same_every_time(compiled_ontology: Path) -> None:
    ontology = load(compiled_ontology)
    start = to_start_from(ontology, compiled_ontology, synthetic=80)
    for n in (50, 500):
        first, again = (resampled(start, n, ontology) for _ in range(2))
        assert len(first) == n
        assert np.diff(first.indptr).min() >= 1
        np.testing.assert_array_equal(first.terms, again.terms)
        np.testing.assert_array_equal(first.indptr, again.indptr)
