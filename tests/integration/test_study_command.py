"""`study` and `count --study`: proposed by one person, approved by another, evaluated by its lead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import main
from workbench.settings import Settings

EITHER = '{"all": [{"any": [{"observed": "HP:0001250"}, {"observed": "HP:0001252"}]}]}'


def run(capsys: pytest.CaptureFixture, *words: str) -> tuple[int, Any, str]:
    code = main([*words, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out.strip() else None, err


def test_a_study_goes_from_proposal_to_an_evaluation(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(home.home))
    document = tmp_path / "approval.pdf"
    document.write_bytes(b"approved")
    add = (
        "study",
        "add",
        "sleep",
        "--title",
        "Sleep",
        "--purpose",
        "Sleep.",
        "--lead",
        "lea",
        "--as",
        "olga",
        "--duo",
        "HMB",
        "--duo",
        "NPUNCU",
    )
    papers = ("--ethics", "CEIC 1", "--ethics-document", str(document), "--ethics-until", "2999-01-01")
    assert run(capsys, *add, *papers)[1]["state"] == "proposed"
    code, _, refused = run(capsys, "count", EITHER, "--study", "sleep", "--as", "lea")
    assert (code, "not approved" in refused) == (1, True)
    assert run(capsys, "study", "approve", "sleep", "--as", "olga")[0] == 1
    assert run(capsys, "study", "approve", "sleep", "--as", "sven")[1]["decided_by"] == "sven"
    code, told, _ = run(capsys, "count", EITHER, "--study", "sleep", "--as", "lea")
    assert code == 0
    assert told["question"] == json.loads(EITHER)
    assert told["withheld"] == (told["count"] is None)
    assert run(capsys, "count", EITHER, "--study", "sleep", "--as", "eva")[0] == 1
    assert run(capsys, "count", EITHER)[0] == 1
    (listed,) = (one for one in run(capsys, "study", "list")[1]["studies"] if one["study"] == "sleep")
    assert (listed["study"], listed["open"], len(listed["ethics_document"])) == ("sleep", True, 64)
    assert run(capsys, "audit", "verify")[1]["ok"]
