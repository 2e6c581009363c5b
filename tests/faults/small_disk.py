"""A disk of a few megabytes that can be filled and given room again: a tmpfs of its own size."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.faults import CannotRun

_PAGE = 4096


class SmallDisk:
    """A disk mounted at a folder.

    Attributes:
        folder: Where.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / ".filler"

    def leave_room(self, size: int) -> None:
        """Fills the disk up to the given number of bytes."""
        self._filler.unlink(missing_ok=True)
        fill = max(self._free() - size, 0) // _PAGE * _PAGE
        with self._filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, fill) if fill else None

    def make_room(self) -> None:
        """Takes away what filled it."""
        self._filler.unlink(missing_ok=True)

    def _free(self) -> int:
        state = os.statvfs(self.folder)
        return state.f_bavail * state.f_frsize


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """A disk of that size at the folder, gone at the end.

    Raises:
        CannotRun: Only root may mount.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CannotRun("no small disk can be made here: there is no mount") from None
    if done.returncode:
        raise CannotRun(f"no small disk can be made here: {done.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
