"""One rule a result type; importing the package registers them all."""

from workbench.disclosure.rules import (
    changes,
    cohorts,
    conditions,
    findings,
    imports,
    maps,
    neighbourhoods,
    overview,
    side_by_side,
)
from workbench.disclosure.rules.base import Rule, named_rules, rule, rule_for

__all__ = [
    "Rule",
    "changes",
    "cohorts",
    "conditions",
    "findings",
    "imports",
    "maps",
    "named_rules",
    "neighbourhoods",
    "overview",
    "rule",
    "rule_for",
    "side_by_side",
]
