"""The cohort in plain words."""

from __future__ import annotations

import random
from collections.abc import Mapping

import cohort_world as world
import pytest

from ontology.terms import Synonym, TermId
from workbench.cohorts.countries import COUNTRY_NAMES, EUROPE, country_name
from workbench.cohorts.query import (
    Excluded,
    HasCondition,
    InAgeBand,
    InMapRegion,
    InRegion,
    InSex,
    Observed,
    Query,
)
from workbench.cohorts.text import Glossary, attrition_words, clause_words, sentence

SEIZURE, HYPOTONIA, SKIN, EEG, WEAKNESS = (TermId(f"HP:000000{one}") for one in (1, 2, 3, 4, 5))
LABELS = {
    SEIZURE: "Seizure",
    HYPOTONIA: "Hypotonia",
    SKIN: "Abnormality of the skin",
    EEG: "EEG abnormality",
    WEAKNESS: "Muscle weakness",
}
SYNONYMS: Mapping[TermId, tuple[Synonym, ...]] = {
    SEIZURE: (Synonym("Seizures", "exact", False), Synonym("Epilepsy", "related", True)),
    WEAKNESS: (Synonym("Muscular weakness", "exact", True),),
    HYPOTONIA: (Synonym("Low or weak muscle tone", "exact", True), Synonym("Low muscle tone", "exact", True)),
}


class Words:
    """Five terms, three with other words."""

    def label(self, term: TermId) -> str:
        return LABELS[term]

    def lay_words(self, term: TermId) -> str:
        return "Low muscle tone" if term == HYPOTONIA else ""

    def synonyms(self, term: TermId) -> tuple[Synonym, ...]:
        return SYNONYMS.get(term, ())

    def descendants(self, term: TermId) -> frozenset[TermId]:
        return frozenset({term}) if term == EEG else frozenset({term, TermId("HP:0000009")})


GLOSSARY = Glossary(Words(), {"OMIM:1": "Rett syndrome", "AREA:rett": "Rett syndrome"})


@pytest.mark.parametrize(
    ("clauses", "words"),
    [
        ((), "All donors."),
        (
            (InAgeBand("0-4"), Observed(SEIZURE), Observed(HYPOTONIA)),
            "People aged 0 to 4 with seizures of any kind and low muscle tone (hypotonia).",
        ),
        ((Observed(EEG),), "People with EEG abnormality."),
        ((Observed(WEAKNESS),), "People with muscle weakness of any kind."),
        ((Observed(SKIN),), "People with abnormality of the skin."),
        ((InSex("female"),), "Women and girls."),
        ((InSex("male"), InAgeBand("5-11")), "Boys aged 5 to 11."),
        ((InSex("female"), InAgeBand("65+")), "Women aged 65 or more."),
        ((InRegion("ES"), HasCondition("OMIM:1")), "People in Spain with Rett syndrome."),
        ((HasCondition("AREA:rett"),), "People with a condition of the area “Rett syndrome”."),
        ((HasCondition("undiagnosed"),), "People who have no diagnosis yet."),
        ((Excluded(SEIZURE),), "People in whom seizure was looked for and ruled out."),
        (
            (Observed(SKIN), Excluded(SEIZURE), Excluded(EEG)),
            "People with abnormality of the skin, in whom seizure and EEG abnormality were looked for and ruled out.",
        ),
        ((InMapRegion("s", (1, 2)),), "People whose findings lie in a region of 2 cells on the map."),
        ((HasCondition("OMIM:99"),), "People with OMIM:99."),
    ],
)
def test_a_cohort_reads_as_a_sentence(clauses: tuple[object, ...], words: str) -> None:
    assert sentence(Query(clauses), GLOSSARY) == words  # type: ignore[arg-type]


def test_every_clause_of_a_query_is_said() -> None:
    glossary = Glossary(world.ONTOLOGY, world.CONDITIONS)
    for seed in range(500):
        query = world.query(random.Random(seed), on_map=True)
        said = sentence(query, glossary)
        assert said.endswith(".")
        assert "  " not in said
        for clause in query.clauses:
            match clause:
                case Observed(term) | Excluded(term):
                    assert str(int(term[3:])) in said
                case InRegion(code):
                    assert country_name(code) in said
                case InMapRegion(_, cells):
                    assert f"region of {len(cells)} cell" in said


def test_steps_of_the_attrition_are_called_as_they_are_read() -> None:
    clauses = (Observed(SEIZURE), Excluded(HYPOTONIA), InAgeBand("0-4"), InRegion("ES"))
    assert attrition_words(clauses, GLOSSARY) == [
        "All donors",
        "with seizure",
        "and hypotonia ruled out",
        "and age 0–4",
        "and in Spain",
    ]


@pytest.mark.parametrize(
    ("clause", "title", "detail"),
    [
        (Observed(SEIZURE), "Seizure", "HP:0000001 · and 1 narrower"),
        (Observed(EEG), "EEG abnormality", "HP:0000004 · no narrower term"),
        (Excluded(SEIZURE), "No seizure", "HP:0000001 · looked for and ruled out"),
        (InAgeBand("0-4"), "Age 0–4", "at last record"),
        (InSex("other"), "Another sex", "recorded sex"),
        (InRegion("ES-CT"), "Spain (ES-CT)", "ES-CT · place of residence"),
        (HasCondition("OMIM:1"), "Rett syndrome", "OMIM:1 · confirmed or suspected"),
        (HasCondition("AREA:rett"), "Rett syndrome", "disease area"),
        (HasCondition("undiagnosed"), "No diagnosis yet", "undiagnosed"),
        (InMapRegion("s", (4,)), "Region of the map", "1 cell of snapshot s"),
    ],
)
def test_a_clause_has_a_title_and_a_detail(clause: object, title: str, detail: str) -> None:
    words = clause_words(clause, GLOSSARY)  # type: ignore[arg-type]
    assert (words.title, words.detail) == (title, detail)
    assert words.icon


def test_countries_have_names_and_parts_name_their_country() -> None:
    assert len(COUNTRY_NAMES) == 250
    assert set(EUROPE) <= set(COUNTRY_NAMES)
    assert country_name("ES") == "Spain"
    assert country_name("ZZ") == "ZZ"
