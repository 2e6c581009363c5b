"""One rule a result type; importing the package registers them all."""

from workbench.disclosure.rules import cohorts, findings, imports, maps, overview
from workbench.disclosure.rules.base import Rule, named_rules, rule, rule_for

__all__ = ["Rule", "cohorts", "findings", "imports", "maps", "named_rules", "overview", "rule", "rule_for"]
