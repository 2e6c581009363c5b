"""The condition that a page's address names, if it is known."""

from __future__ import annotations

from dataclasses import dataclass

from components.asking import link
from workbench.api import conditions
from workbench.api.door import Door
from workbench.cohorts.query import HasCondition, Query
from workbench.errors import InvalidTerm


@dataclass(frozen=True, slots=True)
class AskedCondition:
    """A condition that is known.

    Attributes:
        cohort: The cohort of the page's address, carried along by its links.
    """

    published: conditions.PublishedCondition
    cohort: str

    @property
    def id(self) -> str:
        """Its code, such as OMIM:154700."""
        return self.published.id

    @property
    def query(self) -> Query:
        """The cohort of its donors."""
        return Query((HasCondition(self.id),))


def asked_condition(door: Door, asked: dict[str, str]) -> AskedCondition | None:
    """The condition, None where it is not known.

    Args:
        asked: `id` and `cohort` of the address.
    """
    try:
        return AskedCondition(conditions.published(door, asked["id"]), asked["cohort"])
    except InvalidTerm:
        return None


def page_of(asked: dict[str, str]) -> str:
    """The address of the page itself."""
    return link("/condition", asked["cohort"], id=asked["id"])
