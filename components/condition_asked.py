"""The condition that a page's address names: published, or of ten donors or more, or not known."""

from __future__ import annotations

from dataclasses import dataclass

from components.asking import link
from ontology.terms import TermId
from workbench.api import conditions
from workbench.api.door import Door
from workbench.cohorts.query import HasCondition, Query
from workbench.errors import InvalidTerm


@dataclass(frozen=True, slots=True)
class AskedCondition:
    """A condition that is known.

    Attributes:
        cohort: The cohort of the page's address, carried along by its links.
        published: What is published, None where nothing is.
    """

    id: str
    name: str
    cohort: str
    published: conditions.PublishedCondition | None

    @property
    def query(self) -> Query:
        """The cohort of its donors."""
        return Query((HasCondition(self.id),))

    @property
    def findings(self) -> list[conditions.PublishedFinding]:
        """Its published findings, the commonest first, those without a frequency last."""
        found = self.published.findings if self.published else ()
        return sorted(found, key=lambda one: -1.0 if one.frequency is None else one.frequency, reverse=True)

    @property
    def commonest(self) -> list[TermId]:
        """The terms of its published findings, the commonest first."""
        return [one.term for one in self.findings]


def asked_condition(door: Door, asked: dict[str, str]) -> AskedCondition | None:
    """The condition, None where it is not known.

    A condition that nobody published is known only with ten donors or more: to name a smaller one would tell that
    somebody here has it.

    Args:
        asked: `id` and `cohort` of the address.
    """
    try:
        published = conditions.published(door, asked["id"])
    except InvalidTerm:
        return _not_described(door, asked)
    return AskedCondition(published.id, published.name, asked["cohort"], published)


def page_of(asked: dict[str, str]) -> str:
    """The address of the page itself."""
    return link("/condition", asked["cohort"], id=asked["id"])


def _not_described(door: Door, asked: dict[str, str]) -> AskedCondition | None:
    there = conditions.overview(door).value.not_described
    name = next((name for identifier, name, _ in there if identifier == asked["id"]), None)
    return AskedCondition(asked["id"], name, asked["cohort"], None) if name is not None else None
