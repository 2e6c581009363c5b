"""What is said of the noise is what the noise does."""

from __future__ import annotations

import json

import pytest

from workbench.disclosure.layers import Layers
from workbench.disclosure.policy import EXPLORE, FAMILY, STUDY, Policy
from workbench.disclosure.spread import moved_by

DRAWS = 4_000
OFTEN = 0.9


@pytest.mark.parametrize("policy", [EXPLORE, STUDY], ids=lambda policy: policy.tier)
@pytest.mark.parametrize("clauses", [0, 1, 2, 4])
def test_nine_in_ten_counts_move_by_as_much_as_is_said(policy: Policy, clauses: int) -> None:
    layers = Layers(policy, b"k" * 32, "2026-11-22-00000000")
    drawn = [
        layers.of([json.dumps({"observed": f"HP:{number:06}{place}"}) for place in range(clauses)])
        if clauses
        else Layers(policy, number.to_bytes(32, "big"), "s").of([])
        for number in range(DRAWS)
    ]
    said = moved_by(policy, clauses, OFTEN)
    within = sum(abs(n) <= said for n in drawn) / DRAWS
    closer = sum(abs(n) < said for n in drawn) / DRAWS
    sampling = 0.03  # six standard errors of a share near nine in ten among 4,000
    assert within >= OFTEN - sampling
    assert closer <= OFTEN + sampling


def test_published_tables_are_not_moved() -> None:
    assert moved_by(FAMILY, 1, OFTEN) == 0
