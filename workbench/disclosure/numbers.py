"""How one true number becomes a released one, and how shares follow from released numbers only."""

from __future__ import annotations

from typing import Protocol

from ontology.terms import TermId
from workbench.analysis.results import Cell, TermTable
from workbench.analysis.statistics import wilson
from workbench.cohorts.canonical import asked, asked_with, table_key
from workbench.cohorts.clauses import Observed, TableClause, clause_key
from workbench.cohorts.vocabulary import Meanings
from workbench.disclosure.layers import Layers
from workbench.disclosure.policy import Policy
from workbench.disclosure.values import Count, Share

WITHHELD = Share("withheld")


class Words(Protocol):
    """What rules need to write a term; `ontology.Ontology` is one."""

    def label(self, term: TermId) -> str:
        """The label of a current term."""

    def lay_words(self, term: TermId) -> str:
        """A caption in lay words; empty where there is none."""


class Numbers:
    """Releases numbers of one snapshot, one by one.

    Args:
        master: The secret noise key of this installation; keys of snapshots derive from it.

    Attributes:
        policy: The rules of the tier.
        meanings: What makes two questions the same.
        words: Names of terms.
    """

    def __init__(self, policy: Policy, master: bytes, snapshot: str, meanings: Meanings, words: Words) -> None:
        self.policy = policy
        self.meanings = meanings
        self.words = words
        self._layers = Layers(policy, master, snapshot)

    def of(self, cell: Cell) -> Count:
        """The released count, None where it is withheld."""
        if cell.n < self.policy.floor:
            return None
        return self._released(cell.n, cell.told, asked(cell.clauses, self.meanings))

    def table(self, table: TermTable) -> dict[TermId, Count]:
        """The released counts of a table of terms, in its order."""
        base, meanings = asked(table.clauses, self.meanings), self.meanings
        released: dict[TermId, Count] = {}
        for term, n, told in zip(table.terms, table.counts.tolist(), table.told.tolist(), strict=True):
            enough = n >= self.policy.floor
            released[term] = self._released(n, told, asked_with(base, Observed(term), meanings)) if enough else None
        return released

    def steps_aside(self, cell: Cell) -> int:
        """By how many steps to shift what is read off several counts of one question.

        The counts share the noise of the question. Without the shift, whoever knows all donors but one could prove
        from the step alone that this one is there.
        """
        return self._layers.aside(table_key(cell.clauses, self.meanings))

    def lasting(self, name: str, n: int) -> Count:
        """The released count of something that does not change with the snapshot, such as a past import."""
        if n < self.policy.floor + self._layers.handicap((name,)):
            return None
        return self._rounded(n + self._layers.lasting(name))

    def share(self, part: Count, whole: Count) -> Share:
        """The share of one released count in another, with the 95 % Wilson interval."""
        if part is None or whole is None:
            return WITHHELD
        part = min(part, whole)  # noise may lift a part above its whole
        percent = 100 * part / whole
        if percent < self.policy.share_floor:
            return Share("under", float(self.policy.share_floor))
        if percent > self.policy.share_ceiling:
            return Share("over", float(self.policy.share_ceiling))
        low, high = wilson(part, whole)
        return Share("exact", round(percent, 1), round(100 * float(low), 1), round(100 * float(high), 1))

    def beside(self, part: Count, whole: Count) -> tuple[Count, Share]:
        """A count and its share of a whole, to stand side by side.

        Where the share is only said to be under or over a bound, the count is left out: it would give the share away.
        """
        share = self.share(part, whole)
        return part if share.bound == "exact" else None, share

    def within_bounds(self, part: Count, whole: int) -> Count:
        """The count, or what the bound of its share would make it: for what is computed from it and shown with it."""
        share = self.share(part, whole)
        return part if share.percent is None or share.bound == "exact" else round(whole * share.percent / 100)

    def _released(self, n: int, told: int, clauses: tuple[TableClause, ...]) -> Count:
        keys = [clause_key(clause) for clause in clauses]
        if n < self.policy.floor + self._layers.handicap(keys):
            return None
        return self._rounded(told + self._layers.of(keys))

    def _rounded(self, noisy: int) -> Count:
        if noisy < self.policy.shown_from:
            return None
        step = self.policy.rounding
        return (noisy + step // 2) // step * step
