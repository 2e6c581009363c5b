"""Who may act for a person: one table of relation, age and act. What is not in it is not allowed.

In Spain a person consents alone from 14 (Organic Law 3/2018, article 7). From then on a legal representative gives
nothing in the person's name any more, and may still see, withdraw and leave, so that nobody between 14 and 18 is
without help. On the day of majority the person alone decides: whoever acted before sees nothing any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Act = Literal["see", "give", "withdraw", "erase"]
Stage = Literal["child", "own_consent", "of_age"]
RelationKind = Literal["self", "legal_representative", "second_relative"]

ACTS: tuple[Act, ...] = get_args(Act)
STAGES: tuple[Stage, ...] = get_args(Stage)
RELATIONS: tuple[RelationKind, ...] = get_args(RelationKind)

_ALL = frozenset(ACTS)
_SEE = frozenset({"see"})

ALLOWED: Mapping[tuple[RelationKind, Stage], frozenset[str]] = MappingProxyType(
    {
        ("self", "child"): _SEE,
        ("self", "own_consent"): _ALL,
        ("self", "of_age"): _ALL,
        ("legal_representative", "child"): _ALL,
        ("legal_representative", "own_consent"): _ALL - {"give"},
        ("legal_representative", "of_age"): frozenset(),
        ("second_relative", "child"): _SEE,
        ("second_relative", "own_consent"): _SEE,
        ("second_relative", "of_age"): frozenset(),
    }
)


def may(
    relation: str, act: Act, today: dt.date, *, own_consent_from: dt.date | None, majority_on: dt.date | None
) -> bool:
    """True where somebody of this relation may do it today.

    Args:
        own_consent_from: The day on which the person may consent alone; None where nobody has said.
        majority_on: The day on which the person comes of age; None where nobody has said.
    """
    known = own_consent_from is not None or majority_on is not None
    stage = _stage(today, own_consent_from, majority_on) if known else _assumed(relation)
    return act in ALLOWED.get((relation, stage), frozenset())  # type: ignore[arg-type]


def _stage(today: dt.date, own_consent_from: dt.date | None, majority_on: dt.date | None) -> Stage:
    if majority_on is not None and today >= majority_on:
        return "of_age"
    if own_consent_from is not None and today >= own_consent_from:
        return "own_consent"
    return "child"


def _assumed(relation: str) -> Stage:
    """Without any date: an account of one's own is of somebody of age, whom others act for is taken for a child."""
    return "of_age" if relation == "self" else "child"
