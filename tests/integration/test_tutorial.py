"""The tutorial's commands give the tutorial's numbers."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from benchmarks.running import command

TUTORIAL = (Path(__file__).parents[2] / "docs/tutorial/first-cohort.md").read_text()
BLOCKS = re.findall(r"^```\n(.*?)^```", TUTORIAL, re.M | re.S)
COMMANDS = [shlex.split(line)[1:] for line in "".join(BLOCKS).splitlines() if line.startswith(".venv/bin/workbench")]
ABOUT = [int(text.replace(",", "")) for text in re.findall(r"[\d,]*\d(?=, 540| and 195| donors\. Yours)", TUTORIAL)]
CLOSE = 10  # the gate's noise differs between installations

pytestmark = pytest.mark.real_data


def _counts() -> list[str]:
    return [words[1] for words in COMMANDS if words[0] == "count"]


def test_the_tutorial_names_the_commands_it_needs() -> None:
    assert [words[0] for words in COMMANDS] == ["import", "snapshot", "snapshot", "terms", *["count"] * 4, "serve"]


def test_importing_again_stores_nothing_twice(real_home: Path) -> None:
    report = command(real_home, *COMMANDS[0])
    assert report["unchanged"] == report["read"] == 7168
    assert "stored                 7,168" in TUTORIAL
    assert report["terms"] == {"kept": 152881, "replaced": 0, "unknown": 236}
    assert all(f"terms {kind:<16} {report['terms'][kind]:,}" in TUTORIAL for kind in ("kept", "unknown"))  # type: ignore[index]


def test_the_snapshot_holds_its_checksums(real_home: Path) -> None:
    assert command(real_home, "snapshot", "verify")["ok"] is True


def test_the_term_is_found_by_an_everyday_word(real_home: Path) -> None:
    candidates = command(real_home, *COMMANDS[3])["candidates"]
    assert [found["term"] for found in candidates] == ["HP:0001250"]  # type: ignore[attr-defined]


def test_the_cohorts_have_about_the_tutorials_numbers(real_home: Path) -> None:
    assert len(ABOUT) == 3
    answers = [command(real_home, "count", query) for query in _counts()]
    assert all(abs(answer["count"] - about) <= CLOSE for answer, about in zip(answers[:3], ABOUT))  # type: ignore[operator]
    assert answers[3]["withheld"] is True
    assert answers[3]["count"] is None
