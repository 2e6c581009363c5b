"""Plays attacks against a mechanism, and scores the guesses beside those of a control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.attack.asking import Answer, Mechanism, Question
from tests.attack.attacks import Attack
from tests.attack.evidence import Evidence, Look, withheld
from tests.attack.guessing import by_any_rule, by_fixed_rule, by_learning
from tests.attack.scene import Scene

BUDGETS = (12, 30, 200)


@dataclass(frozen=True, slots=True)
class Played:
    """What one attack found of one target at each budget.

    Attributes:
        evidence: One list a budget.
        questions: Asked by the busiest account, one number a budget.
    """

    evidence: tuple[tuple[Evidence, ...], ...]
    questions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How well one attack did at one budget.

    Attributes:
        accuracy: Share of right guesses, by the best of the three rules.
        control: The same where the secret was redrawn.
        low, high: 95 % interval of the difference.
        targets: Targets for which the attack had anything to ask.
        questions: Asked of a target, on average, by the busiest account.
        withheld: Share of its evidence that was withheld.
    """

    attack: str
    budget: int
    accuracy: float
    control: float
    low: float
    high: float
    targets: int
    questions: float
    withheld: float

    @property
    def gain(self) -> float:
        """What the app added to the control."""
        return self.accuracy - self.control


def play(attack: Attack, scene: Scene, mechanism: Mechanism, name: str, budgets: Sequence[int]) -> Played:
    """Asks about one target until the largest budget is spent."""
    attacker = mechanism.attacker(name)
    known: dict[Question, Answer] = {}
    spent: dict[int, int] = {}
    found: list[Evidence] = []
    evidence: list[tuple[Evidence, ...]] = []
    questions: list[int] = []
    looks = iter(attack.plan(scene))
    look = next(looks, None)
    for budget in budgets:
        while look is not None and _most(look, known, spent) <= budget:
            for question in look.questions:
                if question not in known:
                    known[question] = attacker.ask(question)
                    spent[question.account] = spent.get(question.account, 0) + 1
            found += look.read([known[question] for question in look.questions])
            look = next(looks, None)
        evidence.append(tuple(found))
        questions.append(max(spent.values(), default=0))
    return Played(tuple(evidence), tuple(questions))


def _most(look: Look, known: dict[Question, Answer], spent: dict[int, int]) -> int:
    new = {question for question in look.questions if question not in known}
    return max(
        (
            spent.get(account, 0) + sum(one.account == account for one in new)
            for account in {q.account for q in look.questions}
        ),
        default=0,
    )


def scores(
    attack: Attack,
    world: Sequence[Played],
    control: Sequence[Played],
    truth: NDArray[np.bool_],
    budgets: Sequence[int],
    seed: int,
) -> list[Score]:
    """One score a budget; targets without any question are left out.

    Args:
        world: Of each target.
        control: The same in a world where all secrets were redrawn.
        truth: What is to be guessed, in both; bool (targets,).
    """
    found = []
    for at, budget in enumerate(budgets):
        asked = [place for place, one in enumerate(world) if one.evidence[at] and control[place].evidence[at]]
        if len(asked) < 10:
            continue
        here = [world[place].evidence[at] for place in asked]
        there = [control[place].evidence[at] for place in asked]
        right = _right(here, there, truth[asked], attack.kinds, seed)
        difference = right[0].astype(float) - right[1]
        margin = 1.96 * float(difference.std(ddof=1)) / len(asked) ** 0.5
        mean = float(difference.mean())
        found.append(
            Score(
                attack.name,
                budget,
                float(right[0].mean()),
                float(right[1].mean()),
                mean - margin,
                mean + margin,
                len(asked),
                float(np.mean([world[place].questions[at] for place in asked])),
                float(np.mean([withheld(one) for one in here])),
            )
        )
    return found


def _right(
    here: Sequence[Sequence[Evidence]],
    there: Sequence[Sequence[Evidence]],
    truth: NDArray[np.bool_],
    kinds: Sequence[str],
    seed: int,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which guesses are right in the world and in its control, by the rule that does best in the world."""
    coins = np.random.default_rng(seed).random(len(truth)) < 0.5
    learnt = by_learning(here, there, truth, kinds, seed)
    ruled = by_fixed_rule(here, coins), by_fixed_rule(there, coins)
    simple = by_any_rule(here), by_any_rule(there)
    both = [(one == truth, other == truth) for one, other in (learnt, ruled, simple)]
    return max(both, key=lambda one: float(one[0].mean()))
