"""The measures that others have too give the same numbers as theirs: hpo3 in Rust, pyhpo in Python.

Each peer gets our files of HPO, our information content and the same profiles, in an interpreter of its own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.engine_donors import resampled, to_start_from
from benchmarks.peers import asking
from benchmarks.places import CASES
from ontology.ontology import Ontology, load
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.registry import measure

_TOLERANCE = 1e-6
_DONORS, _QUERIES = 60, 5
_OURS = {"resnik": "resnik-bma", "lin": "lin-bma", "simgic": "simgic"}
_HAS = [("hpo3", "resnik"), ("hpo3", "lin"), ("pyhpo", "resnik"), ("pyhpo", "lin"), ("pyhpo", "simgic")]
_SOURCES = [
    "synthetic",
    pytest.param(
        "published",
        marks=[pytest.mark.real_data, pytest.mark.skipif(not CASES.exists(), reason="../shared/data is not here")],
    ),
]


@pytest.fixture(scope="module")
def ontology(compiled_ontology: Path) -> Ontology:
    return load(compiled_ontology)


@pytest.fixture(scope="module", params=_SOURCES)
def donors(request: pytest.FixtureRequest, ontology: Ontology, compiled_ontology: Path) -> Described:
    """Sixty profiles, weighed among themselves."""
    synthetic = 2 * _DONORS if request.param == "synthetic" else None
    return resampled(to_start_from(ontology, compiled_ontology, synthetic), _DONORS, ontology).weighed(ontology)


@pytest.fixture(scope="module")
def answers(donors: Described, ontology: Ontology) -> dict[str, dict[str, Any]]:
    """What each installed peer says about 300 pairs, asked once."""
    pairs = np.array([(one, other) for one in range(_QUERIES) for other in range(_DONORS)])
    found = {}
    for name in {peer for peer, _ in _HAS}:
        if asking.peer(name).is_installed:
            has = [of for peer, of in _HAS if peer == name]
            found[name] = asking.ask(asking.peer(name), asking.Question(donors, has, range(_DONORS), pairs), ontology)[
                "scores"
            ]
    return found


@pytest.mark.parametrize(("peer", "name"), _HAS)
def test_ours_is_what_the_peer_computes(
    peer: str, name: str, donors: Described, ontology: Ontology, answers: dict[str, dict[str, Any]]
) -> None:
    if peer not in answers:
        if os.environ.get("CI"):
            pytest.fail(f"{peer} is not installed, and CI compares with it: {asking.INSTALL}")
        pytest.skip(f"{peer} is not installed; to install it: {asking.INSTALL}")
    ours = measure(_OURS[name], donors, ontology)
    scores = np.concatenate([ours.scores(donors.profile(row)) for row in range(_QUERIES)])
    theirs = np.array(answers[peer][name])
    assert len(theirs) >= 200
    assert np.ptp(theirs) > 0.1
    np.testing.assert_allclose(scores, theirs, rtol=_TOLERANCE, atol=_TOLERANCE)


def test_short_and_long_profiles_are_among_those_compared(donors: Described) -> None:
    sizes = np.diff(donors.observed_indptr)
    assert sizes.min() < 4
    assert sizes.max() > 10
