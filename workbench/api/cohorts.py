"""Questions about cohorts: how many, who drops out where, which findings and facts; their words, saved versions."""

from __future__ import annotations

from workbench.analysis import counts
from workbench.analysis.counts import Counter
from workbench.analysis.results import AttritionResult, FactsResult, FindingsResult
from workbench.api.admission import Admitted, admitted, size_of
from workbench.api.answers import answer, as_question, common_terms, group
from workbench.api.definitions import definition, reopened, save, saved, versions
from workbench.api.door import Door
from workbench.api.widening import widenings
from workbench.api.wording import glossary
from workbench.cohorts import text
from workbench.cohorts.address import from_address
from workbench.cohorts.query import Clause, Query
from workbench.disclosure.release import Released
from workbench.disclosure.values import Attrition, CohortCount, Facts, FindingsComparison

__all__ = [
    "attrition",
    "clause_words",
    "count",
    "definition",
    "facts",
    "findings",
    "parse_address",
    "reopened",
    "save",
    "saved",
    "sentence",
    "versions",
    "widenings",
]


def parse_address(door: Door, q: str) -> Query:
    """The query of the address parameter `q`.

    Raises:
        InvalidQuery: Not an address that the workbench makes.
        InvalidTerm: It names a term that is unknown or obsolete.
    """
    door.asker.require("explore")
    return from_address(q, door.ontology)


def count(door: Door, query: Query) -> Released[CohortCount]:
    """How many donors fit.

    Raises:
        InvalidQuery: The cohort may not be asked about.
    """
    asked = admitted(door, query)
    return size_of(door, asked.query, asked.withheld)


def attrition(door: Door, query: Query) -> Released[Attrition]:
    """Donors left clause by clause, in the order written.

    Each step tells of a cohort: it is written down and audited like one, after the whole cohort. Otherwise a clause
    more would show a cohort that is withheld.

    Raises:
        InvalidQuery: The cohort may not be asked about.
        TooManyQuestions: As in `admitted`; each step counts that was not asked before.
    """
    admitted(door, query)
    words = text.attrition_words(query.clauses, glossary(door, query.clauses))
    asked = [admitted(door, Query(query.clauses[:position])) for position in range(len(words))]
    return answer(
        door,
        AttritionResult,
        as_question(query),
        lambda: counts.attrition(list(zip(words, (_group(door, step) for step in asked), strict=True))),
        asked=",".join(str(position) for position, step in enumerate(asked) if step.withheld),
    )


def findings(door: Door, query: Query, top: int = 15, everything: bool = False) -> Released[FindingsComparison]:
    """Findings of the cohort against all donors, most different first.

    Args:
        top: How many to list, near duplicates among broader and narrower findings left out.
        everything: List all, near duplicates too.

    Raises:
        InvalidQuery: The cohort may not be asked about.
    """
    cohort = admitted(door, query)
    most = None if everything else top
    return answer(
        door,
        FindingsResult,
        as_question(cohort.query),
        lambda: counts.findings(_group(door, cohort), group(door), common_terms(door), most, door.usual),
        asked=f"top {most}",
        withheld=cohort.withheld,
    )


def facts(door: Door, query: Query) -> Released[Facts]:
    """Sex, age, number of findings, conditions, disease areas and countries of the cohort.

    Raises:
        InvalidQuery: The cohort may not be asked about.
    """
    cohort = admitted(door, query)
    names = door.condition_names
    return answer(
        door,
        FactsResult,
        as_question(cohort.query),
        lambda: counts.facts(_group(door, cohort), group(door), names),
        withheld=cohort.withheld,
    )


def sentence(door: Door, query: Query) -> str:
    """The cohort in one plain sentence. Names no number of donors."""
    door.asker.require("explore")
    return text.sentence(query, glossary(door, query.clauses))


def clause_words(door: Door, clause: Clause) -> text.ClauseWords:
    """One clause for people: title, detail, everyday words, icon."""
    door.asker.require("explore")
    return text.clause_words(clause, glossary(door, (clause,)))


def _group(door: Door, cohort: Admitted) -> Counter:
    return group(door, cohort.query.clauses, cohort.withheld)
