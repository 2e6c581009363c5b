"""Direct identifiers keep a file out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ingest.small_release import feature, features, packet, read
from workbench.errors import RefusedFile

_SUBJECT = {"id": "P1"}


def _with_subject(**fields: Any) -> dict[str, Any]:
    return packet(subject={**_SUBJECT, **fields})


def _described(words: str) -> dict[str, Any]:
    return features(feature("HP:0001250", description=words))


@pytest.mark.parametrize(
    ("document", "where", "kind"),
    [
        (_with_subject(dateOfBirth="2015-01-12T00:00:00Z"), "subject.dateOfBirth", "date of birth"),
        (_with_subject(date_of_birth={"seconds": 1}), "subject.dateOfBirth", "date of birth"),
        (_with_subject(Geburtsdatum="12.1.2015"), "subject.Geburtsdatum", "date of birth"),
        (_with_subject(name="Maria"), "subject.name", "a name"),
        (_with_subject(first_name="Maria"), "subject.firstName", "a name"),
        (_with_subject(**{"Family-Name": "Puig"}), "subject.Family-Name", "a name"),
        (_with_subject(apellidos="Puig"), "subject.apellidos", "a name"),
        (_with_subject(address={"city": "Reus"}), "subject.address", "an address"),
        (_with_subject(phone=34600000000), "subject.phone", "telephone"),
        (_with_subject(notes="call +34 600 123 456"), "subject.(unknown field)", "telephone"),
        (_with_subject(id="maria.puig@example.org"), "subject.id", "e-mail"),
        (_with_subject(mrn="123"), "subject.mrn", "hospital number"),
        (packet(name="Maria"), "name", "a name"),
        (packet(custom={"deeper": [{"surname": "Puig"}]}), "(unknown field).(unknown field)[0].surname", "a name"),
        (packet(metaData={"createdBy": "curator@example.org"}), "metaData.createdBy", "e-mail"),
        (packet(pedigree={"persons": [{"name": "Puig"}]}), "pedigree.persons[0].name", "a name"),
        (_described("Born 12.1.2015"), "phenotypicFeatures[0].description", "birth"),
        (_described("nacida el 3 de mayo de 2011"), "phenotypicFeatures[0].description", "birth"),
        (_described("DOB 2011-05-03"), "phenotypicFeatures[0].description", "birth"),
        (_described("born on May 3, 2011"), "phenotypicFeatures[0].description", "birth"),
        (_described("mail m@example.org"), "phenotypicFeatures[0].description", "e-mail"),
        (features(feature("HP:0001250", evidence=[{"reference": {"description": "tel: 600123456"}}])),
         "phenotypicFeatures[0].evidence[0].reference.description", "telephone"),
    ],
)  # fmt: skip
def test_a_direct_identifier_refuses_the_file_and_names_the_field(document: Any, where: str, kind: str) -> None:
    with pytest.raises(RefusedFile) as refusal:
        read(document)
    assert refusal.value.where == where
    assert kind in refusal.value.what


@pytest.mark.parametrize(
    "document",
    [
        _with_subject(dateOfBirth=None),
        _with_subject(dateOfBirth=""),
        _with_subject(name="", alternateIds=["OTHER:1"]),
        packet(metaData={"createdBy": "ORCID:0000-0002-1825-0097", "resources": [{"id": "hp", "name": "HPO"}]}),
        _described("Onset in 2015, seen again after 12 months; 1-2-3 per day"),
        _described("term birth, 38 weeks; @ rest"),
        packet(id="PMID:12345678_0034600123456"),
        _with_subject(id="0012345678901"),
    ],
)
def test_what_is_no_direct_identifier_is_let_in(document: Any) -> None:
    assert read(document).findings


@given(st.text(min_size=6), st.sampled_from(["firstName", "dateOfBirth", "email", "phone", "unknown", "description"]))
def test_a_refusal_never_quotes_the_value(value: str, field: str) -> None:
    marker = f"{value}x@example.org"
    with pytest.raises(RefusedFile) as refusal:
        read(_with_subject(**{field: marker}))
    assert marker not in str(refusal.value)
