"""Signing in through a real OpenID Connect provider, which tells the truth once and lies in every way after that."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from benchmarks.running import serving
from data_access.identity import Account, IdentityStore, open_identity
from tests.integration.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, providing

EMAIL = "ana@hospital.example"
REFUSED = "Signing in with your organisation did not work."
UNKNOWN = "there is no account for you here"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """The provider of this module."""
    with providing() as made:
        yield made


@pytest.fixture(scope="module")
def site(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The workbench, served over an empty home that knows the provider."""
    home = tmp_path_factory.mktemp("oidc")
    settings = {
        "WORKBENCH_MODE": "production",
        "WORKBENCH_OIDC_ISSUER": provider.issuer,
        "WORKBENCH_OIDC_CLIENT_ID": CLIENT_ID,
        "WORKBENCH_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "WORKBENCH_OIDC_NAME": "Use my hospital account",
    }
    with serving(home, settings=settings) as (address, _):
        yield address, home


@pytest.fixture
def identity(site: tuple[str, Path]) -> Iterator[IdentityStore]:
    """The accounts of the site: one researcher."""
    store = open_identity(f"sqlite:///{site[1] / 'identity.db'}")
    store.put_account(_account())
    yield store
    store.remove_account("ana")
    store.close()


def _account(**given: Any) -> Account:
    facts: dict[str, Any] = {
        "id": "ana",
        "email": EMAIL,
        "name": "Ana",
        "role": "researcher",
        "language": "en",
        "studies": (),
        "enabled": True,
        "created": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    }
    return Account(**{**facts, **given})


def _through(
    site: tuple[str, Path], browser: requests.Session | None = None, wanted: str = "/help"
) -> requests.Response:
    """The whole way: to the provider, back, and to the page."""
    with browser or requests.Session() as used:
        used.trust_env = False
        return used.get(f"{site[0]}/sign-in/oidc", params={"next": wanted}, timeout=60)


def _is_in(answer: requests.Response) -> bool:
    return answer.url.endswith("/help") and answer.status_code == 200


def test_the_right_way_leads_in_and_the_account_is_linked(
    site: tuple[str, Path], provider: Provider, identity: IdentityStore
) -> None:
    provider.truthful(sub="7", email=EMAIL.upper(), email_verified=True, role="steward", roles=["admin"])
    assert _is_in(_through(site))
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["response_type"] == "code"
    linked = identity.account("ana")
    assert linked is not None
    # What the provider says of roles is nobody's business here.
    assert (linked.oidc_subject, linked.role) == (f"{provider.issuer}|7", "researcher")
    provider.truthful(sub="7", email="renamed@elsewhere.example", email_verified=False)
    assert _is_in(_through(site)), "the subject is what counts from the second time on"


def test_the_door_offers_the_provider_by_its_name(site: tuple[str, Path], identity: IdentityStore) -> None:
    page = requests.get(f"{site[0]}/sign-in", timeout=60).text
    assert "Use my hospital account" in page
    assert "/sign-in/demo" not in page


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"aud": "another app"},
        {"aud": ["another app"]},
        {"aud": [CLIENT_ID, "another app"]},
        {"aud": None},
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
    ],
    ids=str,
)
def test_a_token_that_is_not_right_lets_nobody_in(
    site: tuple[str, Path], provider: Provider, identity: IdentityStore, lie: dict[str, Any]
) -> None:
    provider.truthful(sub="7", email=EMAIL, email_verified=True)
    provider.claims = lie
    answer = _through(site)
    assert answer.status_code == 403
    assert REFUSED in answer.text
    kept = identity.account("ana")
    assert kept is not None
    assert kept.oidc_subject is None


@pytest.mark.parametrize("how", ["secret", "stranger"])
def test_a_token_signed_by_somebody_else_lets_nobody_in(
    site: tuple[str, Path], provider: Provider, identity: IdentityStore, how: str
) -> None:
    provider.truthful(sub="7", email=EMAIL, email_verified=True)
    setattr(provider, how, True)
    assert REFUSED in _through(site).text


def test_a_wrong_state_lets_nobody_in(site: tuple[str, Path], provider: Provider, identity: IdentityStore) -> None:
    provider.truthful(sub="7", email=EMAIL, email_verified=True)
    provider.state = "another"
    assert REFUSED in _through(site).text


def test_an_answer_that_nobody_asked_for_lets_nobody_in(site: tuple[str, Path], identity: IdentityStore) -> None:
    for query in ("", "?code=x", "?state=x", "?code=x&state=x", "?error=access_denied&error_description=<b>"):
        answer = requests.get(f"{site[0]}/sign-in/oidc/callback{query}", timeout=60)
        assert answer.status_code == 403
        assert REFUSED in answer.text
        assert "access_denied" not in answer.text
        assert "<b>" not in answer.text


def test_an_answer_is_taken_once(site: tuple[str, Path], provider: Provider, identity: IdentityStore) -> None:
    provider.truthful(sub="7", email=EMAIL, email_verified=True)
    with requests.Session() as browser:
        browser.trust_env = False
        answer = _through(site, browser)
        assert _is_in(answer)
        [back] = [one.url for one in answer.history if "/callback?" in one.url]
        browser.cookies.clear()
        assert REFUSED in browser.get(back, timeout=60).text


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "8", "email": "nobody@hospital.example", "email_verified": True},
        {"sub": "8", "email": EMAIL, "email_verified": False},
        {"sub": "8", "email": EMAIL, "email_verified": "true"},
        {"sub": "8", "email": EMAIL},
        {"sub": "8"},
    ],
    ids=["unknown", "not verified", "verified in words only", "not said", "no e-mail"],
)
def test_somebody_without_an_account_is_told_so(
    site: tuple[str, Path], provider: Provider, identity: IdentityStore, person: dict[str, Any]
) -> None:
    provider.truthful(**person)
    answer = _through(site)
    assert answer.status_code == 403
    assert UNKNOWN in answer.text
    kept = identity.account("ana")
    assert kept is not None
    assert kept.oidc_subject is None


@pytest.mark.parametrize(
    "changed", [{"oidc_subject": "http://elsewhere|7"}, {"enabled": False}], ids=["of another subject", "disabled"]
)
def test_an_account_of_somebody_else_or_of_nobody_stays_shut(
    site: tuple[str, Path], provider: Provider, identity: IdentityStore, changed: dict[str, Any]
) -> None:
    identity.put_account(_account(**changed))
    provider.truthful(sub="7", email=EMAIL, email_verified=True)
    assert UNKNOWN in _through(site).text
    kept = identity.account("ana")
    assert kept is not None
    assert kept.oidc_subject == changed.get("oidc_subject")


def test_nobody_is_led_elsewhere_by_the_way_of_the_provider(
    site: tuple[str, Path], provider: Provider, identity: IdentityStore
) -> None:
    provider.truthful(sub="7", email=EMAIL, email_verified=True)
    with requests.Session() as browser:
        browser.trust_env = False
        answer = _through(site, browser, wanted="//elsewhere.example/help")
    assert all(one.url.startswith((site[0], provider.issuer)) for one in (*answer.history, answer))


def test_what_failed_is_in_no_log_but_by_its_kind(
    site: tuple[str, Path], provider: Provider, identity: IdentityStore
) -> None:
    log = (site[1] / "serve.log").read_text()
    assert "signing in through the provider failed" in log
    for secret in (CLIENT_SECRET, EMAIL, "id_token", "eyJ", "Traceback"):
        assert secret not in log
