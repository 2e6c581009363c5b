"""`keys rotate`: a new key for the pseudonyms."""

from __future__ import annotations

import argparse

from data_access.identity import open_identity
from data_access.opening import open_store
from workbench.cli.answers import Answer, Commands
from workbench.cli.progress import bars
from workbench.errors import StoreError
from workbench.jobs.pending import marks
from workbench.jobs.rotation import rotate_keys
from workbench.settings import Settings

_ACTOR = "local"


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    group = commands.add_parser("keys", help="keys of the pseudonyms").add_subparsers(required=True, metavar="WHAT")
    rotate = group.add_parser(
        "rotate",
        parents=[shared],
        help="a new key, and with it a new pseudonym for every donor",
        description="Makes a new key and renames every donor with it. Stopped or killed, it leaves everything as it "
        "was. Back up the folder of keys before and after: all keys are needed from then on.",
    )
    rotate.set_defaults(command=_rotate)


def _rotate(arguments: argparse.Namespace, settings: Settings) -> Answer:
    store = open_store(settings.store_url)
    try:
        people = open_identity(settings.identity_url, research=settings.store_url)
        try:
            with bars() as progress:
                done = rotate_keys(
                    store,
                    settings.keys,
                    actor=_ACTOR,
                    people=people,
                    require=lambda: _require_no_erasure(settings),
                    progress=progress,
                )
        finally:
            people.close()
    finally:
        store.close()
    data = {"key_id": done.key_id, "file": str(done.file), "left": done.left}
    text = f"Every donor has a new pseudonym. Back up {done.file} now, beside the older keys: all are needed."
    if done.left:
        text += f"\nOld pseudonyms may still stand in the files of the database for a while: {done.left}"
    return Answer(data, text)


def _require_no_erasure(settings: Settings) -> None:
    """An erasure that was begun knows its donor by the pseudonym of then.

    Raises:
        StoreError: One was begun and is not finished.
    """
    if any(one.kind == "erasure" for one in marks(settings)):
        raise StoreError("An erasure is under way.", do="Finish it first: workbench consent review.")
