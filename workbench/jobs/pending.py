"""What still has to reach the snapshot: marks on disk that survive a power cut, and the lock of whoever works them off.

A mark holds no donor: an erasure is named by the hash on the suppression list and the name in the audit log, both of
which are kept for ever anyway.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from workbench.settings import Settings

Kind = Literal["consent", "erasure"]
_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a new snapshot has to follow.

    Attributes:
        subject: The donor as the audit log names it (`data_access.audit.link_hash`).
        suppressed: Of an erasure, the hash on the suppression list; else empty.
        actor: Who asked for it.
        name: File of the mark.
    """

    kind: Kind
    subject: str
    suppressed: str = ""
    actor: str = ""
    name: str = ""


def mark(settings: Settings, kind: Kind, subject: str, *, suppressed: str = "", actor: str = "") -> Mark:
    """Writes a mark to disk; when this returns, it is there."""
    folder = _folder(settings)
    made = Mark(kind, subject, suppressed, actor, f"{kind}-{subject}-{secrets.token_hex(4)}.json")
    draft = folder / f".{made.name}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(made), file)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / made.name)
    _flush(folder)
    return made


def marks(settings: Settings) -> list[Mark]:
    """All marks, by name."""
    paths = sorted(_folder(settings).glob("*.json"))
    return [Mark(**json.loads(path.read_text(encoding="utf-8"))) for path in paths if not path.name.startswith(".")]


def clear(settings: Settings, done: Iterable[Mark]) -> None:
    """Removes marks that were worked off."""
    folder = _folder(settings)
    for one in done:
        (folder / one.name).unlink(missing_ok=True)
    _flush(folder)


@contextmanager
def only_worker(settings: Settings) -> Iterator[None]:
    """Keeps others from working off marks; the system gives it back when a process dies."""
    folder = _folder(settings)
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _folder(settings: Settings) -> Path:
    folder = settings.home / "pending"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
