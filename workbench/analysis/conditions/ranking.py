"""Which published conditions fit a profile.

    score(d) = .50 · Σ_t IC_t · max_{u in d} Lin(t, u) / Σ_t IC_t             (forward: the profile in the condition)
             + .25 · Σ_{t in d} IC_t / Σ_t IC_t                               (exact: with no step between the terms)
             + .25 · Σ_u IC_u · √f_du · max_t Lin(u, t) / Σ_u IC_u · √f_du    (backward: the condition in the profile)
             + .05 · mean_t ln(.8 · max_{a above t} F(d, a) / bg(a) + .2)     (likelihood: more often than elsewhere)

for the terms t of the profile and the findings u of condition d. IC: information content among the conditions; Lin:
2 · IC(narrowest shared broader term) / (IC_t + IC_u), Lin (1998), ICML; f: published frequency; F(d, a): of the most
frequent finding under a; bg: mean of F over the conditions. Numpy only: this runs in a web worker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.graph import Rows, transpose
from ontology.information import information_content
from workbench.analysis.conditions.profiles import FindingRows, closures


@dataclass(frozen=True, slots=True)
class Formula:
    """What the parts of the score weigh. The choice: docs/decisions/8-conditions-that-fit.md.

    Attributes:
        forward: Findings of the profile that the condition has, or has something like.
        exact: Findings of the profile that the condition has as they are.
        backward: Findings of the condition that the profile has.
        likelihood: How much more often the condition has the finding than conditions do on average.
        present: Share of the likelihood that comes from the condition; the rest is chance.
    """

    forward: float = 0.5
    exact: float = 0.25
    backward: float = 0.25
    likelihood: float = 0.05
    present: float = 0.8


FORMULA = Formula()


@dataclass(frozen=True, slots=True)
class FittingIndex:
    """D conditions made ready to be ranked.

    Attributes:
        formula: What the parts of the score weigh.
        ancestors: Every term's ancestors and the term itself.
        descendants: Every term's narrower terms and the term itself.
        content: Information content of every term among the conditions, nats, (T,), float64.
        findings: Their findings.
        importance: IC · √f of each finding, (n,), float64.
        background: Mean over the conditions of the frequency of every term, (T,), float64.
        holders: For every term the conditions that have it or a narrower one, positions 0 ... D-1.
        lift: How much more frequent the term is there than on average, in the order of `holders.indices`, float64.
    """

    formula: Formula
    ancestors: Rows
    descendants: Rows
    content: NDArray[np.float64]
    findings: FindingRows
    importance: NDArray[np.float64]
    background: NDArray[np.float64]
    holders: Rows
    lift: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TermFit:
    """How one term of a profile fits D conditions.

    Attributes:
        closeness: Lin to every term of the ontology, 0 to 1, (T,), float64.
        forward: The closest finding of each condition, Lin, 0 to 1, (D,), float64.
        exact: True where the condition has the term itself, (D,), bool.
        likelihood: ln(.8 · lift + .2), (D,), float64.
    """

    closeness: NDArray[np.float64]
    forward: NDArray[np.float64]
    exact: NDArray[np.bool_]
    likelihood: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a profile of n terms fits D conditions: addends of the score.

    Attributes:
        by_term: What each term adds, forward, exact and likelihood together, (n, D), float64.
        backward: What the findings of the condition add, (D,), float64.
    """

    by_term: NDArray[np.float64]
    backward: NDArray[np.float64]

    @property
    def scores(self) -> NDArray[np.float64]:
        """The score of each condition, (D,), float64."""
        scores: NDArray[np.float64] = self.by_term.sum(axis=0) + self.backward
        return scores


def fitting_index(findings: FindingRows, ancestors: Rows, formula: Formula = FORMULA) -> FittingIndex:
    """Conditions made ready to be ranked, terms weighed among themselves.

    Args:
        findings: One row a condition, none of them empty.
        ancestors: Every term's ancestors and the term itself.
    """
    size = len(ancestors.indptr) - 1
    whole = closures(findings, ancestors)
    content = information_content(np.bincount(whole.terms, minlength=size), len(findings))
    background = np.bincount(whole.terms, weights=whole.frequencies, minlength=size) / len(findings)
    return _index(findings, whole, formula, ancestors, transpose(ancestors), content, background)


def with_findings(index: FittingIndex, findings: FindingRows) -> FittingIndex:
    """The index with other rows in the place of its conditions; terms weigh what they did.

    Args:
        findings: None of them empty.
    """
    whole = closures(findings, index.ancestors)
    weighed = index.ancestors, index.descendants, index.content, index.background
    return _index(findings, whole, index.formula, *weighed)


def _index(
    findings: FindingRows,
    whole: FindingRows,
    formula: Formula,
    ancestors: Rows,
    descendants: Rows,
    content: NDArray[np.float64],
    background: NDArray[np.float64],
) -> FittingIndex:
    order = np.argsort(whole.terms, kind="stable")
    ends = np.searchsorted(whole.terms[order], np.arange(len(content) + 1))
    # What no condition has cannot be compared with how frequent it is elsewhere.
    usual = np.where(background > 0, background, 1.0)[whole.terms]
    return FittingIndex(
        formula=formula,
        ancestors=ancestors,
        descendants=descendants,
        content=content,
        findings=findings,
        importance=content[findings.terms] * np.sqrt(findings.frequencies),
        background=background,
        holders=Rows(ends.astype(np.int32), whole.owners[order].astype(np.int32)),
        lift=(whole.frequencies / usual)[order],
    )


def shared_content(index: FittingIndex, term: int) -> NDArray[np.float64]:
    """IC of the narrowest broader term that one term shares with every term (Resnik), nats, (T,), float64.

    Broader terms write what they say over everything under them, those that say least first, so that what stays is
    the most that any shared broader term says.
    """
    content = index.content
    broader = index.ancestors[term]
    shared = np.zeros(len(content))
    for one in broader[np.argsort(content[broader], kind="stable")]:
        if content[one] > 0:
            shared[index.descendants[one]] = content[one]
    return shared


def closeness(index: FittingIndex, term: int) -> NDArray[np.float64]:
    """Lin of one term to every term, 0 to 1, (T,), float64."""
    both = index.content + index.content[term]
    shared = shared_content(index, term)
    lin: NDArray[np.float64] = np.divide(2 * shared, both, out=np.zeros(len(both)), where=both > 0)
    return lin


def term_fit(index: FittingIndex, term: int, near: NDArray[np.float64] | None = None) -> TermFit:
    """How one term fits every condition.

    Args:
        term: Its position in `Ontology.numbers`; no condition needs to have it.
        near: Its closeness to every term, where that is known already.
    """
    near = closeness(index, term) if near is None else near
    forward = np.maximum.reduceat(near[index.findings.terms], index.findings.indptr[:-1])
    exact = np.zeros(len(index.findings), dtype=bool)
    same = np.flatnonzero(index.findings.terms == term)
    exact[np.searchsorted(index.findings.indptr, same, side="right") - 1] = True
    best = np.zeros(len(index.findings))
    for one in index.ancestors[term]:
        first, last = index.holders.indptr[one : one + 2]
        held = index.holders.indices[first:last]
        best[held] = np.maximum(best[held], index.lift[first:last])
    return TermFit(near, forward, exact, _log_likelihood(index.formula, best))


def fit(index: FittingIndex, terms: NDArray[np.int32]) -> Fit:
    """How a profile fits every condition.

    Args:
        terms: Positions in `Ontology.numbers`, each once; at least one.
    """
    return together(index, terms, [term_fit(index, int(term)) for term in terms])


def together(index: FittingIndex, terms: NDArray[np.int32], fits: list[TermFit]) -> Fit:
    """The fits of the terms of a profile as the fit of the profile."""
    formula = index.formula
    shares = term_shares(index, terms)[:, None]
    forward = np.stack([one.forward for one in fits])
    likelihood = np.stack([one.likelihood for one in fits])
    exact = np.stack([one.exact for one in fits])
    by_term = shares * (formula.forward * forward + formula.exact * exact)
    by_term += formula.likelihood / len(terms) * likelihood
    nearest = np.max([one.closeness for one in fits], axis=0)[index.findings.terms]
    starts = index.findings.indptr[:-1]
    found = np.add.reduceat(index.importance * nearest, starts)
    whole = np.add.reduceat(index.importance, starts)
    backward = formula.backward * np.divide(found, whole, out=np.zeros(len(whole)), where=whole > 0)
    return Fit(by_term, backward)


def term_shares(index: FittingIndex, terms: NDArray[np.int32]) -> NDArray[np.float64]:
    """What each term says of all that the profile says, 0 to 1, sum 1 (0 where it says nothing), (n,), float64."""
    content = index.content[terms]
    whole = float(content.sum())
    shares: NDArray[np.float64] = content / whole if whole > 0 else np.zeros(len(terms))
    return shares


def _log_likelihood(formula: Formula, lift: NDArray[np.float64]) -> NDArray[np.float64]:
    logs: NDArray[np.float64] = np.log(formula.present * lift + (1 - formula.present))
    return logs
