"""One target as an attacker sees it: ready-made questions about the groups around, and how to read their answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ontology.ontology import Ontology
from ontology.terms import TermId
from tests.attack.asking import SIZE, Answer, Question
from tests.attack.crowd import Crowd
from tests.attack.evidence import Evidence, Look
from tests.attack.targets import Group, Pair, Victim
from workbench.cohorts.clauses import MOST_CLAUSES, Clause, Observed

TINY = 2  # a step that takes away as many is told like a smaller one
AUDITED = 9  # cohorts that differ by as many or fewer are not both answered


@dataclass(frozen=True, slots=True)
class Scene:
    """What a plan is made of.

    Attributes:
        victim: The target, and the groups around it.
        snapshot: The id that regions of the map name.
        cells_of: The number of a map cell, and of those near it, nearest first.
    """

    victim: Victim
    crowd: Crowd
    ontology: Ontology
    snapshot: str
    cells_of: Callable[[int], tuple[int, ...]]

    @property
    def rng(self) -> np.random.Generator:
        """For the choices of the attacker; the same for the same target, in every world and at every call."""
        return np.random.default_rng([self.victim.secret.row, 12])

    @property
    def finding(self) -> Clause:
        """The clause of the secret."""
        return Observed(self.victim.secret.finding)

    def clauses(self, context: Sequence[int], *more: int) -> tuple[Clause, ...]:
        """Clauses by position."""
        return tuple(self.crowd.clauses[at] for at in (*context, *more))

    def with_it(self, context: Sequence[int], *more: int) -> tuple[Clause, ...]:
        """Clauses by position, and the secret finding."""
        return (*self.clauses(context, *more), self.finding)

    def pairs(self, *, company: range | None = None, having: range | None = None, most: int = 2) -> list[Pair]:
        """Pairs whose groups can be shown, by who goes with the target; of groups of at most so many clauses."""
        return [
            pair
            for pair in self.victim.pairs
            if pair.group.having >= 10
            and len(pair.group.context) <= most
            and (company is None or pair.company in company)
            and (having is None or pair.having in having)
        ]

    def groups(self, most: int = MOST_CLAUSES - 1) -> list[Group]:
        """Groups of at most so many clauses."""
        return [group for group in self.victim.groups if len(group.context) <= most]


def kind_of(having: int) -> str:
    """The kind of step that takes away so many others with the finding, and perhaps the target."""
    if having <= TINY:
        return f"step {having}"
    return "audit" if having == AUDITED else "step 3 or more"


def step(first: float | None, second: float | None, having: int) -> list[Evidence]:
    """What two counts say, the second without the target and `having` others who have the finding."""
    kind = kind_of(having)
    found: list[Evidence] = []
    if first is None or second is None:
        found.append((kind, None))
    elif having == TINY:  # told as one step for two donors, as three for three: in the middle lies two
        found.append((kind, first - second - 2))
    else:
        found.append((kind, first - second - having - 0.5))
    if first is not None and having == AUDITED:
        found.append(("answered at nine", 1.0 if second is not None else -1.0))
    return found


def counted(pair: Pair, scene: Scene, accounts: tuple[int, int] = (0, 0), snapshot: int = 0) -> Look:
    """A pair of cohorts with the finding, with and without the target."""
    first = Question("count", scene.with_it(pair.group.context), account=accounts[0], snapshot=snapshot)
    second = Question("count", scene.with_it(pair.group.context, pair.leaving), account=accounts[1], snapshot=snapshot)
    return Look((first, second), lambda answers: step(_size(answers[0]), _size(answers[1]), pair.having))


def term_of(scene: Scene, at: int) -> TermId | None:
    """The finding at a position; None where a fact stands there."""
    clause = scene.crowd.clauses[at]
    return clause.term if isinstance(clause, Observed) else None


def _size(answer: Answer) -> float | None:
    return answer.get(SIZE)
