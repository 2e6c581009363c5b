"""Everything that is held about one donor, and nothing about anybody else: as plain JSON and as a phenopacket."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from data_access.identity import IdentityStore, Person
from data_access.pseudonyms import Pseudonymiser
from data_access.records import Condition, Consent, Donor, Finding
from data_access.store import Store
from ontology.ontology import Ontology
from workbench.accounts.linking import pseudonym_of
from workbench.consent.purposes import PERMITTED_USE, RESEARCH, study_purpose
from workbench.consent.standing import standing, stands
from workbench.rights.finding import no_such_donor

SCHEMA_VERSION = "2.0"
_SEXES = {"female": "FEMALE", "male": "MALE", "other": "OTHER_SEX", None: "UNKNOWN_SEX"}
_BANDS = {"0-4": (0, 4), "5-11": (5, 11), "12-17": (12, 17), "18-39": (18, 39), "40-64": (40, 64)}


@dataclass(frozen=True, slots=True)
class Export:
    """What is held about a donor.

    Attributes:
        json: All of it.
        phenopacket: What of it a GA4GH phenopacket (version 2) has room for.
    """

    json: dict[str, Any]
    phenopacket: dict[str, Any]


def export(
    store: Store,
    donor_id: str,
    *,
    ontology: Ontology,
    now: dt.datetime,
    identity: IdentityStore | None = None,
    pseudonymiser: Pseudonymiser | None = None,
) -> Export:
    """Everything about one donor.

    Args:
        identity: The identity store; with it and the pseudonymiser, what is known of the person is in it too.

    Raises:
        StoreError: There is no such donor.
    """
    donor = store.get(donor_id)
    if donor is None:
        raise no_such_donor()
    person = person_of(identity, pseudonymiser, donor_id)
    today = now.astimezone(dt.UTC).date()
    majority = person.majority_on if person else None
    data: dict[str, Any] = {
        "exported": now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "donor": _donor(donor),
        "findings": [_finding(finding, ontology) for finding in donor.findings],
        "conditions": [
            {"id": condition.id, "name": condition.name, "status": condition.status} for condition in donor.conditions
        ],
        "consents": [_consent(consent, today, majority) for consent in donor.consents],
        "used_for": _uses(store, donor, today, majority),
        "person": _person(identity, person),
    }
    return Export(data, _phenopacket(donor, ontology, now))


def person_of(identity: IdentityStore | None, pseudonymiser: Pseudonymiser | None, donor_id: str) -> Person | None:
    """The person behind a pseudonym; None where the identity store knows nobody."""
    if identity is None or pseudonymiser is None:
        return None
    people = (person for person in identity.people() if pseudonym_of(person.id, pseudonymiser) == donor_id)
    return next(people, None)


def _donor(donor: Donor) -> dict[str, Any]:
    return {
        "pseudonym": donor.id,
        "source": donor.source,
        "sex": donor.sex,
        "age_band": donor.age_band,
        "country": donor.country,
        "region": donor.region,
        "undiagnosed": donor.undiagnosed,
        "synthetic": donor.synthetic,
    }


def _finding(finding: Finding, ontology: Ontology) -> dict[str, Any]:
    return {
        "term": finding.term,
        "label": _label(finding.term, ontology),
        "state": finding.state,
        "onset": finding.onset,
        "severity": finding.severity,
        "source": finding.source,
        "words": finding.words,
    }


def _label(text: str, ontology: Ontology) -> str:
    term = ontology.resolve(text).term
    return ontology.label(term) if term is not None else text


def _consent(consent: Consent, today: dt.date, majority: dt.date | None) -> dict[str, Any]:
    use = PERMITTED_USE.get(consent.version)
    return {
        "purpose": consent.purpose,
        "version": consent.version,
        "given_by": consent.given_by,
        "given_on": consent.given_on.isoformat(),
        "age_then": consent.age_then,
        "withdrawn_on": consent.withdrawn_on.isoformat() if consent.withdrawn_on else None,
        "frozen_on": consent.frozen_on.isoformat() if consent.frozen_on else None,
        "standing": standing(consent, today, majority),
        "data_use": sorted([use.permission, *use.modifiers]) if use else [],
    }


def _uses(store: Store, donor: Donor, today: dt.date, majority: dt.date | None) -> dict[str, Any]:
    """What the data are and were used for: in general, and by which studies."""
    research = stands(donor, RESEARCH, today, majority)
    ever = any(consent.purpose == RESEARCH for consent in donor.consents)
    named = {consent.purpose for consent in donor.consents}
    studies = [
        {"id": study.id, "title": study.title, "purpose": study.lay_purpose, "state": study.state}
        for study in store.studies.all()
        if study.state in ("approved", "running", "closed") and (ever or study_purpose(study.id) in named)
    ]
    return {"counted_in_research_today": research, "counted_in_research_ever": ever, "studies_that_may_count": studies}


def _person(identity: IdentityStore | None, person: Person | None) -> dict[str, Any] | None:
    """What the identity store holds; accounts of relatives are named by what they are to the person alone."""
    if identity is None or person is None:
        return None
    return {
        "id": person.id,
        "name": person.name,
        "majority_on": person.majority_on.isoformat() if person.majority_on else None,
        "own_consent_from": person.own_consent_from.isoformat() if person.own_consent_from else None,
        "accounts": sorted(relation.kind for relation in identity.relations_to(person.id)),
    }


def _phenopacket(donor: Donor, ontology: Ontology, now: dt.datetime) -> dict[str, Any]:
    """https://phenopacket-schema.readthedocs.io/en/2.0.0/phenopacket.html"""
    subject: dict[str, Any] = {"id": donor.id, "sex": _SEXES[donor.sex]}
    if donor.age_band is not None:
        first, last = _BANDS.get(donor.age_band, (65, 130))
        span = {"start": {"iso8601duration": f"P{first}Y"}, "end": {"iso8601duration": f"P{last}Y"}}
        subject["timeAtLastEncounter"] = {"ageRange": span}
    recorded = [finding for finding in donor.findings if finding.state != "not_recorded"]
    packet: dict[str, Any] = {
        "id": donor.id,
        "subject": subject,
        "phenotypicFeatures": [_feature(finding, ontology) for finding in recorded],
        "metaData": {
            "created": now.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "createdBy": "Share4Rare research workbench",
            "resources": [_hpo(ontology)],
            "phenopacketSchemaVersion": SCHEMA_VERSION,
        },
    }
    if any(condition.status == "suspected" for condition in donor.conditions):
        packet["interpretations"] = [_interpretation(condition) for condition in donor.conditions]
    elif donor.conditions:
        packet["diseases"] = [{"term": {"id": one.id, "label": one.name}} for one in donor.conditions]
    elif donor.undiagnosed:
        packet["interpretations"] = [{"id": "no-diagnosis", "progressStatus": "UNSOLVED"}]
    return packet


def _feature(finding: Finding, ontology: Ontology) -> dict[str, Any]:
    feature: dict[str, Any] = {"type": {"id": finding.term, "label": _label(finding.term, ontology)}}
    if finding.state == "excluded":
        feature["excluded"] = True
    if finding.onset:
        is_class = finding.onset.startswith("HP:")
        age = {"ontologyClass": {"id": finding.onset, "label": _label(finding.onset, ontology)}}
        feature["onset"] = age if is_class else {"age": {"iso8601duration": finding.onset}}
    if finding.severity:
        feature["severity"] = {"id": finding.severity, "label": _label(finding.severity, ontology)}
    if finding.words:
        feature["description"] = finding.words
    return feature


def _interpretation(condition: Condition) -> dict[str, Any]:
    """A diagnosis that is settled or not; `diseases` has no word for one that is suspected."""
    return {
        "id": condition.id,
        "progressStatus": "SOLVED" if condition.status == "confirmed" else "IN_PROGRESS",
        "diagnosis": {"disease": {"id": condition.id, "label": condition.name}},
    }


def _hpo(ontology: Ontology) -> dict[str, str]:
    return {
        "id": "hp",
        "name": "human phenotype ontology",
        "url": "http://purl.obolibrary.org/obo/hp.owl",
        "version": ontology.release,
        "namespacePrefix": "HP",
        "iriPrefix": "http://purl.obolibrary.org/obo/HP_",
    }
