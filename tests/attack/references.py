"""Two simpler protections, to show what the design buys, and that the harness finds what there is to find.

They exist in this folder only and protect nobody.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from data_access.records import AGE_BANDS, SEXES
from tests.attack.asking import CLOSENESS, SIZE, Answer, Question
from workbench.analysis.neighbourhood import LEVELS
from workbench.api.admission import calibration
from workbench.api.door import OPERATOR, Door
from workbench.cohorts.canonical import table_key
from workbench.cohorts.clauses import FINDINGS_BANDS, CloseTo, InAgeBand, InFindingsBand, InSex, Observed, TableClause
from workbench.cohorts.cohort import size
from workbench.cohorts.profile import profile_of
from workbench.disclosure.noise import noise

Number = Callable[[int, str], float | None]
_FLOOR = 10
_STEP = 5


def rounded(n: int, _: str) -> float | None:
    """Ten or more, rounded to five: what many portals do."""
    return None if n < _FLOOR else (n + _STEP // 2) // _STEP * _STEP


def noisy(key: bytes, scale: float = 2) -> Number:
    """The same with discrete Laplace noise that each canonical question has for itself."""

    def number(n: int, question: str) -> float | None:
        if n < _FLOOR:
            return None
        drawn = n + noise(key, question, scale)
        return None if drawn < _FLOOR else (drawn + _STEP // 2) // _STEP * _STEP

    return number


@dataclass(frozen=True, slots=True)
class Reference:
    """A simple protection: every number alone, without memory of who asked what.

    Attributes:
        doors: Gives the door to each snapshot.
        number: From the true count and the canonical question to what is shown.
    """

    doors: Callable[[int], Door]
    number: Number

    def attacker(self, name: str) -> Reference:
        """Accounts make no difference here."""
        return self

    def ask(self, question: Question) -> Answer:
        """Numbers of the question, each protected alone."""
        door = self.doors(question.snapshot)
        match question.kind:
            case "count":
                return {SIZE: self._of(door, question.clauses)}
            case "findings":
                cells = {str(term): self._of(door, (*question.clauses, Observed(term))) for term in question.terms}
                return {SIZE: self._of(door, question.clauses), **cells}
            case "facts":
                return self._facts(door, question.clauses)
            case "near":
                return self._near(door, question)
            case _:
                return {}

    def _of(self, door: Door, clauses: Sequence[TableClause]) -> float | None:
        n = size(door.population.fitting(clauses))
        key = f"{door.snapshot.manifest.id} {table_key(clauses, door.vocabulary)}"
        return self.number(n, key)

    def _facts(self, door: Door, clauses: Sequence[TableClause]) -> Answer:
        parts: list[tuple[str, TableClause]] = [
            *((f"Sex/{sex}", InSex(sex)) for sex in SEXES),
            *((f"Age at last record/{band}", InAgeBand(band)) for band in AGE_BANDS),
            *((f"Findings per donor/{band}", InFindingsBand(band)) for band in FINDINGS_BANDS),
        ]
        return {SIZE: self._of(door, clauses), **{name: self._of(door, (*clauses, part)) for name, part in parts}}

    def _near(self, door: Door, question: Question) -> Answer:
        terms = profile_of(question.terms, (), door.ontology).narrowest(door.ontology)
        close = CloseTo(tuple(sorted(terms)), calibration(door.asked_by(OPERATOR)).threshold(len(terms)))
        shown = self._of(door, (close,))
        reached = (level for level in LEVELS if self._of(door, (CloseTo(close.terms, level),)) is not None)
        part = self._of(door, (close, Observed(question.terms[-1]))) if shown is not None else None
        return {SIZE: shown, CLOSENESS: next(reached, 0) / 100, "part": part}


def key_of(seed: int) -> bytes:
    """A key for a reference."""
    return hmac.digest(b"reference", str(seed).encode(), sha256)
