"""What a person sees in Chromium: first paint, pages ready, switching, typing, selecting, and its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.measures import Measure, p95
from benchmarks.running import enter

COHORT = "HP:0001250"
PAGES = ("/", "/cohorts", "/similar", "/conditions", "/map", "/data", "/help")
PROFILES = {"/similar": "#p=1250.1252.1263.252.1344"}  # seizures, low muscle tone, delay, small head, no speech
_PATIENCE = 60_000
_SWITCHES, _TYPED, _AREAS = 20, 20, 12
_WORDS = ("seizure", "unsteady", "muscle weak", "heart", "short stature", "fits", "hearing", "delayed walking", "eye")
# Ready: nothing is asked, no skeleton is left, and the page has not changed for a third of a second. The clock stops
# at the last change, not at the end of that silence.
_WATCH = """
(() => {
  const watch = window.__watch = { asked: 0, at: 0 };
  const now = () => { watch.at = performance.now(); };
  const fetched = window.fetch;
  window.fetch = async (...all) => {
    watch.asked += 1;
    try { return await fetched(...all); } finally { watch.asked -= 1; now(); }
  };
  const begin = () => new MutationObserver(now).observe(document.documentElement,
    { childList: true, subtree: true, attributes: true, characterData: true });
  if (document.documentElement) { begin(); }
  else { document.addEventListener("readystatechange", begin, { once: true }); }
  window.__ready = (path) => {
    const there = window.location.pathname === path && document.querySelector("#_pages_content h1");
    const bones = document.querySelector(".panel-loading, ._dash-loading, .bone");
    const drawn = path !== "/map" || document.querySelector(".map-graph .main-svg");
    const still = performance.now() - watch.at > 330;
    return there && drawn && !bones && !watch.asked && still ? watch.at : 0;
  };
})();
"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_CLICK = """(path) => {
  const link = Array.from(document.querySelectorAll('.side-nav a')).find((one) => new URL(one.href).pathname === path);
  window.__from = performance.now();
  link.click();
}"""
_TYPE = """(words) => {
  const box = document.getElementById('term-text');
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, words);
  window.__from = performance.now();
  box.dispatchEvent(new Event('input', { bubbles: true }));
}"""
_ANSWERED = """(words) => {
  const told = document.querySelector('#term-list [data-question]');
  return told && told.dataset.question === words ? performance.now() - window.__from : 0;
}"""
_SELECT = """([id, value]) => {
  document.querySelector('#map-region').firstElementChild.dataset.old = 'yes';
  window.__from = performance.now();
  window.dash_clientside.set_props(id, id === 'map-area' ? { value } : { data: value });
}"""
_READ = """() => {
  const panel = document.querySelector('#map-region').firstElementChild;
  return panel && !panel.dataset.old && panel.querySelector('table') ? performance.now() - window.__from : 0;
}"""


def measure(browser: Browser, address: str) -> list[Measure]:
    """All figures of the browser, on a running workbench."""
    return [
        *_first_visits(browser, address),
        _switching(browser, address),
        _typing(browser, address),
        *_selecting(browser, address),
    ]


@contextmanager
def newcomer(browser: Browser, address: str) -> Iterator[Page]:
    """A page of somebody who has just signed in for the first time: nothing is cached."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        enter(context, address)
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        yield page
    finally:
        context.close()


def ready(page: Page, path: str) -> float:
    """Waits until the page is ready; gives when it was, in milliseconds since it was opened."""
    return float(page.wait_for_function("(path) => window.__ready(path)", arg=path, polling=50).json_value())


def _first_visits(browser: Browser, address: str) -> list[Measure]:
    """First paint, ready, and bytes, of each page with an empty cache; the server has answered it before."""
    found = []
    for path in PAGES:
        visits = [_first_visit(browser, address, path) for _ in range(4)][1:]
        paint, done, size = (sorted(figures)[1] for figures in zip(*visits, strict=True))
        name = f"{path}, empty cache, median of 3"
        found += [
            Measure(f"first paint of {name}", paint / 1000, "s", 1.5),
            Measure(f"ready, {name}", done / 1000, "s", 5 if path == "/map" else 3),
            Measure(f"bytes over the wire of {name}", size / 1e6, "MB", 1.2),
        ]
    return found


def _first_visit(browser: Browser, address: str, path: str) -> tuple[float, float, float]:
    with newcomer(browser, address) as page:
        received = _received(page.context.new_cdp_session(page))
        page.goto(f"{address}{path}?q={COHORT}{PROFILES.get(path, '')}")
        done = ready(page, path)
        return float(page.evaluate(_PAINTED)), done, float(sum(received))


def _received(session: CDPSession) -> list[float]:
    sizes: list[float] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    return sizes


def _switching(browser: Browser, address: str) -> Measure:
    with newcomer(browser, address) as page:
        page.goto(f"{address}/?q={COHORT}")
        ready(page, "/")
        _round(page)  # every page seen once
        times = [time for _ in range(_SWITCHES // len(PAGES)) for time in _round(page)]
    return Measure(f"warm switch of pages, p95 of {len(times)}", p95(times) / 1000, "s", 1)


def _round(page: Page) -> list[float]:
    return [_switch(page, path) for path in (*PAGES[1:], PAGES[0])]


def _switch(page: Page, path: str) -> float:
    page.evaluate(_CLICK, path)
    return ready(page, path) - float(page.evaluate("window.__from"))


def _typing(browser: Browser, address: str) -> Measure:
    with newcomer(browser, address) as page:
        page.goto(f"{address}/cohorts")
        ready(page, "/cohorts")
        times = []
        for at in range(_TYPED):
            words = _WORDS[at % len(_WORDS)][: 3 + at // len(_WORDS) * 2].strip()
            page.evaluate(_TYPE, words)
            times.append(float(page.wait_for_function(_ANSWERED, arg=words, polling="raf").json_value()))
            page.evaluate(_TYPE, "")
            page.wait_for_timeout(400)
    return Measure(f"typed to terms shown, with 150 ms of waiting for more, p95 of {_TYPED}", p95(times), "ms")


def _selecting(browser: Browser, address: str) -> list[Measure]:
    with newcomer(browser, address) as page:
        areas: dict[str, list[int]] = {}
        page.on("response", lambda response: areas.update(_areas(response)))
        page.goto(f"{address}/map")
        ready(page, "/map")
        chosen = sorted(areas)[:_AREAS]
        named = [_select(page, "map-area", area) for area in chosen]
        parts = [time for area in chosen if (time := _select(page, "map-selection", sorted(areas[area])[1:]))]
    return [
        Measure(f"named area of the map to its table, p95 of {len(named)}", p95(named) / 1000, "s", 1),
        Measure(f"other selection on the map to its table, p95 of {len(parts)}", p95(parts) / 1000, "s", 1),
    ]


def _areas(response: Any) -> dict[str, list[int]]:
    if "_dash-update-component" not in response.url or "map-area-cells" not in (response.request.post_data or ""):
        return {}
    kept = response.json()["response"].get("map-area-cells", {}).get("data")
    return kept or {}


def _select(page: Page, where: str, value: object) -> float:
    """How long the table took, in milliseconds; 0 for a selection that may not be asked about."""
    page.evaluate(_SELECT, [where, value])
    page.wait_for_function(
        "() => !document.querySelector('#map-region').firstElementChild.dataset.old && !window.__watch.asked",
        polling="raf",
    )
    took = page.evaluate(_READ)
    page.wait_for_timeout(300)
    return float(took or 0)
