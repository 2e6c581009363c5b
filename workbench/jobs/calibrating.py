"""The stage of a snapshot's build that finds out what closeness chance gives."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from ontology.ontology import Ontology
from workbench.analysis.calibration import DRAWS, calibrated
from workbench.analysis.chance import LENGTHS
from workbench.analysis.closeness import DEFAULT
from workbench.analysis.engine.described import Described
from workbench.analysis.engine.registry import measure
from workbench.jobs.progress import Timed


def calibrate(donors: Described, ontology: Ontology, seed: int, timed: Timed) -> dict[str, NDArray[Any]]:
    """The arrays `chance_...` of a snapshot of these donors.

    Args:
        donors: The donors.
        seed: Of the profiles drawn.
        timed: Told of the stage and of each profile.
    """
    timed.stage("Draw profiles by chance", len(LENGTHS) * DRAWS)
    found = calibrated(measure(DEFAULT, donors, ontology), donors, ontology, seed, advance=timed.advance)
    return {
        "chance_lengths": found.lengths,
        "chance_closeness": found.closeness,
        "chance_thresholds": found.thresholds,
    }
