"""The register of rules: one for each result type. A type without a rule is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from workbench.disclosure.numbers import Numbers
from workbench.errors import NotReleased

Result = TypeVar("Result")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Rule:
    """How one result type is released.

    Attributes:
        released_as: The type that comes out, as an annotation.
        apply: Makes the released value.
    """

    released_as: Any
    apply: Callable[[Any, Numbers], Any]


_RULES: dict[type, Rule] = {}


def rule(
    result: type[Result], released_as: Any
) -> Callable[[Callable[[Result, Numbers], Value]], Callable[[Result, Numbers], Value]]:
    """Registers the decorated function as the rule for a result type."""

    def register(apply: Callable[[Result, Numbers], Value]) -> Callable[[Result, Numbers], Value]:
        if result in _RULES:
            raise NotReleased(f"There are two rules for {result.__name__}.", do="Keep one.")
        _RULES[result] = Rule(released_as, apply)
        return apply

    return register


def rule_for(result: object) -> Rule:
    """The rule for a result, by its exact type.

    Raises:
        NotReleased: There is none.
    """
    found = _RULES.get(type(result))
    if found is None:
        raise NotReleased(
            f"Nothing says how a {type(result).__name__} may be shown.",
            do="Write a rule in workbench/disclosure/rules.",
        )
    return found


def named_rules() -> dict[str, Rule]:
    """Name of the result type -> its rule."""
    return {result.__name__: rule for result, rule in _RULES.items()}
