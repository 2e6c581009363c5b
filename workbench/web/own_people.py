"""The people whose data belong to an account, and what the account may do for each today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from data_access.identity import Account, Person, Relation
from data_access.records import AgeBand, Donor, Giver, age_band
from ontology.ontology import Ontology, load
from workbench.accounts.linking import pseudonym_of
from workbench.consent.acting import Act, may
from workbench.consent.standing import MAJORITY
from workbench.rights.demo_family import ensure_demo_family
from workbench.rights.erasure import Estate
from workbench.web import visits
from workbench.web.opened import opened

_DAYS_OF_A_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """A person to whom the account is related, whose data are in the store.

    Attributes:
        donor_id: Their pseudonym.
    """

    person: Person
    relation: Relation
    donor_id: str

    @property
    def key(self) -> str:
        """What stands for the person in an address: it says nothing to anybody else."""
        return sha256(self.person.id.encode()).hexdigest()[:12]

    @property
    def giver(self) -> Giver:
        """As whom the account gives consent."""
        return "self" if self.relation.kind == "self" else "legal_representative"

    def may(self, act: Act) -> bool:
        """Whether the account may do it for this person today."""
        person = self.person
        return may(
            self.relation.kind,
            act,
            visits.now().date(),
            own_consent_from=person.own_consent_from,
            majority_on=person.majority_on,
        )

    def age_band(self, donor: Donor, today: dt.date) -> AgeBand | None:
        """The person's age band today, as far as it is known."""
        majority = self.person.majority_on
        if majority is None:
            return donor.age_band
        return age_band(MAJORITY + (today - majority).days / _DAYS_OF_A_YEAR)


def own_people(account: Account) -> list[OwnPerson]:
    """The people of an account whose data are here; the demonstration's family gets one where it has none."""
    here = opened()
    if account.demo:
        ensure_demo_family(here.settings, here.store, here.identity, account.id)
    pseudonymiser = estate().pseudonymiser
    related = [(person, relation, pseudonym_of(person.id, pseudonymiser)) for person, relation in _related(account)]
    return [OwnPerson(*one) for one in related if here.store.get(one[2]) is not None]


def _related(account: Account) -> list[tuple[Person, Relation]]:
    return opened().identity.people_of(account.id)


def estate() -> Estate:
    """Everything that may hold something of a donor, as this process has opened it."""
    here = opened()
    return Estate(here.settings, here.store, here.identity, _ontology(here.settings.ontology))


@cache
def _ontology(folder: Path) -> Ontology:
    """HPO for the words of findings; arrays on disk that other uses of it in this process share."""
    return load(folder)
