"""What was found, as a table for `PRIVACY.md` and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.attack.attacks import ATTACKS
from tests.attack.playing import Score

PAGE = Path(__file__).parents[2] / "workbench" / "web" / "plain" / "attack_figures.json"
BEGIN, END = "<!-- attack:begin -->", "<!-- attack:end -->"
GAIN, STUDY_ACCURACY = 0.05, 0.65
_TITLES = {attack.name: attack.title for attack in ATTACKS}
_COVERED = {attack.name for attack in ATTACKS if attack.covered}


Run = tuple[Mapping[str, Sequence[Score]], Mapping[str, object]]
"""Scores by what was attacked, and what they were measured on."""


def as_json(found: Mapping[str, Sequence[Score]], about: Mapping[str, object]) -> dict[str, object]:
    """Every score, with what it was measured on."""
    return {**about, "scores": {against: [asdict(one) for one in some] for against, some in found.items()}}


def read(path: Path) -> tuple[dict[str, list[Score]], dict[str, object]]:
    """The scores and what they were measured on, from a file that `as_json` made."""
    data = json.loads(path.read_text(encoding="utf-8"))
    scores = {against: [Score(**one) for one in some] for against, some in data.pop("scores").items()}
    return scores, data


def page_figures(runs: Sequence[Run]) -> dict[str, object] | None:
    """What the page for families shows, in percent: the attack of the explore tier that was right most often, its
    control, and the same where only groups under ten are hidden; None where either was not attacked.
    """
    explore = [(one, about) for found, about in runs for against in ("http", "door") for one in found.get(against, ())]
    covered = [(one, about) for one, about in explore if one.attack in _COVERED]
    simpler = [one.accuracy for found, _ in runs for one in found.get("round", ()) if one.attack in _COVERED]
    if not covered or not simpler:
        return None
    most, about = max(covered, key=lambda run: run[0].accuracy)
    return {
        "day": str(about["day"]),
        "targets": most.targets,
        "budget": most.budget,
        "control": round(100 * most.control),
        "here": round(100 * most.accuracy),
        "simpler": round(100 * max(simpler)),
    }


def worst(found: Sequence[Score]) -> Score | None:
    """The score that gained most, of the attacks that the promise covers."""
    covered = [one for one in found if one.attack in _COVERED]
    return max(covered, key=lambda one: one.gain, default=None)


def table(found: Mapping[str, Sequence[Score]], words: Mapping[str, str], about: Mapping[str, object]) -> str:
    """One Markdown table a mechanism, each with its worst attack."""
    facts = "; ".join(f"{key}: {value}" for key, value in about.items() if key != "day")
    lines = [f"Measured on {about['day']}: {facts}.", ""]
    for against, scores in found.items():
        lines += _one(words[against], scores)
    return "\n".join(lines)


def write(path: Path, text: str) -> None:
    """Puts the text between the markers of a file; at its end where it has none yet."""
    old = path.read_text(encoding="utf-8")
    if BEGIN not in old:
        old = f"{old.rstrip()}\n\n## What the attack harness measures\n\n{BEGIN}\n{END}\n"
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def _one(title: str, scores: Sequence[Score]) -> list[str]:
    head = [
        f"**{title[:1].upper()}{title[1:]}**",
        "",
        "| attack | budget | right guesses | control | difference (95 % interval) | targets | questions | withheld |",
        "|---|---|---|---|---|---|---|---|",
    ]
    rows = [
        f"| {_TITLES[one.attack]} | {one.budget} | {one.accuracy:.2f} | {one.control:.2f} "
        f"| {one.gain:+.2f} ({one.low:+.2f} to {one.high:+.2f}) "
        f"| {one.targets} | {one.questions:.0f} | {100 * one.withheld:.0f} % |"
        for one in scores
    ]
    most = worst(scores)
    said = f"Worst that the promise covers: {_TITLES[most.attack]} with {most.budget} questions." if most else ""
    return [*head, *rows, "", said, ""]
