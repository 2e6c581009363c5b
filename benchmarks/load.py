"""Fifty people at once: requests that a browser really sent, sent again about cohorts not asked about yet."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Request

from benchmarks.browser_side import newcomer, ready
from benchmarks.measures import Measure, p95
from benchmarks.running import COOKIE, signed_in

PEOPLE = 50
_CALLBACKS = "/_dash-update-component"
_PAGES = ("/", "/cohorts", "/map", "/data")
_RECORDED = "HP:0001250~age:5-11"
_TERMS = (
    "HP:0001250", "HP:0001252", "HP:0001263", "HP:0000252", "HP:0001249", "HP:0000365", "HP:0001627", "HP:0002650",
    "HP:0001324", "HP:0000505", "HP:0004322", "HP:0000707", "HP:0000924", "HP:0000478", "HP:0003011", "HP:0002086",
)  # fmt: skip
_TYPED, _WORDS = "zzqx", "abnormality of the nervous system"
_FAILED = (b"shell-notice", b"failed-words")
_AGES = ("0-4", "5-11", "12-17", "18-39", "40-64")


@dataclass(frozen=True, slots=True)
class Visit:
    """What one view of a page asks: the bodies that the browser posts."""

    path: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request of the replay: how long it took, and whether it was answered."""

    milliseconds: float
    is_answered: bool


def measure(browser: Browser, address: str, server: psutil.Process, *, seconds: float) -> list[Measure]:
    """Fifty people who read between two pages, then fifty who never pause; and what the workers then weigh."""
    visits = record(browser, address)
    reading = replay(address, visits, seconds=seconds, pause=(2.0, 6.0), seed=1)
    rushing = replay(address, visits, seconds=seconds / 2, pause=(0.0, 0.0), seed=2)
    return [
        *_summed("50 people, who read 2 to 6 s between pages", reading, 500),
        *_summed("50 people who never pause", rushing, None),
        Measure("memory of a web worker after that load", _heaviest(server), "MB", 300),
    ]


def type_ahead(browser: Browser, address: str) -> Measure:
    """Typed words answered over HTTP, as the term picker asks them."""
    with newcomer(browser, address) as page:
        page.goto(f"{address}/cohorts")
        ready(page, "/cohorts")
        with page.expect_request(lambda request: "term-answer" in (request.post_data or "")) as asked:
            page.fill("#term-text", _TYPED)
        body = asked.value.post_data or ""
    typed = [_WORDS[:at] for at in range(2, len(_WORDS))] * 4
    outcomes = [_ask(address, body.replace(f'"{_TYPED}"', json.dumps(words))) for words in typed]
    if not all(one.is_answered for one in outcomes):
        raise RuntimeError("The term picker's question was not answered.")
    return Measure("type-ahead over HTTP, p95", p95(one.milliseconds for one in outcomes), "ms", 50)


def record(browser: Browser, address: str) -> list[Visit]:
    """What a browser posts on each page, with a cohort in the address."""
    visits = []
    for path in _PAGES:
        with newcomer(browser, address) as page:
            bodies: list[str] = []
            page.on("request", _keeper(bodies))
            page.goto(f"{address}{path}?q={_RECORDED}")
            ready(page, path)
            visits.append(Visit(path, tuple(body for body in bodies if body.startswith("{"))))
    return visits


def _keeper(bodies: list[str]) -> Callable[[Request], None]:
    return lambda request: bodies.append(request.post_data or "")


def replay(
    address: str, visits: Sequence[Visit], *, seconds: float, pause: tuple[float, float], seed: int
) -> list[Outcome]:
    """Every request of fifty people who open pages for so many seconds, each about a cohort of their own."""
    outcomes: list[list[Outcome]] = [[] for _ in range(PEOPLE)]
    until = time.perf_counter() + seconds
    people = [
        threading.Thread(
            target=_person, args=(address, visits, until, pause, random.Random(seed * 1000 + at), outcomes[at])
        )
        for at in range(PEOPLE)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return [one for each in outcomes for one in each]


def _person(
    address: str,
    visits: Sequence[Visit],
    until: float,
    pause: tuple[float, float],
    rng: random.Random,
    outcomes: list[Outcome],
) -> None:
    time.sleep(rng.uniform(*pause) if pause[1] else 0)
    while time.perf_counter() < until:
        visit, cohort = rng.choice(visits), _cohort(rng)
        outcomes.extend(_ask(address, _about(body, cohort)) for body in visit.bodies)
        time.sleep(rng.uniform(*pause))


def _cohort(rng: random.Random) -> str:
    return "~".join([rng.choice(_TERMS), f"age:{rng.choice(_AGES)}", f"sex:{rng.choice(('female', 'male'))}"])


def _about(body: str, cohort: str) -> str:
    """The body with another cohort, wherever it stands: in a store as it is, in the address as `?q=`."""
    return body.replace(_RECORDED, cohort)


def _ask(address: str, body: str) -> Outcome:
    parts = urlsplit(address)
    start = time.perf_counter()
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        cookie = f"{COOKIE}={signed_in(address)}"
        connection.request("POST", _CALLBACKS, body, {"Content-Type": "application/json", "Cookie": cookie})
        response = connection.getresponse()
        answer = response.read()
        # A callback that failed answers with a notice, a panel that failed says so; both with status 200.
        is_answered = response.status in (200, 204) and not any(mark in answer for mark in _FAILED)
    except (OSError, HTTPException):
        is_answered = False
    finally:
        connection.close()
    return Outcome((time.perf_counter() - start) * 1000, is_answered)


def _summed(who: str, outcomes: Sequence[Outcome], budget: float | None) -> list[Measure]:
    failed = sum(not one.is_answered for one in outcomes)
    return [
        Measure(f"{who}: p95 of {len(outcomes)} answers", p95(one.milliseconds for one in outcomes), "ms", budget),
        Measure(f"{who}: failed", failed, "requests", 0),
    ]


def _heaviest(server: psutil.Process) -> float:
    """Resident memory of the largest worker, in MB."""
    return float(max(worker.memory_info().rss for worker in server.children(recursive=True))) / 1e6
