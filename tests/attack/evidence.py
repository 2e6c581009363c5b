"""What answers say: numbers that are larger where the target has the finding, sorted by the kind of step they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.attack.asking import Answer, Question

Evidence = tuple[str, float | None]
"""A kind, and a number that points to "has it" where positive; None where something was withheld."""


@dataclass(frozen=True, slots=True)
class Look:
    """Some questions and what their answers say together.

    Attributes:
        questions: Asked in this order; those that an earlier look has asked are not asked again.
        read: From their answers, in that order.
    """

    questions: tuple[Question, ...]
    read: Callable[[Sequence[Answer]], list[Evidence]]


def fixed(evidence: Sequence[Evidence]) -> float:
    """The rule that is fixed beforehand: the mean over kinds of the mean evidence; above 0 means "has it"."""
    kinds = sorted({kind for kind, value in evidence if value is not None})
    means = [float(np.mean([value for one, value in evidence if one == kind and value is not None])) for kind in kinds]
    return float(np.mean(means)) if means else 0.0


def any_says_so(evidence: Sequence[Evidence]) -> bool:
    """Another rule that is fixed beforehand, for numbers without noise: any evidence that points to "has it"."""
    return any(value is not None and value > 0 for _, value in evidence)


def features(evidence: Sequence[Evidence], kinds: Sequence[str]) -> NDArray[np.float64]:
    """The same to learn from: of each kind its mean, its sum, whether any is positive, and how much was withheld."""
    found = []
    for kind in kinds:
        values = [value for one, value in evidence if one == kind]
        shown = [value for value in values if value is not None]
        found += [
            float(np.mean(shown)) if shown else 0.0,
            float(np.sum(shown)) / (1 + len(shown)) ** 0.5,
            float(any(value > 0 for value in shown)),
            1 - len(shown) / len(values) if values else 1.0,
        ]
    return np.array(found, dtype=np.float64)


def withheld(evidence: Sequence[Evidence]) -> float:
    """The share of evidence that was withheld; 1 where there is none."""
    return sum(value is None for _, value in evidence) / len(evidence) if evidence else 1.0
