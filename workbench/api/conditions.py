"""Questions about conditions among themselves: which look alike, what is published about one, and what is near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ontology.annotations import Annotations
from ontology.labels import words
from workbench.analysis.condition_results import ConditionMapResult, UndiagnosedResult
from workbench.analysis.conditions import counted
from workbench.analysis.conditions.nearest import NearCondition, nearest_conditions
from workbench.analysis.conditions.portrait import PublishedFinding, findings_of, portrait
from workbench.analysis.counts import disease_areas
from workbench.api import overview as everything
from workbench.api.answers import answer, group, named_question
from workbench.api.door import Door
from workbench.api.wording import glossary
from workbench.cohorts.clauses import HasCondition
from workbench.disclosure.condition_values import ConditionMap, UndiagnosedPlacement
from workbench.disclosure.release import Released
from workbench.errors import InvalidTerm

__all__ = [
    "NearCondition",
    "PublishedCondition",
    "PublishedFinding",
    "nearest",
    "overview",
    "published",
    "search",
    "undiagnosed",
]


@dataclass(frozen=True, slots=True)
class PublishedCondition:
    """What is published about a condition.

    Attributes:
        sentence: What it is, in everyday words, made by rule from inheritance, onset and commonest findings.
        findings: What it is said to have, most frequent first, few patients counting for less; unknown ones last.
        excluded: What it is said not to have.
    """

    id: str
    name: str
    sentence: str
    findings: tuple[PublishedFinding, ...]
    excluded: tuple[PublishedFinding, ...]


def overview(door: Door) -> Released[ConditionMap]:
    """Conditions of ten donors or more on a plane, and the groups among them that survive every check."""
    door.asker.require("explore")
    listed = {row.key: row.count for row in everything.summary(door).value.facts.conditions if row.count is not None}
    material = counted.Published(door.annotations, door.ontology, door.usual)
    return answer(
        door,
        ConditionMapResult,
        named_question("conditions"),
        lambda: counted.condition_map(group(door), listed, door.condition_names, material),
    )


def undiagnosed(door: Door) -> Released[UndiagnosedPlacement]:
    """The undiagnosed, by the group that most of their nearest diagnosed donors belong to."""
    groups = [(one.name, one.conditions) for one in overview(door).value.groups]
    return answer(
        door, UndiagnosedResult, named_question("undiagnosed"), lambda: counted.undiagnosed(group(door), groups)
    )


def published(door: Door, id: str) -> PublishedCondition:
    """What is published about a condition; without findings where nothing is.

    Raises:
        InvalidTerm: It is neither published nor has it donors enough to be named.
    """
    door.asker.require("explore")
    name = glossary(door, (HasCondition(id),)).conditions.get(id)
    if name is None or id in dict(disease_areas()):
        raise InvalidTerm("There is no such condition here.", do="Search for it by its name.")
    if id not in door.annotations:
        said = f"No finding of it is published in the annotations of {door.annotations.release}."
        return PublishedCondition(id, name, said, (), ())
    disease = door.annotations.disease(id)
    findings, excluded = findings_of(disease, door.ontology)
    return PublishedCondition(id, name, portrait(disease, findings, door.ontology), findings, excluded)


def nearest(door: Door, id: str, top: int = 8) -> tuple[NearCondition, ...]:
    """The published conditions of the same database that overlap most with one, and what they share.

    Nothing where no finding of it is published.
    """
    door.asker.require_signed_in()
    return nearest_conditions(id, top, door.annotations, door.ontology, door.usual)


def search(door: Door, text: str, top: int = 20) -> list[tuple[str, str]]:
    """(id, name) of published conditions in whose name or id every typed word begins a word; shortest names first."""
    door.asker.require_signed_in()
    typed = words(text)
    if not typed:
        return []
    found = [(one, name) for one, name, known in _spoken(door.annotations) if _fits(typed, known)]
    return sorted(found, key=lambda pair: (not pair[1].casefold().startswith(typed[0]), len(pair[1]), pair))[:top]


@lru_cache(maxsize=1)
def _spoken(annotations: Annotations) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(id, name, every word of both) of each published condition."""
    return tuple((one, name, (*words(name), *words(one), one.casefold())) for one, name in annotations.names.items())


def _fits(typed: Sequence[str], known: Sequence[str]) -> bool:
    return all(any(word.startswith(one) for word in known) for one in typed)
