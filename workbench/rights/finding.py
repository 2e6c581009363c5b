"""Finds a donor by pseudonym, or by the id in the file that was imported."""

from __future__ import annotations

from collections.abc import Iterable

from data_access.pseudonyms import Pseudonymiser
from data_access.rules import is_pseudonym
from data_access.store import Store
from workbench.accounts.linking import SOURCE
from workbench.errors import StoreError
from workbench.ingest.phenopackets import DEFAULT_SOURCE


def candidates(
    store: Store, pseudonymiser: Pseudonymiser, given: str, source: str | None = None, subject: str | None = None
) -> list[str]:
    """Every pseudonym that the id may mean, each once.

    Args:
        given: A pseudonym, as it is now or was before a rotation of the key; the id of a person of the identity store;
            or the id of the phenopacket that was imported.
        source: The source; every known one is tried when not given.
        subject: Id of the phenopacket's subject. When not given it is tried whether there was none, or whether it is
            how the phenopacket's own id ends or begins, as it mostly is.
    """
    found: list[str] = []
    if source is None and is_pseudonym(given):
        found += [given, *pseudonymiser.newer_forms(given)]
    identities = [given, *(f"{len(given)}:{given}{one}" for one in _subjects(given, subject))]
    for name in [source] if source else _sources(store):
        found += [pseudonymiser.pseudonym(name, identity) for identity in identities]
    return list(dict.fromkeys(found))


def _subjects(packet: str, subject: str | None) -> list[str]:
    if subject is not None:
        return [subject]
    parts = [packet[place:] for place in range(len(packet))] + [packet[:place] for place in range(1, len(packet))]
    return list(dict.fromkeys(["", *parts, *(part.replace("_", " ") for part in parts)]))


def find_donor(
    store: Store, pseudonymiser: Pseudonymiser, given: str, source: str | None = None, subject: str | None = None
) -> str:
    """The pseudonym of a donor in the store.

    Raises:
        StoreError: There is none, or the id means several at different sources.
    """
    there = [one for one in candidates(store, pseudonymiser, given, source, subject) if store.get(one) is not None]
    if not there:
        raise no_such_donor()
    if len(there) > 1:
        raise StoreError("Several donors have this id at their sources.", do="Name the source with --source.")
    return there[0]


def no_such_donor() -> StoreError:
    """The error for an id that means nobody."""
    return StoreError(
        "There is no such donor.",
        do="Give the pseudonym, or the id in the original file with --source and its subject's id with --subject.",
    )


def _sources(store: Store) -> Iterable[str]:
    return dict.fromkeys([SOURCE, DEFAULT_SOURCE, *(record.source for record in store.imports())])
