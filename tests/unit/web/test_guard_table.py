"""Who may come in, as values: default deny, own paths only, and the way home of each role."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask, request
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.accounts.roles import ROLES
from workbench.errors import WorkbenchError
from workbench.settings import Settings
from workbench.web.cookies import is_secure
from workbench.web.guard import after_sign_in, home_of, may_open, own_path, place, sign_in_address, verdict
from workbench.web.opened import Contents, is_demo, require_honest_mode, require_provider
from workbench.web.visits import address_of

SITE = "https://workbench.example"
REAL, INVENTED, EMPTY = Contents(False, True), Contents(True, False), Contents(False, False)


def _settings(**given: Any) -> Settings:
    return Settings(home=Path("/home"), store_url="sqlite:////home/store.db", **given)


@pytest.mark.parametrize("role", [None, *ROLES])
@given(path=st.text(alphabet="abcdefghij-_./%", min_size=1, max_size=30).map(lambda tail: f"/x{tail}"))
def test_what_is_in_no_table_is_not_there(role: str | None, path: str) -> None:
    assert verdict(path, "GET", role) == "no such place"
    assert place(path) is None


@pytest.mark.parametrize("role", [None, "", "admin", "FAMILY", "operator"])
def test_a_role_that_is_none_of_ours_opens_public_places_only(role: str | None) -> None:
    assert not may_open(role, "/cohorts")
    assert not may_open(role, "/your-data")
    assert not may_open(role, "/audit")
    assert may_open(role, "/sign-in")


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_open_their_first_page(role: str) -> None:
    assert may_open(role, home_of(role))


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "cohorts",
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "https://elsewhere.example/map",
        "javascript:alert(1)",
        "/\tmap",
        "/\n/elsewhere.example",
        "/map\r\nSet-Cookie: a=b",
        "/map\x00",
        "/mäp",
        " /map",
        "/" + "a" * 9000,
    ],
)
def test_a_path_that_leads_elsewhere_is_not_taken(wanted: str | None) -> None:
    assert own_path(wanted) == ""


@given(wanted=st.text(max_size=60) | st.text(alphabet="/\\.:@?#ab\t\n ", max_size=20))
@example(wanted="/.//elsewhere.example")
@example(wanted="/@elsewhere.example")
@example(wanted="/?//elsewhere.example")
def test_whatever_is_taken_stays_on_this_site(wanted: str) -> None:
    taken = own_path(wanted)
    assert taken in ("", wanted)
    if taken:
        assert urlsplit(urljoin(f"{SITE}/sign-in", taken)).netloc == urlsplit(SITE).netloc


@pytest.mark.parametrize(
    ("wanted", "role", "to"),
    [
        ("/map?q=HP:0001250", "researcher", "/map?q=HP:0001250"),
        ("/map?q=HP:0001250", "family", "/your-data"),
        ("/map", "steward", "/audit"),
        ("/audit", "steward", "/audit"),
        ("/sign-in?next=/sign-in", "lead", "/"),
        ("/sign-out", "lead", "/"),
        ("//elsewhere.example", "researcher", "/"),
        ("/no-such-page", "researcher", "/"),
    ],
)
def test_after_sign_in_people_go_where_they_wanted_and_may(wanted: str, role: str, to: str) -> None:
    assert after_sign_in(wanted, role) == to


def test_the_way_back_is_kept_with_its_query() -> None:
    assert sign_in_address("/map", "q=HP:0001250~HP:0001252") == "/sign-in?next=/map%3Fq%3DHP%3A0001250~HP%3A0001252"
    assert sign_in_address("/", "") == "/sign-in"
    assert sign_in_address("/m\xe4p", "") == "/sign-in?next=/m%25C3%25A4p"


@pytest.mark.parametrize(
    ("mode", "origin", "contents", "expected"),
    [
        ("", "", INVENTED, True),
        ("", "", EMPTY, True),
        ("", "", REAL, False),
        ("", SITE, INVENTED, False),
        ("demo", SITE, INVENTED, True),
        ("demo", "", REAL, False),
        ("demo", "", Contents(True, True), False),
        ("production", "", INVENTED, False),
        ("Demo", "", INVENTED, False),
    ],
)
def test_people_look_around_in_a_demonstration_only(mode: str, origin: str, contents: Contents, expected: bool) -> None:
    assert is_demo(_settings(mode=mode, public_origin=origin), contents) is expected


def test_demo_mode_over_real_donors_is_refused_in_words() -> None:
    with pytest.raises(WorkbenchError, match="not synthetic"):
        require_honest_mode(_settings(mode="demo"), REAL)
    require_honest_mode(_settings(mode="demo"), INVENTED)
    require_honest_mode(_settings(mode="production"), REAL)
    with pytest.raises(WorkbenchError, match="no such mode"):
        require_honest_mode(_settings(mode="prod"), EMPTY)


def test_a_provider_is_asked_over_https_and_knows_this_app() -> None:
    with pytest.raises(WorkbenchError, match="https"):
        require_provider(_settings(oidc_issuer="http://id.example", oidc_client_id="x"))
    with pytest.raises(WorkbenchError, match="missing"):
        require_provider(_settings(oidc_issuer="https://id.example"))
    require_provider(_settings(oidc_issuer="http://127.0.0.1:9000", oidc_client_id="x"))


def test_the_secret_of_the_provider_is_in_no_representation() -> None:
    assert "hush" not in repr(_settings(oidc_issuer="https://id.example", oidc_client_secret="hush"))


@pytest.mark.parametrize(
    ("host", "origin", "secure"),
    [
        ("127.0.0.1:8050", "", False),
        ("localhost:8050", "", False),
        ("[::1]:8050", "", False),
        ("192.168.1.7:8050", "", True),
        ("workbench.example", "", True),
        ("127.0.0.1:8050", SITE, True),
    ],
)
def test_cookies_go_over_https_but_on_one_machine(host: str, origin: str, secure: bool) -> None:
    with Flask("x").test_request_context("/", headers={"Host": host}):
        assert is_secure(request, origin) is secure


def test_an_address_that_a_stranger_writes_himself_is_not_believed() -> None:
    forwarded = {"X-Forwarded-For": "1.1.1.1, 9.9.9.9"}
    with Flask("x").test_request_context("/", headers=forwarded, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        assert address_of(request, "") == "127.0.0.1"
        assert address_of(request, SITE) == "9.9.9.9"
