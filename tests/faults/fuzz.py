"""Junk at every door: callbacks, addresses, forms, cookies, cohorts and files. No 500, no traceback, no hang."""

from __future__ import annotations

import faulthandler
import io
import json
import resource
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data_access.memory_store import MemoryStore
from data_access.pseudonyms import Pseudonymiser
from data_access.store import Store
from ontology.ontology import Ontology
from tests.faults.callbacks import Callback, parts_of, request_of
from tests.faults.faults import require
from tests.faults.junk import ADDRESSES, FILES, NAMES, VALUES, as_json
from workbench.cohorts.query import parse, parse_json
from workbench.cohorts.vocabulary import Vocabulary
from workbench.errors import WorkbenchError
from workbench.ingest.phenopackets import import_paths

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

_CALLBACK = "/_dash-update-component"
_BODY = {"content_type": "application/json"}
_SECONDS = 120
_MEGABYTES = 600
_PAGES = (
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
_PLAIN = ("/sign-in", "/how-your-data-is-processed", "/your-data", "/password", "/sign-out", "/nothing")


def many(times: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Runs a test of Hypothesis that often, on inputs that are new each time."""
    checks = list(HealthCheck)
    phases = (Phase.explicit, Phase.generate)  # inputs are small already: shrinking would only ask more
    return settings(max_examples=times, database=None, suppress_health_check=checks, deadline=None, phases=phases)


@contextmanager
def bounded() -> Iterator[None]:
    """Accepts work that ends within two minutes an input at most, and does not fill the memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    faulthandler.cancel_dump_traceback_later()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    require(grown < _MEGABYTES, f"the memory grew by {grown} MB")


def _starts() -> None:
    # A hang ends the whole run, with a trace of where it hung.
    faulthandler.dump_traceback_later(_SECONDS, exit=True)


def require_civil(answer: TestResponse, sent: object) -> None:
    """Accepts an answer in words, whatever it says.

    Raises:
        Broken: It is a 500, or shows code.
    """
    text = answer.get_data(as_text=True)
    require(answer.status_code < 500, f"{answer.status_code} for {str(sent)[:600]}")
    for word in ("Traceback (most", 'File "/', "sqlalchemy.", "site-packages"):
        require(word not in text, f"{word} is shown for {str(sent)[:600]}")


def callbacks_of(client: FlaskClient) -> list[Callback]:
    """Callbacks that run on the server."""
    answer = client.get("/_dash-dependencies")
    return [callback for callback in answer.get_json() if not callback["clientside_function"]]


def fuzz_callbacks(client: FlaskClient, times: int) -> None:
    """Sends every callback values of any kind, and bodies that are no request."""
    callbacks = callbacks_of(client)
    require(len(callbacks) > 30, "there are hardly any callbacks")

    @many(times)
    @given(st.sampled_from(range(len(callbacks))), st.data())
    def send(which: int, data: st.DataObject) -> None:
        callback = callbacks[which]
        names = parts_of(callback)
        body = request_of(callback, {name: data.draw(VALUES | ADDRESSES) for name in names})
        kind = data.draw(st.integers(0, 9))
        if kind == 0:
            body[data.draw(st.sampled_from(sorted(body)))] = data.draw(VALUES)
        _starts()
        require_civil(client.post(_CALLBACK, data=as_json(body), **_BODY), body)

    with bounded():
        send()


def fuzz_addresses(client: FlaskClient, times: int) -> None:
    """Opens pages with any query string, and gives the frame any address: nothing unexpected happens at all."""
    callbacks = callbacks_of(client)
    bar = next(one for one in callbacks if "shell-cohort.children" in one["output"])
    router = next(one for one in callbacks if "_pages_content.children" in one["output"])

    @many(times)
    @given(
        st.sampled_from((*_PAGES, *_PLAIN)), ADDRESSES, st.sampled_from(["q", "save", "id", "lang", "next", "p", "x"])
    )
    def send(path: str, text: str, name: str) -> None:
        clean = text.encode("utf-8", "replace").decode()
        _starts()
        require_civil(client.get(path, query_string={name: clean}), text)
        for callback, place in ((bar, "shell-location"), (router, "_pages_location")):
            values = {f"{place}.pathname": path, f"{place}.search": f"?{name}={clean}"}
            answer = client.post(_CALLBACK, data=as_json(request_of(callback, values)), **_BODY)
            require_civil(answer, values)
            require("wrong on our side" not in answer.get_data(as_text=True), f"unexpected: {values!s:.600}")

    with bounded():
        send()


def fuzz_forms(stranger: FlaskClient, times: int) -> None:
    """Sends the plain forms any fields, any cookie and any body."""

    @many(times)
    @given(
        st.sampled_from(
            ("/sign-in", "/sign-in/demo", "/password", "/sign-out", "/your-data", "/sign-in/oidc/callback")
        ),
        st.dictionaries(st.sampled_from(["email", "password", "role", "next", "csrf", "lang", "state"]), ADDRESSES),
        st.binary(max_size=60),
        st.booleans(),
    )
    def send(path: str, fields: dict[str, str], raw: bytes, as_form: bool) -> None:
        clean = {name: text.encode("utf-8", "replace").decode() for name, text in fields.items()}
        cookie = "".join(letter for letter in clean.get("state", "x") if letter.isalnum() and ord(letter) < 128)
        headers = {"Cookie": f"workbench_session={cookie}; workbench_form={cookie[:9]}"}
        _starts()
        form: dict[str, Any] = {"data": clean} if as_form else {"data": raw, "content_type": "multipart/form-data"}
        require_civil(stranger.post(path, headers=headers, **form), (path, fields, raw))
        require_civil(stranger.get(path, query_string=clean, headers=headers), (path, fields))

    with bounded():
        send()


def fuzz_cohorts(vocabulary: Vocabulary, times: int) -> None:
    """Reads any JSON as a cohort: a query, or one of our errors."""

    @many(times)
    @given(VALUES | st.fixed_dictionaries({"all": st.lists(VALUES, max_size=6)}))
    def read(data: Any) -> None:
        _starts()
        with suppress(WorkbenchError):
            parse(data, vocabulary)
        with suppress(WorkbenchError):
            parse_json(as_json(data).decode(), vocabulary)

    with bounded():
        read()


def fuzz_files(ontology: Ontology, folder: Path, times: int) -> None:
    """Imports any file, and any zip of files: refused or taken, and nothing is written beside the store."""
    store: Store = MemoryStore()

    @many(times)
    @given(st.lists(st.tuples(NAMES, FILES), min_size=1, max_size=3), st.integers(0, 4), st.integers(0, 5_000))
    def take(entries: list[tuple[str, bytes]], kind: int, at: int) -> None:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            path = Path(place) / ("cases.zip" if kind else "case.json")
            path.write_bytes(_zip(entries, kind, at) if kind else entries[0][1])
            _starts()
            key = Pseudonymiser(b"k" * 32)
            report = import_paths([path], store=store, ontology=ontology, pseudonymiser=key, source="fuzz")
            said = json.dumps(report.to_data())
            require("Traceback" not in said and "root:" not in said, "the report holds what it should not")
            require([one.name for one in Path(place).iterdir()] == [path.name], "a file was written beside the zip")

    with bounded():
        take()
    require({one.name for one in folder.iterdir()} <= {"home"}, "something was written outside of the zip's folder")


def _zip(entries: list[tuple[str, bytes]], kind: int, at: int) -> bytes:
    """A zip of the entries: sound, inside another, with a bomb, or damaged at a place."""
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two entries of one name
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name or "x.json"), content)
        if kind == 3:
            archive.writestr("bomb.json", b" " * 3_000_000, zipfile.ZIP_DEFLATED)
    content = made.getvalue()
    if kind == 2:
        return _zip([("inner.zip", content)], 1, at)
    if kind == 4:
        changed = bytearray(content)
        changed[at % len(changed)] ^= 1 + at % 255
        return bytes(changed)
    return content
