"""`count`: one cohort through the gate, or one definition of an approved study through the study tier."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from workbench.api import cohorts, evaluations
from workbench.api.door import OPERATOR, Asker, Door
from workbench.api.opening import open_door
from workbench.cli.answers import Answer, Commands
from workbench.cli.studies import account_id
from workbench.cohorts.query import parse_json
from workbench.disclosure.policy import EXPLORE, STUDY, Policy
from workbench.disclosure.release import Released
from workbench.disclosure.values import CohortCount
from workbench.errors import InvalidQuery
from workbench.settings import Settings

_LONGEST = 20_000


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    count = commands.add_parser("count", parents=[shared], help="count the donors of a cohort, through the gate")
    count.add_argument("query", metavar="QUERY", help='a file, "-", or inline JSON such as {"all": []}')
    count.add_argument("--as", dest="user", default=OPERATOR.user, metavar="USER")
    count.add_argument("--study", metavar="ID", help="one of its twelve evaluations, with “any” and “not”, as its lead")
    count.set_defaults(command=_count)


def _count(arguments: argparse.Namespace, settings: Settings) -> Answer:
    text = _text(arguments.query)
    user = account_id(settings, arguments.user)
    door = open_door(settings)
    try:
        if arguments.study is not None:
            return _evaluated(door.asked_by(Asker(user, "lead", arguments.study)), text)
        return _counted(door.asked_by(replace(OPERATOR, user=user)), text)
    finally:
        door.store.close()


def _counted(door: Door, text: str) -> Answer:
    query = parse_json(text, door.vocabulary)
    return _answer(cohorts.count(door, query), cohorts.sentence(door, query), EXPLORE)


def _evaluated(door: Door, text: str) -> Answer:
    definition = evaluations.parse(door, text)
    return _answer(evaluations.evaluate(door, definition), evaluations.sentence(door, definition), STUDY)


def _answer(released: Released[CohortCount], sentence: str, policy: Policy) -> Answer:
    count = released.value.count
    data = {
        "question": json.loads(released.question),
        "count": count,
        "withheld": count is None,
        "snapshot": released.snapshot,
    }
    withheld = f"fewer than {policy.shown_from}, or too close to a group that you already asked about: withheld"
    if policy is STUDY:
        withheld = f"fewer than {policy.shown_from}, withheld"
    number = withheld if count is None else f"about {count:,} donors"
    return Answer(data, f"{sentence}\n{number}, snapshot {released.snapshot}")


def _text(query: str) -> str:
    if query == "-":
        return sys.stdin.read(_LONGEST + 1)
    if query.lstrip().startswith(("{", "[")):
        return query
    try:
        with Path(query).open(encoding="utf-8") as file:
            return file.read(_LONGEST + 1)
    except (OSError, ValueError):
        raise InvalidQuery("This file cannot be read.", where=query[:200], do="Give a file, - or JSON.") from None
