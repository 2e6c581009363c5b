"""The link from a person to their pseudonym."""

from __future__ import annotations

import datetime as dt

from data_access.identity_records import ACCOUNT_ROLES
from data_access.pseudonyms import Pseudonymiser
from workbench.accounts.linking import new_person, pseudonym_of
from workbench.accounts.roles import ROLES

KEY, OTHER = Pseudonymiser(b"k" * 32), Pseudonymiser(b"o" * 32)


def test_the_pseudonym_hangs_on_the_key_and_on_the_person() -> None:
    assert pseudonym_of("p1", KEY) == pseudonym_of("p1", KEY)
    assert len({pseudonym_of("p1", KEY), pseudonym_of("p2", KEY), pseudonym_of("p1", OTHER)}) == 3


def test_it_is_the_one_that_an_import_of_this_installation_gives() -> None:
    assert pseudonym_of("p1", KEY) == KEY.pseudonym("share4rare", "p1")


def test_a_new_person_has_an_id_that_nobody_can_guess() -> None:
    day = dt.date(2031, 5, 6)
    one, other = (new_person(KEY, name="Nil", majority_on=day) for _ in range(2))
    assert one.id != other.id
    assert len(one.id) == 32
    assert (one.key_id, one.majority_on, one.own_consent_from) == (KEY.key_id, day, None)


def test_the_store_knows_the_roles_of_the_table() -> None:
    assert ACCOUNT_ROLES == ROLES
