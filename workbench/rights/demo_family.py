"""The family of demo mode: a synthetic donor of the demo becomes the child of the demonstration's family account."""

from __future__ import annotations

from dataclasses import replace

from data_access.identity import IdentityStore, Relation
from data_access.pseudonyms import bind_key, load_pseudonymiser
from data_access.records import Donor
from data_access.store import Store
from data_access.suppression import load_suppressor
from workbench.accounts.linking import new_person, pseudonym_of
from workbench.ingest.demo import SOURCE
from workbench.settings import Settings

_FINDINGS = 4
_NAME = "Alex"


def ensure_demo_family(settings: Settings, store: Store, identity: IdentityStore, account_id: str) -> None:
    """Relates the account to a synthetic donor, unless it is related to one already.

    The donor stays what it was and gets the pseudonym of a person of the identity store: nothing that is counted
    changes. Its old id goes on the suppression list, so that filling the demo again does not make it twice. Where the
    store has no fitting donor the account stays without.
    """
    pseudonymiser = load_pseudonymiser(settings.keys, store)
    for person, _ in identity.people_of(account_id):
        if store.get(pseudonym_of(person.id, pseudonymiser)) is not None:
            return
    child = next((donor for donor in store.donors(batch=100) if _fits(donor)), None)
    if child is None:
        return
    bind_key(store, pseudonymiser)
    person = new_person(pseudonymiser, name=_NAME)
    identity.put_person(person)
    moved = replace(child, id=pseudonym_of(person.id, pseudonymiser))
    store.suppress([load_suppressor(settings.keys).hash(child.id)])
    store.put([moved], key_id=pseudonymiser.key_id)
    store.erase(child.id)
    identity.relate(Relation(account_id, person.id, "legal_representative"))


def _fits(donor: Donor) -> bool:
    """A child of the demo with a diagnosis, some findings, and a parent who said yes to research."""
    by_parent = any(one.given_by == "legal_representative" and one.active for one in donor.consents)
    observed = sum(finding.state == "observed" for finding in donor.findings)
    is_child = donor.synthetic and donor.source == SOURCE and donor.age_band == "5-11"
    return is_child and by_parent and donor.consents_to("research") and observed >= _FINDINGS and bool(donor.conditions)
