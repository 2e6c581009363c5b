"""`count`: one cohort through the gate."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from workbench.api import cohorts
from workbench.api.door import OPERATOR, Door
from workbench.api.opening import open_door
from workbench.cli.answers import Answer, Commands
from workbench.cohorts.query import Query, parse_json
from workbench.errors import InvalidQuery
from workbench.settings import Settings

_LONGEST = 20_000


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    count = commands.add_parser("count", parents=[shared], help="count the donors of a cohort, through the gate")
    count.add_argument("query", metavar="QUERY", help='a file, "-", or inline JSON such as {"all": []}')
    count.add_argument("--as", dest="user", default=OPERATOR.user, metavar="USER")
    count.set_defaults(command=_count)


def _count(arguments: argparse.Namespace, settings: Settings) -> Answer:
    text = _text(arguments.query)
    door = open_door(settings).asked_by(replace(OPERATOR, user=arguments.user))
    try:
        return _answer(door, parse_json(text, door.vocabulary))
    finally:
        door.store.close()


def _answer(door: Door, query: Query) -> Answer:
    released = cohorts.count(door, query)
    count = released.value.count
    data = {
        "question": json.loads(released.question),
        "count": count,
        "withheld": count is None,
        "snapshot": released.snapshot,
    }
    sentence = cohorts.sentence(door, query)
    number = "fewer than 10, withheld" if count is None else f"about {count:,} donors"
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
