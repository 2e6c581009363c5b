"""Names for what clauses hold, and none that would tell what some donor has."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable

from workbench.api import overview
from workbench.api.door import Door
from workbench.cohorts.query import Clause, HasCondition
from workbench.cohorts.text import Glossary


def glossary(door: Door, clauses: Iterable[Clause]) -> Glossary:
    """Words for the clauses. A condition that nothing is published about has its name only if its count is released."""
    door.asker.require("explore")
    asked = {clause.id for clause in clauses if isinstance(clause, HasCondition)}
    if asked <= door.glossary.conditions.keys():
        return door.glossary
    released = {row.key: row.label for row in overview.summary(door).value.facts.conditions}
    return Glossary(door.glossary.terms, ChainMap(released, dict(door.glossary.conditions)))
