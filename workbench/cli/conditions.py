"""`rank-conditions`: published conditions that fit a profile. Needs neither a store nor a snapshot."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from ontology.annotations import load_annotations
from ontology.ontology import load
from workbench.api import fitting
from workbench.cli.answers import Answer, Commands
from workbench.cohorts.profile import profile_of
from workbench.settings import Settings


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    rank = commands.add_parser(
        "rank-conditions",
        parents=[shared],
        help="published conditions that fit a profile, and why; not a diagnosis",
        description=f"{fitting.NOT_A_DIAGNOSIS} It asks the annotations only: no donor is looked at.",
    )
    rank.add_argument("--observed", required=True, metavar="HP:…,HP:…", help="findings that are present")
    rank.add_argument("--excluded", default="", metavar="HP:…,HP:…", help="findings that are ruled out")
    rank.add_argument("--top", type=int, default=10, help="how many conditions, at most 100")
    rank.set_defaults(command=_rank)


def _rank(arguments: argparse.Namespace, settings: Settings) -> Answer:
    ontology = load(settings.ontology)
    profile = profile_of(_listed(arguments.observed), _listed(arguments.excluded), ontology)
    found = fitting.ranked(ontology, load_annotations(settings.ontology), profile, arguments.top)
    text = "\n\n".join((fitting.NOT_A_DIAGNOSIS, *(_paragraph(place, one) for place, one in enumerate(found, 1))))
    return Answer({"conditions": [_data(one) for one in found]}, text)


def _listed(text: str) -> list[str]:
    return [one for one in (part.strip() for part in text.split(",")) if one]


def _data(condition: fitting.FittingCondition) -> dict[str, Any]:
    data = asdict(condition)
    for reason, one in zip(data["why"], condition.why, strict=True):
        reason["text"] = fitting.sentence(one)
    return data


def _paragraph(place: int, condition: fitting.FittingCondition) -> str:
    head = f"{place}. {condition.name} ({condition.id}), score {condition.score:.3f}"
    return "\n".join((head, *(f"   {one.addend:+.3f}  {fitting.sentence(one)}" for one in condition.why)))
