"""Conditions to draw synthetic donors from: their published profiles, sexes and ages, and how often each is drawn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ontology.annotations import Annotation, Annotations, Disease, Sex
from ontology.disease_areas import AreaId, area_of
from ontology.terms import TermId
from workbench.ingest.ages import ONSET_YEARS
from workbench.ingest.demo_conditions import AREA_SHARES, AreaShare, LeadingCondition

UNSTATED_FREQUENCY = 0.5
"""Share of patients with a published finding of which no publication says how frequent it is."""

_X_LINKED = {
    TermId("HP:0001419"): 0.03,  # recessive: girls and women are rarely affected
    TermId("HP:0001423"): 0.8,  # dominant: often lethal in boys
}
_FEWEST_FINDINGS = 4
_FEWEST_FINDINGS_UNDIAGNOSED = 10
_LATEST_ONSET = 70.0


@dataclass(frozen=True, slots=True)
class PublishedFinding:
    """One finding of a condition.

    Attributes:
        frequency: Share of patients who have it, 0 to 1; 0 where it is said to be absent.
        sex: The sex that it is limited to.
        onsets: HPO onset classes given for it.
    """

    term: TermId
    frequency: float
    sex: Sex | None
    onsets: tuple[TermId, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What people with one condition are like.

    Attributes:
        onsets: Spans of age at onset in years, one of which is drawn.
        oldest: Greatest age in years.
        female: Share of girls and women, 0 to 1.
    """

    id: str
    name: str
    findings: tuple[PublishedFinding, ...]
    onsets: tuple[tuple[float, float], ...]
    oldest: float
    female: float


class Catalogue:
    """The conditions of the disease areas with the weights of `demo_conditions`, and all others for the undiagnosed.

    Args:
        annotations: Published annotations; what they do not hold is never drawn.
    """

    def __init__(self, annotations: Annotations) -> None:
        self._annotations = annotations
        self._leading = {one.id: one for area in AREA_SHARES.values() for one in area.conditions}
        sizes = np.diff(annotations.indptr)
        known = {one: int(size) for one, size in zip(annotations.diseases, sizes, strict=True)}
        self._areas, weights = _weights(annotations, known)
        self.ids = tuple(weights)
        self._shares = np.cumsum(list(weights.values())) / sum(weights.values())
        self._any = tuple(one for one, size in known.items() if size >= _FEWEST_FINDINGS_UNDIAGNOSED)
        self.profile = lru_cache(maxsize=None)(self._profile)

    def draw(self, rng: np.random.Generator) -> Profile:
        """A condition of the disease areas."""
        place = int(np.searchsorted(self._shares, rng.random(), side="right"))
        return self.profile(self.ids[min(place, len(self.ids) - 1)])

    def draw_any(self, rng: np.random.Generator) -> Profile:
        """Any published disease with enough findings, each as likely as the other."""
        if not self._any:
            return self.draw(rng)
        return self.profile(self._any[int(rng.integers(len(self._any)))])

    def _profile(self, disease_id: str) -> Profile:
        leading = self._leading.get(disease_id)
        disease = self._annotations.disease(disease_id)
        area = AREA_SHARES[self._areas[disease_id]] if disease_id in self._areas else None
        return Profile(
            id=disease_id,
            name=disease.name,
            findings=self._findings(disease, leading),
            onsets=_onsets(disease, leading, area),
            oldest=leading.oldest if leading else area.oldest if area else 75.0,
            female=_female_share(disease, leading),
        )

    def _findings(self, disease: Disease, leading: LeadingCondition | None) -> tuple[PublishedFinding, ...]:
        """The disease's findings; another id for it adds findings, and frequencies where there were none."""
        described = list(disease.phenotypes)
        if leading and leading.described_by in self._annotations:
            described += self._annotations.disease(leading.described_by).phenotypes
        by_term: dict[TermId, Annotation] = {}
        for one in described:
            if one.term not in by_term or (by_term[one.term].frequency is None and not by_term[one.term].excluded):
                by_term[one.term] = one
        return tuple(PublishedFinding(one.term, _frequency(one), one.sex, one.onsets) for one in by_term.values())


def _weights(annotations: Annotations, known: dict[str, int]) -> tuple[dict[str, AreaId], dict[str, float]]:
    """The area of each condition, and the weight of each that may be drawn."""
    areas = {one: area for one in known if (area := area_of(one, annotations.name(one)))}
    members: dict[AreaId, list[str]] = defaultdict(list)
    for one, area in areas.items():
        members[area].append(one)
    weights: dict[str, float] = {}
    for area, share in AREA_SHARES.items():
        leading = {one.id: one.weight for one in share.conditions if one.id in known}
        also = {one.described_by for one in share.conditions}
        areas.update(dict.fromkeys(leading, area))
        rest = [one for one in members[area] if one not in leading and one not in also]
        rest = sorted((one for one in rest if known[one] >= _FEWEST_FINDINGS), key=lambda one: (-known[one], one))
        # A long tail: the r-th of the rest has a weight of 1 / (r + 3).
        tail = {one: 1 / (rank + 3) for rank, one in enumerate(rest)}
        for group, part in ((leading, share.leading), (tail, 1 - share.leading)):
            total = sum(group.values())
            weights.update({one: share.share * part * weight / total for one, weight in group.items()})
    return areas, weights


def _frequency(annotation: Annotation) -> float:
    if annotation.excluded:
        return 0.0
    return UNSTATED_FREQUENCY if annotation.frequency is None else annotation.frequency


def _onsets(
    disease: Disease, leading: LeadingCondition | None, area: AreaShare | None
) -> tuple[tuple[float, float], ...]:
    """What the table says of a leading condition, else published onset classes, else the span of the area."""
    if leading and leading.onset:
        return (leading.onset,)
    published = tuple(ONSET_YEARS[one.term] for one in disease.course if one.term in ONSET_YEARS and not one.excluded)
    if published:
        return tuple((max(first, 0.0), min(max(until, 0.0), _LATEST_ONSET)) for first, until in published)
    return (area.onset if area else (0.0, 12.0),)


def _female_share(disease: Disease, leading: LeadingCondition | None) -> float:
    if leading and leading.female is not None:
        return leading.female
    for mode in disease.inheritance:
        if mode.term in _X_LINKED and not mode.excluded:
            return _X_LINKED[mode.term]
    sex = disease.mostly_affects
    return 0.5 if sex is None else float(sex == "female")
