"""What the findings of a profile weigh, by the default measure, from released counts only.

Exact weights would give away exact counts: how much one finding weighs against another says how many donors have
it. So counts are released first; a withheld one stands as half the floor.

    broader part of a term a: (1 - x) · Δ(a) / Σ Δ     over the profile's findings and everything broader
    exact part of a finding t: x · idf(t) / Σ idf      x: share of exact terms in the default measure

Δ(a) = max(0, IC(a) - max IC(parents)), IC(a) = -ln((n_a + 1) / (N + 1)), idf(t) = ln(1 + (N - n_t + ½) / (n_t + ½)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, log1p

from ontology.terms import TermId
from workbench.analysis.engine.parameters import PARAMETERS
from workbench.analysis.neighbourhood_results import ProfileCounts
from workbench.cohorts.vocabulary import Meanings
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.values import Count

_EXACT = PARAMETERS.exact_share


@dataclass(frozen=True, slots=True)
class ProfileWeights:
    """What findings weigh, as parts of the profile; together 1, less where nothing in one part weighs anything.

    Attributes:
        broader: Each finding and everything broader -> its increment.
        exact: Each finding -> what having this very term adds.
    """

    broader: Mapping[TermId, float]
    exact: Mapping[TermId, float]

    def by_finding(self, meanings: Meanings) -> dict[TermId, dict[TermId, float]]:
        """Finding -> the increments that count with it: one that stands above several is split evenly."""
        above = {term: meanings.ancestors(term) & self.broader.keys() for term in self.exact}
        below = {broader: sum(broader in found for found in above.values()) for broader in self.broader}
        return {term: {one: self.broader[one] / below[one] for one in sorted(found)} for term, found in above.items()}


def weights_of(counts: ProfileCounts, numbers: Numbers) -> ProfileWeights:
    """What the findings of a profile weigh."""
    low = numbers.policy.floor / 2
    donors = float(numbers.of(counts.everyone) or numbers.policy.floor)
    held = {term: _known(n, low, donors) for term, n in numbers.table(counts.broader).items()}
    content = {term: log(donors + 1) - log(n + 1) for term, n in held.items()}
    increments = {
        term: max(content[term] - max((content[one] for one in counts.parents[term]), default=0.0), 0.0)
        for term in content
    }
    recorded = {term: _known(numbers.of(cell), low, donors) for term, cell in counts.recorded}
    rarity = {term: log1p((donors - n + 0.5) / (n + 0.5)) for term, n in recorded.items()}
    return ProfileWeights(_parts(increments, 1 - _EXACT), _parts(rarity, _EXACT))


def _known(count: Count, low: float, donors: float) -> float:
    return min(low if count is None else float(count), donors)


def _parts(weights: Mapping[TermId, float], whole: float) -> dict[TermId, float]:
    total = sum(weights.values())
    return {term: whole * weight / total if total > 0 else 0.0 for term, weight in weights.items()}
