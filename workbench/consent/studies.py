"""Whether a study may use what donors allow: its declared purpose against every wording that donors agreed to.

A study counts everybody in a snapshot, so every wording has to allow it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from workbench.consent.duo import match, study_use
from workbench.consent.purposes import PERMITTED_USE


def not_covered(declared: Iterable[str], today: dt.date) -> tuple[str, ...]:
    """Why donors' consents do not cover a study, each reason once; empty where they do.

    An ethics approval is on file for every study, so IRB is undertaken by all of them.

    Raises:
        StoreError: A code is none that the table knows.
    """
    study = study_use([*declared, "IRB"])
    reasons = (reason for use in PERMITTED_USE.values() for reason in match(use, study, today).reasons)
    return tuple(dict.fromkeys(reasons))
