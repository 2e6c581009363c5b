"""The identity store: who may sign in, who stands behind a pseudonym, and who is signed in now.

It lives in a database of its own. Nothing in it says what anybody has, and nothing in the research store says who
anybody is; the link between the two is a key outside of both (`data_access.pseudonyms`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, inspect, select, update

from data_access import identity_schema as schema
from data_access.connections import (
    Left,
    forget_deleted,
    forget_erased,
    make_engine,
    readable,
    reading,
    store_address,
    writing,
)
from data_access.identity_accounts import as_account, find_account, keep_a_steward, put_row, write_account
from data_access.identity_address import is_same_database
from data_access.identity_attempts import AttemptTable
from data_access.identity_records import Account, Language, Person, Relation, RelationKind, SessionRow
from data_access.identity_rules import check_account, check_person, check_relation, same_email
from data_access.identity_sessions import SessionTable
from data_access.opening import make_file, migrate
from data_access.rules import is_storable
from workbench.errors import StoreError

__all__ = ["Account", "IdentityStore", "Language", "Person", "Relation", "RelationKind", "SessionRow", "open_identity"]

MIGRATIONS = Path(__file__).parent / "identity_migrations"


def open_identity(url: str, *, research: str = "") -> IdentityStore:
    """The identity store at the address, ready to use; made where there was none.

    Open it in the process that uses it: connections do not survive a fork.

    Args:
        url: `sqlite:///path/to/identity.db` or `postgresql://user:password@host/database`.
        research: Address of the research store, which must be another database.

    Raises:
        StoreError: The address is wrong or the research store's, the database cannot be reached, it holds donors, or
            it was made by a newer version of the workbench.
    """
    address = store_address(url)
    if research and is_same_database(address, store_address(research)):
        raise _one_for_both(readable(address))
    if address.get_backend_name() == "sqlite":
        make_file(address)
    store = IdentityStore(url)
    try:
        # Two names can lead to one database (a link, a second host name), so what it holds is looked at too.
        with reading(store.engine) as connection:
            if inspect(connection).has_table("donors"):
                raise _one_for_both(readable(address))
        migrate(store.engine, steps=MIGRATIONS)
    except BaseException:
        store.close()
        raise
    return store


def _one_for_both(where: str) -> StoreError:
    return StoreError(
        "Accounts and donated data may not be in one database.",
        do="Give the identity store a database of its own (WORKBENCH_IDENTITY_URL).",
        where=where,
    )


class IdentityStore:
    """Accounts and people. Every method is one transaction: whole, or not at all.

    Args:
        url: SQLAlchemy URL of a database whose tables are there already (see `open_identity`).

    Attributes:
        sessions: Who is signed in.
        attempts: Tries to sign in, for throttling.
    """

    def __init__(self, url: str) -> None:
        self.engine = make_engine(store_address(url))
        self.sessions = SessionTable(self.engine)
        self.attempts = AttemptTable(self.engine)

    def close(self) -> None:
        """Gives back connections and files."""
        self.engine.dispose()

    def forget_erased(self) -> Left:
        """Rewrites the files so that nothing removed is left in them; gives what is left all the same."""
        return forget_erased(self.engine)

    # Accounts

    def accounts(self) -> list[Account]:
        """All accounts, by e-mail address."""
        return self._accounts_where()

    def account(self, account_id: str) -> Account | None:
        """The account, or None."""
        return _first(self._accounts_where(schema.accounts.c.id == account_id))

    def account_by_email(self, email: str) -> Account | None:
        """The account with this e-mail address however it is written, or None."""
        if not is_storable(email):
            return None
        return _first(self._accounts_where(schema.accounts.c.email == same_email(email)))

    def account_by_subject(self, issuer_subject: str) -> Account | None:
        """The account that signs in as this issuer and subject, or None."""
        if not is_storable(issuer_subject):
            return None
        return _first(self._accounts_where(schema.accounts.c.oidc_subject == issuer_subject))

    def put_account(self, account: Account, witness: Callable[[Account], object] = lambda _: None) -> None:
        """Adds the account, or replaces the one with its id; ends its sessions where that matters.

        Args:
            witness: Told of the account before it is kept for good; where this fails, nothing is kept.

        Raises:
            StoreError: Another account has its e-mail address or subject, or no steward would be left.
        """
        check_account(account)
        with writing(self.engine) as connection:
            write_account(connection, find_account(connection, account.id), account)
            witness(account)

    def change_account(
        self,
        account_id: str,
        change: Callable[[Account], Account],
        witness: Callable[[Account, Account], object] = lambda _before, _after: None,
    ) -> Account:
        """The account after a change, made in one transaction; ends its sessions where that matters.

        Args:
            witness: Told of the account before and after, before the change is kept for good; where this fails,
                nothing is changed.

        Raises:
            StoreError: There is no such account, or no steward would be left.
        """
        with writing(self.engine) as connection:
            before = find_account(connection, account_id)
            if before is None:
                raise StoreError("There is no such account.", do="Look it up in the list of accounts.")
            after = replace(change(before), id=before.id)
            check_account(after)
            write_account(connection, before, after)
            witness(before, after)
            return after

    def replace_password_hash(self, account_id: str, old: str, new: str) -> None:
        """Keeps a new hash of the same password, unless the password was changed meanwhile. Sessions go on."""
        table = schema.accounts
        with writing(self.engine) as connection:
            same = (table.c.id == account_id) & (table.c.password_hash == old)
            connection.execute(update(table).where(same).values(password_hash=new))

    def keep_sign_in(self, account_id: str, day: dt.date) -> None:
        """Keeps the day of the last sign-in."""
        with writing(self.engine) as connection:
            row = schema.accounts.c.id == account_id
            connection.execute(update(schema.accounts).where(row).values(last_sign_in=day))

    def remove_account(self, account_id: str) -> bool:
        """Removes the account with its sessions and relations. False when there was none.

        Raises:
            StoreError: No steward would be left.
        """
        with writing(self.engine) as connection:
            before = find_account(connection, account_id)
            if before is not None:
                keep_a_steward(connection, before, None)
                connection.execute(delete(schema.accounts).where(schema.accounts.c.id == account_id))
        if before is not None:
            forget_deleted(self.engine)
        return before is not None

    def _accounts_where(self, *conditions: ColumnElement[bool]) -> list[Account]:
        with reading(self.engine) as connection:
            rows = connection.execute(select(schema.accounts).where(*conditions).order_by(schema.accounts.c.email))
            return [as_account(row) for row in rows]

    # People

    def people(self) -> list[Person]:
        """All people, by id."""
        with reading(self.engine) as connection:
            return [_as_person(row) for row in connection.execute(select(schema.people).order_by(schema.people.c.id))]

    def person(self, person_id: str) -> Person | None:
        """The person, or None."""
        with reading(self.engine) as connection:
            row = connection.execute(select(schema.people).where(schema.people.c.id == person_id)).one_or_none()
            return None if row is None else _as_person(row)

    def people_of(self, account_id: str) -> list[tuple[Person, Relation]]:
        """Whom the account stands for or may read about, by id."""
        people, relations = schema.people, schema.relations
        joined = select(people, relations.c.account, relations.c.kind).join(relations)
        wanted = joined.where(relations.c.account == account_id).order_by(people.c.id)
        with reading(self.engine) as connection:
            rows = connection.execute(wanted).all()
        return [(_as_person(row), Relation(row.account, row.id, row.kind)) for row in rows]

    def relations_to(self, person_id: str) -> list[Relation]:
        """Which accounts stand for a person or may read about them."""
        table = schema.relations
        with reading(self.engine) as connection:
            rows = connection.execute(select(table).where(table.c.person == person_id).order_by(table.c.account))
            return [Relation(row.account, row.person, row.kind) for row in rows]

    def put_person(self, person: Person) -> None:
        """Adds the person, or replaces the one with the same id."""
        check_person(person)
        with writing(self.engine) as connection:
            put_row(connection, schema.people, {"id": person.id}, asdict(person))

    def relate(self, relation: Relation) -> None:
        """Keeps what an account is to a person, instead of what it was.

        Raises:
            StoreError: There is no such account or person.
        """
        check_relation(relation)
        key = {"account": relation.account, "person": relation.person}
        with writing(self.engine) as connection:
            put_row(connection, schema.relations, key, {**key, "kind": relation.kind})

    def remove_person(self, person_id: str) -> bool:
        """Removes the person and what accounts are to them. False when there was none."""
        with writing(self.engine) as connection:
            done = connection.execute(delete(schema.people).where(schema.people.c.id == person_id))
        if done.rowcount:
            forget_deleted(self.engine)
        return bool(done.rowcount)

    def set_key_id(self, key_id: str) -> int:
        """Says of everybody that their pseudonym is made with this key, after a rotation; gives of how many."""
        with writing(self.engine) as connection:
            return connection.execute(update(schema.people).values(key_id=key_id)).rowcount


def _first(accounts: Sequence[Account]) -> Account | None:
    return accounts[0] if accounts else None


def _as_person(row: Row[Any]) -> Person:
    return Person(row.id, row.key_id, row.majority_on, row.own_consent_from, row.name)
