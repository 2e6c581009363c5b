"""The link from a person in the identity store to their pseudonym in the research store: a key outside of both."""

from __future__ import annotations

import datetime as dt
import secrets

from data_access.identity import Person
from data_access.pseudonyms import Pseudonymiser

SOURCE = "share4rare"
"""Source under which people of this installation have their pseudonym."""


def pseudonym_of(person_id: str, pseudonymiser: Pseudonymiser) -> str:
    """The pseudonym of a person of the identity store: 32 hexadecimal digits."""
    return pseudonymiser.pseudonym(SOURCE, person_id)


def new_person(
    pseudonymiser: Pseudonymiser,
    *,
    name: str = "",
    majority_on: dt.date | None = None,
    own_consent_from: dt.date | None = None,
) -> Person:
    """A person with a random id, whose pseudonym is made with the key in use."""
    return Person(secrets.token_hex(16), pseudonymiser.key_id, majority_on, own_consent_from, name)
