"""Killing a command at a moment of one's choice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.faults.faults import ROOT, environment, require
from workbench.settings import Settings


@dataclass(slots=True)
class Said:
    """What a command said until it ended or was killed."""

    lines: list[str] = field(default_factory=list)
    killed: bool = False

    @property
    def kept(self) -> set[str]:
        """Ids of the donors that were acknowledged."""
        return {word for line in self.lines if line.startswith("kept ") for word in line.split()[1:]}


@contextmanager
def _child(settings: Settings, arguments: tuple[str, ...]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.child", *arguments],
        cwd=ROOT,
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def killed_after(settings: Settings, line: str, nth: int, seconds: float, *arguments: str) -> Said:
    """Runs a command and kills it some time after it said a line for the nth time.

    Args:
        line: How the line begins.
        seconds: How long after.
    """
    said = Said()
    with _child(settings, arguments) as process:
        assert process.stdout is not None
        with process.stdout:
            for text in process.stdout:
                said.lines.append(text.rstrip("\n"))
                nth -= text.startswith(line)
                if nth == 0:
                    time.sleep(seconds)
                    said.killed = process.poll() is None  # else it had ended by itself
                    process.send_signal(signal.SIGKILL)
                    break
            # What it said before the kill and nobody had read yet was acknowledged too; a cut line was not.
            said.lines += [text.rstrip("\n") for text in process.stdout if text.endswith("\n")]
        # A command that failed by itself would make every kill an empty success.
        require(said.killed or process.wait() == 0, f"the command failed before it was killed: {said.lines[-3:]}")
    return said
