"""The documents say what the code does: links lead somewhere, and every command and setting is named."""

from __future__ import annotations

import re
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

import pytest

from workbench.cli import _parser

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _commands(parser: ArgumentParser, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    groups = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    if not groups:
        return [words]
    return [found for name, sub in groups[0].choices.items() for found in _commands(sub, (*words, name))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    links = [link for link in _LINK.findall(document.read_text()) if "://" not in link]
    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []


def test_every_command_stands_in_the_reference() -> None:
    reference = (ROOT / "docs/reference/command-line.md").read_text()
    missing = [" ".join(words) for words in _commands(_parser()) if f"`{' '.join(words)}" not in reference]
    assert missing == []


def test_every_command_in_the_reference_exists() -> None:
    known = {" ".join(words) for words in _commands(_parser())}
    commands = (ROOT / "docs/reference/command-line.md").read_text().partition("## QUERY")[0]
    assert set(re.findall(r"^\| `([a-z-]+(?: [a-z]+)*)", commands, re.M)) == known


def test_every_setting_in_the_architecture_is_read() -> None:
    written = set(re.findall(r"WORKBENCH_[A-Z_]+", (ROOT / "docs/explanation/architecture.md").read_text()))
    read = set(re.findall(r"WORKBENCH_[A-Z_]+", (ROOT / "workbench/settings.py").read_text()))
    assert written == read


@pytest.mark.parametrize(
    "target", [*re.findall(r"make ([a-z]+)", (ROOT / "CONTRIBUTING.md").read_text()), "run", "test"]
)
def test_every_make_target_named_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.M)
