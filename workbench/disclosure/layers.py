"""The noise of a question, as a sum of layers: its own, one of each clause, one of each two clauses.

With noise of its own for each question alone, somebody who asks many questions that differ in what hardly matters sees
the same few people again and again under fresh noise, and averages it away. Layers of clauses come back with the
clause, so they do not average away. Each layer is two draws: a lasting one, the same in all snapshots, so that asking
every snapshot is no new look; and one of the snapshot, so that two snapshots do not differ by exactly one donor.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from workbench.disclosure.noise import derived_key, noise
from workbench.disclosure.policy import Policy

_KEPT = 1 << 17  # draws that are remembered: about 20 MB


class Layers:
    """Draws the noise of questions about one snapshot, and how much above the floor they are withheld.

    Args:
        master: The secret noise key of this installation; the other keys derive from it.
    """

    def __init__(self, policy: Policy, master: bytes, snapshot: str) -> None:
        self._policy = policy
        self._lasting = derived_key(master, "lasting")
        self._snapshot = derived_key(master, f"snapshot {snapshot}")

    def of(self, clauses: Sequence[str]) -> int:
        """The noise of a question, given as the keys of its canonical clauses, sorted."""
        policy = self._policy
        own = self._layer(f"own [{','.join(clauses)}]", policy.own_scale)
        single = sum(self._layer(f"clause {one}", policy.clause_scale) for one in clauses)
        paired = sum(self._layer(f"pair {one},{other}", policy.pair_scale) for one, other in combinations(clauses, 2))
        return own + single + paired

    def handicap(self, clauses: Sequence[str]) -> int:
        """By how much more than the floor a group must have to be shown: lasting, each from 0 to the most as likely.

        Without it, whoever knows a group to be nine or ten would learn which from whether it is shown. The largest of
        what its clauses draw stands for the question, so that one more clause hardly ever gives a fresh draw; raised
        to the power of their number it is as likely to be small as large (the distribution of a maximum of k uniform
        draws is u^k). The maximum itself would nearly always be the most, and the edge would only have moved there.
        """
        if not clauses:
            return 0
        largest = max(_uniform(self._lasting, f"handicap {one}") for one in clauses)
        return int((self._policy.handicap + 1) * largest ** len(clauses))

    def aside(self, question: str) -> int:
        """By how many steps to shift what is read off several counts of one question."""
        return self._layer(f"steps aside {question}", self._policy.aside_scale)

    def lasting(self, name: str) -> int:
        """Noise of something that does not change with the snapshot."""
        return noise(self._lasting, f"once {name}", self._policy.lasting_scale)

    def _layer(self, text: str, scale: float) -> int:
        if not scale:
            return 0
        lasting = scale * self._policy.lasting_times
        return _drawn(self._lasting, self._snapshot, f"{self._policy.tier} {text}", scale, lasting)


@lru_cache(maxsize=_KEPT)
def _drawn(lasting: bytes, snapshot: bytes, text: str, scale: float, lasting_scale: float) -> int:
    return noise(lasting, text, lasting_scale) + noise(snapshot, text, scale)


@lru_cache(maxsize=_KEPT)
def _uniform(key: bytes, text: str) -> float:
    """A number from 0 up to, and without, 1."""
    return (int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:8], "big") >> 11) / 2**53
