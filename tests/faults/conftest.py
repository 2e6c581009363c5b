"""A small run of a fault inside `make test`."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.faults import CannotRun, Fault, Figures, Run


@pytest.fixture
def made(tmp_path: Path, compiled_ontology: Path) -> Callable[[Fault, int], Figures]:
    """Makes a fault a few times and gives the figures; skips where it cannot be made."""

    def make(fault: Fault, times: int) -> Figures:
        try:
            return fault.run(Run(tmp_path, compiled_ontology, times, random.Random(), small=True))
        except CannotRun as reason:
            pytest.skip(str(reason))

    return make
