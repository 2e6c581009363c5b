"""The study of the demonstration: one, made by nobody in particular, and only where nobody is real."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from data_access.memory_store import MemoryStore
from data_access.records import Donor
from workbench.rights.demo_study import DEMO, DEMO_STUDY, ensure_demo_study
from workbench.studies.approval import is_open, takes_part


def store(*, synthetic: bool) -> MemoryStore:
    made = MemoryStore()
    made.put([Donor(f"{1:032x}", source="clinic", synthetic=synthetic)])
    return made


def told(made: MemoryStore) -> list[tuple[str, str]]:
    return [(event.actor, event.action) for event in made.audit.events()]


def test_the_demonstrations_lead_gets_one_open_study_however_often_they_come() -> None:
    made = store(synthetic=True)
    for _ in range(3):
        ensure_demo_study(made, "demo-lead")
    (study,) = made.studies.all()
    assert (study.id, study.title) == (DEMO_STUDY, "Demonstration study")
    assert is_open(study, dt.date(2026, 11, 22))
    assert takes_part(study, "demo-lead")
    assert told(made) == [(DEMO, "study_approved"), (DEMO, "study_proposed")]


def test_it_names_no_ethics_approval_that_nobody_gave() -> None:
    made = store(synthetic=True)
    ensure_demo_study(made, "demo-lead")
    (study,) = made.studies.all()
    assert study.ethics_document == ""
    assert study.ethics_reference.startswith("none")


def test_where_one_donor_is_real_no_study_is_made() -> None:
    made = store(synthetic=False)
    ensure_demo_study(made, "demo-lead")
    assert made.studies.all() == []
    assert told(made) == []


def test_a_study_of_that_id_that_is_somebody_elses_and_one_that_was_closed_stay_as_they_are() -> None:
    made = store(synthetic=True)
    ensure_demo_study(made, "demo-lead")
    (study,) = made.studies.all()
    for other in (replace(study, lead="lea", decided_by="sven"), replace(study, state="closed")):
        made.studies.put(other)
        ensure_demo_study(made, "demo-lead")
        assert made.studies.all() == [other]


def test_a_new_account_of_the_demonstration_takes_its_study_over() -> None:
    made = store(synthetic=True)
    for lead in ("demo-lead", "demo-lead-2"):
        ensure_demo_study(made, lead)
    assert [study.lead for study in made.studies.all()] == ["demo-lead-2"]
