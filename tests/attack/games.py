"""A game: targets whose secrets were tossed, the doors to attack, and a control with all secrets redrawn."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data_access.memory_store import MemoryStore
from data_access.snapshots import Snapshot
from tests.attack.crowd import Crowd, crowd_of
from tests.attack.scene import Scene
from tests.attack.targets import Victim, candidates, favourable, record_of, victim
from tests.attack.worlds import Secret, in_memory, without_findings, without_records
from workbench.analysis.closeness import SnapshotCloseness
from workbench.api.door import Door
from workbench.api.opening import ledger_of
from workbench.cohorts.clauses import Clause
from workbench.cohorts.cohort import Population
from workbench.cohorts.grid import cell_numbers
from workbench.disclosure.policy import Policy

_POOL = 4  # donors looked at for each that is attacked


@dataclass(frozen=True, slots=True)
class World:
    """One world with its secrets.

    Attributes:
        base: The door to its first snapshot, under a key of its own and an empty ledger.
        secrets: Whom to attack and what for.
        truth: Whether they have it (or are there at all), bool (targets,).
        crowd: Everybody in it.
        victims: What attackers know of each of them.
        seed: What was tossed with.
    """

    base: Door
    secrets: tuple[Secret, ...]
    truth: NDArray[np.bool_]
    crowd: Crowd
    victims: tuple[Victim, ...]
    seed: int

    def scene(self, at: int) -> Scene:
        """The target at a position as an attacker sees it."""
        return Scene(self.victims[at], self.crowd, self.base.ontology, self.base.snapshot.manifest.id, self._cells)

    def _cells(self, cell: int) -> tuple[int, ...]:
        """The number of a map cell, and of those near it, nearest first."""
        snapshot = self.base.snapshot
        numbers, centres = cell_numbers(snapshot), snapshot.cell_centres
        far = np.linalg.norm(centres - centres[cell], axis=1)
        return tuple(int(numbers[at]) for at in np.argsort(far, kind="stable")[:20])


def choose(door: Door, targets: int, seed: int) -> tuple[Secret, ...]:
    """Those of the donors about whom an attacker has most to ask, each with a finding of theirs."""
    rng = np.random.default_rng(seed)
    crowd = crowd_of(door)
    found = candidates(crowd, door.ontology, rng, _POOL * targets)
    victims = [_victim(crowd, one, record_of(crowd, one.row), door) for one in found]
    return tuple(one.secret for one in favourable(crowd, victims, targets))


def toss(targets: int, seed: int) -> NDArray[np.bool_]:
    """A fair coin for each target, heads for half of them, bool (targets,)."""
    return np.asarray(np.random.default_rng([seed, 5]).permutation(targets) % 2 == 0)


def redrawn(truth: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """Coins tossed anew: half of the heads and half of the tails turn over, so that they tell nothing of the first."""
    turned = truth.copy()
    rng = np.random.default_rng([seed, 6])
    for side in (True, False):
        some = rng.permutation(np.flatnonzero(truth == side))
        turned[some[: len(some) // 2]] ^= True
    return turned


def world_of(door: Door, secrets: Sequence[Secret], truth: NDArray[np.bool_], game: str, seed: int) -> World:
    """A world in which those targets have the finding, or are there at all, whose coin fell so."""
    arrays = tossed(door, secrets, truth, game)
    made = _door(door, in_memory(door.snapshot, arrays, f"{seed:08x}"), seed)
    before, crowd = crowd_of(door), crowd_of(made)
    victims = tuple(_victim(crowd, secret, record_of(before, secret.row), door) for secret in secrets)
    return World(made, tuple(secrets), truth, crowd, victims, seed)


def _victim(crowd: Crowd, secret: Secret, record: frozenset[Clause], door: Door) -> Victim:
    """What is known of a target; the choices are the same in all worlds."""
    return victim(crowd, secret, record, door.ontology, np.random.default_rng([secret.row, 11]))


def tossed(
    door: Door, secrets: Sequence[Secret], truth: NDArray[np.bool_], game: str
) -> dict[str, NDArray[np.generic]]:
    """The arrays of that world's snapshot."""
    lost = [secret for secret, kept in zip(secrets, truth, strict=True) if not kept]
    if game == "member":
        return without_records(door.snapshot, [secret.row for secret in lost])
    return without_findings(door.snapshot, lost, door.ontology)


class Series:
    """Twelve snapshots of one world, opened as they are needed.

    Args:
        changing: In each of them another donor, none of the targets, is missing; otherwise they hold the same.
    """

    def __init__(self, world: World, *, changing: bool) -> None:
        self._world, self._changing = world, changing
        self._doors: dict[int, Door] = {0: world.base}

    def __call__(self, at: int) -> Door:
        """The door to one of them."""
        if at not in self._doors:
            base = self._world.base
            snapshot = in_memory(base.snapshot, self._arrays(at), f"{self._world.seed:06x}{at:02x}")
            self._doors[at] = with_snapshot(base, snapshot)
        return self._doors[at]

    def _arrays(self, at: int) -> dict[str, NDArray[np.generic]]:
        if not self._changing:
            return {}
        snapshot = self._world.base.snapshot
        taken = {secret.row for secret in self._world.secrets}
        others = [row for row in range(snapshot.donors) if row not in taken]
        return without_records(snapshot, [others[(at * 997) % len(others)]])


def with_snapshot(door: Door, snapshot: Snapshot) -> Door:
    """The same door to another snapshot; questions go into the ledger of the same store."""
    population = Population(snapshot, door.vocabulary, SnapshotCloseness(snapshot, door.ontology))
    gate = replace(door.gate, ledger=ledger_of(door.store, population, door.ontology, door.gate.key))
    return replace(door, snapshot=snapshot, population=population, gate=gate)


def with_policy(door: Door, policy: Policy) -> Door:
    """The same door under the rules of another tier."""
    return replace(door, gate=replace(door.gate, policy=policy))


def _door(door: Door, snapshot: Snapshot, seed: int) -> Door:
    key = hmac.digest(b"attack", str(seed).encode(), "sha256")
    return with_snapshot(replace(door, gate=replace(door.gate, key=key), store=MemoryStore()), snapshot)
