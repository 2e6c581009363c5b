"""The worked example of the documentation gives the numbers that the engine gives."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from ontology.ontology import Ontology, load
from ontology.release import Source
from workbench.analysis.engine.default import default_measure
from workbench.analysis.engine.described import Described, described
from workbench.analysis.engine.parameters import Damping, DefaultParameters

PAGE = (Path(__file__).parents[2] / "docs/explanation/similarity.md").read_text()
NERVES, SEIZURE, FEBRILE, FOCAL, SKELETON, FINGERS, GROWTH = (9000001 + number for number in range(7))
ROOT = 118
PARENTS = dict.fromkeys((NERVES, SKELETON, GROWTH), ROOT)
PARENTS |= {SEIZURE: NERVES, FEBRILE: SEIZURE, FOCAL: SEIZURE, FINGERS: SKELETON}
RECORDED = {NERVES: 400, SEIZURE: 31, FEBRILE: 19, FOCAL: 49, SKELETON: 490, FINGERS: 9, GROWTH: 2}
UNDAMPED = DefaultParameters(broader=Damping(saturation=0.0), exact=Damping(saturation=0.0))


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    """The five findings of the example, one more, and what stands above them."""
    folder = tmp_path_factory.mktemp("example")
    data = Path(__file__).parents[1] / "data" / "ontology"
    terms = [(1, None), (ROOT, 1), *PARENTS.items()]
    blocks = [_block(number, parent) for number, parent in terms]
    header = "format-version: 1.2\ndata-version: hp/releases/2024-02-29\nontology: hp.obo\n"
    (folder / "hp.obo").write_text("\n".join([header, *blocks, ""]))
    return load(folder / "home", source=Source(folder / "hp.obo", data / "phenotype.hpoa", minimum_terms=4))


def _block(number: int, parent: int | None) -> str:
    above = "" if parent is None else f"is_a: HP:{parent:07d}\n"
    return f"[Term]\nid: HP:{number:07d}\nname: finding {number}\n{above}"


@pytest.fixture(scope="module")
def donors(ontology: Ontology) -> Described:
    """999 donors; the one of the example, number 498, has focal seizures and long fingers."""
    of_nerves = [term for term in (NERVES, SEIZURE, FEBRILE, FOCAL) for _ in range(RECORDED[term])]
    of_skeleton = [term for term in (FINGERS, SKELETON) for _ in range(RECORDED[term])]
    rows = [[one] for one in of_nerves[:-1]] + [[of_nerves[-1], of_skeleton[0]]]
    rows += [[one] for one in of_skeleton[1:]] + [[GROWTH]] * RECORDED[GROWTH]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return described(indptr, np.array([term for row in rows for term in row], dtype=np.int32), ontology)


def _printed(pattern: str) -> list[float]:
    return [float(text) for text in re.findall(pattern, PAGE)]


def test_the_example_has_the_donors_that_it_names(ontology: Ontology, donors: Described) -> None:
    counts = np.bincount(donors.closure, minlength=len(ontology.numbers))
    found = {term: int(counts[np.searchsorted(ontology.numbers, term)]) for term in PARENTS}
    named = {NERVES: 499, SEIZURE: 99, FEBRILE: 19, FOCAL: 49, SKELETON: 499, FINGERS: 9}
    assert donors.donors == 999
    assert found == {**named, GROWTH: 2}


def test_the_weights_are_those_of_the_page(ontology: Ontology, donors: Described) -> None:
    printed = _printed(r"\| \d+ \| (\d\.\d{3}) \|")
    order = np.searchsorted(ontology.numbers, [NERVES, SEIZURE, FEBRILE, SKELETON, FINGERS])
    assert printed[:5] == [round(float(one), 3) for one in donors.weights.increment[order]]


def test_the_parts_add_up_to_the_closeness_that_the_engine_gives(ontology: Ontology, donors: Described) -> None:
    profile = np.sort(np.searchsorted(ontology.numbers, [FEBRILE, FINGERS])).astype(np.int32)
    closeness = default_measure(donors, ontology, UNDAMPED).scores(profile)[498]
    *parts, total = _printed(r"\*\*(0\.\d{3})\*\*")
    assert total == pytest.approx(float(closeness), abs=0.001)  # the page adds up rounded parts
    assert sum(parts) == pytest.approx(total, abs=1e-9)
