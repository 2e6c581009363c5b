"""Exported heads of the audit log: a file of lines that say how far the chain reached, and with which hash.

The chain alone cannot show that its last rows were cut off. A head that was exported before can, best from a copy of
the file on another machine, where whoever changes the store cannot change the heads too.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

from data_access.audit import AuditLog, moment
from workbench.errors import StoreError

_LINE = re.compile(r"\S+ ([0-9]{1,18}) ([0-9a-f]{64})")


def export_head(log: AuditLog, path: Path) -> tuple[int, str]:
    """Adds the head of a log that holds to the file, and gives it (number, hash).

    Raises:
        StoreError: The log does not hold, alone or against the heads in the file; or the file cannot be written.
    """
    verdict = log.verify(read_heads(path))
    if not verdict.ok:
        raise StoreError(
            f"Row {verdict.first_bad:,} of the audit log was altered, removed or moved; its head is not exported.",
            do="Compare the log with a backup.",
        )
    _append(path, f"{moment(dt.datetime.now(dt.UTC))} {verdict.rows} {verdict.head}\n")
    return verdict.rows, verdict.head


def read_heads(path: Path) -> list[tuple[int, str]]:
    """The heads in the file, as (number, hash); none where there is no file.

    Raises:
        StoreError: A line is no head, or the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unusable(error, path) from None
    return [_head(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line]


def _head(line: str, where: str) -> tuple[int, str]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise StoreError(
            "This line is no exported head of the audit log.", do="Use a copy of the file that is whole.", where=where
        )
    return int(found[1]), found[2]


def _append(path: Path, line: str) -> None:
    """Adds the line in one write, which survives a power cut."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise _unusable(error, path) from None


def _unusable(error: OSError, path: Path) -> StoreError:
    return StoreError(
        f"The exported heads cannot be read or written ({error.strerror}).",
        do="Check the permissions of the file and its folder.",
        where=os.fspath(path),
    )
