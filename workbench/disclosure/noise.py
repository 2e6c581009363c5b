"""Discrete Laplace noise that is drawn once for each question and stays.

P(k) = (1 - p) / (1 + p) · p^|k| with p = exp(-1 / scale) (Ghosh, Roughgarden & Sundararajan, 2012,
doi:10.1137/09076828X). The draw is the inverse of its distribution at a number made by HMAC-SHA256 from a secret key
and the question, so the same question always gets the same noise and nobody without the key can tell it.
"""

from __future__ import annotations

import hmac
from bisect import bisect_right
from decimal import Decimal, localcontext
from functools import cache
from hashlib import sha256
from math import ceil, log

_BITS = 128
_DIGITS = 60


def derived_key(master: bytes, purpose: str) -> bytes:
    """A key of its own for a purpose, such as one snapshot; 32 bytes."""
    return hmac.new(master, purpose.encode(), sha256).digest()


def noise(key: bytes, question: str, scale: float) -> int:
    """The noise of a question: a whole number, mean 0, discrete Laplace of the scale."""
    drawn = int.from_bytes(hmac.digest(key, question.encode(), "sha256")[: _BITS // 8], "big")
    ends = _distribution(scale)
    return bisect_right(ends, drawn) - len(ends) // 2


@cache
def _distribution(scale: float) -> tuple[int, ...]:
    """P(X <= k) · 2^128, rounded down, for k = -m ... m; beyond m the chance is below 2^-128."""
    most = ceil(_BITS * log(2) * scale)
    with localcontext(prec=_DIGITS):
        p = (Decimal(-1) / Decimal(scale)).exp()
        unit = Decimal(2**_BITS)
        below = [int(unit * p**-k / (1 + p)) for k in range(-most, 0)]
        above = [int(unit * (1 - p ** (k + 1) / (1 + p))) for k in range(most + 1)]
    return (*below, *above)
