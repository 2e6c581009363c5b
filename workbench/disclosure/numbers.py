"""How one true number becomes a released one, and how shares follow from released numbers only."""

from __future__ import annotations

from typing import Protocol

from ontology.terms import TermId
from workbench.analysis.results import Cell, TermTable
from workbench.analysis.statistics import wilson
from workbench.cohorts.canonical import table_key
from workbench.cohorts.clauses import Observed
from workbench.cohorts.vocabulary import Meanings
from workbench.disclosure.noise import derived_key, noise
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
        self._key = derived_key(master, f"snapshot {snapshot}")
        self._lasting_key = derived_key(master, "lasting")

    def of(self, cell: Cell) -> Count:
        """The released count, None where it is withheld."""
        if cell.n < self.policy.floor:
            return None
        return self._released(cell.n, self._key, table_key(cell.clauses, self.meanings))

    def table(self, table: TermTable) -> dict[TermId, Count]:
        """The released counts of a table of terms, in its order."""
        return {
            term: self.of(Cell((*table.clauses, Observed(term)), int(n)))
            for term, n in zip(table.terms, table.counts, strict=True)
        }

    def steps_aside(self, cell: Cell) -> int:
        """By how many steps to shift what is read off several counts of one question: discrete Laplace, scale 1.

        The counts share the noise of the question. Without the shift, whoever knows all donors but one could prove
        from the step alone that this one is there.
        """
        return noise(self._key, f"steps aside {table_key(cell.clauses, self.meanings)}", 1)

    def lasting(self, name: str, n: int) -> Count:
        """The released count of something that does not change with the snapshot, such as a past import."""
        return None if n < self.policy.floor else self._released(n, self._lasting_key, name)

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

    def _released(self, n: int, key: bytes, question: str) -> Count:
        noisy = n + noise(key, question, self.policy.scale)
        if noisy < self.policy.floor:
            return None
        step = self.policy.rounding
        return (noisy + step // 2) // step * step
