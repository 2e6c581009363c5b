"""A command of the workbench that tells its parent, on stdout, how far it is, so that it can be killed right there.

`python -m tests.faults.child import PATH ...` is `workbench import PATH ...` with lines `begin`, `commit` (what was
written is about to be kept), `kept ID ...` (donors were acknowledged) and `stage NAME` between.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from data_access.records import Donor
from data_access.sql_store import SqlStore
from workbench.cli import main
from workbench.cli.progress import Bars


def _say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def _told_put(store: SqlStore, donors: Sequence[Donor], *given: Any, **options: Any) -> Any:
    outcomes = _put(store, donors, *given, **options)
    _say(" ".join(["kept", *(donor.id for donor in donors)]))
    return outcomes


def _told_stage(shown: Bars, name: str, total: int | None = None) -> None:
    _say(f"stage {name}")
    _stage(shown, name, total)


def _told_commit(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):  # see data_access.connections.writing
        _say("commit")


_put, _stage = SqlStore.put, Bars.stage
SqlStore.put = _told_put  # type: ignore[method-assign]
Bars.stage = _told_stage  # type: ignore[method-assign]
event.listen(Engine, "commit", _told_commit)

if __name__ == "__main__":
    _say("begin")
    sys.exit(main())
