"""The gate is the only maker of released values, and what it wrote to a cache is the only thing it reads back."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import dataclass

import cohort_world as world
import pytest

from workbench.analysis.results import Cell, CountResult, RegionRuleResult
from workbench.disclosure.ledger import NoLedger
from workbench.disclosure.policy import EXPLORE, Policy
from workbench.disclosure.release import About, Gate, Released
from workbench.disclosure.rules import rule
from workbench.disclosure.values import CohortCount
from workbench.errors import NotReleased

GATE = Gate(EXPLORE, world.KEY, NoLedger())
ABOUT = About('{"all":[]}', world.SNAPSHOT, True, world.vocabulary(), world.ONTOLOGY)
RESULT = CountResult(Cell((), 300), Cell((), 300))


def test_nobody_but_the_gate_makes_a_released_value() -> None:
    for forged in ((), (object(),), (None,)):
        with pytest.raises(NotReleased):
            Released(CohortCount(3, 3), "{}", "s", True, *forged)


def test_a_released_value_cannot_be_changed_copied_with_another_value_or_pickled() -> None:
    released = GATE.release(RESULT, ABOUT)
    with pytest.raises(dataclasses.FrozenInstanceError):
        released.value = CohortCount(3, 3)  # type: ignore[misc]
    with pytest.raises((NotReleased, TypeError, ValueError)):
        dataclasses.replace(released, value=CohortCount(3, 3))
    with pytest.raises(NotReleased):
        pickle.dumps(released)
    with pytest.raises(NotReleased):
        copy.copy(released)


def test_a_result_without_a_rule_is_refused() -> None:
    @dataclass(frozen=True)
    class Scatter:
        positions: tuple[float, ...]

    with pytest.raises(NotReleased, match="Scatter"):
        GATE.release(Scatter((1.0, 2.0)), ABOUT)
    for raw in (3, "three", [RESULT], {"n": 3}, None, Cell((), 300)):
        with pytest.raises(NotReleased):
            GATE.release(raw, ABOUT)


def test_a_result_that_pretends_to_be_another_is_refused() -> None:
    @dataclass(frozen=True)
    class Larger(CountResult):
        secret: int

    with pytest.raises(NotReleased):
        GATE.release(Larger(Cell((), 300), Cell((), 300), 3), ABOUT)


def test_a_type_has_one_rule_only() -> None:
    with pytest.raises(NotReleased, match="two rules"):
        rule(CountResult, CohortCount)(lambda result, numbers: CohortCount(1, 1))


def test_what_was_dumped_loads_again() -> None:
    released = GATE.release(RESULT, ABOUT)
    loaded = GATE.load(GATE.dump(released, CountResult, "place"), CountResult, "place")
    assert loaded == released
    assert type(loaded.value) is CohortCount


def test_an_answer_of_none_is_kept_too() -> None:
    released = GATE.release(RegionRuleResult(Cell((), 300), ()), ABOUT)
    assert GATE.load(GATE.dump(released, RegionRuleResult, "p"), RegionRuleResult, "p").value is None


def test_a_cache_that_was_tampered_with_is_refused() -> None:
    data = GATE.dump(GATE.release(RESULT, ABOUT), CountResult, "place")
    for position in range(len(data)):
        changed = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        with pytest.raises(NotReleased):
            GATE.load(changed, CountResult, "place")


@pytest.mark.parametrize("data", [b"", b"{}", b"x" * 32, b"x" * 32 + b'{"result":"CountResult"}'])
def test_bytes_of_somebody_else_are_refused(data: bytes) -> None:
    with pytest.raises(NotReleased):
        GATE.load(data, CountResult, "place")


def test_an_answer_cannot_be_moved_to_another_question_type_key_or_tier() -> None:
    data = GATE.dump(GATE.release(RESULT, ABOUT), CountResult, "place")
    with pytest.raises(NotReleased):
        GATE.load(data, CountResult, "other place")
    with pytest.raises(NotReleased):
        GATE.load(data, RegionRuleResult, "place")
    with pytest.raises(NotReleased):
        Gate(EXPLORE, bytes(32), NoLedger()).load(data, CountResult, "place")
    with pytest.raises(NotReleased):
        Gate(Policy(floor=5), world.KEY, NoLedger()).load(data, CountResult, "place")
