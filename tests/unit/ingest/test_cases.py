"""What is read from one phenopacket, and what is refused."""

from __future__ import annotations

import copy
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.records import Condition, Finding
from tests.unit.ingest.small_release import (
    GAIT,
    HYPOTONIA,
    ONSET,
    RELEASE,
    RETIRED,
    SCOLIOSIS,
    SEIZURE,
    UNKNOWN,
    feature,
    features,
    packet,
    read,
)
from workbench.errors import RefusedFile
from workbench.ingest.cases import Case, read_case
from workbench.ingest.documents import read_document


def _age(duration: str) -> dict[str, Any]:
    return {"age": {"iso8601duration": duration}}


def _snake(value: Any) -> Any:
    if isinstance(value, dict):
        return {"".join(f"_{c.lower()}" if c.isupper() else c for c in key): _snake(one) for key, one in value.items()}
    return [_snake(one) for one in value] if isinstance(value, list) else value


def test_a_case_says_who_what_and_since_when() -> None:
    case = read(packet())
    assert (case.sex, case.age_band, case.undiagnosed) == ("female", "5-11", False)
    assert case.findings == (
        Finding(SEIZURE, "observed", "P2Y", None, "publication"),
        Finding(GAIT, "excluded", None, None, "publication"),
    )
    assert case.conditions == (Condition("OMIM:310200", "Duchenne muscular dystrophy"),)
    assert case.published
    assert case.created == dt.date(2024, 5, 6)
    assert (case.tally.kept, case.tally.replaced, case.tally.unknown) == (2, 0, 0)
    assert case.tally.dropped == {"metaData.createdBy": 1, "metaData.externalReferences": 1}


def test_both_spellings_of_fields_read_the_same() -> None:
    assert read(_snake(packet())) == read(packet())


def test_ids_of_phenopacket_and_subject_together_say_who_it_is() -> None:
    packets = [("a", "b"), ("ab", ""), ("a", "c"), ("b", "b"), ("1", "a"), ("1:a", "")]
    identities = {read(packet(id=first, subject={"id": second})).identity for first, second in packets}
    assert len(identities) == len(packets)


def test_retired_ids_are_replaced_and_unknown_ones_left_out_and_reported() -> None:
    case = read(features(feature(RETIRED), feature(UNKNOWN), feature("SNOMED:1"), feature(GAIT)))
    assert [finding.term for finding in case.findings] == [SEIZURE, GAIT]
    assert (case.tally.kept, case.tally.replaced, case.tally.unknown) == (1, 1, 2)
    assert case.tally.unknown_terms == {UNKNOWN: 1, "(not an HPO id)": 1}


def test_terms_that_are_no_phenotypic_abnormality_are_dropped_and_counted() -> None:
    case = read(features(feature(ONSET), feature(SEIZURE)))
    assert [finding.term for finding in case.findings] == [SEIZURE]
    assert case.tally.dropped["phenotypicFeatures (not a phenotypic abnormality)"] == 1


@pytest.mark.parametrize("order", [1, -1])
def test_observed_wins_over_excluded(order: int) -> None:
    given_twice = [feature(SEIZURE, excluded=True), feature(SEIZURE)]
    case = read(features(*given_twice[::order]))
    assert [(finding.term, finding.state) for finding in case.findings] == [(SEIZURE, "observed")]
    assert case.tally.dropped["phenotypicFeatures (contradicted)"] == 1


def test_a_term_given_twice_keeps_its_earliest_onset() -> None:
    case = read(
        features(
            feature(SEIZURE, onset=_age("P5Y")),
            feature(SEIZURE, onset=_age("P3M"), severity={"id": "HP:0012828"}),
            feature(SEIZURE),
        )
    )
    assert case.findings == (Finding(SEIZURE, "observed", "P3M", "HP:0012828", "publication"),)
    assert case.tally.dropped["phenotypicFeatures (repeated)"] == 2


def test_onsets_and_severities_that_are_none_are_counted() -> None:
    case = read(features(feature(SEIZURE, onset={"timestamp": "2020-01-01T00:00:00Z"}, severity={"id": SEIZURE})))
    assert case.findings == (Finding(SEIZURE, "observed", None, None, "publication"),)
    assert case.tally.dropped["phenotypicFeatures.onset (not an age)"] == 1
    assert case.tally.dropped["phenotypicFeatures.severity (not an HPO severity)"] == 1


def test_everything_that_is_not_held_is_counted_by_field() -> None:
    document = packet(
        biosamples=[{"id": 1}, {"id": 2}],
        interpretations=[
            {"id": "i", "progressStatus": "SOLVED", "diagnosis": {
                "disease": {"id": "OMIM:310200"}, "genomicInterpretations": [{}, {}, {}]}}
        ],
        somethingElse={"a": 1},
        measurements=[],
    )  # fmt: skip
    document["subject"] |= {"alternateIds": ["x", "y"], "vitalStatus": {"status": "ALIVE"}, "gender": {}}
    document["phenotypicFeatures"][0] |= {"modifiers": [{"id": "HP:1"}], "description": "free words"}
    dropped = read(document).tally.dropped
    assert dropped["biosamples"] == 2
    assert dropped["interpretations.diagnosis.genomicInterpretations"] == 3
    assert dropped["(unknown field)"] == 1
    assert dropped["subject.alternateIds"] == 2
    assert dropped["subject.vitalStatus"] == 1
    assert dropped["phenotypicFeatures.modifiers"] == 1
    assert dropped["phenotypicFeatures.description"] == 1
    assert not {"subject.gender", "measurements"} & set(dropped)


@pytest.mark.parametrize(
    ("sex", "read_as"),
    [("FEMALE", "female"), ("MALE", "male"), ("OTHER_SEX", "other"), ("UNKNOWN_SEX", None), ("", None), (None, None)],
)
def test_the_sexes_of_the_schema_are_read(sex: str | None, read_as: str | None) -> None:
    assert read(packet(subject={"sex": sex})).sex == read_as


def test_an_age_that_spans_bands_is_left_out_and_counted() -> None:
    case = read(packet(subject={"timeAtLastEncounter": {"ontologyClass": {"id": "HP:0003581"}}}))
    assert case.age_band is None
    assert case.tally.dropped["subject.timeAtLastEncounter (no age, or one that spans age bands)"] == 1


def _interpreted(progress: str | None, disease: str | None = None) -> dict[str, Any]:
    diagnosis = {"disease": {"id": disease, "label": "D"}} if disease else {}
    return packet(diseases=[], interpretations=[{"id": "i", "progressStatus": progress, "diagnosis": diagnosis}])


@pytest.mark.parametrize(
    ("document", "conditions", "undiagnosed"),
    [
        (_interpreted("SOLVED", "OMIM:1"), [("OMIM:1", "confirmed")], False),
        (_interpreted("COMPLETED", "MONDO:0000001"), [("MONDO:0000001", "confirmed")], False),
        (_interpreted("IN_PROGRESS", "Orphanet:98896"), [("ORPHA:98896", "suspected")], False),
        (_interpreted("UNSOLVED", "OMIM:1"), [("OMIM:1", "suspected")], False),
        (_interpreted("UNSOLVED"), [], True),
        (_interpreted(None), [], True),
        (_interpreted("SOLVED"), [], False),
        (packet(diseases=[], interpretations=[]), [], False),
        (packet(diseases=[{"term": {"id": "OMIM:1"}, "excluded": True}]), [], False),
        (packet(diseases=[{"term": {"id": "NCIT:C1"}}]), [], False),
        (packet(diseases=[{"term": {"id": "OMIM:1"}}] * 2), [("OMIM:1", "confirmed")], False),
    ],
)
def test_the_diagnosis_is_confirmed_suspected_or_missing(
    document: dict[str, Any], conditions: list[tuple[str, str]], undiagnosed: bool
) -> None:
    case = read(document)
    assert [(condition.id, condition.status) for condition in case.conditions] == conditions
    assert case.undiagnosed is undiagnosed


def test_diseases_that_are_left_out_are_counted() -> None:
    document = packet(diseases=[{"term": {"id": "OMIM:1"}, "excluded": True}, {"term": {"id": "NCIT:C1"}}])
    dropped = read(document).tally.dropped
    assert dropped["diseases (excluded)"] == 1
    assert dropped["diseases (not an OMIM, ORPHA or MONDO id)"] == 1


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"hello": 1}, ""),
        (packet(id=None), "id"),
        (packet(id=7), "id"),
        (packet(id="a\nb"), "id"),
        (packet(id="a" * 501), "id"),
        (packet(subject=[]), "subject"),
        (packet(subject={"sex": "female"}), "subject.sex"),
        (packet(subject={"timeAtLastEncounter": {"age": {"iso8601duration": "nine"}}}),
         "subject.timeAtLastEncounter.age.iso8601duration"),
        (packet(phenotypicFeatures={}), "phenotypicFeatures"),
        (packet(phenotypicFeatures=[7]), "phenotypicFeatures[0]"),
        (features(feature(SEIZURE), {}), "phenotypicFeatures[1].type"),
        (features({"type": {"label": "Seizure"}}), "phenotypicFeatures[0].type.id"),
        (features(feature(SEIZURE, excluded="yes")), "phenotypicFeatures[0].excluded"),
        (features(feature(SEIZURE, negated=True)), "phenotypicFeatures[0].negated"),
        (packet(diseases=[{}]), "diseases[0].term"),
        (packet(diseases=[{"term": {"id": "OMIM:1", "label": ["x"]}}]), "diseases[0].term.label"),
        (packet(interpretations=[{"progressStatus": "PERHAPS"}]), "interpretations[0].progressStatus"),
        (packet(metaData={"phenopacketSchemaVersion": "1.0.0"}), "metaData.phenopacketSchemaVersion"),
        (packet(metaData="2"), "metaData"),
        ({"id": "c", "members": [packet()]}, "members"),
        ({"id": "f", "proband": packet(), "relatives": []}, "proband"),
        ({"phenopackets": [packet()]}, "phenopackets"),
        (packet(phenotypicFeatures=[feature(UNKNOWN)], diseases=[]), "phenotypicFeatures"),
        (packet(phenotypicFeatures=[], diseases=[]), "phenotypicFeatures"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_refused_with_its_place(document: Any, where: str) -> None:
    with pytest.raises(RefusedFile) as refusal:
        read(document)
    assert refusal.value.where == where
    assert refusal.value.do


def test_a_case_needs_no_findings_when_it_has_a_condition() -> None:
    assert read(packet(phenotypicFeatures=[feature(UNKNOWN)])).conditions


def test_a_file_without_a_publication_is_said_to_come_from_a_clinician() -> None:
    case = read(packet(metaData={"created": "yesterday"}))
    assert not case.published
    assert case.created is None
    assert {finding.source for finding in case.findings} == {"clinician"}


_NAME_WORDS = """id subject sex timeAtLastEncounter time_at_last_encounter age iso8601duration ageRange start end
    ontologyClass gestationalAge weeks phenotypicFeatures type label excluded onset severity diseases term
    interpretations diagnosis disease progressStatus metaData created externalReferences phenopacketSchemaVersion
    members dateOfBirth name description"""
_NAMES = st.sampled_from(_NAME_WORDS.split())
_TEXTS = [SEIZURE, RETIRED, UNKNOWN, HYPOTONIA, SCOLIOSIS, "P3Y", "FEMALE", "SOLVED", "OMIM:1", "HP:0003577", "2.0"]
_VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([*_TEXTS, "a@b.org"])
_JSON = st.recursive(
    _VALUES, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(_NAMES | st.text(), inside, max_size=5)
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for step, one in steps for place in _places(one, (*path, step)))]


def _replaced(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.copy(document)
    changed[path[0]] = _replaced(document[path[0]], path[1:], value)
    return changed


def _is_case_or_refusal(content: bytes) -> bool:
    """True for a case and for a refusal that says what to do; anything else goes through."""
    try:
        return isinstance(read_case(read_document(content), RELEASE), Case)
    except RefusedFile as refusal:
        return bool(refusal.what and refusal.do)


@given(_JSON)
@settings(max_examples=300, deadline=None)
def test_any_json_is_a_case_or_a_refusal(document: Any) -> None:
    assert _is_case_or_refusal(json.dumps(document).encode())


@given(st.sampled_from(_places(packet())), _JSON)
@settings(max_examples=600, deadline=None)
def test_a_phenopacket_with_any_one_place_changed_is_a_case_or_a_refusal(place: tuple[Any, ...], value: Any) -> None:
    assert _is_case_or_refusal(json.dumps(_replaced(packet(), place, value)).encode())


@given(st.binary() | st.text().map(str.encode), st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_a_phenopacket_with_any_bytes_in_it_is_a_case_or_a_refusal(inserted: bytes, at: int) -> None:
    content = json.dumps(packet()).encode()
    assert _is_case_or_refusal(content[:at] + inserted + content[at:])
    assert _is_case_or_refusal(content[:at] + inserted)
