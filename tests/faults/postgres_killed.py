"""PostgreSQL killed under load and brought back, while people ask pages that read and write the store."""

from __future__ import annotations

import re
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import requests

from tests.faults.build_killed import filled_home
from tests.faults.faults import Fault, Figures, Run, require
from tests.faults.postgres import Postgres
from tests.faults.serving import Server, Visitor, serving

_DONORS, _SMALL = 600, 60
_QUESTIONS = ("HP:0000707", "sex:female", "sex:male", "age:18-39", "HP:0000118", "region:ES")
_PEOPLE = 3
_TROUBLE = re.compile(r'Traceback|File \\?"/|sqlalchemy|psycopg', re.IGNORECASE)


@dataclass(slots=True)
class _Load:
    """What people who never stop asking met.

    Attributes:
        saved: Names of cohorts that the app said it kept.
        wrong: Answers that are no words for people.
    """

    saved: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    answers: int = 0
    without_store: int = 0
    stop: threading.Event = field(default_factory=threading.Event)


def run(asked: Run) -> Figures:
    """Kills PostgreSQL; see `FAULT`."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        postgres = Postgres(Path(folder))
        try:
            postgres.start()
            return _under_load(asked, postgres)
        finally:
            postgres.kill()


def _under_load(asked: Run, postgres: Postgres) -> Figures:
    settings = filled_home(asked, _SMALL if asked.small else _DONORS, store_url=postgres.url)
    load = _Load()
    with serving(settings) as server:
        people = [threading.Thread(target=_ask_on, args=(server, load, number)) for number in range(_PEOPLE)]
        for person in people:
            person.start()
        try:
            for _ in range(asked.times):
                time.sleep(asked.rng.uniform(0.3, 1.0))
                postgres.kill()
                time.sleep(asked.rng.uniform(0.1, 0.8))
                postgres.start()
                _require_recovery(Visitor(server.address), load)
        finally:
            load.stop.set()
            for person in people:
                person.join()
        require(not server.ended(), "the server stopped")
        wrong = f"{len(load.wrong)} answers without words, such as: {''.join(load.wrong[:2])}"
        require(not load.wrong, f"{wrong}\n{server.log()[-3000:]}")
    lost = set(load.saved) - _kept(postgres)
    require(not lost, f"{len(lost)} of {len(load.saved)} acknowledged cohorts are lost")
    return {
        "kills": asked.times,
        "answers": load.answers,
        "of them that say the store does not answer": load.without_store,
        "cohorts acknowledged": len(load.saved),
        "acknowledged and lost": 0,
        "answers without words": 0,
        "restarts of the app": 0,
    }


def _ask_on(server: Server, load: _Load, person: int) -> None:
    visitor = _patient_visitor(server, load)
    number = 0
    while visitor is not None and not load.stop.is_set():
        number += 1
        name = f"cohort {person} {number}"
        question = _QUESTIONS[number % len(_QUESTIONS)]
        answer = visitor.save(question, name)
        if _noted(load, answer) and name in answer.text and "ersion" in answer.text:
            load.saved.append(name)
        _noted(load, visitor.page("/cohorts"))
        _noted(load, visitor.ask("saved-list.children", {"saved-panel.is_open": True}))
        _noted(load, visitor.ask("cohorts-count.children", {"cohorts-question.data": question}))


def _patient_visitor(server: Server, load: _Load) -> Visitor | None:
    """A visitor who tries again where signing in met a killed database."""
    while not load.stop.is_set():
        try:
            return Visitor(server.address)
        except (requests.RequestException, AssertionError):
            time.sleep(0.1)
    return None


def _noted(load: _Load, answer: requests.Response) -> bool:
    """Whether an answer came from a store that works."""
    load.answers += 1
    away = "store" in answer.text and "then try again" in answer.text
    load.without_store += away
    if _TROUBLE.search(answer.text) or (answer.status_code >= 500 and not away):
        load.wrong.append(f"{answer.status_code} {answer.text[:400]} ")
    return answer.ok and not away


def _require_recovery(visitor: Visitor, load: _Load) -> None:
    answer = visitor.save("sex:female", f"after {len(load.saved)} {time.monotonic()}")
    require(
        answer.ok and "ersion" in answer.text, f"the app did not come back: {answer.status_code} {answer.text[:300]}"
    )


def _kept(postgres: Postgres) -> set[str]:
    with psycopg.connect(postgres.url) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM saved_cohorts")}


FAULT = Fault(
    "postgres-killed",
    "PostgreSQL killed under load and back: words meanwhile, nothing acknowledged lost, no restart of the app",
    20,
    run,
)
