"""`evaluate retrieval` on phenopackets: what is read, what is left out, what is printed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ontology.ontology import load
from tests.integration.import_inputs import SHARED, write, zipped
from workbench.cli import main
from workbench.errors import WorkbenchError
from workbench.evaluation.cases import Cases, read_cases
from workbench.evaluation.retrieval import evaluate_retrieval

SEIZURE, HYPOTONIA, SCOLIOSIS, CATARACT, GAIT = "HP:0001250", "HP:0001252", "HP:0002650", "HP:0000518", "HP:0001288"
REAL = SHARED / "phenopackets" / "phenopackets-open.zip"
FIGURES = {"n", "hit@1", "hit@5", "hit@10", "map", "macro_hit@1"}


def _case(
    name: str, disease: str, publication: str, observed: list[str], excluded: tuple[str, ...] = ()
) -> dict[str, Any]:
    features = [{"type": {"id": term}} for term in observed]
    features += [{"type": {"id": term}, "excluded": True} for term in excluded]
    return {
        "id": name,
        "subject": {"id": name},
        "phenotypicFeatures": features,
        "diseases": [{"term": {"id": disease, "label": "Storm disease"}}] if disease else [],
        "metaData": {"created": "2024-05-06T07:08:09Z", "externalReferences": [{"id": publication}]},
    }


CASES = {
    "first/a.json": _case("a", "OMIM:900001", "PMID:1", [SEIZURE, HYPOTONIA, "HP:9999999"], (GAIT,)),
    "first/b.json": _case("b", "OMIM:900001", "PMID:1", [SEIZURE, HYPOTONIA]),
    "first/c.json": _case("c", "OMIM:900001", "PMID:2", [SEIZURE, SCOLIOSIS]),
    "second/d.json": _case("d", "OMIM:900002", "PMID:3", [CATARACT, SCOLIOSIS]),
    "second/e.json": _case("PMID_5_e", "OMIM:900002", "PMID:4", [CATARACT]),
    "second/f.json": _case("f", "OMIM:900003", "PMID:4", [GAIT]),
    "second/g.json": _case("g", "", "PMID:6", [GAIT]),
    "second/h.json": _case("h", "OMIM:900003", "PMID:6", [], (GAIT,)),
    "second/i.json": _case("a", "OMIM:900001", "PMID:1", [SEIZURE, HYPOTONIA]) | {"subject": {"id": "a"}},
    "second/j.json": b"{",
    "second/read.me": b"no case",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A zip of six cases that can be used and five that cannot."""
    return zipped(tmp_path / "cases.zip", CASES)


@pytest.fixture
def alone(compiled_ontology: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with the ontology and nothing else."""
    (tmp_path / "ontology").symlink_to(compiled_ontology)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    monkeypatch.delenv("WORKBENCH_STORE_URL", raising=False)


def _read(path: Path, folder: Path) -> Cases:
    return read_cases(path, load(folder))


def test_a_case_is_findings_disease_publications_and_cohort(small: Path, compiled_ontology: Path) -> None:
    cases = _read(small, compiled_ontology)
    assert cases.names == ("first/a.json", "first/b.json", "first/c.json", *(f"second/{x}.json" for x in "def"))
    assert cases.diseases == ("OMIM:900001",) * 3 + ("OMIM:900002",) * 2 + ("OMIM:900003",)
    assert cases.cohorts == ("first",) * 3 + ("second",) * 3
    assert cases.publications[0] == ("PMID:1",)
    assert cases.publications[4] == ("PMID:4", "PMID:5")
    assert cases.findings(0).tolist() == [1250, 1252]
    assert cases.absent(0).tolist() == [1288]
    assert cases.absent(1).tolist() == []


def test_what_is_left_out_is_counted(small: Path, compiled_ontology: Path) -> None:
    cases = _read(small, compiled_ontology)
    assert cases.unknown_terms == 1
    assert cases.left_out == {
        "file refused": 1,
        "files that are not JSON": 1,
        "no disease": 1,
        "no observed finding": 1,
        "same case again": 1,
    }


def test_a_folder_and_a_zip_of_it_are_the_same_cases(small: Path, tmp_path: Path, compiled_ontology: Path) -> None:
    for name, case in CASES.items():
        if isinstance(case, dict):
            write(tmp_path / "folder" / name, case)
    zipped_cases, folder_cases = _read(small, compiled_ontology), _read(tmp_path / "folder", compiled_ontology)
    assert folder_cases.names == zipped_cases.names
    assert folder_cases.observed.tolist() == zipped_cases.observed.tolist()
    assert folder_cases.cohorts == zipped_cases.cohorts


@pytest.mark.parametrize("content", [{}, {"a.json": {"id": "a"}}, {"../a.json": CASES["first/a.json"]}])
def test_nothing_to_measure_on_is_said(content: dict[str, Any], tmp_path: Path, compiled_ontology: Path) -> None:
    with pytest.raises(WorkbenchError):
        _read(zipped(tmp_path / "bad.zip", content), compiled_ontology)


@pytest.mark.usefixtures("alone")
def test_the_command_prints_the_promised_figures(small: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["evaluate", "retrieval", str(small), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"all", "xpub", "noise"} <= set(told)
    assert set(told["noise"]) == {"missing", "imprecise", "added", "mixed"}
    for figures in (told["all"], told["xpub"], *told["noise"].values()):
        assert set(figures) == FIGURES
    assert told["all"]["n"] == 5
    assert told["all"]["hit@1"] == 80  # scoliosis, the rarer of its two findings, leads c to d
    assert told["xpub"]["n"] == 5
    assert told["without_other_case"] == 1
    assert told["cases"] == 6
    assert sum(told["left_out"].values()) == 5


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("name", ["simgic", "resnik-bma", "lin-bma", "bm25", "default+conditions"])
def test_other_measures_are_asked_by_name(name: str, small: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["evaluate", "retrieval", str(small), "--measure", name]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Measure {name}, HPO ")
    assert "XPUB, mixed" in told


@pytest.mark.usefixtures("alone")
def test_a_missing_file_is_one_line_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["evaluate", "retrieval", str(tmp_path / "none.zip"), "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "There is no such file or folder." in captured.err


@pytest.mark.real_data
@pytest.mark.skipif(not REAL.exists(), reason="../shared/data is not here")
def test_real_cases_give_the_same_figures_twice(tmp_path: Path, compiled_ontology: Path) -> None:
    with zipfile.ZipFile(REAL) as archive:
        some = [name for name in sorted(archive.namelist()) if name.endswith(".json")][:400]
        path = zipped(tmp_path / "some.zip", {name: archive.read(name) for name in some})
    ontology = load(compiled_ontology)
    cases = read_cases(path, ontology)
    assert len(cases) > 350
    first, second = (evaluate_retrieval(cases, ontology) for _ in range(2))
    assert first == second
    assert first.everyone.n >= first.other_publications.n > 0
    assert first.everyone.hit_at_1 > 60
    assert all(one.n == first.other_publications.n for one in first.noise.values())
    assert first.noise["mixed"].hit_at_1 < first.other_publications.hit_at_1
