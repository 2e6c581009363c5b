"""The example that an empty cohort page offers to try: one that the data at hand answer well."""

from __future__ import annotations

from dash.development.base_component import Component

from components.cohort_results import nothing_yet
from workbench.api import cohorts
from workbench.api.door import Door
from workbench.cohorts.query import Query
from workbench.errors import InvalidQuery, InvalidTerm

EXAMPLES = (
    "HP:0001250~HP:0001252~age:0-4",  # seizure, hypotonia
    "HP:0001324~HP:0001288~age:18-39",  # muscle weakness, gait disturbance
    "HP:0001250~HP:0001252",
    "HP:0001250",
)
ENOUGH = 50


def example(asked: Door) -> Query | None:
    """The first example with donors enough for a full comparison; without any, the last that can be asked."""
    last = None
    for address in EXAMPLES:
        try:
            query = cohorts.parse_address(asked, address)
            count = cohorts.count(asked, query).value.count
        except (InvalidQuery, InvalidTerm):
            continue  # an HPO release without one of the terms
        last = query
        if count is not None and count >= ENOUGH:
            break
    return last


def invitation(asked: Door) -> Component:
    """What stands in place of the attrition while there is no cohort."""
    offered = example(asked)
    words = [cohorts.clause_words(asked, clause) for clause in offered.clauses] if offered else []
    text = "This shows how many donors each clause of a cohort removes."
    return nothing_yet("Nobody has dropped out yet", text, offered, words)
