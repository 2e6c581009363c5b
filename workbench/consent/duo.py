"""What data may be used for and what a study wants them for, in codes of the Data Use Ontology, matched by a table.

GA4GH Data Use Ontology: http://purl.obolibrary.org/obo/duo.owl; Lawson et al. 2021, Cell Genomics 1, 100028. The
ontology gives the codes and leaves open how a purpose is matched; the table is ours and stands in
docs/reference/data-use.md.
Whatever the table does not allow is refused, and so is a code that it does not know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from workbench.errors import StoreError

CODES: Mapping[str, str] = MappingProxyType(
    {
        "NRES": "DUO:0000004",
        "GRU": "DUO:0000042",
        "HMB": "DUO:0000006",
        "DS": "DUO:0000007",
        "POA": "DUO:0000011",
        "CC": "DUO:0000043",
        "RS": "DUO:0000012",
        "NMDS": "DUO:0000015",
        "GSO": "DUO:0000016",
        "NPUNCU": "DUO:0000018",
        "PUB": "DUO:0000019",
        "COL": "DUO:0000020",
        "IRB": "DUO:0000021",
        "GS": "DUO:0000022",
        "MOR": "DUO:0000024",
        "TS": "DUO:0000025",
        "US": "DUO:0000026",
        "PS": "DUO:0000027",
        "IS": "DUO:0000028",
        "RTN": "DUO:0000029",
        "NPOA": "DUO:0000044",
        "NPU": "DUO:0000045",
        "NCU": "DUO:0000046",
        "MDS": "DUO:0000031",
    }
)
"""Shorthand -> code. MDS, the development of methods, is a kind of investigation: studies declare it, data never."""

PERMISSIONS = ("NRES", "GRU", "HMB", "DS", "POA")
PURPOSES = ("GRU", "HMB", "DS", "POA", "MDS", "CC")

PERMITS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "NRES": frozenset(PURPOSES),
        "GRU": frozenset({"GRU", "HMB", "DS", "POA", "MDS"}),
        "HMB": frozenset({"HMB", "DS", "MDS"}),
        # Only the same disease; see `match`.
        "DS": frozenset({"DS"}),
        "POA": frozenset({"POA"}),
    }
)
"""Permission of the data -> purposes that it covers. The modifier CC adds clinical care to any of them."""

# What a study has to undertake, one of the sets, so that data of this modifier may be used.
_UNDERTAKEN: Mapping[str, tuple[frozenset[str], ...]] = MappingProxyType(
    {
        "NCU": (frozenset({"NCU"}), frozenset({"NPUNCU"})),
        "NPU": (frozenset({"NPU"}), frozenset({"NPUNCU"})),
        "NPUNCU": (frozenset({"NPUNCU"}), frozenset({"NPU", "NCU"})),
        "GSO": (frozenset({"GSO"}),),
        "IRB": (frozenset({"IRB"}),),
        "PUB": (frozenset({"PUB"}),),
        "COL": (frozenset({"COL"}),),
        "RTN": (frozenset({"RTN"}),),
        "MOR": (frozenset({"MOR"}),),
    }
)
_PROHIBITED: Mapping[str, str] = MappingProxyType({"NMDS": "MDS", "NPOA": "POA"})
# Modifier -> it names values, all of the study's (GS) or one of them must be among the data's.
_NAMED = ("GS", "US", "PS", "IS")
_WITH_VALUE = ("DS", *_NAMED, "TS")
_SHORT = {code: short for short, code in CODES.items()}


@dataclass(frozen=True, slots=True)
class DataUse:
    """What data may be used for.

    Attributes:
        permission: One of `PERMISSIONS`.
        modifiers: Shorthands that restrict it further.
        named: Code that names something -> what: diseases of DS, countries of GS, people of US, projects of PS,
            institutions of IS, the last day (ISO 8601) of TS.
    """

    permission: str
    modifiers: frozenset[str] = frozenset()
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StudyUse:
    """What a study wants data for, and what it undertakes.

    Attributes:
        codes: Shorthands: at least one of `PURPOSES`, and those of what it undertakes.
        named: As in `DataUse`: its diseases, countries, people, its project, institutions.
    """

    codes: frozenset[str]
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a study may use data, and every reason why not, in plain words."""

    allowed: bool
    reasons: tuple[str, ...] = ()


def study_use(declared: Iterable[str]) -> StudyUse:
    """A study's codes, read.

    Args:
        declared: Codes or shorthands, such as `DUO:0000006`, `HMB`, or with what they name: `DUO:0000007=OMIM:310200`.

    Raises:
        StoreError: A code is none that the table knows, lacks what it names, or names something that it should not.
    """
    codes: set[str] = set()
    named: dict[str, frozenset[str]] = {}
    for text in declared:
        code, _, value = (part.strip() for part in text.partition("="))
        short = _SHORT.get(code, code)
        if short not in CODES:
            raise StoreError("This is no code of data use that the workbench knows.", do=_HOW, where="duo")
        if bool(value) != (short in _WITH_VALUE):
            does = "needs" if short in _WITH_VALUE else "does not take"
            raise StoreError(f"{short} {does} a value.", do=_HOW, where="duo")
        codes.add(short)
        if value:
            named[short] = named.get(short, frozenset()) | {value}
    return StudyUse(frozenset(codes), MappingProxyType(named))


_HOW = "Use codes such as DUO:0000006, or DUO:0000007=OMIM:310200 for one disease; docs/reference/data-use.md has all."


def match(data: DataUse, study: StudyUse, today: dt.date) -> Match:
    """Whether data of this permitted use may be used by the study today. Refused unless everything allows it."""
    reasons = [*_unknown(data, study), *_purposes(data, study)]
    for modifier in sorted(data.modifiers):
        reasons += _broken(modifier, data, study, today)
    return Match(not reasons, tuple(dict.fromkeys(reasons)))


def _unknown(data: DataUse, study: StudyUse) -> list[str]:
    codes = {data.permission, *data.modifiers, *study.codes}
    known = data.permission in PERMISSIONS and not codes - CODES.keys()
    return [] if known else ["A code is none that the table knows."]


def _purposes(data: DataUse, study: StudyUse) -> list[str]:
    wanted = sorted(study.codes & set(PURPOSES))
    if not wanted:
        return ["The study declares no purpose."]
    covered = PERMITS.get(data.permission, frozenset()) | (data.modifiers & {"CC"})
    reasons = [f"{data.permission} does not cover {purpose}." for purpose in wanted if purpose not in covered]
    if "DS" in wanted:
        diseases = study.named.get("DS", frozenset())
        if not diseases:
            reasons.append("The study does not name its disease.")
        elif data.permission == "DS" and not diseases <= data.named.get("DS", frozenset()):
            reasons.append("The data may be used for another disease only.")
    return reasons


def _broken(modifier: str, data: DataUse, study: StudyUse, today: dt.date) -> list[str]:
    """Why the study breaks a modifier; nothing where it does not."""
    if modifier in _PROHIBITED:
        return [f"{modifier} prohibits {_PROHIBITED[modifier]}."] if _PROHIBITED[modifier] in study.codes else []
    if modifier in _UNDERTAKEN:
        kept = any(undertaken <= study.codes for undertaken in _UNDERTAKEN[modifier])
        return [] if kept else [f"The study does not undertake {modifier}."]
    if modifier in _NAMED:
        allowed, own = data.named.get(modifier, frozenset()), study.named.get(modifier, frozenset())
        return [] if own and own <= allowed else [f"The study lies outside of what {modifier} names."]
    if modifier == "TS":
        last_days = data.named.get("TS", frozenset())
        return [] if last_days and today.isoformat() <= min(last_days) else ["The time limit of the data has passed."]
    if modifier == "CC":
        return []
    # RS names a kind of research in words: no table can decide it.
    return [f"{modifier} has to be decided by people."]
