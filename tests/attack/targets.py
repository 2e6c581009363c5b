"""Whom to attack, and with what known: donors about whom there is most to ask, each with one finding to learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.ontology import Ontology
from tests.attack.crowd import Crowd
from tests.attack.worlds import Secret
from workbench.cohorts.clauses import Clause, Observed

_CONTEXTS = 700  # groups of two clauses looked at, of those that a target's known facts span
_LARGEST = 0.35  # of all donors: a commoner finding is hardly a secret
_SMALLEST = 60
_TRIPLES = 300
_COMMON = 0.04  # of all donors who fit a clause that may leave the target out of a group
_LARGE = 800  # donors in the largest group that a clause may leave the target out of
_FEWEST = 9  # others with the finding in a group that may be shown
_COMPANY = 14  # donors that may go with the target
_SHOWN = 12  # others with the finding that a group needs for a fair chance to be shown


@dataclass(frozen=True, slots=True)
class Group:
    """A group that holds the target, by positions of clauses that the target is known to fit.

    Attributes:
        context: One to three clauses.
        others: Other donors in it.
        having: Those of them with the secret finding.
    """

    context: tuple[int, ...]
    others: int
    having: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A group and a clause that leaves the target out of it, alone or in company.

    Attributes:
        leaving: Clause that the target does not fit and, but for the company, everybody else in the group does.
        company: Donors who go with the target.
        having: Those of them with the secret finding.
    """

    group: Group
    leaving: int
    company: int
    having: int


@dataclass(frozen=True, slots=True)
class Victim:
    """A target with all that an attacker knows.

    Attributes:
        secret: What is to be learnt.
        known: Positions of the clauses that the target is known to fit.
        finding: Position of the secret finding.
        groups: Groups that hold the target, at random.
        pairs: Pairs of them, at random.
    """

    secret: Secret
    known: tuple[int, ...]
    finding: int
    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]


def candidates(crowd: Crowd, ontology: Ontology, rng: np.random.Generator, how_many: int) -> list[Secret]:
    """Donors in random order, each with a finding that enough others have."""
    having = crowd.fits[crowd.findings].sum(axis=1)
    fair = (having >= _SMALLEST) & (having <= _LARGEST * crowd.fits.shape[1])
    found = []
    for row in rng.permutation(crowd.fits.shape[1]):
        held = np.flatnonzero(fair & crowd.fits[crowd.findings, row])
        if len(held) >= 8:
            clause = crowd.clauses[int(rng.choice(held))]
            assert isinstance(clause, Observed)
            found.append(Secret(int(row), clause.term))
        if len(found) == how_many:
            break
    return found


def record_of(crowd: Crowd, row: int) -> frozenset[Clause]:
    """What a donor fits."""
    return frozenset(crowd.clauses[at] for at in np.flatnonzero(crowd.fits[:, row]))


def victim(
    crowd: Crowd, secret: Secret, record: frozenset[Clause], ontology: Ontology, rng: np.random.Generator
) -> Victim:
    """All that can be known of a target, and of the others around.

    Nothing here depends on what was tossed: of the target only the record as it came is read, without the secret
    finding and what is narrower or broader.

    Args:
        crowd: Everybody in the world that is attacked; the target's row is not read.
        record: What the target fits in the data as they came.
    """
    hidden = {Observed(term) for term in ontology.descendants(secret.finding)}
    implied = {Observed(term) for term in ontology.ancestors(secret.finding)}
    held = [at for at, one in enumerate(crowd.clauses) if one in record and one not in hidden and one not in implied]
    finding = crowd.position(Observed(secret.finding))
    others = np.ones(crowd.fits.shape[1], dtype=np.bool_)
    others[secret.row] = False
    contexts = _contexts(held, rng)
    masks = _masks(crowd, contexts) & others
    groups = _groups(contexts, masks, crowd.fits[finding] & others)
    common = crowd.fits[:, others].sum(axis=1) >= _COMMON * len(others)
    barred = hidden | record
    lacking = [at for at in np.flatnonzero(common).tolist() if crowd.clauses[at] not in barred]
    pairs = _pairs(crowd, groups, masks, lacking, finding)
    order = rng.permutation(len(pairs))
    return Victim(
        secret,
        tuple(held),
        finding,
        tuple(groups[at] for at in rng.permutation(len(groups))),
        tuple(pairs[at] for at in order),
    )


def favourable(crowd: Crowd, found: Sequence[Victim], how_many: int) -> list[Victim]:
    """The targets about whom there are most pairs, at most one a donor: attackers choose whom they attack."""
    best = sorted(found, key=lambda one: (-_worth(one), one.secret.row))
    return best[:how_many]


def _worth(one: Victim) -> int:
    shown = [pair for pair in one.pairs if pair.group.having >= _SHOWN]
    alone = sum(1 for pair in shown if pair.company == 0 and len(pair.group.context) < 3)
    known = sum(1 for pair in shown if pair.having in (2, 9))
    nine = sum(1 for group in one.groups if group.having == 9)
    return min(alone, 100) + min(known, 50) + min(nine, 20)


def _contexts(held: Sequence[int], rng: np.random.Generator) -> list[tuple[int, ...]]:
    singles = [(one,) for one in held]
    pairs = [(one, other) for at, one in enumerate(held) for other in held[at + 1 :]]
    some = rng.permutation(len(pairs))[:_CONTEXTS]
    drawn = (sorted(rng.choice(len(held), 3, replace=False)) for _ in range(_TRIPLES if len(held) > 3 else 0))
    triples = {tuple(held[at] for at in three) for three in drawn}
    return [*singles, *(pairs[at] for at in some), *sorted(triples)]


def _masks(crowd: Crowd, contexts: Sequence[tuple[int, ...]]) -> NDArray[np.bool_]:
    none = np.zeros((0, crowd.fits.shape[1]), dtype=np.bool_)
    return np.array([crowd.fits[list(context)].all(axis=0) for context in contexts]) if contexts else none


def _groups(contexts: Sequence[tuple[int, ...]], masks: NDArray[np.bool_], having: NDArray[np.bool_]) -> list[Group]:
    inside, with_it = masks.sum(axis=1), (masks & having).sum(axis=1)
    return [Group(context, int(n), int(m)) for context, n, m in zip(contexts, inside, with_it, strict=True)]


def _pairs(
    crowd: Crowd, groups: Sequence[Group], masks: NDArray[np.bool_], lacking: Sequence[int], finding: int
) -> list[Pair]:
    if not groups or not lacking:
        return []
    found = []
    sizes = masks.sum(axis=1)
    having = np.array([group.having for group in groups])
    useful = np.flatnonzero((having >= _FEWEST) & (sizes <= _LARGE))
    anybody = masks[useful].any(axis=0)
    leaving = crowd.fits[np.array(lacking)][:, anybody].astype(np.float32)
    some = masks[useful][:, anybody]
    gone = sizes[useful, None] - some.astype(np.float32) @ leaving.T
    with_it = some & crowd.fits[finding][anybody]
    gone_with_it = with_it.sum(axis=1)[:, None] - with_it.astype(np.float32) @ leaving.T
    for at, clause in np.argwhere(gone <= _COMPANY):
        group = groups[int(useful[at])]
        found.append(
            Pair(group, int(lacking[clause]), round(float(gone[at, clause])), round(float(gone_with_it[at, clause])))
        )
    return found
