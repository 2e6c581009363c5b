"""Attackers who ask `workbench.api` itself: the answers are those over HTTP, many times as fast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.attack.asking import CLOSENESS, SIZE, Answer, Question
from workbench.analysis.counts import Counter
from workbench.analysis.results import CountResult
from workbench.api import cohorts, similar
from workbench.api import map as maps
from workbench.api.answers import common_terms, group
from workbench.api.door import Asker, Door
from workbench.cohorts.clauses import Observed, Query
from workbench.cohorts.profile import profile_of
from workbench.disclosure.release import About
from workbench.disclosure.rules.findings import defined_by
from workbench.disclosure.values import CellShares, Facts
from workbench.errors import WorkbenchError


@dataclass
class AtTheDoor:
    """The workbench behind its own door, one a snapshot.

    Attributes:
        doors: Gives the door to each snapshot.
    """

    doors: Callable[[int], Door]

    def attacker(self, name: str) -> DoorAsker:
        """Somebody with three accounts that nobody else uses."""
        return DoorAsker(name, self.doors)


@dataclass
class DoorAsker:
    """One attacker."""

    name: str
    doors: Callable[[int], Door]

    def ask(self, question: Question) -> Answer:
        """What the api answers, as numbers; nothing where it refuses."""
        door = self.doors(question.snapshot).asked_by(Asker(f"{self.name}-{question.account}", "researcher"))
        try:
            return _ASKED[question.kind](door, question)
        except WorkbenchError:
            return {}


def _count(door: Door, question: Question) -> Answer:
    return {SIZE: cohorts.count(door, Query(question.clauses)).value.count}


def _findings(door: Door, question: Question) -> Answer:
    """The cells that are wanted, each released alone: as `tests.attack` proves, the same as in the whole table."""
    size = cohorts.count(door, Query(question.clauses)).value.count
    if size is None:
        return {SIZE: None}
    inside, everyone = group(door, question.clauses), group(door)
    listed = _listed(door)
    cells = {
        str(term): _beside(door, _cell(door, inside, everyone, term), size)
        for term in question.terms
        if term in listed and not defined_by(question.clauses, term, door.vocabulary)
    }
    return {SIZE: size, **cells}


def _beside(door: Door, count: int | None, size: int) -> float | None:
    """What a table shows beside a share: where that is only said to be under or over a bound, about the bound."""
    if count is None:
        return None
    percent, policy = 100 * min(count, size) / size, door.gate.policy
    if percent > policy.share_ceiling:
        return size * OVER
    return size * UNDER if percent < policy.share_floor else count


OVER, UNDER = 0.975, 0.025
"""What an attacker takes a share for that is "over 95 %", or "under 5 %"."""


def _listed(door: Door) -> frozenset[str]:
    key = door.snapshot.manifest.id, door.gate.key
    if key not in _COMMON:
        _COMMON[key] = frozenset(map(str, common_terms(door)))
    return _COMMON[key]


_COMMON: dict[tuple[str, bytes], frozenset[str]] = {}


def _cell(door: Door, inside: Counter, everyone: Counter, term: object) -> int | None:
    manifest = door.snapshot.manifest
    about = About("", manifest.id, manifest.synthetic, door.vocabulary, door.ontology)
    result = CountResult(inside.cell(Observed(term)), everyone.whole())  # type: ignore[arg-type]
    count: int | None = door.gate.release(result, about).value.count
    return count


def _facts(door: Door, question: Question) -> Answer:
    return facts_answer(cohorts.facts(door, Query(question.clauses)).value)


def facts_answer(found: Facts) -> Answer:
    """Facts as an answer."""
    named = (
        ("Sex", found.sex),
        ("Age at last record", found.age_bands),
        ("Findings per donor", found.findings),
        ("Country", found.regions),
        ("Disease area", found.areas),
    )
    rows = {f"{name}/{row.label}": row.count for name, some in named for row in some}
    return {SIZE: found.cohort, **rows}


def _map(door: Door, question: Question) -> Answer:
    found = maps.cohort(door, Query(question.clauses)).value
    return {SIZE: found.count, **{f"area/{area}": n for area, n, _ in found.areas}}


def _finding_on_map(door: Door, question: Question) -> Answer:
    return cells_answer(maps.finding(door, question.terms[0]).value)


def cells_answer(found: CellShares) -> Answer:
    """Shares in the cells of the map as an answer."""
    return {str(cell): share.percent for cell, share in found.shares}


def _near(door: Door, question: Question) -> Answer:
    found = similar.neighbourhood(door, profile_of(question.terms, (), door.ontology)).value
    parts = {part.term: part.count for part in found.parts}
    return {SIZE: found.size, CLOSENESS: found.closeness, "part": parts.get(question.terms[-1])}


_ASKED: dict[str, Callable[[Door, Question], Answer]] = {
    "count": _count,
    "findings": _findings,
    "facts": _facts,
    "map": _map,
    "finding_on_map": _finding_on_map,
    "near": _near,
}


def doors_of(doors: Sequence[Door]) -> AtTheDoor:
    """The workbench behind doors that are open already."""
    return AtTheDoor(lambda at: doors[at])
