"""What may leave about conditions; see `workbench.disclosure.values` for counts and shares.

How conditions overlap follows from published annotations alone; of donors there are only released counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from ontology.terms import TermId
from workbench.disclosure.values import Count


@dataclass(frozen=True, slots=True)
class ConditionDisc:
    """One condition of ten donors or more on the plane of conditions.

    Attributes:
        x, y: Place on the plane; near means alike in published findings.
        group: Number of the group it lies in, None where it stands alone.
    """

    id: str
    name: str
    count: int
    x: float
    y: float
    group: int | None


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """Conditions that hang together whatever the distance, the resolution and the resampling.

    Attributes:
        name: One or two findings that mark it, in plain words.
        terms: Findings enriched in it, most first: (term, label, lay words).
        holds: How alike the group stays over the checks, 0 to 1 (mean best Jaccard).
        conditions: Ids of its conditions, most donors first.
        count: Sum of the released counts of its conditions; who has two of them counts twice.
    """

    id: int
    name: str
    terms: tuple[tuple[TermId, str, str], ...]
    holds: float
    conditions: tuple[str, ...]
    count: Count


@dataclass(frozen=True, slots=True)
class ConditionMap:
    """Conditions of ten donors or more, and the groups among them.

    Attributes:
        discs: Most donors first.
        groups: Most conditions first; empty when no group survives the checks.
        not_described: Conditions of ten donors or more that no published annotation describes: (id, name, donors).
    """

    discs: tuple[ConditionDisc, ...]
    groups: tuple[ConditionGroup, ...]
    not_described: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class UndiagnosedPlacement:
    """Donors without a diagnosis, placed against those who have one.

    Attributes:
        undiagnosed: How many there are.
        groups: (group name, those whose nearest diagnosed donors mostly have a condition of the group), most first;
            groups with fewer than ten are left out.
        alone: All others: their nearest donors are of several groups, of none, or of one that is left out.
    """

    undiagnosed: Count
    groups: tuple[tuple[str, Count], ...]
    alone: Count
