"""Seven HPO terms and a phenopacket to try things on."""

from __future__ import annotations

import copy
import json
from typing import Any, cast

from ontology.ontology import Ontology
from ontology.terms import Resolution, TermId
from workbench.ingest.cases import Case, read_case
from workbench.ingest.documents import read_document

SEIZURE, GAIT, HYPOTONIA, SCOLIOSIS = "HP:0001250", "HP:0001288", "HP:0001252", "HP:0002650"
RETIRED, ONSET, UNKNOWN = "HP:0001303", "HP:0003577", "HP:9999999"


class SmallRelease:
    """As much of an ontology as an import asks for."""

    def resolve(self, text: str) -> Resolution:
        if text == RETIRED:
            return Resolution(TermId(SEIZURE), "replaced")
        known = text in (SEIZURE, GAIT, HYPOTONIA, SCOLIOSIS, ONSET)
        return Resolution(TermId(text), "current") if known else Resolution(None, "unknown")

    def is_phenotype(self, term: TermId) -> bool:
        return term != ONSET


RELEASE = cast(Ontology, SmallRelease())

_PACKET: dict[str, Any] = {
    "id": "case-1",
    "subject": {"id": "Patient 1", "sex": "FEMALE", "timeAtLastEncounter": {"age": {"iso8601duration": "P9Y2M"}}},
    "phenotypicFeatures": [
        {"type": {"id": SEIZURE, "label": "Seizure"}, "onset": {"age": {"iso8601duration": "P2Y"}}},
        {"type": {"id": GAIT, "label": "Gait disturbance"}, "excluded": True},
    ],
    "diseases": [{"term": {"id": "OMIM:310200", "label": "Duchenne muscular dystrophy"}}],
    "metaData": {
        "created": "2024-05-06T07:08:09Z",
        "createdBy": "ORCID:0000-0002-1825-0097",
        "phenopacketSchemaVersion": "2.0",
        "externalReferences": [{"id": "PMID:12345678"}],
    },
}


def packet(**changes: Any) -> dict[str, Any]:
    """A good phenopacket with other fields."""
    return {**copy.deepcopy(_PACKET), **changes}


def features(*items: dict[str, Any]) -> dict[str, Any]:
    """A good phenopacket with other phenotypic features."""
    return packet(phenotypicFeatures=list(items))


def feature(term: str, **more: Any) -> dict[str, Any]:
    """One phenotypic feature."""
    return {"type": {"id": term, "label": "A label"}, **more}


def read(document: Any) -> Case:
    """The case in a document, through JSON text."""
    return read_case(read_document(json.dumps(document).encode()), RELEASE)
