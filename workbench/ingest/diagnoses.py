"""What a phenopacket says about the diagnosis."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data_access.records import Condition, ConditionStatus
from workbench.ingest.fields import Fields
from workbench.ingest.tallies import Tally

_ID = re.compile(r"(OMIM|MIM|ORPHA|Orphanet|ORPHANET|ORDO|MONDO):(?:Orphanet_)?(\d{1,10})", re.ASCII)
_PREFIXES = {"MIM": "OMIM", "Orphanet": "ORPHA", "ORPHANET": "ORPHA", "ORDO": "ORPHA"}
_SETTLED = frozenset({"SOLVED", "COMPLETED"})
_UNSETTLED = frozenset({"UNSOLVED", "UNKNOWN_PROGRESS", "IN_PROGRESS"})


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Conditions, or the statement that none was found.

    Attributes:
        undiagnosed: True where an interpretation names no disease and is not settled.
    """

    conditions: tuple[Condition, ...]
    undiagnosed: bool = False


def read_diagnosis(whole: Fields, tally: Tally) -> Diagnosis:
    """The conditions under `diseases`, else those of the interpretations.

    Raises:
        RefusedFile: A disease or an interpretation is malformed.
    """
    diseases = whole.objects("diseases")
    interpreted, unsettled = _read_interpretations(whole, tally)
    if not diseases:
        return Diagnosis(_unique(interpreted), undiagnosed=unsettled and not interpreted)
    conditions = [condition for disease in diseases if (condition := _read_disease(disease, tally))]
    known = {condition.id for condition in conditions}
    for other in interpreted:
        if other.id not in known:
            tally.dropped["interpretations.diagnosis.disease (diseases are given)"] += 1
    return Diagnosis(_unique(conditions))


def _read_disease(disease: Fields, tally: Tally) -> Condition | None:
    term = disease.object("term")
    if term is None:
        raise disease.refusal("term", "A disease needs a term.")
    condition = _read_condition(term, "confirmed", "diseases", tally)
    if disease.flag("excluded"):
        tally.dropped["diseases (excluded)"] += 1
        return None
    return condition


def _read_interpretations(whole: Fields, tally: Tally) -> tuple[list[Condition], bool]:
    """The conditions of all interpretations, and whether one is unsettled and names no disease."""
    conditions: list[Condition] = []
    unsettled = False
    for interpretation in whole.objects("interpretations"):
        progress = _read_progress(interpretation)
        diagnosis = interpretation.object("diagnosis")
        disease = diagnosis.object("disease") if diagnosis else None
        if disease is None or not disease.held:
            unsettled = unsettled or progress in _UNSETTLED
            continue
        status: ConditionStatus = "confirmed" if progress in _SETTLED else "suspected"
        condition = _read_condition(disease, status, "interpretations.diagnosis.disease", tally)
        if condition:
            conditions.append(condition)
    return conditions, unsettled


def _read_progress(interpretation: Fields) -> str:
    progress = interpretation.text("progressStatus") or "UNKNOWN_PROGRESS"
    if progress not in _SETTLED | _UNSETTLED:
        raise interpretation.refusal("progressStatus", "This is no progress status that the schema knows.")
    return progress


def _read_condition(term: Fields, status: ConditionStatus, field: str, tally: Tally) -> Condition | None:
    found = _ID.fullmatch(term.required_text("id"))
    name = term.text("label")
    if found is None:
        tally.dropped[f"{field} (not an OMIM, ORPHA or MONDO id)"] += 1
        return None
    identity = f"{_PREFIXES.get(found[1], found[1])}:{found[2]}"
    return Condition(identity, name or identity, status)


def _unique(conditions: list[Condition]) -> tuple[Condition, ...]:
    """Each condition once; confirmed where any mention says so."""
    by_id: dict[str, Condition] = {}
    for condition in conditions:
        if condition.id not in by_id or condition.status == "confirmed":
            by_id[condition.id] = condition
    return tuple(by_id.values())
