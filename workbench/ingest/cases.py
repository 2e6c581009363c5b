"""One GA4GH phenopacket (version 2) read into what the store holds.

https://phenopacket-schema.readthedocs.io/en/2.0.0/
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from data_access.records import AgeBand, Condition, Finding, Sex
from ontology.ontology import Ontology
from workbench.errors import RefusedFile
from workbench.ingest.ages import read_age_band
from workbench.ingest.diagnoses import read_diagnosis
from workbench.ingest.documents import Document
from workbench.ingest.features import read_findings
from workbench.ingest.fields import Fields
from workbench.ingest.identifiers import check_identifiers
from workbench.ingest.tallies import Tally

_SEXES: dict[str, Sex | None] = {"FEMALE": "female", "MALE": "male", "OTHER_SEX": "other", "UNKNOWN_SEX": None}
_PUBLICATIONS = ("PMID:", "DOI:", "PMCID:", "PMC:", "https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/")
_OTHER_MESSAGES = {
    "members": "This is a GA4GH Cohort, which holds several people.",
    "proband": "This is a GA4GH Family, which holds several people.",
    "phenopackets": "This file holds several phenopackets.",
}


@dataclass(frozen=True, slots=True)
class Case:
    """What one phenopacket says.

    Attributes:
        identity: Who this is at the source: the ids of the phenopacket and of its subject.
        published: True where it cites a publication.
        created: Day on which the phenopacket was made.
        tally: What was kept, replaced and left out.
    """

    identity: str
    sex: Sex | None
    age_band: AgeBand | None
    findings: tuple[Finding, ...]
    conditions: tuple[Condition, ...]
    undiagnosed: bool
    published: bool
    created: dt.date | None
    tally: Tally


def read_case(document: Document, ontology: Ontology) -> Case:
    """The case in a document.

    Raises:
        RefusedFile: It is no phenopacket of version 2, is malformed, holds direct identifiers, or says nothing that
            the store holds.
    """
    check_identifiers(document)
    whole = Fields(document)
    _check_message(whole)
    meta = whole.object("metaData")
    _check_version(meta)
    tally = Tally()
    published = _is_published(meta)
    findings = read_findings(whole.objects("phenotypicFeatures"), ontology, published=published, tally=tally)
    diagnosis = read_diagnosis(whole, tally)
    subject = whole.object("subject")
    case = Case(
        identity=_identity(whole, subject),
        sex=_read_sex(subject),
        age_band=_read_age(subject, tally),
        findings=findings,
        conditions=diagnosis.conditions,
        undiagnosed=diagnosis.undiagnosed,
        published=published,
        created=_read_created(meta),
        tally=tally,
    )
    if not case.findings and not case.conditions:
        raise RefusedFile(
            "Nothing in this file can be stored: no finding in this HPO release and no condition.",
            do="Check the ids of its phenotypic features and diseases.",
            where="phenotypicFeatures",
        )
    tally.count_dropped(document)
    return case


def _check_message(whole: Fields) -> None:
    for name, what in _OTHER_MESSAGES.items():
        if name in whole:
            raise whole.refusal(name, what, "Save one phenopacket a file and import the folder.")
    if not any(name in whole for name in ("subject", "phenotypicFeatures", "diseases", "interpretations")):
        raise RefusedFile("This is no phenopacket.", do="Import GA4GH phenopackets of version 2, one a file.")


def _check_version(meta: Fields | None) -> None:
    """Version 1 says absence with another field, which would be read as presence."""
    version = meta.text("phenopacketSchemaVersion") if meta else None
    if meta and version and not version.lstrip("vV").startswith("2"):
        raise meta.refusal(
            "phenopacketSchemaVersion",
            "This phenopacket is not of version 2 of the schema.",
            "Convert it with phenopacket-tools and import again.",
        )


def _identity(whole: Fields, subject: Fields | None) -> str:
    """Ids of subjects repeat from paper to paper and those of phenopackets from hospital to hospital, so both count.

    In 7,168 published cases there are 4,877 different subject ids ("Patient 1" is 140 people), and 7,168
    different phenopacket ids.
    """
    packet = whole.required_text("id")
    person = subject.text("id") if subject else None
    return f"{len(packet)}:{packet}{person or ''}"


def _read_sex(subject: Fields | None) -> Sex | None:
    name = subject.text("sex") if subject else None
    if subject is None or name is None:
        return None
    if name not in _SEXES:
        raise subject.refusal("sex", f"This must be one of {', '.join(_SEXES)}.")
    return _SEXES[name]


def _read_age(subject: Fields | None, tally: Tally) -> AgeBand | None:
    element = subject.object("timeAtLastEncounter") if subject else None
    band = read_age_band(element) if element else None
    if element and element.held and band is None:
        tally.dropped["subject.timeAtLastEncounter (no age, or one that spans age bands)"] += 1
    return band


def _is_published(meta: Fields | None) -> bool:
    references = meta.objects("externalReferences") if meta else []
    return any((reference.text("id") or "").startswith(_PUBLICATIONS) for reference in references)


def _read_created(meta: Fields | None) -> dt.date | None:
    """The day of the time stamp; one that cannot be read counts as not given."""
    stamp = meta.text("created") if meta else None
    try:
        return dt.date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None
