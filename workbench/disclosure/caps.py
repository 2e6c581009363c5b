"""How many different questions may be asked: it depends on the asker's own questions, so a refusal tells nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from workbench.errors import TooManyQuestions


@dataclass(frozen=True, slots=True)
class Caps:
    """The most different questions of a tier.

    Attributes:
        a_day: By one asker in one day (UTC).
        a_study: By one study of one snapshot; by an asker outside of a study just as many.
        around_a_core: So many around one narrow group call the data steward.
    """

    a_day: int = 200
    a_study: int = 2_000
    around_a_core: int = 20


EXPLORE_CAPS = Caps()
EVALUATIONS = 12
"""Evaluations of an approved study in one snapshot, over all its members together."""


def start_of_day(now: dt.datetime) -> dt.datetime:
    """Midnight (UTC) before the moment."""
    return now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def check_outside_of_studies(asked: int, caps: Caps) -> None:
    """Lets another question of somebody without a study pass.

    Args:
        asked: Different questions they asked of the snapshot.

    Raises:
        TooManyQuestions: They asked as many as a study may.
    """
    if asked >= caps.a_study:
        raise TooManyQuestions(
            f"You have asked {caps.a_study:,} different questions of this snapshot, the most that one person may.",
            do="Go back to one of them, or wait for the next snapshot.",
        )
