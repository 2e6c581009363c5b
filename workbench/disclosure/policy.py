"""The rules of a tier as one value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """What a tier may see. Defaults are those of the explore tier.

    Attributes:
        tier: Name of the tier.
        floor: Smaller counts are withheld, before and after the noise.
        scale: Scale of the discrete Laplace noise.
        rounding: Released counts are multiples of this.
        share_floor: Smaller shares, in percent, are shown as "under".
        share_ceiling: Larger shares, in percent, are shown as "over".
        region_floor: Smallest country or map region that a cohort may name.
    """

    tier: str = "explore"
    floor: int = 10
    scale: int = 2
    rounding: int = 5
    share_floor: int = 5
    share_ceiling: int = 95
    region_floor: int = 50

    def fingerprint(self) -> str:
        """A text that differs whenever the rules do; part of every cache key."""
        numbers = (self.floor, self.scale, self.rounding, self.share_floor, self.share_ceiling, self.region_floor)
        return f"{self.tier}:{':'.join(map(str, numbers))}"


EXPLORE = Policy()
