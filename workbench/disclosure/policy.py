"""The rules of a tier as one value."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from workbench.analysis.steps import SMALLEST
from workbench.errors import NotReleased


@dataclass(frozen=True, slots=True)
class Policy:
    """What a tier may see. Defaults are those of the explore tier.

    Noise is a sum of layers (`workbench.disclosure.layers`), each of two discrete Laplace draws: one of the snapshot,
    of the scale given, and one that lasts, wider by `lasting_times`.

    Attributes:
        tier: Name of the tier; tiers have noise of their own.
        floor: Smaller true counts are withheld; never under ten.
        shown_from: Smaller noisy counts are withheld.
        handicap: The most by which a question's clauses may lift the floor.
        own_scale: Noise that each question has for itself.
        clause_scale: Noise that each of its clauses brings along.
        pair_scale: Noise that each two of its clauses bring along.
        aside_scale: Noise of steps that are read off several counts of one question.
        lasting_scale: Noise, one draw, of what does not change with the snapshot, such as a past import.
        lasting_times: By how much wider the lasting draw of a layer is than that of the snapshot: it alone stands when
            many snapshots are asked.
        rounding: Released counts are multiples of this.
        share_floor: Smaller shares, in percent, are shown as "under".
        share_ceiling: Larger shares, in percent, are shown as "over".
        region_floor: Smallest country or map region that a cohort may name.
    """

    tier: str = "explore"
    floor: int = SMALLEST
    shown_from: int = SMALLEST
    handicap: int = 9
    own_scale: float = 1.0
    clause_scale: float = 0.7
    pair_scale: float = 0.5
    aside_scale: float = 0.7
    lasting_scale: float = 2.0
    lasting_times: float = 1.4
    rounding: int = 5
    share_floor: int = 5
    share_ceiling: int = 95
    region_floor: int = 50

    def __post_init__(self) -> None:
        if self.floor < SMALLEST:
            raise NotReleased(f"No tier shows groups under {SMALLEST}.", do=f"Set the floor to {SMALLEST} or more.")

    def fingerprint(self) -> str:
        """A text that differs whenever the rules do; part of every cache key."""
        return ":".join(map(str, astuple(self)))


EXPLORE = Policy()
STUDY = Policy(tier="study", shown_from=20, own_scale=2.0, clause_scale=1.4, pair_scale=1.0, aside_scale=1.4)
# Published tables have no noise: they answer one question each, and stay until enough has changed.
FAMILY = Policy(
    tier="family", handicap=0, own_scale=0.0, clause_scale=0.0, pair_scale=0.0, aside_scale=0.0, lasting_scale=0.0
)
