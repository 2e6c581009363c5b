"""The builder: every change of a cohort is a link to another address."""

from __future__ import annotations

import json

from plotly.utils import PlotlyJSONEncoder

from components.clause_links import ClauseChoice, choice_links, cohort_link, switched
from components.cohort_builder import add_label, builder_frame, clauses_list
from components.condition_search import condition_links
from ontology.terms import TermId
from workbench.cohorts.query import Excluded, HasCondition, InAgeBand, InSex, Observed, Query
from workbench.cohorts.text import ClauseWords

SEIZURE = Observed(TermId("HP:0001250"))
QUERY = Query((SEIZURE, InAgeBand("65+")))
WORDS = (ClauseWords("Seizure", "HP:0001250", "Epilepsy", "check2"), ClauseWords("Age 65 or more", "", "", "calendar3"))


def _drawn(part: object) -> str:
    return json.dumps(part, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_a_link_reads_as_the_cohort_and_keeps_the_plus_of_an_age() -> None:
    assert cohort_link(QUERY) == "/cohorts?q=HP:0001250~age:65%2B"
    assert cohort_link(Query()) == "/cohorts"


def test_a_finding_switches_between_recorded_and_ruled_out_in_its_place() -> None:
    other = switched(QUERY, 0)
    assert other == Query((Excluded(SEIZURE.term), InAgeBand("65+")))
    assert other is not None
    assert switched(other, 0) == QUERY


def test_a_fact_has_no_switch() -> None:
    assert switched(QUERY, 1) is None


def test_each_clause_can_be_removed_and_clauses_are_joined_by_and() -> None:
    drawn = _drawn(clauses_list(QUERY, WORDS))
    assert '"href": "/cohorts?q=age:65%2B"' in drawn
    assert '"href": "/cohorts?q=HP:0001250"' in drawn
    assert drawn.count('"clause-and"') == 1
    assert "2 of 4 clauses" in drawn


def test_adding_is_named_by_its_place() -> None:
    assert add_label(Query()) == "Add the first clause"
    assert add_label(QUERY) == "Add the third clause"


def test_a_choice_that_the_cohort_holds_leads_nowhere() -> None:
    choices = [ClauseChoice(InAgeBand("65+"), "Age 65 or more"), ClauseChoice(InSex("male"), "Male", "4,000")]
    drawn = _drawn(choice_links(QUERY, choices))
    assert drawn.count('"href"') == 1
    assert "is in the cohort" in drawn


def test_conditions_are_links_and_areas_are_called_areas() -> None:
    drawn = _drawn(condition_links(Query(), "rett", [("AREA:rett", "Rett syndrome"), ("OMIM:312750", "Rett syndrome")]))
    assert "/cohorts?q=condition:AREA:rett" in drawn
    assert "disease area" in drawn


def test_no_matching_condition_says_what_to_try() -> None:
    assert "Try one word of its name" in _drawn(condition_links(Query(), "zzz", []))


def test_every_tab_has_its_panel() -> None:
    drawn = _drawn(builder_frame())
    for at in range(5):
        assert f'"id": "clause-tab-{at}"' in drawn
        assert f'"id": "clause-tab-panel-{at}"' in drawn


def test_an_undiagnosed_choice_is_a_clause() -> None:
    assert cohort_link(Query((HasCondition("undiagnosed"),))) == "/cohorts?q=condition:undiagnosed"
