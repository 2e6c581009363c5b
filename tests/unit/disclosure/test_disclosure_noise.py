"""The noise: discrete Laplace, the same for the same question, unknown without the key."""

from __future__ import annotations

from collections import Counter
from math import exp, inf

import pytest

from workbench.disclosure.noise import _distribution, derived_key, noise

KEY = derived_key(b"secret", "snapshot a")
DRAWS = 40_000


@pytest.fixture(scope="module", params=[1, 2, 4])
def drawn(request: pytest.FixtureRequest) -> tuple[int, list[int]]:
    return request.param, [noise(KEY, f"question {one}", request.param) for one in range(DRAWS)]


def test_its_mean_is_zero_and_its_variance_that_of_the_discrete_laplace(drawn: tuple[int, list[int]]) -> None:
    scale, values = drawn
    p = exp(-1 / scale)
    variance = 2 * p / (1 - p) ** 2
    mean = sum(values) / DRAWS
    assert abs(mean) < 4 * (variance / DRAWS) ** 0.5
    assert sum(value * value for value in values) / DRAWS == pytest.approx(variance, rel=0.06)


def test_every_small_value_comes_as_often_as_the_formula_says(drawn: tuple[int, list[int]]) -> None:
    scale, values = drawn
    p, seen = exp(-1 / scale), Counter(values)
    for k in range(-4, 5):
        chance = (1 - p) / (1 + p) * p ** abs(k)
        assert abs(seen[k] / DRAWS - chance) < 5 * (chance / DRAWS) ** 0.5


def test_the_distribution_is_symmetric_to_the_last_bit_and_reaches_the_end() -> None:
    ends = _distribution(2)
    assert list(ends) == sorted(ends)
    assert all(abs(low + high - 2**128) <= 1 for low, high in zip(ends, reversed(ends[:-1]), strict=False))
    assert ends[-1] <= 2**128
    assert max(map(abs, (noise(KEY, str(one), 2) for one in range(1000)))) < inf


def test_the_same_question_gets_the_same_noise_and_another_key_another() -> None:
    questions = [f"q{one}" for one in range(200)]
    mine = [noise(KEY, question, 2) for question in questions]
    assert mine == [noise(KEY, question, 2) for question in questions]
    assert mine != [noise(derived_key(b"secret", "snapshot b"), question, 2) for question in questions]
    assert mine != [noise(derived_key(b"Secret", "snapshot a"), question, 2) for question in questions]
