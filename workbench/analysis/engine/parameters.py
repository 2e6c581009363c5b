"""What the default measure is set to. Apart from the measure, since what is shown of it follows them too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Damping:
    """How much longer profiles are damped.

    Attributes:
        saturation: k₁ of BM25; 0: not at all.
        length: b of BM25, 0 to 1: the share of the damping that goes by length.
    """

    saturation: float = 1.2
    length: float = 0.75


@dataclass(frozen=True, slots=True)
class DefaultParameters:
    """What the default measure was set to, by retrieval of published cases (docs/decisions/7-measure.md).

    Attributes:
        exact_share: x, the share of the score that exact terms have, 0 to 1.
        broader: Damping of the part with ancestors.
        exact: Damping of the part of exact terms.
    """

    exact_share: float = 0.6
    broader: Damping = Damping(length=0.55)
    exact: Damping = Damping()


PARAMETERS = DefaultParameters()
"""What it is set to where nothing else is asked for."""
