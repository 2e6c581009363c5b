"""`donor export`, `donor erase` and `consent review`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data_access.audit import link_hash
from data_access.identity import open_identity
from data_access.opening import open_store
from data_access.pseudonyms import load_pseudonymiser
from ontology.ontology import load
from workbench.cli.answers import Answer, Commands, table
from workbench.cli.progress import bars
from workbench.errors import WorkbenchError
from workbench.ingest.cases import read_case
from workbench.ingest.documents import read_document
from workbench.rights.erasure import Done, Estate, erase, review
from workbench.rights.export import export
from workbench.rights.finding import candidates, find_donor
from workbench.settings import Settings

_ACTOR = "local"
_LOG_LEFT = (
    "PostgreSQL under the {} keeps deleted rows in its log until it writes over them; see docs/how-to/rights.md."
)


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    _register_donor(commands, shared)
    group = commands.add_parser("consent", help="consents at majority").add_subparsers(required=True, metavar="WHAT")
    again = group.add_parser(
        "review",
        parents=[shared],
        help="freeze consents at majority; finish what changed consents and erasures began",
        description="Run it daily. Where anything changed it builds a new snapshot and removes the older ones.",
    )
    again.set_defaults(command=_review)


def _register_donor(commands: Commands, shared: argparse.ArgumentParser) -> None:
    group = commands.add_parser("donor", help="rights of a donor").add_subparsers(required=True, metavar="WHAT")
    which = argparse.ArgumentParser(add_help=False)
    which.add_argument("id", metavar="ID", help="pseudonym, id in the original file, or the file itself")
    which.add_argument("--source", help="name under which the donor was imported; every known one is tried without")
    which.add_argument("--subject", help="id of the subject in the original file, where it has one of its own")
    taken = group.add_parser("export", parents=[shared, which], help="everything about one donor")
    taken.add_argument("--phenopacket", action="store_true", help="as a GA4GH phenopacket only")
    taken.set_defaults(command=_export)
    group.add_parser("erase", parents=[shared, which], help="erase a donor everywhere").set_defaults(command=_erase)


@contextmanager
def _opened(settings: Settings) -> Iterator[Estate]:
    ontology = load(settings.ontology)
    store = open_store(settings.store_url)
    try:
        identity = open_identity(settings.identity_url, research=settings.store_url)
        try:
            yield Estate(settings, store, identity, ontology)
        finally:
            identity.close()
    finally:
        store.close()


def _names(arguments: argparse.Namespace, estate: Estate) -> tuple[str, str | None]:
    """The id and the subject's id that were given, out of the original file where that was given instead."""
    path = Path(arguments.id)
    if not (path.suffix == ".json" and path.is_file()):
        return arguments.id, arguments.subject
    identity = read_case(read_document(path.read_bytes()), estate.ontology).identity
    length, _, both = identity.partition(":")
    return both[: int(length)], both[int(length) :]


def _export(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with _opened(settings) as estate:
        given, subject = _names(arguments, estate)
        pseudonymiser = load_pseudonymiser(settings.keys, estate.store)
        donor_id = find_donor(estate.store, pseudonymiser, given, arguments.source, subject)
        taken = export(
            estate.store,
            donor_id,
            ontology=estate.ontology,
            now=dt.datetime.now(dt.UTC),
            identity=estate.identity,
            pseudonymiser=pseudonymiser,
        )
        estate.store.audit.append(_ACTOR, "export", link_hash(donor_id))
    data = taken.phenopacket if arguments.phenopacket else {**taken.json, "phenopacket": taken.phenopacket}
    return Answer(data, json.dumps(data, ensure_ascii=False, indent=2))


def _erase(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with _opened(settings) as estate, bars() as progress:
        done = erase(estate, _erasable(arguments, estate), _ACTOR, progress)
    data = {"erased": dict(done.places), "left": list(done.left)}
    rows: list[tuple[str, object]] = [(place, f"{count:,}") for place, count in done.places.items()]
    return Answer(data, "\n".join([table(rows), *_left(done)]))


def _erasable(arguments: argparse.Namespace, estate: Estate) -> str:
    """The pseudonym of a donor in the store, or of one whose erasure was begun or done before."""
    given, subject = _names(arguments, estate)
    pseudonymiser = load_pseudonymiser(estate.settings.keys, estate.store)
    try:
        return find_donor(estate.store, pseudonymiser, given, arguments.source, subject)
    except WorkbenchError:
        for one in candidates(estate.store, pseudonymiser, given, arguments.source, subject):
            if estate.store.is_suppressed(estate.suppressor.hash(one)):
                return one
        raise


def _review(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with _opened(settings) as estate, bars() as progress:
        frozen, done = review(estate, dt.datetime.now(dt.UTC).date(), _ACTOR, progress)
    data = {"frozen": frozen, "done": dict(done.places), "left": list(done.left)}
    lines = [f"Consents frozen at majority: {frozen:,}."]
    lines += [f"Snapshots removed: {done.places['snapshots']:,}."] if done.places else ["Nothing was waiting."]
    return Answer(data, "\n".join([*lines, *_left(done)]))


def _left(done: Done) -> list[str]:
    return [_LOG_LEFT.format(name) for name in done.left]
