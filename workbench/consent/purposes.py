"""What donors are asked to allow, one purpose at a time, and the wording that they agree to.

A purpose is `research`, `matching`, `contact` or `study:<id>`. A wording has a version; a consent keeps the version
that was agreed to, so that what it allows can be told years later. What a version allows in research stands beside it
as codes of the Data Use Ontology (see `duo`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from workbench.consent.duo import DataUse

GeneralPurpose = Literal["research", "matching", "contact"]
GENERAL_PURPOSES: tuple[GeneralPurpose, ...] = get_args(GeneralPurpose)

RESEARCH: GeneralPurpose = "research"
CURRENT_VERSION = "share4rare-2026-11"
"""The wording that the page "Your data" shows today."""

_STUDY = re.compile(r"study:([A-Za-z0-9][A-Za-z0-9._-]{0,99})")

# "Research into health and disease, approved by an ethics committee, by people who do not sell the results."
_FAMILIES = DataUse("HMB", frozenset({"IRB", "NPUNCU"}))

PERMITTED_USE: Mapping[str, DataUse] = MappingProxyType(
    {
        CURRENT_VERSION: _FAMILIES,
        # Synthetic donors agree to what real ones are asked.
        "demo-1": _FAMILIES,
        # Whoever imports a case vouches for research in health, and for nothing beyond.
        "phenopacket-import-1": DataUse("HMB", frozenset({"IRB"})),
    }
)
"""Version of the wording -> what it allows. A version that is not here allows nothing."""


def study_purpose(study: str) -> str:
    """The purpose of one named study."""
    return f"study:{study}"


def study_of(purpose: str) -> str | None:
    """Id of the study that the purpose names; None for any other purpose."""
    found = _STUDY.fullmatch(purpose)
    return found.group(1) if found else None


def is_purpose(text: str) -> bool:
    """True for a purpose that somebody can be asked to allow."""
    return text in GENERAL_PURPOSES or study_of(text) is not None
