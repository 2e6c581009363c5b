"""`python -m tests.attack`: attacks the gate, prints what was learnt, and writes the table into `PRIVACY.md`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.places import CASES, ROOT
from tests.attack.attacks import ATTACKS, by_name
from tests.attack.homes import prepared
from tests.attack.playing import BUDGETS, Score
from tests.attack.report import GAIN, PAGE, STUDY_ACCURACY, Run, as_json, page_figures, read, table, worst, write
from tests.attack.running import AGAINST, arena, run


def main() -> int:
    """Runs what was asked for; 1 where an attack that the promise covers beats its figure beyond chance."""
    asked = _arguments()
    if asked.read:
        return _again(asked.read, write_them=asked.write)
    home = Path(asked.home or tempfile.mkdtemp(prefix="attack-"))
    door = prepared(home, asked.data)
    start = time.perf_counter()

    def say(words: str) -> None:
        print(f"{time.perf_counter() - start:6.0f} s  {words}", file=sys.stderr, flush=True)

    place = arena(door, home, asked.targets, asked.seed, asked.budgets, asked.rounds)
    say(f"{len(place.secrets)} targets chosen")
    found = {against: run(place, by_name(asked.attacks), against, say) for against in asked.against}
    about = {
        "data": "7,168 published cases" if asked.data == "cases" else "synthetic donors",
        "targets": len(place.secrets) * asked.rounds,
        "seed": asked.seed,
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
    }
    text = table(found, AGAINST, about)
    print(json.dumps(as_json(found, about)) if asked.json else text)
    if asked.write:
        _write([(found, about)])
    return int(any(_is_beaten(against, scores) for against, scores in found.items()))


def _again(files: Sequence[Path], *, write_them: bool) -> int:
    """Tables of runs that were kept as JSON."""
    runs = [read(path) for path in files]
    print("\n".join(table(found, AGAINST, about) for found, about in runs))
    if write_them:
        _write(runs)
    return int(any(_is_beaten(against, scores) for found, _ in runs for against, scores in found.items()))


def _write(runs: Sequence[Run]) -> None:
    write(ROOT / "PRIVACY.md", "\n".join(table(found, AGAINST, about) for found, about in runs))
    figures = page_figures(runs)
    if figures:
        PAGE.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _is_beaten(against: str, scores: Sequence[Score]) -> bool:
    most = worst(scores)
    if most is None or against in ("round", "noise"):
        return False
    if against == "study":
        return bool(most.low + most.control > STUDY_ACCURACY)
    return bool(most.low > GAIN)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--targets", type=int, default=320)
    parser.add_argument("--rounds", type=int, default=1, help="attack each target so often, secrets tossed anew")
    parser.add_argument("--attacks", type=_names, default=[], help=f"of {', '.join(one.name for one in ATTACKS)}")
    parser.add_argument("--budgets", type=_numbers, default=BUDGETS)
    parser.add_argument("--against", type=_names, default=["http", "study", "round", "noise"], help=", ".join(AGAINST))
    parser.add_argument("--data", choices=("cases", "demo"), default="cases" if CASES.exists() else "demo")
    parser.add_argument("--home", help="folder of a filled home to use, or to fill and keep")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="every score as JSON")
    parser.add_argument("--read", type=Path, nargs="+", help="attack nothing: tables of runs kept with --json")
    parser.add_argument(
        "--write", action="store_true", help="put the table into PRIVACY.md and its worst row on the page for families"
    )
    return parser.parse_args()


def _names(text: str) -> list[str]:
    return [one for one in text.split(",") if one]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(one) for one in text.split(",")))


if __name__ == "__main__":
    sys.exit(main())
