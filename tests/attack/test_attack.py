"""A small run of the attack harness on synthetic donors, and that it finds what there is to find.

Thresholds: with 40 targets a share of right guesses has a standard error of 0.08, its difference to the control one of
0.11 at most. A gain is called beyond what was promised where it exceeds 0.05 by more than 3.3 standard errors of its
own: by chance alone less than once in 2,000 comparisons. `make attack` measures with more targets and finer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.attack.at_the_door import AtTheDoor
from tests.attack.attacks import ATTACKS, by_name
from tests.attack.games import Series, redrawn, toss, world_of
from tests.attack.homes import Served, prepared
from tests.attack.playing import Played, Score, play
from tests.attack.report import BEGIN, END, GAIN, write
from tests.attack.running import Arena, arena, run

_TARGETS = 40
_BEYOND = 3.3
_SAMPLE = ("tracker", "audited", "tables", "facets", "near", "two-tables")
_SMALL = ("difference", "tracker", "repeat", "boundary", "audited", "nearly-all", "tables", "two-worlds")


@pytest.fixture(scope="module")
def place(demo_home: Path) -> Iterator[Arena]:
    """Forty targets among synthetic donors, whom attackers have most to ask about."""
    door = prepared(demo_home, "demo")
    yield arena(door, demo_home, _TARGETS, seed=1, budgets=(30,))
    door.store.close()


def _quiet(words: str) -> None:
    del words


def _is_beaten(one: Score) -> bool:
    error = (one.high - one.low) / 2 / 1.96
    return one.gain > GAIN + _BEYOND * error


def _told(one: Played) -> list[tuple[str, float | None]]:
    """What was told, to the digits that a page shows."""
    return [(kind, None if value is None else round(value, 6)) for kind, value in one.evidence[0]]


@pytest.fixture(scope="module")
def only_rounded(place: Arena) -> list[Score]:
    """What attackers learn where counts of ten or more are only rounded to five."""
    return run(replace(place, budgets=(200,)), by_name(["boundary", "tables", "tracker"]), "round", _quiet)


@pytest.fixture(scope="module")
def at_the_door(place: Arena) -> list[Score]:
    """What they learn of the app."""
    return run(place, by_name(_SMALL), "door", _quiet)


@pytest.mark.parametrize(("attack", "least"), [("boundary", 0.9), ("tables", 0.9), ("tracker", 0.75)])
def test_the_harness_learns_nearly_everything_where_counts_are_only_rounded(
    only_rounded: list[Score], attack: str, least: float
) -> None:
    [found] = [one for one in only_rounded if one.attack == attack]
    assert found.accuracy >= least  # a tracker needs a dozen different groups, which not every target has
    assert found.low > 0.2


def test_the_harness_gains_where_each_question_has_only_noise_of_its_own(place: Arena) -> None:
    [found] = run(replace(place, budgets=(200,)), by_name(["tables"]), "noise", _quiet)
    assert found.low > 0


@pytest.mark.parametrize("attack", _SMALL)
def test_an_attack_at_the_door_gains_no_more_than_promised(at_the_door: list[Score], attack: str) -> None:
    assert [one for one in at_the_door if one.attack == attack and _is_beaten(one)] == []


def test_over_http_an_attacker_is_told_exactly_what_the_door_tells(place: Arena, tmp_path: Path) -> None:
    world = world_of(place.door, place.secrets[:2], toss(2, 3), "finding", 3)
    with ExitStack() as stack:
        served = Served(tmp_path, place.filled, world, stack)
        behind = AtTheDoor(Series(served.world, changing=False))
        for attack in by_name(_SAMPLE):
            for at in range(2):
                scene, name = served.world.scene(at), f"{attack.name}-{at}"
                over_http, there = (play(attack, scene, asked, name, (6,)) for asked in (served, behind))
                assert over_http.questions == there.questions
                assert _told(over_http) == _told(there), attack.name


def test_coins_that_are_tossed_anew_tell_nothing_of_the_first() -> None:
    first = toss(40, 1)
    assert first.sum() == 20
    assert int((first == redrawn(first, 2)).sum()) == 20


def test_what_an_attacker_knows_does_not_depend_on_what_is_to_be_learnt(place: Arena) -> None:
    secrets, heads = place.secrets[:6], toss(6, 5)
    one = world_of(place.door, secrets, heads, "finding", 5)
    only_first_differs = heads.copy()
    only_first_differs[0] ^= True
    other = world_of(place.door, secrets, only_first_differs, "finding", 5)
    assert one.scene(0).victim == other.scene(0).victim
    assert not np.array_equal(one.base.snapshot.bitmaps, other.base.snapshot.bitmaps)


def test_every_attack_has_looks_at_some_target(place: Arena) -> None:
    world = world_of(place.door, place.secrets, toss(_TARGETS, 7), "finding", 7)
    scenes = [world.scene(at) for at in range(_TARGETS)]
    assert [one.name for one in ATTACKS if not any(one.plan(scene) for scene in scenes)] == []


def test_the_table_replaces_what_stands_between_its_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write(page, "new")
    assert page.read_text() == f"before\n{BEGIN}\nnew\n{END}\nafter\n"
