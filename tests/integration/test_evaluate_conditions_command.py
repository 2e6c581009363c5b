"""`evaluate conditions` on real public cases."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from workbench.cli import main

CASES = Path(__file__).parents[2].parent / "shared" / "data" / "phenopackets" / "phenopackets-open.zip"


@pytest.mark.real_data
@pytest.mark.skipif(not CASES.exists(), reason="../shared/data is not here")
def test_real_cases_are_found_more_often_with_their_own_papers_than_without(
    compiled_ontology: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "ontology").symlink_to(compiled_ontology)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    some = tmp_path / "some.zip"
    with zipfile.ZipFile(CASES) as whole, zipfile.ZipFile(some, "w") as part:
        for name in whole.namelist()[::40]:
            part.writestr(name, whole.read(name))
    assert main(["evaluate", "conditions", str(some), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["plain"]["n"] == found["leak_controlled"]["n"] > 100
    assert found["plain"]["top1"] > found["leak_controlled"]["top1"] > found["leak_controlled_strict"]["top1"]
    assert found["with_cases"]["plain"]["n"] == found["plain"]["n"]
