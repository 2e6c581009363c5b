"""`account`: who may sign in, and as what. A password is never an argument: others could read it there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from getpass import getpass
from typing import Any

from data_access.identity import Account, open_identity
from data_access.identity_records import LANGUAGES
from data_access.opening import open_store
from workbench.accounts import managing
from workbench.accounts.managing import Newcomer, Office, account_named
from workbench.accounts.passwords import LONGEST, one_time_password
from workbench.accounts.roles import ROLES
from workbench.cli.answers import Answer, Commands
from workbench.errors import WorkbenchError
from workbench.settings import Settings

_OPERATOR = "local"
_GIVEN_ONCE = "One-time password, shown only now and to be changed at the first sign-in:"


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    account = commands.add_parser("account", help="who may sign in, and as what")
    acts = account.add_subparsers(required=True, metavar="ACTION")
    _register_add(acts, shared)
    listing = acts.add_parser("list", parents=[shared], help="all accounts")
    listing.set_defaults(command=_list)
    for name, enabled, words in (
        ("disable", False, "keep an account out; it is signed out everywhere"),
        ("enable", True, "let an account in again"),
    ):
        parser = _with_email(acts, shared, name, words)
        parser.set_defaults(command=_set_enabled, enabled=enabled)
    password = _with_email(acts, shared, "password", "give an account another password")
    _ask_for_password(password)
    password.set_defaults(command=_password)
    role = _with_email(acts, shared, "role", "give an account another role")
    role.add_argument("role", choices=ROLES)
    role.set_defaults(command=_role)
    studies = _with_email(acts, shared, "studies", "say which studies an account works for")
    studies.add_argument("studies", nargs="*", metavar="ID", help="all of them; none at all for none")
    studies.set_defaults(command=_studies)


def _with_email(acts: Commands, shared: argparse.ArgumentParser, name: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(name, parents=[shared], help=words)
    parser.add_argument("email", metavar="EMAIL")
    return parser


def _register_add(acts: Commands, shared: argparse.ArgumentParser) -> None:
    parser = _with_email(acts, shared, "add", "add an account")
    parser.add_argument("--role", required=True, choices=ROLES)
    parser.add_argument("--name", default="")
    parser.add_argument("--language", default="en", choices=LANGUAGES)
    parser.add_argument("--study", action="append", default=[], dest="studies", metavar="ID")
    ways = _ask_for_password(parser)
    ways.add_argument("--provider", action="store_true", help="signs in at the OpenID Connect provider, no password")
    parser.set_defaults(command=_add)


def _ask_for_password(parser: argparse.ArgumentParser) -> Any:
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--password-stdin", action="store_true", help="read the password from standard input, one line")
    ways.add_argument("--one-time", action="store_true", help="make one that is changed at the first sign-in; print it")
    return ways


@contextmanager
def _office(settings: Settings) -> Iterator[Office]:
    identity = open_identity(settings.identity_url, research=settings.store_url)
    with closing(identity), closing(open_store(settings.store_url)) as store:
        yield Office(identity, store.audit, _OPERATOR)


def _add(arguments: argparse.Namespace, settings: Settings) -> Answer:
    newcomer = Newcomer(arguments.email, arguments.role, arguments.name, arguments.language, arguments.studies)
    with _office(settings) as office:
        password = None if arguments.provider else _new_password(arguments)
        account = managing.add(office, newcomer, password, must_change=arguments.one_time)
    return _answer(account, "may sign in", password if arguments.one_time else None)


def _list(_: argparse.Namespace, settings: Settings) -> Answer:
    identity = open_identity(settings.identity_url, research=settings.store_url)
    with closing(identity):
        accounts = identity.accounts()
    lines = [_line(account) for account in accounts] or ["There are no accounts. Add one: workbench account add"]
    return Answer({"accounts": [_data(account) for account in accounts]}, "\n".join(lines))


def _set_enabled(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with _office(settings) as office:
        standing = account_named(office.identity, arguments.email)
        account = managing.set_enabled(office, standing.id, arguments.enabled)
    return _answer(account, "may sign in again" if account.enabled else "is kept out")


def _password(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with _office(settings) as office:
        standing = account_named(office.identity, arguments.email)
        password = _new_password(arguments)
        account = managing.set_password(office, standing.id, password, must_change=arguments.one_time)
    return _answer(account, "has another password", password if arguments.one_time else None)


def _role(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with _office(settings) as office:
        standing = account_named(office.identity, arguments.email)
        account = managing.change_role(office, standing.id, arguments.role)
    return _answer(account, f"is now {account.role}")


def _studies(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with _office(settings) as office:
        standing = account_named(office.identity, arguments.email)
        account = managing.set_studies(office, standing.id, arguments.studies)
    return _answer(account, f"works for {', '.join(account.studies) or 'no study'}")


def _new_password(arguments: argparse.Namespace) -> str:
    if arguments.one_time:
        return one_time_password()
    if arguments.password_stdin:
        # One more than a password may have, so that a longer one is refused and not cut.
        return sys.stdin.readline(LONGEST + 2).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise WorkbenchError("There is no terminal to ask for the password on.", do="Use --password-stdin.")
    password = getpass("New password: ")
    if getpass("Once more: ") != password:
        raise WorkbenchError("The two do not agree.", do="Try again.")
    return password


def _answer(account: Account, words: str, given: str | None = None) -> Answer:
    data = {"account": _data(account), **({"one_time_password": given} if given else {})}
    text = f"{account.email} {words}."
    return Answer(data, f"{text}\n{_GIVEN_ONCE}\n{given}" if given else text)


def _data(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "role": account.role,
        "language": account.language,
        "studies": list(account.studies),
        "enabled": account.enabled,
        "demo": account.demo,
        "has_password": account.password_hash is not None,
        "last_sign_in": account.last_sign_in.isoformat() if account.last_sign_in else None,
    }


def _line(account: Account) -> str:
    state = "enabled" if account.enabled else "disabled"
    seen = f"last signed in {account.last_sign_in}" if account.last_sign_in else "never signed in"
    return f"{account.email}  {account.role}  {account.language}  {state}  {seen}{'  demo' if account.demo else ''}"
