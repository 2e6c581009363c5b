"""Statistics of shares: intervals, exact tests, control of false discoveries."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

_Z = 1.959963984540054  # 97.5 % point of the normal distribution: a 95 % interval
_ROUNDING = 1e-7  # tables this close in probability count as equally likely, as in R's fisher.test


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share k / n, from 0 to 1 (Wilson, 1927, doi:10.1080/01621459.1927.10502953)."""
    share, z2 = k / n, _Z * _Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def fisher(a: ArrayLike, n1: int, b: ArrayLike, n2: int) -> NDArray[np.float64]:
    """P values of Fisher's exact test, two-sided, for a of n1 against b of n2; float64, one for each entry.

    The sum of the chances of all tables with the same margins that are no more likely than the one seen.
    """
    from scipy.special import gammaln  # a third of a second, that a server would wait for at its start

    firsts, seconds = np.atleast_1d(np.asarray(a, np.int64)), np.atleast_1d(np.asarray(b, np.int64))
    log_factorial = gammaln(np.arange(n1 + n2 + 2) + 1.0)
    return np.array([_two_sided(int(one), n1, int(other), n2, log_factorial) for one, other in zip(firsts, seconds)])


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    """q values: the share of false discoveries to expect at each p value, float64, in the order given.

    Benjamini & Hochberg, 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")[::-1]
    scaled = values[order] * len(values) / np.arange(len(values), 0, -1)
    q = np.empty_like(values)
    q[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return q


def _two_sided(a: int, n1: int, b: int, n2: int, log_factorial: NDArray[np.float64]) -> float:
    having = a + b
    possible = np.arange(max(0, having - n2), min(n1, having) + 1)
    counts = (possible, n1 - possible, having - possible, n2 - having + possible)
    log_chance = -np.sum([log_factorial[count] for count in counts], axis=0)
    chance = np.exp(log_chance - log_chance.max())
    seen = chance[a - possible[0]]
    return float(min(1.0, chance[chance <= seen * (1 + _ROUNDING)].sum() / chance.sum()))
