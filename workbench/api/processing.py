"""How donors' data are processed, as facts of the running configuration: what families are told is what is in force."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.disclosure.caps import EVALUATIONS, EXPLORE_CAPS
from workbench.disclosure.policy import EXPLORE
from workbench.disclosure.spread import moved_by

_OFTEN = 0.9
_TYPICAL_CLAUSES = 2
"""Parts of a typical cohort, such as a finding and an age band: how far its count moves is what is told."""


@dataclass(frozen=True, slots=True)
class Processing:
    """What holds for counts about donors today. No number of donors is in it.

    Attributes:
        floor: Smaller groups are never shown.
        rounding: Counts are shown to the nearest of this.
        moved_by: A live count moves by chance by so many donors or fewer, nine times in ten.
        questions_a_day: Different groups that a person may ask about in a day.
        evaluations: Definitions that an approved study may have counted in one snapshot.
    """

    floor: int
    rounding: int
    moved_by: int
    questions_a_day: int
    evaluations: int


def processing() -> Processing:
    """What the code that answers questions is set to."""
    return Processing(
        floor=EXPLORE.floor,
        rounding=EXPLORE.rounding,
        moved_by=moved_by(EXPLORE, _TYPICAL_CLAUSES, _OFTEN),
        questions_a_day=EXPLORE_CAPS.a_day,
        evaluations=EVALUATIONS,
    )
