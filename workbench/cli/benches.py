"""`bench`: speed on this machine; the benchmarks stand beside the packages, in a checkout."""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from workbench.cli.answers import Answer, Commands
from workbench.errors import WorkbenchError
from workbench.settings import Settings

_ROOT = Path(__file__).resolve().parents[2]


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    bench = commands.add_parser("bench", parents=[shared], help="measure speed on this machine")
    bench.add_argument("name", nargs="?", default="budgets", choices=["budgets", "engine"])
    bench.add_argument("--quick", action="store_true", help="less of everything: a first look")
    bench.set_defaults(command=_bench)


def _bench(arguments: argparse.Namespace, settings: Settings) -> Answer | None:
    if importlib.util.find_spec("benchmarks") is None and not (_ROOT / "benchmarks").is_dir():
        raise WorkbenchError("The benchmarks are not here.", do="Run this in a checkout of the repository.")
    options = [f"--{name}" for name in ("json", "quick") if getattr(arguments, name)]
    environment = {
        **os.environ,
        "WORKBENCH_HOME": str(settings.home),
    }  # the folder of this command, not of the checkout
    command = [sys.executable, "-m", "benchmarks", arguments.name, *options]
    if subprocess.run(command, cwd=_ROOT, env=environment, check=False).returncode:
        raise WorkbenchError("The benchmark did not finish.", do="Read the lines above.")
    return None
