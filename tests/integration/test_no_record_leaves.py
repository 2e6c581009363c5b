"""Every page and every callback, as every role, with marked donors in the snapshot: nothing of a record leaves.

The app runs in a process of its own, on a home of its own, with its own sign-in page.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data_access.opening import open_store
from data_access.records import Condition, Consent, Donor, Finding
from tests.faults.build_killed import build, fill
from tests.faults.callbacks import Callback, parts_of, request_of
from tests.faults.faults import Run
from tests.faults.serving import Visitor, serving
from tests.integration.leaks import Wanted, leaks

DEMO, MARKED = 307, 6
ROLES = ("researcher", "lead", "steward", "family")
WORDS, ONSET, NAME, PLACE = "Zyxwordsofafamily", "P13Y7M3D", "Zyxmarker syndrome", "AQ"
ODD = "HP:0011675"  # one finding of the marked donors, to be asked about
PAGES = (
    "/",
    "/cohorts",
    "/similar",
    "/conditions",
    "/condition",
    "/map",
    "/data",
    "/evaluate",
    "/help",
    "/audit",
    "/admin",
)
PLAIN = ("/sign-in", "/how-your-data-is-processed", "/your-data", "/password", "/health", "/_dash-layout")
COHORTS = ("", "sex:female", "HP:0000707", f"{ODD}~sex:other", f"condition:OMIM:999999~region:{PLACE}", f"!{ODD}")


def marked(number: int) -> Donor:
    """A donor like nobody else, with words and ages that stand nowhere else."""
    return Donor(
        id=hashlib.md5(f"marked {number}".encode()).hexdigest(),
        source="marked",
        sex="other",
        age_band="0-4",
        country=PLACE,
        synthetic=True,
        findings=(
            Finding(ODD, "observed", onset=ONSET, source="family", words=f"{WORDS} {number}"),
            Finding("HP:0001250", "observed", onset=ONSET, words=WORDS),
        ),
        conditions=(Condition("OMIM:999999", NAME),),
        consents=(Consent("research", "1", "self", dt.date(2026, 1, 5)),),
    )


@dataclass(frozen=True, slots=True)
class World:
    """A running app, and what must not come out of it."""

    address: str
    wanted: Wanted


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, compiled_ontology: Path) -> Iterator[World]:
    """The app over synthetic donors and the marked ones."""
    run = Run(tmp_path_factory.mktemp("crawl"), compiled_ontology, 1, random.Random(1), small=True)
    settings = run.home()
    fill(settings, DEMO)
    store = open_store(settings.store_url)
    try:
        store.put([marked(number) for number in range(MARKED)])
        ids = frozenset(donor.id for donor in store.donors())
        frozen = store.count(purpose="research")
    finally:
        store.close()
    build(settings)
    # Names of sources are told on the page about the data: an operator chose them, and they are nobody's record.
    markers = (WORDS, ONSET, NAME)
    with serving(settings) as server:
        yield World(server.address, Wanted(markers, ids, frozenset({frozen, frozen + 1, len(ids)})))


def _values(callback: Callback) -> Iterator[dict[str, Any]]:
    """What a browser would send: each cohort in turn, with something sensible everywhere else."""
    names = parts_of(callback)
    for cohort, turn in zip(COHORTS, itertools.count()):
        yield {name: _value(name, cohort, turn) for name in names}


def _value(name: str, cohort: str, turn: int) -> Any:
    part, _, property = name.rpartition(".")
    profile = "#p=" + ("1250.11675", "1250.1263&p2=1263", "11675")[turn % 3]
    special: dict[str, Any] = {
        "shell-location.pathname": PAGES[turn % len(PAGES)],
        "_pages_location.pathname": PAGES[turn % len(PAGES)],
        "similar-question.data": profile,
        "condition-asked.data": {"id": ("OMIM:162200", "OMIM:999999", "OMIM:312750")[turn % 3], "cohort": cohort},
        "map-colour.value": ("area", "condition", "finding", "number")[turn % 4],
        "map-term.value": ODD,
        "map-mode.value": "look",
        "map-selection.data": ("", "1", "1-4")[turn % 3],
        "save-as.value": "new",
        "save-name.value": f"Crawled {turn}",
        "similar-pasted.value": ODD,
        "similar-file.data": {"findings": base64.b64encode(b"[]").decode(), "kept": 0},
        "shell-theme.data": "light",
    }
    general: dict[str, Any] = {"search": f"?q={cohort}", "n_clicks": 1, "is_open": True, "data": cohort, "id": part}
    return special.get(name, general.get(property, cohort))


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_a_record_is_in_any_page(world: World, role: str) -> None:
    visitor = Visitor(world.address, role)
    for path, cohort in itertools.product((*PAGES, *PLAIN), COHORTS):
        answer = visitor.page(f"{path}?q={cohort}&id=OMIM:999999&lang=es")
        assert answer.status_code < 500
        assert leaks(answer.content, world.wanted) == [], (role, path, cohort)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_a_record_is_in_any_answer_of_a_callback(world: World, role: str) -> None:
    everyone = Visitor(world.address, "researcher").callbacks
    visitor = Visitor(world.address, role)
    answered = 0
    for callback in everyone:
        for values in _values(callback):
            answer = visitor.post(request_of(callback, values))
            assert answer.status_code < 500, (callback["output"], values)
            assert leaks(answer.content, world.wanted) == [], (role, callback["output"], values)
            answered += answer.status_code in (200, 204)
    # Somebody who may explore is answered; others are turned away.
    assert (answered > 3 * len(everyone)) == (role in ("researcher", "lead"))


def test_a_stranger_gets_nothing_at_all(world: World) -> None:
    visitor = Visitor(world.address, None)
    callback = Visitor(world.address, "researcher").callbacks[0]
    assert visitor.post(request_of(callback, {})).status_code == 401
    for path in (*PAGES, "/_dash-layout", "/_dash-dependencies"):
        assert leaks(visitor.page(path).content, world.wanted) == []


def test_the_search_finds_what_it_looks_for() -> None:
    wanted = Wanted((WORDS,), frozenset({"a" * 32}), frozenset({11}))
    packed = {"dtype": "f4", "bdata": base64.b64encode(np.zeros(11, dtype=np.float32).tobytes()).decode()}
    body = f'{{"x": "{WORDS} {"a" * 32}", "y": {list(range(11))}, "count": 4, "words": "Only 7 donors"}}'
    assert len(leaks(body.encode(), wanted)) == 5
    assert leaks(b'{"words": "Fewer than 10 donors", "count": 10}', wanted) == []
    assert leaks(f'{{"x": {packed}}}'.replace("'", '"').encode(), wanted) == [
        "a packed array of (11,) places under 'x'"
    ]
