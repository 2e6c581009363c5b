"""`study add`, `approve`, `decline` and `list`: what study leads may evaluate, and who allowed it."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from data_access.identity import open_identity
from data_access.opening import open_store
from data_access.studies import Study
from workbench.accounts.managing import account_named
from workbench.api.door import OPERATOR
from workbench.cli.answers import Answer, Commands
from workbench.errors import StoreError
from workbench.settings import Settings
from workbench.studies import approval
from workbench.studies.approval import Registry

_LARGEST_DOCUMENT = 50_000_000


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    group = commands.add_parser("study", help="studies and their approval").add_subparsers(
        required=True, metavar="WHAT"
    )
    _register_add(group, shared)
    for name, act in (("approve", _approve), ("decline", _decline)):
        decide = group.add_parser(name, parents=[shared], help=f"{name} a proposed study, as a second person")
        decide.add_argument("id", metavar="ID")
        decide.add_argument("--as", dest="user", default=OPERATOR.user, metavar="USER")
        decide.set_defaults(command=act)
    group.add_parser("list", parents=[shared], help="all studies").set_defaults(command=_list)


def _register_add(group: Commands, shared: argparse.ArgumentParser) -> None:
    add = group.add_parser("add", parents=[shared], help="propose a study")
    add.add_argument("id", metavar="ID", help="small letters, digits and hyphens")
    add.add_argument("--title", required=True)
    add.add_argument("--purpose", required=True, help="what it is for, in words for families")
    add.add_argument("--lead", required=True, metavar="ACCOUNT", help="e-mail address or id of the study lead")
    add.add_argument("--member", action="append", default=[], dest="members", metavar="ACCOUNT")
    add.add_argument("--duo", action="append", default=[], metavar="CODE", help="data use, such as DUO:0000006")
    add.add_argument("--ethics", required=True, metavar="REFERENCE", help="reference of the ethics board's approval")
    add.add_argument("--ethics-document", required=True, type=Path, metavar="FILE", help="the approval itself")
    add.add_argument("--ethics-until", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="its last day")
    add.add_argument("--as", dest="user", default=OPERATOR.user, metavar="USER", help="who proposes it")
    add.set_defaults(command=_add)


def account_id(settings: Settings, text: str) -> str:
    """The id of the account that a text names, by its e-mail address; any other text as it is."""
    if "@" not in text:
        return text
    with closing(open_identity(settings.identity_url, research=settings.store_url)) as identity:
        return account_named(identity, text).id


def _add(arguments: argparse.Namespace, settings: Settings) -> Answer:
    study = Study(
        id=arguments.id,
        title=arguments.title,
        lay_purpose=arguments.purpose,
        duo=tuple(arguments.duo),
        ethics_reference=arguments.ethics,
        ethics_until=arguments.ethics_until,
        ethics_document=_checksum(arguments.ethics_document),
        lead=account_id(settings, arguments.lead),
        state="proposed",
        members=tuple(account_id(settings, one) for one in arguments.members),
    )
    with _registry(settings, arguments.user) as registry:
        return _answer(approval.propose(registry, study))


def _approve(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with _registry(settings, arguments.user) as registry:
        return _answer(approval.approve(registry, arguments.id, dt.datetime.now(dt.UTC).date()))


def _decline(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with _registry(settings, arguments.user) as registry:
        return _answer(approval.decline(registry, arguments.id))


def _list(_: argparse.Namespace, settings: Settings) -> Answer:
    with closing(open_store(settings.store_url)) as store:
        studies = store.studies.all()
    today = dt.datetime.now(dt.UTC).date()
    lines = [_line(study, today) for study in studies] or ["There are no studies. Propose one: workbench study add"]
    return Answer({"studies": [_data(study, today) for study in studies]}, "\n".join(lines))


@contextmanager
def _registry(settings: Settings, user: str) -> Iterator[Registry]:
    by = account_id(settings, user)
    with closing(open_store(settings.store_url)) as store:
        yield Registry(store.studies, store.audit, by)


def _checksum(document: Path) -> str:
    """SHA-256 of the document; the document itself is not kept."""
    try:
        if document.stat().st_size > _LARGEST_DOCUMENT:
            raise StoreError("This document is too large.", do="Give one of at most 50 MB.", where=str(document))
        return sha256(document.read_bytes()).hexdigest()
    except (OSError, ValueError):
        raise StoreError("This document cannot be read.", do="Give a file.", where=str(document)) from None


def _answer(study: Study) -> Answer:
    today = dt.datetime.now(dt.UTC).date()
    return Answer(_data(study, today), _line(study, today))


def _data(study: Study, today: dt.date) -> dict[str, object]:
    return {
        "study": study.id,
        "title": study.title,
        "state": study.state,
        "open": approval.is_open(study, today),
        "lead": study.lead,
        "members": list(study.members),
        "duo": list(study.duo),
        "ethics_reference": study.ethics_reference,
        "ethics_until": study.ethics_until.isoformat() if study.ethics_until else None,
        "ethics_document": study.ethics_document,
        "decided_by": study.decided_by,
    }


def _line(study: Study, today: dt.date) -> str:
    until = f", ethics approval until {study.ethics_until}" if study.ethics_until else ""
    state = study.state if study.state != "approved" or approval.is_open(study, today) else "approved, run out"
    return f"{study.id}  {state}  {study.title}{until}"
