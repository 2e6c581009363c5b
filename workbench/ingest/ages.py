"""Ages as phenopackets give them: ISO 8601 durations, weeks of gestation, ranges and HPO onset classes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf
from types import MappingProxyType

from data_access.records import AgeBand, age_band
from workbench.ingest.fields import Fields

OLDEST = 130
"""Years; a duration beyond is no age."""

# From (inclusive) and until (exclusive) in years, as HPO 2025-01-16 defines them. Weeks of gestation count back
# from birth at 40 weeks.
ONSET_YEARS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "HP:0030674": (-0.77, 0.0),  # antenatal
        "HP:0011460": (-0.77, -0.58),  # embryonal: to 10 weeks of gestation
        "HP:0011461": (-0.58, 0.0),  # fetal
        "HP:0034199": (-0.56, -0.50),  # late first trimester: weeks 11 to 13
        "HP:0034198": (-0.50, -0.23),  # second trimester: weeks 14 to 27
        "HP:0034197": (-0.23, 0.0),  # third trimester: from week 28
        "HP:0003577": (0.0, 0.003),  # congenital: at birth
        "HP:0003623": (0.0, 0.077),  # neonatal: the first 28 days
        "HP:0003593": (0.077, 1.0),  # infantile
        "HP:0011463": (1.0, 5.0),  # childhood
        "HP:0003621": (5.0, 15.0),  # juvenile
        "HP:0410280": (0.077, 16.0),  # paediatric
        "HP:0003581": (16.0, inf),  # adult
        "HP:0011462": (16.0, 40.0),  # young adult
        "HP:0025708": (16.0, 19.0),  # early young adult
        "HP:0025709": (19.0, 25.0),  # intermediate young adult
        "HP:0025710": (25.0, 40.0),  # late young adult
        "HP:0003596": (40.0, 60.0),  # middle age
        "HP:0003584": (60.0, inf),  # late
    }
)

_DURATION = re.compile(
    r"P(?=[\dT])(?:(\d{1,3}(?:\.\d{1,6})?)Y)?(?:(\d{1,4}(?:\.\d{1,6})?)M)?(?:(\d{1,4}(?:\.\d{1,6})?)W)?"
    r"(?:(\d{1,5}(?:\.\d{1,6})?)D)?(?:T(?=\d)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,9}(?:\.\d{1,6})?S)?)?",
    re.ASCII,
)
_PARTS_OF_A_YEAR = (1.0, 12.0, 52.1775, 365.2425)
_GESTATION = ((28, "HP:0034197"), (14, "HP:0034198"), (11, "HP:0034199"), (0, "HP:0011460"))


def years_of(duration: str) -> float | None:
    """The years of an ISO 8601 duration, hours and below left out; None where it is no age."""
    found = _DURATION.fullmatch(duration)
    if found is None:
        return None
    years = sum(float(part) / size for part, size in zip(found.groups(), _PARTS_OF_A_YEAR, strict=True) if part)
    return years if years <= OLDEST else None


def onset_years(onset: str | None) -> float:
    """When an onset begins, in years, for ordering; infinite where it is not known."""
    if onset is None:
        return inf
    if onset in ONSET_YEARS:
        return ONSET_YEARS[onset][0]
    years = years_of(onset)
    return inf if years is None else years


def read_age_band(element: Fields) -> AgeBand | None:
    """The band of a time element; None where it says no age, or one that spans bands.

    Raises:
        RefusedFile: The element is malformed.
    """
    if age := element.object("age"):
        return age_band(_read_years(age))
    if element.object("gestationalAge"):
        return age_band(0)
    if span := element.object("ageRange"):
        bands = {age_band(_read_years(end)) for end in _ends(span)}
        return bands.pop() if len(bands) == 1 else None
    if onset := element.object("ontologyClass"):
        return _band_of_class(onset.required_text("id"))
    return None


def read_onset(element: Fields) -> str | None:
    """The onset in a time element: an ISO 8601 duration or an HPO onset class; None where it is a date.

    Raises:
        RefusedFile: The element is malformed.
    """
    if age := element.object("age"):
        return _read_duration(age)
    if gestation := element.object("gestationalAge"):
        weeks = gestation.whole_number("weeks")
        return next(onset for first, onset in _GESTATION if weeks >= first)
    if span := element.object("ageRange"):
        return _read_duration(_ends(span)[0])
    if onset := element.object("ontologyClass"):
        term = onset.required_text("id")
        return term if term in ONSET_YEARS else None
    return None


def _band_of_class(onset: str) -> AgeBand | None:
    if onset not in ONSET_YEARS:
        return None
    first, until = ONSET_YEARS[onset]
    # The last moment that still belongs: onset classes meet, so 1 to 5 years ends before the fifth birthday.
    last = min(until, OLDEST) - 1e-6
    return age_band(first) if age_band(first) == age_band(last) else None


def _ends(span: Fields) -> list[Fields]:
    ends = [span.object("start"), span.object("end")]
    if ends[0] is None or ends[1] is None:
        raise span.refusal("start", "An age range needs a start and an end.")
    return [end for end in ends if end is not None]


def _read_duration(age: Fields) -> str:
    name = "iso8601Duration" if "iso8601Duration" in age else "iso8601duration"
    text = age.required_text(name)
    if years_of(text) is None:
        raise age.refusal(name, f"This is not an age of at most {OLDEST} years as an ISO 8601 duration.", "Use P3Y6M.")
    return text


def _read_years(age: Fields) -> float:
    return years_of(_read_duration(age)) or 0.0
