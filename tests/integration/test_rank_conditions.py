"""`rank-conditions` on the published annotations, with neither a store nor a snapshot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.cli import main

PROFILE = "HP:0001166,HP:0002616,HP:0000193,HP:0001083"


@pytest.fixture
def alone(compiled_ontology: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the ontology and nothing else."""
    (tmp_path / "ontology").symlink_to(compiled_ontology)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    monkeypatch.delenv("WORKBENCH_STORE_URL", raising=False)
    return tmp_path


@pytest.mark.usefixtures("alone")
def test_conditions_come_with_reasons_that_add_up_to_the_score(capsys: pytest.CaptureFixture) -> None:
    assert main(["rank-conditions", "--observed", PROFILE, "--top", "5", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["conditions"]
    assert len(found) == 5
    assert {"id", "name", "score", "why"} <= set(found[0])
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    for one in found:
        assert sum(reason["addend"] for reason in one["why"]) == pytest.approx(one["score"], abs=1e-9)
        asked = {reason["term"] for reason in one["why"] if reason["kind"] == "observed"}
        assert asked == set(PROFILE.split(","))


@pytest.mark.usefixtures("alone")
def test_what_is_ruled_out_is_shown_and_not_scored(capsys: pytest.CaptureFixture) -> None:
    main(["rank-conditions", "--observed", "HP:0001166,HP:0002616", "--top", "100", "--json"])
    plain = json.loads(capsys.readouterr().out)["conditions"]
    asked = ["rank-conditions", "--observed", "HP:0001166,HP:0002616", "--excluded", "HP:0001083"]
    main([*asked, "--top", "100", "--json"])
    found = json.loads(capsys.readouterr().out)["conditions"]
    assert [(one["id"], one["score"]) for one in found] == [(one["id"], one["score"]) for one in plain]
    marfan = next(one for one in found if one["id"] == "OMIM:154700")
    (ruled_out,) = [reason for reason in marfan["why"] if reason["kind"] == "ruled out"]
    assert ruled_out["term"] == "HP:0001083"
    assert ruled_out["addend"] == 0
    assert ruled_out["frequency"] > 0
    assert "not scored" in ruled_out["text"]


def test_it_says_that_it_is_no_diagnosis_and_opens_no_store(alone: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["rank-conditions", "--observed", PROFILE]) == 0
    assert "Not a diagnosis." in capsys.readouterr().out
    assert {one.name for one in alone.iterdir()} == {"ontology"}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--observed", "HP:9999999"], "no term HP:9999999"),
        (["--observed", "HP:0001275"], "Use HP:0001250"),
        (["--observed", "HP:0000006"], "not a phenotypic abnormality"),
        (["--observed", ","], "no finding that is present"),
        (["--observed", "HP:0001250", "--excluded", "HP:0001250"], "Remove one of the two"),
        (["--observed", "HP:0001250", "--top", "0"], "From 1 to 100"),
    ],
)
def test_what_cannot_be_ranked_is_refused_in_one_line(
    given: list[str], said: str, capsys: pytest.CaptureFixture
) -> None:
    assert main(["rank-conditions", *given]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1
