"""`audit verify` and `audit head`: whether the audit log is what was written."""

from __future__ import annotations

import argparse
from pathlib import Path

from data_access.audit_heads import export_head, read_heads
from data_access.opening import open_store
from workbench.cli.answers import Answer, Commands
from workbench.settings import Settings

_HEADS = "audit-heads.log"


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    group = commands.add_parser("audit", help="the audit log").add_subparsers(required=True, metavar="WHAT")
    check = group.add_parser("verify", parents=[shared], help="check the hash chain, and against exported heads")
    check.add_argument("--heads", type=Path, metavar="FILE", help="exported heads kept elsewhere, compared too")
    check.set_defaults(command=_verify)
    head = group.add_parser("head", parents=[shared], help="export the head of the chain; once a day")
    head.set_defaults(command=_head)


def _verify(arguments: argparse.Namespace, settings: Settings) -> Answer:
    anchors = read_heads(settings.home / _HEADS)
    if arguments.heads is not None:
        anchors += read_heads(arguments.heads)
    store = open_store(settings.store_url)
    try:
        verdict = store.audit.verify(anchors)
    finally:
        store.close()
    data = {"ok": verdict.ok, "rows": verdict.rows, "first_bad": verdict.first_bad, "heads": len(anchors)}
    if not verdict.ok:
        refused = (
            f"Row {verdict.first_bad:,} of the audit log was altered, removed or moved. "
            "Keep a copy of the store as it is, and compare the log with a backup."
        )
        return Answer(data, "", refused)
    agree = f"it agrees with {len(anchors):,} exported heads" if anchors else "no head was exported yet"
    return Answer(data, f"The chain of {verdict.rows:,} rows holds; {agree}.")


def _head(arguments: argparse.Namespace, settings: Settings) -> Answer:
    store = open_store(settings.store_url)
    try:
        seq, content = export_head(store.audit, settings.home / _HEADS)
    finally:
        store.close()
    file = settings.home / _HEADS
    return Answer({"seq": seq, "hash": content, "file": str(file)}, f"{seq} {content}\nAdded to {file}.")
