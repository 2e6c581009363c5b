"""`snapshot build`, `list` and `verify`."""

from __future__ import annotations

import argparse
import datetime as dt

from data_access.identity import open_identity
from data_access.opening import open_store
from data_access.pseudonyms import load_pseudonymiser
from data_access.snapshots import Snapshot, latest, list_snapshots, open_snapshot, verify
from data_access.store import Store
from ontology.annotations import load_annotations
from ontology.ontology import load
from workbench.api import overview
from workbench.api.door import OPERATOR
from workbench.api.opening import door_to
from workbench.cli.answers import Answer, Commands, table
from workbench.cli.progress import bars
from workbench.jobs.renewing import majorities
from workbench.jobs.snapshots import build_snapshot
from workbench.settings import Settings


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    group = commands.add_parser("snapshot", help="freeze, list and check").add_subparsers(required=True, metavar="WHAT")
    build = group.add_parser("build", parents=[shared], help="freeze the donors whose consent allows research")
    build.add_argument("--seed", type=int, default=7, help="seed of the map's layout")
    build.set_defaults(command=_build)
    group.add_parser("list", parents=[shared], help="snapshots, newest last").set_defaults(command=_list)
    check = group.add_parser("verify", parents=[shared], help="check every checksum")
    check.add_argument("id", nargs="?", help="snapshot id; the newest by default")
    check.set_defaults(command=_verify)


def _build(arguments: argparse.Namespace, settings: Settings) -> Answer:
    snapshot = build(settings, seed=arguments.seed)
    data = _described(snapshot, settings)
    return Answer(data, f"Snapshot {data['snapshot']}: about {data['donors']} donors, HPO {data['hpo']}.")


def build(settings: Settings, *, seed: int = 7) -> Snapshot:
    """Builds a snapshot of the store of the settings, with bars on stderr."""
    ontology = load(settings.ontology)
    store = open_store(settings.store_url)
    try:
        known = _majorities(settings, store)
        with bars() as progress:
            built = build_snapshot(store, ontology, settings.snapshots, seed=seed, majorities=known, progress=progress)
        store.audit.append("local", "snapshot_built", built.manifest.id)
        return built
    finally:
        store.close()


def _majorities(settings: Settings, store: Store) -> dict[str, dt.date]:
    identity = open_identity(settings.identity_url, research=settings.store_url)
    try:
        return majorities(identity, load_pseudonymiser(settings.keys, store))
    finally:
        identity.close()


def _described(snapshot: Snapshot, settings: Settings) -> dict[str, object]:
    """Facts of a snapshot; its donors are counted by the gate, as everywhere."""
    door = door_to(snapshot, settings, load(settings.ontology), load_annotations(settings.ontology))
    door = door.asked_by(OPERATOR)
    try:
        everyone = overview.everyone(door).value.everyone
    finally:
        door.store.close()
    return {
        "snapshot": snapshot.manifest.id,
        "donors": everyone,
        "hpo": snapshot.manifest.hpo_release,
        "seconds": snapshot.manifest.seconds,
    }


def _list(arguments: argparse.Namespace, settings: Settings) -> Answer:
    known = list_snapshots(settings.snapshots)
    rows = [_described(open_snapshot(settings.snapshots, name), settings) for name in known]
    text = table([(str(row["snapshot"]), f"about {row['donors']} donors, HPO {row['hpo']}") for row in rows])
    return Answer({"snapshots": rows}, text or "No snapshot yet. Next: workbench snapshot build")


def _verify(arguments: argparse.Namespace, settings: Settings) -> Answer:
    problems = verify(settings.snapshots, arguments.id)
    name = arguments.id or latest(settings.snapshots)
    # A damaged snapshot does not open: what holds together is told of sound ones only.
    checksum = None if problems else open_snapshot(settings.snapshots, name).manifest.checksum
    data = {"snapshot": name, "ok": not problems, "problems": problems, "checksum": checksum}
    if problems:
        return Answer(data, refused=f"{name}: {problems[0]} Build a new one: workbench snapshot build")
    return Answer(data, f"Snapshot {name}: every checksum holds; together {checksum}")
