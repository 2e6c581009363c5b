"""The phenotypic features of a phenopacket as findings of the release in use."""

from __future__ import annotations

import re

from data_access.records import Finding, FindingState
from ontology.ontology import Ontology
from ontology.terms import TermId
from workbench.ingest.ages import onset_years, read_onset
from workbench.ingest.fields import Fields
from workbench.ingest.tallies import CONTRADICTED, NOT_A_PHENOTYPE, REPEATED, Tally

_HPO_ID = re.compile(r"HP:\d{7}", re.ASCII)
_SEVERITIES = frozenset(
    {
        "HP:0012825",  # mild
        "HP:0012826",  # moderate
        "HP:0012827",  # borderline
        "HP:0012828",  # severe
        "HP:0012829",  # profound
    }
)


def read_findings(features: list[Fields], ontology: Ontology, *, published: bool, tally: Tally) -> tuple[Finding, ...]:
    """The findings, each term once, in the order of the file.

    A term given twice is kept with its earliest onset. A term that is both observed and excluded (seen at one age,
    absent at an earlier one) is observed: excluded means that the person does not have it.

    Args:
        features: The elements of `phenotypicFeatures`.
        ontology: The release that decides which ids are current.
        published: True where the findings come out of a publication.
        tally: Takes the counts.

    Raises:
        RefusedFile: A feature is malformed.
    """
    merged: dict[str, Finding] = {}
    source = "publication" if published else "clinician"
    for feature in features:
        finding = _read_finding(feature, ontology, source, tally)
        if finding is None:
            continue
        before = merged.get(finding.term)
        merged[finding.term] = finding if before is None else _merged(before, finding, tally)
    return tuple(merged.values())


def _read_finding(feature: Fields, ontology: Ontology, source: str, tally: Tally) -> Finding | None:
    if "negated" in feature:
        raise feature.refusal(
            "negated",
            "This field is of version 1 of the schema.",
            "Convert the file with phenopacket-tools and import again.",
        )
    kind = feature.object("type")
    if kind is None:
        raise feature.refusal("type", "A phenotypic feature needs a type.")
    state: FindingState = "excluded" if feature.flag("excluded") else "observed"
    onset, severity = _read_feature_onset(feature, tally), _read_severity(feature, tally)
    term = _resolved(kind.required_text("id"), ontology, tally)
    return None if term is None else Finding(term, state, onset, severity, source)


def _resolved(text: str, ontology: Ontology, tally: Tally) -> TermId | None:
    """The current phenotypic abnormality for an id, counted; None where there is none."""
    resolution = ontology.resolve(text)
    if resolution.term is None:
        tally.unknown += 1
        tally.unknown_terms[text if _HPO_ID.fullmatch(text) else "(not an HPO id)"] += 1
        return None
    if not ontology.is_phenotype(resolution.term):
        tally.dropped[NOT_A_PHENOTYPE] += 1
        return None
    if resolution.state == "replaced":
        tally.replaced += 1
    else:
        tally.kept += 1
    return resolution.term


def _merged(before: Finding, after: Finding, tally: Tally) -> Finding:
    if before.state != after.state:
        tally.dropped[CONTRADICTED] += 1
        return before if before.state == "observed" else after
    tally.dropped[REPEATED] += 1
    first, second = sorted((before, after), key=lambda finding: onset_years(finding.onset))
    severity = first.severity or second.severity
    return Finding(first.term, first.state, first.onset, severity, first.source)


def _read_feature_onset(feature: Fields, tally: Tally) -> str | None:
    element = feature.object("onset")
    if element is None or not element.held:
        return None
    onset = read_onset(element)
    if onset is None:
        tally.dropped["phenotypicFeatures.onset (not an age)"] += 1
    return onset


def _read_severity(feature: Fields, tally: Tally) -> str | None:
    severity = feature.object("severity")
    if severity is None or not severity.held:
        return None
    term = severity.required_text("id")
    if term in _SEVERITIES:
        return term
    tally.dropped["phenotypicFeatures.severity (not an HPO severity)"] += 1
    return None
