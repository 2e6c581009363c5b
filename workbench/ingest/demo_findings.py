"""What a synthetic donor reports of a published profile: with omissions, imprecise terms and unrelated findings.

Of the findings that a donor has, `REPORTED` are reported, of these `IMPRECISE` with a broader term. Of those that the
donor does not have, `EXCLUDED` are recorded as excluded.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from data_access.records import Finding
from ontology.ontology import Ontology
from ontology.terms import TermId
from workbench.ingest.ages import ONSET_YEARS
from workbench.ingest.demo_catalogue import Profile, PublishedFinding
from workbench.ingest.demo_conditions import UNRELATED

REPORTED = 0.72
IMPRECISE = 0.14
EXCLUDED = 0.25
NOT_RECORDED = 0.03
_TWO_STEPS = 0.25
_FEWEST_OBSERVED = 2
_UNRELATED_A_DONOR = 0.6
_WITH_ONSET = 0.3
_WITH_SEVERITY = 0.15
_WITH_WORDS = 0.25
_SOURCE = "synthetic"
_SHALLOWEST = 2
_SEVERITIES = ("HP:0012825", "HP:0012826", "HP:0012828", "HP:0012829")
_SEVERITY_SHARES = (0.35, 0.4, 0.2, 0.05)


class Reporting:
    """Draws what donors report.

    Args:
        ontology: The release whose terms are reported.
    """

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._broader = lru_cache(maxsize=None)(self._find_broader)
        self._words = lru_cache(maxsize=None)(self._find_words)
        self._ancestors = lru_cache(maxsize=None)(ontology.ancestors)
        self._unrelated = [(TermId(term), weight, youngest) for term, weight, youngest in UNRELATED if term in ontology]

    def draw(
        self, profile: Profile, sex: str, onset: float, age: float, rng: np.random.Generator
    ) -> tuple[Finding, ...]:
        """The findings of one donor.

        Args:
            profile: The condition's published profile.
            sex: The donor's sex; findings of the other are never drawn.
            onset: Age at the first sign, in years.
            age: Age now, in years.
            rng: Source of chance.
        """
        possible = [one for one in profile.findings if _is_possible(one, sex, age) and one.term in self._ontology]
        has = rng.random(len(possible)) < np.array([one.frequency for one in possible])
        chances = rng.random(len(possible))
        observed = {one.term: one for one, there, chance in zip(possible, has, chances) if there and chance < REPORTED}
        _fill_up(observed, possible)
        findings = self._observed(list(observed.values()), onset, age, rng)
        for term in self._draw_unrelated(age, rng):
            findings.setdefault(term, Finding(term, "observed", source=_SOURCE))
        implied: frozenset[str] = frozenset().union(*(self._ancestors(TermId(term)) for term in findings))
        for one, there, chance in zip(possible, has, chances):
            if not there and one.term not in implied:
                if chance < EXCLUDED:
                    findings[one.term] = Finding(one.term, "excluded", source=_SOURCE)
                elif chance < EXCLUDED + NOT_RECORDED:
                    findings[one.term] = Finding(one.term, "not_recorded", source=_SOURCE)
        return tuple(findings.values())

    def _observed(
        self, published: list[PublishedFinding], onset: float, age: float, rng: np.random.Generator
    ) -> dict[str, Finding]:
        """Observed findings by term, some of them with a broader term, an onset, a severity, original words."""
        findings: dict[str, Finding] = {}
        for one in published:
            imprecise, timed, severe, worded = rng.random(4)
            term = self._imprecise(one.term, rng) if imprecise < IMPRECISE else one.term
            findings[term] = Finding(
                term,
                "observed",
                onset=_onset(one, onset, age, rng) if timed < _WITH_ONSET else None,
                severity=str(rng.choice(_SEVERITIES, p=_SEVERITY_SHARES)) if severe < _WITH_SEVERITY else None,
                source=_SOURCE,
                words=_one_of(self._words(term), rng) if worded < _WITH_WORDS else None,
            )
        return findings

    def _imprecise(self, term: TermId, rng: np.random.Generator) -> TermId:
        """A broader term, now and then two steps broader; the term itself where a broader one says nothing."""
        for _ in range(1 + int(rng.random() < _TWO_STEPS)):
            broader = self._broader(term)
            term = broader[int(rng.integers(len(broader)))] if broader else term
        return term

    def _find_broader(self, term: TermId) -> tuple[TermId, ...]:
        parents = (one for one in self._ontology.parents(term) if self._ontology.is_phenotype(one))
        return tuple(one for one in parents if self._ontology.depth(one) >= _SHALLOWEST)

    def _find_words(self, term: TermId) -> tuple[str, ...]:
        """What a family may call it: lay synonyms, else the label."""
        lay = tuple(one.text.lower() for one in self._ontology.synonyms(term) if one.lay)
        return lay or (self._ontology.label(term).lower(),)

    def _draw_unrelated(self, age: float, rng: np.random.Generator) -> list[TermId]:
        old_enough = [(term, weight) for term, weight, youngest in self._unrelated if age >= youngest]
        count = min(int(rng.poisson(_UNRELATED_A_DONOR)), len(old_enough))
        if not count:
            return []
        weights = np.array([weight for _, weight in old_enough])
        drawn = rng.choice(len(old_enough), size=count, replace=False, p=weights / weights.sum())
        return [old_enough[place][0] for place in drawn]


def _is_possible(finding: PublishedFinding, sex: str, age: float) -> bool:
    """True where it is a finding of this sex that can have begun at this age."""
    begun = not finding.onsets or any(ONSET_YEARS.get(onset, (0.0, 0.0))[0] <= age for onset in finding.onsets)
    return begun and finding.sex in (None, sex)


def _fill_up(observed: dict[TermId, PublishedFinding], possible: list[PublishedFinding]) -> None:
    """A donation says at least two things where it can: the most frequent findings are added until it does."""
    if len(observed) < _FEWEST_OBSERVED:
        for one in sorted(possible, key=lambda one: (-one.frequency, one.term)):
            if one.frequency > 0 and len(observed) < _FEWEST_OBSERVED:
                observed.setdefault(one.term, one)


def _onset(finding: PublishedFinding, onset: float, age: float, rng: np.random.Generator) -> str:
    """The published onset class where it has begun at this age, else an age between the first sign and now."""
    for published in finding.onsets:
        if published in ONSET_YEARS and ONSET_YEARS[published][0] <= age:
            return published
    months = int(12 * (onset + (age - onset) * rng.beta(1.0, 3.0)))
    years, rest = divmod(months, 12)
    return f"P{years}Y{rest}M" if years and rest else f"P{years}Y" if years else f"P{rest}M"


def _one_of(words: tuple[str, ...], rng: np.random.Generator) -> str:
    return words[int(rng.integers(len(words)))]
