"""What analyses find about conditions: true numbers of donors, each with the clauses that it counts."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.terms import TermId
from workbench.analysis.results import Cell


@dataclass(frozen=True, slots=True)
class ConditionCells:
    """One condition on the plane: where it lies, the group it lies in if any, its donors."""

    id: str
    name: str
    x: float
    y: float
    group: int | None
    donors: Cell


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """A group of conditions, from published findings alone.

    Attributes:
        terms: Findings that mark it, the most telling first.
        holds: Mean over the checks, 0 to 1.
    """

    id: int
    name: str
    terms: tuple[TermId, ...]
    holds: float


@dataclass(frozen=True, slots=True)
class ConditionMapResult:
    """Conditions whose donors may be counted, and the groups among them.

    Attributes:
        not_described: (id, name, donors) of those that no published annotation describes.
    """

    discs: tuple[ConditionCells, ...]
    groups: tuple[FoundGroup, ...]
    not_described: tuple[tuple[str, str, Cell], ...]


@dataclass(frozen=True, slots=True)
class UndiagnosedResult:
    """Donors without a diagnosis, and (group name, those of them whose nearest donors mostly have its conditions)."""

    undiagnosed: Cell
    groups: tuple[tuple[str, Cell], ...]
