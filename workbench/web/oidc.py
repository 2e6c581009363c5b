"""Signing in through an OpenID Connect provider: authorization code with PKCE, state and nonce.

The provider says who somebody is, and nothing else: accounts and roles are ours. An account is found by issuer and
subject; the first time by an e-mail address that the provider has verified.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.flask_client import OAuth  # type: ignore[import-untyped]
from flask import Blueprint, Flask, Response, current_app, request
from flask import session as flow
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from data_access.identity import Account, IdentityStore
from workbench.errors import SignInRefused, StoreError
from workbench.settings import Settings
from workbench.web import visits
from workbench.web.guard import own_path
from workbench.web.opened import opened, require_provider
from workbench.web.signing_in import sign_in_page

CALLBACK = "/sign-in/oidc/callback"
_NAME = "provider"
_EXTENSION = "workbench-oidc"
_WANTED = "wanted"
# Signed with a private key of the provider's; a shared secret or no signature at all is not taken.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_PATIENCE_SECONDS = 10
_CLOCKS_DIFFER_SECONDS = 60
_log = logging.getLogger("workbench.web")


def install(server: Flask, settings: Settings) -> None:
    """Adds the two routes, and makes the provider of the settings known. Called only where one is set.

    Raises:
        WorkbenchError: Its address is not https, or the id of this app there is missing.
    """
    blueprint = Blueprint("oidc", __name__)
    blueprint.add_url_rule("/sign-in/oidc", "go", _go, methods=["GET"])
    blueprint.add_url_rule(CALLBACK, "come_back", _come_back, methods=["GET"])
    server.register_blueprint(blueprint)
    # Only the way to the provider and back is kept in Flask's own cookie; who is signed in never is.
    server.config.update(
        SESSION_COOKIE_NAME="workbench_oidc",
        SESSION_COOKIE_PATH="/sign-in",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=bool(settings.public_origin),
    )
    server.extensions[_EXTENSION] = _client(server, settings)


def account_for(identity: IdentityStore, issuer: str, claims: dict[str, Any]) -> Account:
    """The account of whom the provider names; keeps the subject the first time.

    Raises:
        SignInRefused: There is none, it is disabled, it belongs to another subject, or the e-mail is not verified.
    """
    subject = f"{issuer}|{claims['sub']}"
    known = identity.account_by_subject(subject)
    if known is None:
        known = _by_email(identity, claims, subject)
    if not known.enabled or known.demo:
        raise SignInRefused("This account cannot be used.", do="Ask a data steward.")
    return known


def _by_email(identity: IdentityStore, claims: dict[str, Any], subject: str) -> Account:
    email = claims.get("email")
    # Some providers let people write any address: only one that they have verified says who somebody is.
    is_verified = claims.get("email_verified") is True and isinstance(email, str)
    found = identity.account_by_email(str(email)) if is_verified else None
    if found is None or found.oidc_subject is not None or found.demo or not found.enabled:
        raise SignInRefused("There is no account for you here.", do="Ask a data steward.")
    try:
        identity.change_account(found.id, lambda standing: replace(standing, oidc_subject=subject))
    except StoreError:  # somebody else came first, a moment ago
        raise SignInRefused("There is no account for you here.", do="Ask a data steward.") from None
    return found


def _client(server: Flask, settings: Settings) -> Any:
    require_provider(settings)
    return OAuth(server).register(
        _NAME,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": "client_secret_basic" if settings.oidc_client_secret else "none",
            "default_timeout": _PATIENCE_SECONDS,
        },
    )


def _go() -> Response:
    client = current_app.extensions[_EXTENSION]
    try:
        _require_issuer(client)
        flow.clear()
        flow[_WANTED] = own_path(request.args.get("next"))
        answer: Response = client.authorize_redirect(_callback_address())
    except (AuthlibBaseError, RequestException, SignInRefused, ValueError, KeyError, RuntimeError) as error:
        return _failed(error)
    return answer


def _come_back() -> Response:
    client = current_app.extensions[_EXTENSION]
    here, wanted = opened(), own_path(flow.get(_WANTED))
    try:
        issuer = _require_issuer(client)
        claims = _claims(client, issuer, here.settings.oidc_client_id)
    except (AuthlibBaseError, JoseError, RequestException, SignInRefused, ValueError, KeyError, RuntimeError) as error:
        return _failed(error)
    finally:
        flow.clear()
    try:
        account = account_for(here.identity, issuer, claims)
    except SignInRefused:
        visits.note(visits.NOBODY, "sign_in_refused", {"by": "oidc"})
        return sign_in_page("unknown", wanted=wanted)
    if account.oidc_subject is None:
        visits.note(account.id, "account_changed", {"oidc": "linked"}, subject=account.id)
    return visits.begin(account.id, account.role, wanted)


def _claims(client: Any, issuer: str, client_id: str) -> dict[str, Any]:
    """What the provider says of whoever comes back: signature, issuer, audience, times, state and nonce are right."""
    token = client.authorize_access_token(
        claims_options={
            "iss": {"essential": True, "values": [issuer]},
            "aud": {"essential": True, "values": [client_id]},
        },
        leeway=_CLOCKS_DIFFER_SECONDS,
    )
    claims = token.get("userinfo")
    if not claims or not isinstance(claims.get("sub"), str) or not claims["sub"] or not claims.get("nonce"):
        raise SignInRefused("The provider did not say who this is.")
    audience = claims["aud"]
    # Among several, the token has to say that it is for us (OpenID Connect Core 1.0, 3.1.3.7).
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != client_id:
        raise SignInRefused("The provider spoke to somebody else.")
    return dict(claims)


def _require_issuer(client: Any) -> str:
    """The issuer, where the provider's own description names it and signs in a way that we take."""
    wanted: str = opened().settings.oidc_issuer
    described = client.load_server_metadata()
    if described.get("issuer") != wanted:
        client.server_metadata.pop("_loaded_at", None)
        raise SignInRefused("The provider calls itself something else.")
    offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
    client.server_metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in _ALGORITHMS]
    return wanted


def _callback_address() -> str:
    origin = opened().settings.public_origin.rstrip("/") or request.host_url.rstrip("/")
    return f"{origin}{CALLBACK}"


def _failed(error: Exception) -> Response:
    # The kind of error only: its words may hold a code, a token or an address.
    _log.warning("signing in through the provider failed: %s", type(error).__name__)
    visits.note(visits.NOBODY, "sign_in_refused", {"by": "oidc"})
    return sign_in_page("provider_failed")
