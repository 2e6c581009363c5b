"""What the noise of the gate holds and costs, by simulation: `python -m benchmarks.noise_layers [--trials 400]`.

A target has a finding or not, as a coin fell. An attacker looks 12, 30 or 200 times and guesses by the sign of the mean
evidence. What each attacker knows is the most that could be known; the harness in `tests/attack` asks the real app.

- *groups*: groups the target belongs to, and of each how many others have the finding.
- *groups, layers measured*: the same, and as many groups without the target, to take the layer of the finding away.
- *differences, k known*: a group and the same without the target and k others known to have the finding.
- *12 snapshots*: differences, each look in another of twelve snapshots.
- *a partition*: the total less the other rows, when one row is withheld: nine donors in it or none.

Plain noise is one discrete Laplace draw of scale 2 for each question, as before.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle, islice
from typing import cast

import numpy as np

from ontology.terms import TermId
from workbench.analysis.results import Cell
from workbench.analysis.steps import Told
from workbench.cohorts.clauses import Observed, TableClause
from workbench.cohorts.vocabulary import Meanings
from workbench.disclosure.noise import derived_key, noise
from workbench.disclosure.numbers import Numbers, Words
from workbench.disclosure.policy import EXPLORE

LOOKS = (12, 30, 200)
_FACTS = 24  # of the target that are known: groups are made of one to three of them
_LEAVING = 16  # clauses that the target is known to lack
Released = Callable[[Sequence[TableClause], int, int, int], int | None]


@dataclass(frozen=True, slots=True)
class Flat:
    """Terms without an order: no clause implies another."""

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        """The term alone."""
        return frozenset({term})

    def area(self, condition: str) -> str | None:
        """None."""
        return None


def clause(name: str) -> Observed:
    """A clause of that name."""
    return Observed(TermId(name))


def layered(master: bytes) -> Released:
    """Numbers as the gate releases them: of clauses, the count, what is told, and the snapshot."""
    gates: dict[int, Numbers] = {}

    def released(clauses: Sequence[TableClause], n: int, told: int, snapshot: int) -> int | None:
        if snapshot not in gates:
            flat = cast("Meanings", Flat())
            gates[snapshot] = Numbers(EXPLORE, master, f"{snapshot}", flat, cast("Words", flat))
        return gates[snapshot].of(Cell(tuple(clauses), n, told))

    return released


def plain(master: bytes) -> Released:
    """The same with one draw of scale 2 a question and snapshot."""

    def released(clauses: Sequence[TableClause], n: int, told: int, snapshot: int) -> int | None:
        key = derived_key(master, f"snapshot {snapshot}")
        noisy = n + noise(key, "|".join(sorted(str(one) for one in clauses)), 2)
        return None if n < 10 or noisy < 10 else (noisy + 2) // 5 * 5

    return released


def contexts(rng: np.random.Generator) -> Iterator[tuple[Observed, ...]]:
    """Groups of the target, by one to three known facts and the finding, in random order, for ever."""
    facts = [clause(f"fact {at}") for at in range(_FACTS)]
    some = [chosen for size in (1, 2, 3) for chosen in combinations(facts, size)]
    return cycle([some[at] for at in rng.permutation(len(some))])


def groups(released: Released, has_it: bool, looks: int, rng: np.random.Generator, measured: bool) -> float:
    """Mean excess over what the others alone would make."""
    finding, found, other = clause("finding"), [], []
    for context in islice(contexts(rng), looks):
        n = int(rng.integers(15, 150))
        shown = released((*context, finding), n + has_it, n + has_it, 0)
        found += [] if shown is None else [shown - n - 0.5]
        elsewhere = tuple(clause(f"not {one.term}") for one in context)
        shown = released((*elsewhere, finding), n, n, 0) if measured else None
        other += [] if shown is None else [shown - n]
    return float(np.mean(found or [0]) - np.mean(other or [0]))


def differences(
    released: Released, has_it: bool, looks: int, rng: np.random.Generator, known: int, snapshots: int = 1
) -> float:
    """Mean difference, less what the known others and half the target make."""
    finding, found = clause("finding"), []
    for at, context in enumerate(islice(contexts(rng), looks)):
        without = int(rng.integers(15, 150))
        whole = without + known + has_it
        told = Told({(): whole, ("leaving",): without}.__getitem__).of(("leaving",))  # type: ignore[arg-type]
        group, leaving = (*context, finding), clause(f"leaving {at % _LEAVING}")
        first = released(group, whole, whole, at % snapshots)
        second = released((*group, leaving), without, told, at % snapshots)
        if first is not None and second is not None:
            found.append(first - second - known - 0.5)
    return float(np.mean(found or [0]))


def partition(released: Released, nine: bool, rows: int, rng: np.random.Generator) -> float:
    """Total less the shown rows, less four and a half."""
    group = (clause("fact 0"), clause("fact 1"))
    sizes = [int(rng.integers(40, 150)) for _ in range(rows - 1)]
    small = 9 if nine else 0
    total = sum(sizes) + small
    whole = released(group, total, total, 0) or 0
    parts = [
        released((*group, clause(f"row {at}")), n, min(n, total - min(max(total // 10, 5), 10)), 0) or 0
        for at, n in enumerate(sizes)
    ]
    return whole - sum(parts) - 4.5


def accuracy(evidence: Callable[[bytes, bool, np.random.Generator], float], trials: int) -> float:
    """How often the sign of the evidence is right; where it is 0 a coin is thrown. The threshold is the median."""
    values = np.array(
        [[evidence(b"%d" % at, has, np.random.default_rng([at, has])) for has in (False, True)] for at in range(trials)]
    )
    least = np.median(values)
    right = np.array([values[:, 0] < least, values[:, 1] > least], dtype=float)
    right[0][values[:, 0] == least] = right[1][values[:, 1] == least] = 0.5
    return float(right.mean())


def attacks(trials: int) -> Iterator[tuple[str, str, list[float]]]:
    """Attack, protection, accuracy at each number of looks."""
    for name, make in (("plain", plain), ("layers", layered)):
        for measured, words in ((False, "groups"), (True, "groups, layers measured")):
            yield (
                words,
                name,
                [
                    accuracy(lambda key, has, rng: groups(make(key), has, looks, rng, measured), trials)  # noqa: B023
                    for looks in LOOKS
                ],
            )
        for known in (0, 2, 4, 5, 9):
            yield (
                f"differences, {known} known",
                name,
                [
                    accuracy(lambda key, has, rng: differences(make(key), has, looks, rng, known), trials)  # noqa: B023
                    for looks in LOOKS
                ],
            )
        yield (
            "differences, 9 known, 12 snapshots",
            name,
            [
                accuracy(lambda key, has, rng: differences(make(key), has, looks, rng, 9, 12), trials)  # noqa: B023
                for looks in LOOKS
            ],
        )


def costs(trials: int) -> Iterator[tuple[int, str, int, float, float]]:
    """Count, protection, clauses: mean error in percent where it is shown, and percent withheld."""
    for n in (10, 12, 15, 20, 50, 500):
        for name, make in (("plain", plain), ("layers", layered)):
            for many in (1, 2, 4):
                some = [clause(f"fact {at}") for at in range(many)]
                shown = [make(b"%d" % at)(some, n, n, 0) for at in range(10 * trials)]
                kept = np.array([one for one in shown if one is not None])
                error = float(np.abs(kept - n).mean() / n * 100) if len(kept) else float("nan")
                yield n, name, many, error, 100 * (1 - len(kept) / len(shown))


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=400)
    trials = parser.parse_args().trials
    print(f"{'attack':38}{'protection':12}{''.join(f'{looks:>7}' for looks in LOOKS)}")
    for attack, name, found in attacks(trials):
        print(f"{attack:38}{name:12}{''.join(f'{one:7.2f}' for one in found)}")
    for rows in (2, 3, 6):
        for name, make in (("plain", plain), ("layers", layered)):
            one = accuracy(lambda key, has, rng: partition(make(key), has, rows, rng), 5 * trials)  # noqa: B023
            print(f"{f'a partition of {rows} rows':38}{name:12}{one:7.2f}")
    print(f"\n{'count':>6} {'protection':12}{'clauses':>8}{'error %':>9}{'withheld %':>12}")
    for n, name, many, error, gone in costs(trials):
        print(f"{n:>6} {name:12}{many:>8}{error:9.1f}{gone:12.0f}")


if __name__ == "__main__":
    main()
