"""A small OpenID Connect provider on loopback: discovery, keys, authorization code with PKCE, RS256.

It does what it is told wrongly, too: each test says which of its answers is false.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "workbench", "a secret between the two of them"


@dataclass
class Provider:
    """The provider, and what it says next.

    Attributes:
        person: Claims about whoever signs in there.
        claims: Claims of the token that are false, instead of the right ones.
        state: Instead of the state that was asked with.
        described: False facts of the description.
        secret: Signs with the client's secret instead of its key.
        stranger: Signs with a key that it does not show.
        asked: Parameters of the last authorization.
    """

    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    state: str | None = None
    described: dict[str, Any] = field(default_factory=dict)
    secret: bool = False
    stranger: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    issuer: str = ""
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    _other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))

    def truthful(self, **person: Any) -> None:
        """Says only what is right from now on, about this person."""
        self.person = person
        self.claims, self.state, self.described = {}, None, {}
        self.secret = self.stranger = False

    def app(self) -> Flask:
        """Its four addresses."""
        app = Flask("provider")
        app.add_url_rule("/.well-known/openid-configuration", "description", self._description)
        app.add_url_rule("/keys", "keys", lambda: jsonify({"keys": [self._key.as_dict(private=False)]}))
        app.add_url_rule("/authorize", "authorize", self._authorize)
        app.add_url_rule("/token", "token", self._token, methods=["POST"])
        return app

    def _description(self) -> Response:
        return jsonify(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                **self.described,
            }
        )

    def _authorize(self) -> Any:
        self.asked = request.args.to_dict()
        code = secrets.token_urlsafe(16)
        self._codes[code] = self.asked
        answer = {"code": code, "state": self.state or self.asked["state"]}
        return redirect(f"{self.asked['redirect_uri']}?{urlencode(answer)}")

    def _token(self) -> Any:
        asked = self._codes.pop(request.form["code"])
        proof = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        is_proved = base64.urlsafe_b64encode(proof).decode().rstrip("=") == asked["code_challenge"]
        credentials = request.authorization
        is_known = credentials is not None and (credentials.username, credentials.password) == (
            CLIENT_ID,
            CLIENT_SECRET,
        )
        if not (is_proved and is_known and request.form["redirect_uri"] == asked["redirect_uri"]):
            return jsonify({"error": "invalid_grant"}), 400
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        token = self._signed({**claims, **self.person, **self.claims})
        return jsonify({"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": token})

    def _signed(self, claims: dict[str, Any]) -> str:
        stated = {name: value for name, value in claims.items() if value is not None}
        if self.secret:
            return jwt.encode({"alg": "HS256"}, stated, OctKey.import_key(CLIENT_SECRET))
        return jwt.encode({"alg": "RS256", "kid": "one"}, stated, self._other if self.stranger else self._key)


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider that answers on loopback."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider.app(), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
