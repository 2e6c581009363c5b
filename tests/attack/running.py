"""The whole run: every attack in its world and in the control of that world, against the app or a reference."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data_access.memory_store import MemoryStore
from tests.attack.asking import Mechanism
from tests.attack.at_the_door import AtTheDoor
from tests.attack.attacks import Attack
from tests.attack.games import Series, World, choose, redrawn, toss, with_policy, with_snapshot, world_of
from tests.attack.homes import Served
from tests.attack.playing import BUDGETS, Played, Score, play, scores
from tests.attack.references import Reference, key_of, noisy, rounded
from tests.attack.worlds import Secret
from workbench.api.door import Door
from workbench.disclosure.policy import STUDY

Against = Literal["http", "door", "study", "round", "noise"]
AGAINST: dict[str, str] = {
    "http": "explore tier, over HTTP",
    "door": "explore tier, at the door",
    "study": "noise of the study tier, at the door",
    "round": "10 or more, rounded to 5",
    "noise": "plain noise of scale 2, rounded to 5",
}
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Arena:
    """What is attacked.

    Attributes:
        door: To the data as they came.
        filled: Home of these data.
        secrets: Whom to attack, and what for.
        rounds: How often each target is attacked, each time with secrets tossed anew.
    """

    door: Door
    filled: Path
    secrets: tuple[Secret, ...]
    budgets: tuple[int, ...] = BUDGETS
    seed: int = 1
    rounds: int = 1
    worlds: dict[tuple[str, int], World] = field(default_factory=dict, repr=False, compare=False)

    def world(self, game: str, coins: NDArray[np.bool_], seed: int) -> World:
        """The world of these coins, made once."""
        if (game, seed) not in self.worlds:
            self.worlds[game, seed] = world_of(self.door, self.secrets, coins, game, seed)
        world = self.worlds[game, seed]
        return replace(world, base=with_snapshot(replace(world.base, store=MemoryStore()), world.base.snapshot))


def arena(door: Door, filled: Path, targets: int, seed: int, budgets: Sequence[int], rounds: int = 1) -> Arena:
    """An arena with the targets about whom there is most to ask."""
    return Arena(door, filled, choose(door, targets, seed), tuple(budgets), seed, rounds)


def run(place: Arena, attacks: Sequence[Attack], against: Against, say: Say) -> list[Score]:
    """Plays the attacks; one score an attack and budget."""
    found: list[Score] = []
    for game in dict.fromkeys(attack.game for attack in attacks):
        some = [attack for attack in attacks if attack.game == game]
        found += _game(place, some, game, against, say)
    order = [attack.name for attack in attacks]
    return sorted(found, key=lambda one: (order.index(one.attack), one.budget))


def _game(place: Arena, attacks: Sequence[Attack], game: str, against: Against, say: Say) -> list[Score]:
    played: dict[str, tuple[list[Played], list[Played]]] = {attack.name: ([], []) for attack in attacks}
    truths: list[NDArray[np.bool_]] = []
    for turn in range(place.rounds):
        seed = 1000 * place.seed + 10 * turn
        truth = toss(len(place.secrets), seed)
        truths.append(truth)
        for side, coins in enumerate((truth, redrawn(truth, seed))):
            world = place.world(game, coins, seed + side)
            for name, one in _played(place, world, attacks, against, say):
                played[name][side].extend(one)
    truth = np.concatenate(truths)
    return [one for attack in attacks for one in scores(attack, *played[attack.name], truth, place.budgets, place.seed)]


def _played(
    place: Arena, world: World, attacks: Sequence[Attack], against: Against, say: Say
) -> Iterator[tuple[str, list[Played]]]:
    for changing in dict.fromkeys(attack.changing for attack in attacks):
        with _mechanism(place, world, against, changing=changing) as (mechanism, seen):
            scenes = [seen.scene(at) for at in range(len(seen.secrets))]
            for attack in (one for one in attacks if one.changing == changing):
                yield (
                    attack.name,
                    [
                        play(attack, scene, mechanism, f"{attack.name}-{at}", place.budgets)
                        for at, scene in enumerate(scenes)
                    ],
                )
                say(f"{AGAINST[against]}: {attack.name}, {len(scenes)} targets")


@contextmanager
def _mechanism(place: Arena, world: World, against: Against, *, changing: bool) -> Iterator[tuple[Mechanism, World]]:
    """What is attacked, and the world as it is seen there."""
    series = Series(world, changing=changing)
    with ExitStack() as stack:
        match against:
            case "http":
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                served = Served(folder, place.filled, world, stack, changing=changing)
                yield served, served.world
            case "door":
                yield AtTheDoor(series), world
            case "study":
                yield AtTheDoor(lambda at: with_policy(series(at), STUDY)), world
            case "round":
                yield Reference(series, rounded), world
            case "noise":
                yield Reference(series, noisy(key_of(world.seed))), world
