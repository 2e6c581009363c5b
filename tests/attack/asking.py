"""Questions as a researcher can ask them, and whoever puts them to the app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from ontology.terms import TermId
from workbench.cohorts.clauses import Clause

Kind = Literal["count", "findings", "facts", "map", "finding_on_map", "near"]
SIZE = "size"
CLOSENESS = "closeness"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, which is one entry of the ledger or none.

    Attributes:
        kind: `count`: a cohort's size. `findings`: its table of every finding. `facts`: its facts. `map`: it in the
            named areas of the map. `finding_on_map`: one finding in each cell of the map. `near`: a neighbourhood.
        clauses: The cohort.
        terms: Findings of the table to read; the finding on the map; the profile.
        account: Which of the attacker's accounts asks.
        snapshot: Which snapshot is asked.
        again: Tells repetitions of one question apart.
    """

    kind: Kind
    clauses: tuple[Clause, ...] = ()
    terms: tuple[TermId, ...] = ()
    account: int = 0
    snapshot: int = 0
    again: int = 0


Answer = Mapping[str, float | None]
"""Released numbers by name: `size`, a term, `fact/value`, an area or cell; None where withheld; empty if refused."""


class Asker(Protocol):
    """Puts questions to the app as one attacker, with accounts that nobody else uses."""

    def ask(self, question: Question) -> Answer:
        """What the app answers."""


class Mechanism(Protocol):
    """A way to protect numbers, ready to be attacked."""

    def attacker(self, name: str) -> Asker:
        """Somebody with fresh accounts."""
