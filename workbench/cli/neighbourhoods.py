"""`neighbourhood`: the released neighbourhood of a profile."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import Any

from workbench.api import similar
from workbench.api.door import OPERATOR, Door
from workbench.api.opening import open_door
from workbench.cli.answers import Answer, Commands, table
from workbench.cohorts.profile import Profile
from workbench.disclosure.neighbourhood_values import Neighbourhood
from workbench.disclosure.values import Share
from workbench.settings import Settings


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    asked = commands.add_parser(
        "neighbourhood", parents=[shared], help="the donors close to a profile, as a group, through the gate"
    )
    asked.add_argument("--observed", required=True, type=_terms, metavar="HP:…,HP:…", help="findings that are present")
    asked.add_argument("--excluded", default=(), type=_terms, metavar="HP:…,HP:…", help="findings that are ruled out")
    asked.add_argument("--as", dest="user", default=OPERATOR.user, metavar="USER")
    asked.set_defaults(command=_neighbourhood)


def _terms(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in text.split(","))))


def _neighbourhood(arguments: argparse.Namespace, settings: Settings) -> Answer:
    door = open_door(settings).asked_by(replace(OPERATOR, user=arguments.user))
    try:
        return _answer(door, similar.profile(door, arguments.observed, arguments.excluded))
    finally:
        door.store.close()


def _answer(door: Door, profile: Profile) -> Answer:
    released = similar.neighbourhood(door, profile)
    found = released.value
    data = {
        "question": json.loads(released.question),
        "size": found.size,
        "withheld": found.size is None,
        "everyone": found.everyone,
        "closeness": found.closeness,
        "threshold": found.chance.threshold,
        "chance": _chance(found),
        "conditions": [{"id": row.key, "name": row.label, "count": row.count} for row in found.conditions],
        "shared_terms": _shared(found),
        "shared": found.shared,
        "ruled_out": list(profile.excluded),
        "snapshot": released.snapshot,
    }
    return Answer(data, f"{_text(found)}\nsnapshot {released.snapshot}")


def _chance(found: Neighbourhood) -> dict[str, Any]:
    chance = found.chance
    return {"draws": chance.draws, "median": chance.median, "threshold": chance.threshold, "as_close": chance.as_close}


def _shared(found: Neighbourhood) -> list[dict[str, Any]]:
    return [
        {"term": row.term, "label": row.label, "part": row.part, "count": row.count, **_share(row.share)}
        for row in found.parts
    ]


def _share(share: Share) -> dict[str, Any]:
    """A share by its bound: 5 percent and "under" is less than 5; the count beside it is left out then."""
    return {"percent": share.percent, "bound": share.bound}


def _text(found: Neighbourhood) -> str:
    chance = found.chance
    beside = (
        f"closeness {found.closeness:.2f}; close enough from {chance.threshold:.2f}, chance gives {chance.median:.2f}"
    )
    if found.size is None:
        return f"Nobody is close enough yet, or too close to a group that you already asked about ({beside})."
    conditions = [(row.label, f"about {row.count}") for row in found.conditions]
    parts = [(row.label, "too few to show" if row.part is None else f"{row.part:.0f} %") for row in found.parts]
    lines = [f"About {found.size:,} donors are close to this profile ({beside}).", table([*conditions])]
    lines += [f"They share {found.shared:.0f} % of it:", table([*parts])]
    return "\n".join(filter(None, lines))
