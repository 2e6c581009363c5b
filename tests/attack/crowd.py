"""What attackers know of everybody else: who fits which clause. Only attacks on known groups may use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_access.records import AGE_BANDS, SEXES
from ontology.terms import PHENOTYPIC_ABNORMALITY, from_number
from tests.attack.worlds import bits_of
from workbench.api.door import Door
from workbench.cohorts.clauses import Clause, HasCondition, InAgeBand, InRegion, InSex, Observed

_FEWEST = 12  # donors a clause must have to be of use
_LARGE = 60  # donors a country must have, so that the noise hardly ever makes it too small to name


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody in one world.

    Attributes:
        clauses: What can be asked, by position.
        fits: Who fits which, bool (clauses, donors).
        findings: Positions of findings among the clauses, int64 (findings,).
        cell: Map cell of each donor, int64 (donors,), -1 for none.
    """

    clauses: tuple[Clause, ...]
    fits: NDArray[np.bool_]
    findings: NDArray[np.int64]
    cell: NDArray[np.int64]

    def position(self, clause: Clause) -> int:
        """Where the clause stands."""
        return self.clauses.index(clause)


def crowd_of(door: Door) -> Crowd:
    """Everybody behind a door, by the clauses that enough of them fit."""
    snapshot = door.snapshot
    terms = [from_number(int(one)) for one in snapshot.terms]
    bits = bits_of(snapshot)
    asked = np.array(
        [term != PHENOTYPIC_ABNORMALITY and door.ontology.is_phenotype(term) for term in terms], dtype=np.bool_
    )
    asked &= bits.sum(axis=1) >= _FEWEST
    clauses: list[Clause] = [Observed(terms[at]) for at in np.flatnonzero(asked)]
    rows = [bits[asked]]
    facts = _facts(door)
    for clause, needed in facts:
        mask = door.population.mask(door.population.bitmap(clause))
        if mask.sum() >= needed:
            clauses.append(clause)
            rows.append(mask[None, :])
    findings = np.arange(int(asked.sum()), dtype=np.int64)
    return Crowd(tuple(clauses), np.concatenate(rows), findings, np.asarray(snapshot.cell, dtype=np.int64))


def _facts(door: Door) -> Sequence[tuple[Clause, int]]:
    regions = sorted({code.partition("-")[0] for code in door.snapshot.manifest.regions})
    return [
        *((InSex(sex), _FEWEST) for sex in SEXES),
        *((InAgeBand(band), _FEWEST) for band in AGE_BANDS),
        *((InRegion(code), _LARGE) for code in regions),
        *((HasCondition(one), _FEWEST) for one in door.snapshot.manifest.conditions),
    ]
