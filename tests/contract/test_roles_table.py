"""Every route and every callback, asked by everybody: the table below is compared with the running app, whole.

A route, a page or a callback that is not in the table fails, and so does a row of the table that the app does not have.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import dash
import pytest

from workbench.accounts.roles import PERMISSIONS
from workbench.web.guard import FOLDERS, PAGES, PLACES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from workbench.web.opened import Opened

WHO = ("anonymous", "family", "researcher", "lead", "other lead", "steward")
CALLBACK = "/_dash-update-component"
LOGIN = "workbench_session"

# in: 200 · to: led to the first page or to the door · out: 401 · no: 403, in words · none: 404 · not: 405 · bad: 400,
# for a form without its token. Anonymous, family, researcher, lead, lead of another study, steward.
ROUTES = """
GET  /health                          in   in   in   in   in   in
GET  /assets/<path:filename>          in   in   in   in   in   in
GET  /vendor/*                        in   in   in   in   in   in
GET  /vendor/*/<name>                 in   in   in   in   in   in
GET  /_dash-component-suites/<string:package_name>/<path:fingerprinted_path> in in in in in in
GET  /sign-in                         in   to   to   to   to   to
POST /sign-in                         bad  bad  bad  bad  bad  bad
POST /sign-in/demo                    bad  bad  bad  bad  bad  bad
GET  /sign-in/oidc                    none none none none none none
GET  /sign-in/oidc/callback           none none none none none none
POST /sign-out                        to   bad  bad  bad  bad  bad
GET  /password                        to   none none none none none
POST /password                        to   bad  bad  bad  bad  bad
GET  /how-your-data-is-processed      in   in   in   in   in   in
GET  /your-data                       to   in   no   no   no   no
POST /your-data                       to   bad  no   no   no   no
GET  /your-data/copy                  to   in   no   no   no   no
GET  /your-data/leave                 to   in   no   no   no   no
POST /your-data/leave                 to   bad  no   no   no   no
GET  /_dash-layout                    out  no   in   in   in   in
GET  /_dash-dependencies              out  no   in   in   in   in
POST /_dash-update-component          out  no   bad  bad  bad  bad
GET  /                                to   to   in   in   in   to
GET  /cohorts                         to   no   in   in   in   no
GET  /similar                         to   no   in   in   in   no
GET  /conditions                      to   no   in   in   in   no
GET  /condition                       to   no   in   in   in   no
GET  /map                             to   no   in   in   in   no
GET  /data                            to   no   in   in   in   no
GET  /evaluate                        to   no   no   in   in   no
GET  /help                            to   no   in   in   in   in
GET  /audit                           to   no   no   no   no   in
GET  /admin                           to   no   no   no   no   in
GET  /_reload-hash                    none none none none none none
GET  /_favicon.ico                    none none none none none none
GET  /static/<path:filename>          none none none none none none
GET  /not-found-404                   none none none none none none
GET  /<path:path>                     none none none none none none
POST /cohorts                         not  not  not  not  not  not
POST /<path:path>                     not  not  not  not  not  not
"""

# Callbacks by the first of their outputs. in: answered · no: 403 · out: 401 · bad: runs in the browser only.
CALLBACKS = """
_pages_content.children                      out no  in  in  in  in
_pages_dummy.children                        out no  bad bad bad bad
admin-added.children                         out no  no  no  no  in
admin-chosen.data                            out no  no  no  no  in
admin-confirm.hidden                         out no  no  no  no  in
admin-dialog.is_open                         out no  no  no  no  in
admin-done.children                          out no  no  no  no  in
admin-list.children                          out no  no  no  no  in
admin-title.children                         out no  no  no  no  in
audit-alerts.children                        out no  no  no  no  in
audit-chain.children                         out no  no  no  no  in
audit-lines.children                         out no  no  no  no  in
audit-person.options                         out no  no  no  no  in
cohorts-attrition.children                   out no  in  in  in  no
cohorts-clauses.children                     out no  in  in  in  no
cohorts-comparison.children                  out no  in  in  in  no
cohorts-count.children                       out no  in  in  in  no
cohorts-download.data                        out no  in  in  in  no
cohorts-glance.children                      out no  in  in  in  no
condition-apart.children                     out no  in  in  in  no
condition-found.children                     out no  in  in  in  no
condition-head.children                      out no  in  in  in  no
condition-list.children                      out no  in  in  in  no
condition-near.children                      out no  in  in  in  no
condition-published.children                 out no  in  in  in  no
condition-strip.children                     out no  in  in  in  no
condition-typed.data                         out no  bad bad bad bad
conditions-address.data                      out no  bad bad bad bad
conditions-chosen.children                   out no  in  in  in  no
conditions-found.children                    out no  in  in  in  no
conditions-graph.figure                      out no  in  in  in  no
conditions-groups-list.children              out no  in  in  in  no
conditions-picked.data                       out no  bad bad bad bad
conditions-size.data                         out no  bad bad bad bad
conditions-typed.data                        out no  bad bad bad bad
conditions-undiagnosed.children              out no  in  in  in  no
data-content.children                        out no  in  in  in  no
evaluate-answer.children                     out no  no  in  in  no
evaluate-checked.data                        out no  no  in  in  no
evaluate-run.disabled                        out no  bad bad bad bad
evaluate-study.options                       out no  no  in  in  no
evaluate-text.value                          out no  no  in  in  no
help-cite.children                           out no  in  in  in  in
help-scrolled.data                           out no  bad bad bad bad
map-address.data                             out no  bad bad bad bad
map-area.options                             out no  in  in  in  no
map-graph.figure                             out no  in  in  in  no
map-grid.rowData                             out no  in  in  in  no
map-region-file.data                         out no  in  in  in  no
map-region.children                          out no  in  in  in  no
map-selection.data                           out no  bad bad bad bad
map-size.data                                out no  bad bad bad bad
map-term.options                             out no  in  in  in  no
overview-content.children                    out no  in  in  in  no
save-as.options                              out no  in  in  in  no
save-dialog.is_open                          out no  bad bad bad bad
save-name.value                              out no  in  in  in  no
save-result.children                         out no  in  in  in  no
saved-list.children                          out no  in  in  in  no
saved-panel.is_open                          out no  bad bad bad bad
shell-cohort.children                        out no  in  in  in  no
shell-copy-link-said.children                out no  bad bad bad bad
shell-menu.className                         out no  bad bad bad bad
shell-theme.data                             out no  bad bad bad bad
similar-address.hash                         out no  in  in  in  no
similar-close.children                       out no  in  in  in  no
similar-file.data                            out no  bad bad bad bad
similar-fit.children                         out no  in  in  in  no
similar-more.children                        out no  in  in  in  no
similar-overlap.children                     out no  in  in  in  no
similar-place.children                       out no  in  in  in  no
similar-profiles.children                    out no  in  in  in  no
similar-question.data                        out no  bad bad bad bad
similar-term-answer.data                     out no  in  in  in  no
similar-term-list.children                   out no  bad bad bad bad
similar-term-typed.data                      out no  bad bad bad bad
term-answer.data                             out no  in  in  in  no
term-areas.children                          out no  in  in  in  no
term-list.children                           out no  bad bad bad bad
term-typed.data                              out no  bad bad bad bad
{"page":"cohorts","part":"comparison-rows"}.children out no  in  in  in  no
{"page":"cohorts","part":"comparison-view"}.className out no  bad bad bad bad
{"panel":["MATCH"],"part":"panel"}.className out no  bad bad bad bad
{"panel":["MATCH"],"part":"panel-download"}.data out no  bad bad bad bad
{"part":"nav","to":["ALL"]}.href             out no  bad bad bad bad
"""

STATUS = {
    "in": {200, 204}, "to": {302, 303}, "out": {401}, "no": {403}, "none": {404}, "not": {405}, "bad": {400}
}  # fmt: skip
EXAMPLES = {"<path:filename>": "favicon.svg", "<path:path>": "no-such-page"}


def _rows(table: str, named: int) -> dict[str, tuple[str, ...]]:
    """The first words of each row, with what each of `WHO` meets."""
    split = [line.split() for line in table.strip().splitlines()]
    rows = {" ".join(words[:named]): tuple(words[named:]) for words in split}
    assert len(rows) == len(split), "a row stands twice"
    assert all(len(expected) == len(WHO) for expected in rows.values())
    return rows


ROUTE_ROWS = _rows(ROUTES, 2)
CALLBACK_ROWS = _rows(CALLBACKS, 1)


@pytest.fixture
def browsers(app: dash.Dash, client_as: Callable[[Any], FlaskClient]) -> Iterator[Mapping[str, FlaskClient]]:
    """A browser for each of `WHO`; the two leads belong to different studies."""
    from data_access.identity import Account

    here: Opened = app.server.extensions["workbench-opened"]
    made = {who: client_as(None if who == "anonymous" else who) for who in WHO if "lead" not in who}  # type: ignore[arg-type]
    leads = {"lead": "study-a", "other lead": "study-b"}
    now = dt.datetime.now(dt.UTC)
    for who, study in leads.items():
        id = f"contract-{study}"
        account = Account(id, f"{study}@hospital.example", study, "lead", "en", (study,), True, now)
        here.identity.put_account(account)
        token = here.sessions.begin(id, now)
        here.sessions.work_for(token, study, now)
        made[who] = client_as(None)
        made[who].set_cookie(LOGIN, token)
    yield {who: made[who] for who in WHO}
    for study in leads.values():
        here.identity.remove_account(f"contract-{study}")


def _rule(rule: str) -> str:
    """A rule of Flask's without the versions in it."""
    return re.sub(r"^/vendor/[^/]+(/bootstrap.min.css)?", "/vendor/*", rule)


def _path(rule: str, linked: list[str]) -> str:
    """A path that the rule takes, out of what a page links where it can be."""
    for pattern, ending in (("/vendor/*/<name>", "fonts.css"), ("/vendor/*", "bootstrap.min.css")):
        if rule == pattern:
            return next(path for path in linked if path.endswith(ending))
    if rule.startswith("/_dash-component-suites/"):
        return next(path for path in linked if path.startswith("/_dash-component-suites/"))
    return re.sub(r"<path:\w+>", lambda found: EXAMPLES[found[0]], rule)


def test_every_route_of_the_app_is_in_the_table_and_no_other(app: dash.Dash) -> None:
    routes = {
        f"{method} {_rule(rule.rule)}"
        for rule in app.server.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    pages = {f"GET {page['path']}" for page in dash.page_registry.values()}
    places = {f"{method} {path}" for path, place in PLACES.items() for method in place.methods}
    assert routes | pages | places == ROUTE_ROWS.keys() - {"POST /cohorts", "POST /<path:path>"}
    assert {path for path in FOLDERS if path not in ("/your-data/",)} <= {
        "/assets/", "/vendor/", "/_dash-component-suites/"
    }  # fmt: skip


def test_every_page_of_dashs_has_a_row_of_its_own_in_the_guard(app: dash.Dash) -> None:
    assert {page["path"] for page in dash.page_registry.values()} - {"/not-found-404"} == set(PAGES)
    assert all(needs and set(needs) <= set(PERMISSIONS) for needs in PAGES.values())


@pytest.mark.parametrize("who", WHO)
def test_every_route_answers_as_the_table_says(browsers: Mapping[str, FlaskClient], who: str) -> None:
    wrong = []
    linked: list[str] = re.findall(r'(?:src|href)="([^"?]+)', browsers["researcher"].get("/").text)
    for row, expected in ROUTE_ROWS.items():
        method, rule = row.split()
        wanted = expected[WHO.index(who)]
        answer = browsers[who].open(_path(rule, linked), method=method)
        if answer.status_code not in STATUS[wanted]:
            wrong.append(f"{row}: {answer.status_code}, not {wanted}")
        if answer.status_code in (401, 403, 404, 405) and "Traceback" in answer.text:
            wrong.append(f"{row}: a traceback")
    assert not wrong


def _first(output: str) -> str:
    return output.strip(".").split("...")[0].partition("@")[0]


def test_every_callback_of_the_app_is_in_the_table_and_no_other(app: dash.Dash) -> None:
    assert {_first(output) for output in app.callback_map} == CALLBACK_ROWS.keys()


def test_every_callback_has_an_owner(app: dash.Dash) -> None:
    from workbench.web.callbacks import Owners

    owners = Owners(app)
    assert [output for output in app.callback_map if owners.needs(output) is None] == []


def test_a_callback_without_an_owner_is_open_to_nobody(app: dash.Dash, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.web.callbacks import Owners

    strange = {"nobodys.children": {"callback": print}, "..overview-content.x...nobodys.y..": {"callback": print}}
    monkeypatch.setattr(app, "callback_map", {**app.callback_map, **strange})
    owners = Owners(app)
    for output in strange:
        assert not any(owners.may_ask(role, output) for role in ("family", "researcher", "lead", "steward", None))


@pytest.mark.parametrize("who", WHO)
def test_every_callback_answers_as_the_table_says(
    app: dash.Dash, browsers: Mapping[str, FlaskClient], who: str
) -> None:
    wrong = []
    for output, callback in app.callback_map.items():
        wanted = CALLBACK_ROWS[_first(output)][WHO.index(who)]
        answer = browsers[who].post(CALLBACK, json=_body(output, callback))
        if answer.status_code not in STATUS[wanted]:
            wrong.append(f"{output}: {answer.status_code}, not {wanted}")
        if "Traceback" in answer.text:
            wrong.append(f"{output}: a traceback")
    assert not wrong


def _body(output: str, callback: Mapping[str, Any]) -> dict[str, Any]:
    """What the browser would post before anything on the page has a value."""
    outputs = [_part(one.partition("@")[0]) for one in output.strip(".").split("...")]
    return {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [_value(one) for one in callback["inputs"]],
        "state": [_value(one) for one in callback["state"]],
        "changedPropIds": [],
    }


def _part(output: str) -> dict[str, Any]:
    identifier, _, property = output.rpartition(".")
    return {"id": _identifier(identifier), "property": property}


def _value(wanted: Mapping[str, Any]) -> Any:
    identifier = _identifier(wanted["id"])
    if isinstance(identifier, dict) and any(isinstance(value, list) for value in identifier.values()):
        return []  # nothing on the page has such an id yet
    return {"id": identifier, "property": wanted["property"], "value": _nothing(str(wanted["id"]), wanted["property"])}


def _nothing(identifier: str, property: str) -> Any:
    if property == "pathname":
        return "/help"
    return identifier if property == "id" else None


def _identifier(text: str) -> Any:
    return json.loads(text) if text.startswith("{") else text
