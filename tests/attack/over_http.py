"""Attackers who ask the running app over HTTP, as the pages in a browser do: one session cookie an account."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from components.cohort_ids import Cohorts
from components.map_ids import Map
from components.similar_address import Asked, to_hash
from components.similar_ids import Similar
from data_access.identity import Account, open_identity
from tests.attack.asking import CLOSENESS, SIZE, Answer, Question
from tests.attack.at_the_door import OVER, UNDER
from workbench.accounts.sessions import Sessions
from workbench.cohorts.address import to_address
from workbench.cohorts.clauses import Query
from workbench.cohorts.profile import Profile
from workbench.settings import Settings
from workbench.web.cookies import SESSION
from workbench.web.guard import CALLBACKS

_EVERYBODY = "All donors of this snapshot"  # the app answers so where a cohort may not be asked about
_LONG = 600


@dataclass
class OverHttp:
    """The app at an address.

    Args:
        address: Where it answers.
        settings: Of its home: accounts are made in its identity store.
    """

    address: str
    settings: Settings
    callbacks: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._identity = open_identity(self.settings.identity_url)
        self._sessions = Sessions(self._identity, idle_minutes=_LONG)
        self._line = Line(self.address)
        cookie = self.cookie("reader")
        listed = json.loads(self._line.get("/_dash-dependencies", cookie))
        self.callbacks = {one["output"]: one for one in listed if not one.get("clientside_function")}

    def attacker(self, name: str) -> HttpAsker:
        """Somebody with three fresh accounts, made when they are first used."""
        return HttpAsker(self, name, self._line)

    def cookie(self, name: str) -> str:
        """The session of a new researcher."""
        now = dt.datetime.now(dt.UTC)
        account = Account(
            secrets.token_hex(8), f"{name}-{secrets.token_hex(4)}@example.org", name, "researcher", "en", (), True, now
        )
        self._identity.put_account(account)
        return f"{SESSION}={self._sessions.begin(account.id, now)}"

    def output(self, start: str) -> str:
        """The callback whose outputs begin so."""
        return next(one for one in self.callbacks if one.startswith(start))

    def close(self) -> None:
        """Ends the connections."""
        self._line.close()
        self._identity.close()


class Line:
    """One connection, opened again where the server closed it."""

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self._connection = HTTPConnection(self._host, timeout=60)

    def get(self, path: str, cookie: str) -> bytes:
        """The body at a path."""
        return self._sent("GET", path, None, cookie)

    def post(self, path: str, body: Mapping[str, Any], cookie: str) -> bytes:
        """The answer to a body of JSON."""
        return self._sent("POST", path, json.dumps(body).encode(), cookie)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def _sent(self, method: str, path: str, body: bytes | None, cookie: str) -> bytes:
        headers = {"Cookie": cookie, "Content-Type": "application/json"}
        for left in (True, False):
            try:
                self._connection.request(method, path, body, headers)
                response = self._connection.getresponse()
                answer = response.read()
                if response.status not in (200, 204):
                    raise RuntimeError(f"{method} {path}: {response.status} {answer[:200]!r}")
                return answer
            except (OSError, HTTPException):
                self._connection.close()
                if not left:
                    raise
        raise AssertionError


@dataclass
class HttpAsker:
    """One attacker."""

    app: OverHttp
    name: str
    line: Line
    _cookies: dict[int, str] = field(default_factory=dict)

    def ask(self, question: Question) -> Answer:
        """What the page shows, as numbers."""
        return _ASKED[question.kind](self, question)

    def called(self, account: int, output: str, **values: object) -> Any:
        """What a callback answers.

        Args:
            values: Values of its inputs and states, by `id_property` with underscores; None for the others.
        """
        known = self.app.callbacks[output]
        if account not in self._cookies:
            self._cookies[account] = self.app.cookie(self.name)
        body = {
            "output": output,
            "outputs": _outputs(output),
            "inputs": [_valued(one, values) for one in known["inputs"]],
            "state": [_valued(one, values) for one in known["state"]],
            "changedPropIds": [f"{one['id']}.{one['property']}" for one in known["inputs"]][:1],
        }
        answer = self.line.post(CALLBACKS, body, self._cookies[account])
        return json.loads(answer) if answer else {}


def _outputs(output: str) -> Any:
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    parts = [one.rpartition(".") for one in names]
    found = [{"id": json.loads(id) if id.startswith("{") else id, "property": name} for id, _, name in parts]
    return found if output.startswith("..") else found[0]


def _valued(one: Mapping[str, Any], values: Mapping[str, object]) -> dict[str, Any]:
    identifier = one["id"]
    is_part = identifier.startswith("{")
    named = "part" if is_part else f"{identifier}_{one['property']}".replace("-", "_")
    return {
        "id": json.loads(identifier) if is_part else identifier,
        "property": one["property"],
        "value": values.get(named),
    }


def _address(question: Question) -> str:
    return to_address(Query(question.clauses))


def _count(asker: HttpAsker, question: Question) -> Answer:
    said = asker.called(question.account, f"{Cohorts.COUNT}.children", cohorts_question_data=_address(question))
    parts = list(_parts(said))
    if question.clauses and any(part.get("children") == _EVERYBODY for part in parts):
        return {}
    shown = [part["children"] for part in parts if part.get("className") == "count-number"]
    return {SIZE: _number(shown[0]) if shown else None}


def _findings(asker: HttpAsker, question: Question) -> Answer:
    size = _count(asker, question).get(SIZE)
    if size is None:
        return {SIZE: None}
    said = asker.called(question.account, f"{Cohorts.DOWNLOAD}.data", part=1, cohorts_question_data=_address(question))
    rows = _rows(said["response"][Cohorts.DOWNLOAD]["data"]["content"])
    wanted = set(map(str, question.terms))
    cells = {row["HPO id"]: _beside(row["Cohort, donors"], size) for row in rows if row["HPO id"] in wanted}
    return {SIZE: size, **cells}


def _facts(asker: HttpAsker, question: Question) -> Answer:
    size = _count(asker, question).get(SIZE)
    said = asker.called(question.account, f"{Cohorts.GLANCE}.children", cohorts_question_data=_address(question))
    found = {f"{row['Fact']}/{row['Value']}": _number(row["Cohort, donors"]) for row in _file(said, "facts")}
    return {SIZE: size, **found}


def _map(asker: HttpAsker, question: Question) -> Answer:
    said = asker.called(
        question.account,
        asker.app.output(f"..{Map.GRID}.rowData"),
        map_colour_value="area",
        map_cohort_data=_address(question),
    )
    return {f"area/{row['Named area']}": _number(row["In your cohort"]) for row in _file(said, "map-areas")}


def _finding_on_map(asker: HttpAsker, question: Question) -> Answer:
    said = asker.called(
        question.account,
        asker.app.output(f"..{Map.GRID}.rowData"),
        map_colour_value="finding",
        map_term_value=question.terms[0],
        map_cohort_data="",
    )
    rows = said.get("response", {}).get(Map.GRID, {}).get("rowData", [])
    return {str(row["cell"]): _percent(row["shown"]) for row in rows}


def _near(asker: HttpAsker, question: Question) -> Answer:
    asked = to_hash(Asked(Profile(tuple(sorted(question.terms)))))
    said = asker.called(
        question.account,
        asker.app.output(f"..{Similar.CLOSE}.children"),
        similar_question_data=asked,
        similar_cohort_data="",
    )
    told = {row["Closeness"]: row["Profiles drawn by chance"] for row in _file(said, "closeness")}
    shared = _file(said, "shared-findings")
    donors = {row["HPO id"]: row["Donors of the neighbourhood"] for row in shared}
    size = _number(donors.get("", ""))
    part = donors.get(question.terms[-1])
    return {
        SIZE: size,
        CLOSENESS: _number(told.get("This profile", "")) or 0.0,
        "part": None if part is None or size is None else _beside(part, size),
    }


_ASKED: dict[str, Callable[[HttpAsker, Question], Answer]] = {
    "count": _count,
    "findings": _findings,
    "facts": _facts,
    "map": _map,
    "finding_on_map": _finding_on_map,
    "near": _near,
}


def _parts(said: Any) -> Iterator[dict[str, Any]]:
    """Everything in an answer that is an object."""
    if isinstance(said, dict):
        yield said
        for value in said.values():
            yield from _parts(value)
    elif isinstance(said, list):
        for value in said:
            yield from _parts(value)


def _file(said: Any, subject: str) -> list[dict[str, str]]:
    """Rows of the download of that subject in an answer; none where it has none."""
    for part in _parts(said):
        if str(part.get("filename", "")).startswith(f"{subject}_") and isinstance(part.get("content"), str):
            return _rows(part["content"])
    return []


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _number(text: str) -> float | None:
    plain = text.replace(",", "")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def _percent(text: str) -> float | None:
    found = re.search(r"(\d+(?:\.\d+)?) %", text)
    return float(found[1]) if found else None


def _beside(text: str, size: float) -> float | None:
    """A count that stands beside its share; about the bound where the words of the share stand there."""
    if text.startswith("over"):
        return size * OVER
    return size * UNDER if text.startswith("under") else _number(text)
