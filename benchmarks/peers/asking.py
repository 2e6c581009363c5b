"""Asks a peer in its own interpreter."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.places import ROOT
from ontology.ontology import Ontology
from ontology.release import installed as installed_files
from workbench.analysis.engine.described import Described

PEERS = ("hpo3", "pyhpo", "semsimian")
INSTALL = "make peers"


@dataclass(frozen=True, slots=True)
class Peer:
    """A library in a virtual environment of its own.

    Attributes:
        name: Its name on PyPI.
        python: The interpreter that can import it.
    """

    name: str
    python: Path

    @property
    def is_installed(self) -> bool:
        """Whether `make peers` has made its environment."""
        return (self.python.parents[1] / ".ready").is_file() and self.python.exists()


@dataclass(frozen=True, slots=True)
class Question:
    """What a peer is asked: the same donors, the same weights and the same ontology as ours.

    Attributes:
        donors: The profiles, and the information content of terms.
        measures: resnik, lin or simgic, as far as the peer has them.
        rows: Donors that are compared, in this order; others are not sent.
        pairs: Pairs to score, places in `rows`, (p, 2).
        queries: Places in `rows` whose k nearest among all `rows` are wanted.
    """

    donors: Described
    measures: Sequence[str]
    rows: Sequence[int]
    pairs: NDArray[np.integer] = field(default_factory=lambda: np.empty((0, 2), np.int64))
    queries: Sequence[int] = ()
    k: int = 20


def peer(name: str) -> Peer:
    """A peer by its name, installed or not."""
    return Peer(name, ROOT / ".peers" / name / "bin" / "python")


def ask(asked: Peer, question: Question, ontology: Ontology) -> dict[str, Any]:
    """The peer's answer, as `benchmarks.peers.answering` gives it.

    Raises:
        RuntimeError: The peer failed; says what it printed on stderr.
    """
    return _answer(asked, _request(asked, question, ontology))


def load(asked: Peer) -> dict[str, Any]:
    """The peer's answer when it only loads what its wheel carries in prepared form."""
    nothing: dict[str, Any] = {"folder": [], "content": {}, "measures": [], "profiles": [], "pairs": [], "queries": []}
    return _answer(asked, {**nothing, "k": 0})


def _answer(asked: Peer, request: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [str(asked.python), "-m", f"benchmarks.peers.{asked.name}_runner"],
        cwd=ROOT,
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{asked.name}: {done.stderr.strip()[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _request(asked: Peer, question: Question, ontology: Ontology) -> dict[str, Any]:
    numbers = ontology.numbers
    request: dict[str, Any] = {
        "folder": [str(installed_files().terms.parent)],
        "content": dict(zip(numbers.tolist(), question.donors.weights.content.tolist())),
        "measures": list(question.measures),
        "profiles": [numbers[question.donors.profile(row)].tolist() for row in question.rows],
        "pairs": question.pairs.tolist(),
        "queries": list(question.queries),
        "k": question.k,
    }
    if asked.name == "semsimian":  # the others read the links from the files of the release
        bounds = ontology.ancestor_indptr
        rows = (ontology.ancestor_indices[bounds[term] : bounds[term + 1]] for term in range(len(numbers)))
        request["ancestors"] = {int(term): numbers[row].tolist() for term, row in zip(numbers, rows)}
    return request
