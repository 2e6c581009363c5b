"""What the web app opens at its first need, once a process: both stores, sessions, and whether this is a demonstration.

Connections do not survive a fork, so nothing is opened while the app is put together.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import RLock
from urllib.parse import urlsplit

from flask import Flask, current_app

from data_access.identity import IdentityStore, open_identity
from data_access.opening import open_store
from data_access.snapshots import manifest
from data_access.store import Store
from workbench.accounts.sessions import Sessions
from workbench.errors import SnapshotError, WorkbenchError
from workbench.settings import Settings
from workbench.web.cookies import is_loopback

_KEPT_SECONDS = 5.0
_EXTENSION = "workbench-opened"
MODES = ("", "demo", "production")


@dataclass(frozen=True, slots=True)
class Contents:
    """Which kinds of donors the store holds."""

    synthetic: bool
    real: bool

    @property
    def invented(self) -> bool:
        """True where everything here is invented."""
        return self.synthetic and not self.real


def is_demo(settings: Settings, contents: Contents) -> bool:
    """Whether people may look around without a password.

    Never in production, never while one donor is real; by itself on one machine only.
    """
    if contents.real or settings.mode not in ("", "demo"):
        return False
    return settings.mode == "demo" or not settings.public_origin


def require_honest_mode(settings: Settings, contents: Contents) -> None:
    """Lets a mode pass that is one of ours, and demo mode only over invented donors.

    Raises:
        WorkbenchError: It is neither.
    """
    if settings.mode not in MODES:
        raise WorkbenchError("There is no such mode.", where="WORKBENCH_MODE", do="Use demo or production, or none.")
    if settings.mode == "demo" and contents.real:
        raise WorkbenchError(
            "Demo mode lets everybody in without a password, and this store holds donors who are not synthetic.",
            where="WORKBENCH_MODE",
            do="Set it to production, or serve another home.",
        )


def require_provider(settings: Settings) -> None:
    """Lets an OpenID Connect provider pass that is asked over https and knows this app.

    Raises:
        WorkbenchError: It is not, or does not.
    """
    issuer = urlsplit(settings.oidc_issuer)
    if issuer.scheme != "https" and not is_loopback(issuer.hostname or ""):
        raise WorkbenchError(
            "The OpenID Connect provider has to be asked over https.",
            where="WORKBENCH_OIDC_ISSUER",
            do="Give its address as https://...",
        )
    if not settings.oidc_client_id:
        raise WorkbenchError(
            "The id of this app at the OpenID Connect provider is missing.",
            where="WORKBENCH_OIDC_CLIENT_ID",
            do="Take it from the provider's list of apps.",
        )


def check_settings(settings: Settings) -> None:
    """Lets settings pass with which the app may be served: asked once, before anybody can reach it.

    Raises:
        WorkbenchError: A mode or an address does not fit, or a store does not open.
    """
    origin = urlsplit(settings.public_origin)
    if settings.public_origin and (origin.scheme != "https" or not origin.hostname):
        raise WorkbenchError(
            "People sign in here, so the address that they use has to begin with https.",
            where="WORKBENCH_PUBLIC_ORIGIN",
            do="Give it as https://... and let a proxy hold the certificate.",
        )
    if settings.oidc_issuer:
        require_provider(settings)
    store = open_store(settings.store_url)
    try:
        require_honest_mode(settings, contents_served(settings, store))
    finally:
        store.close()
    open_identity(settings.identity_url, research=settings.store_url).close()


def contents_of(store: Store) -> Contents:
    """Which kinds of donors a store holds."""
    return Contents(synthetic=store.count(synthetic=True) > 0, real=store.count(synthetic=False) > 0)


def contents_served(settings: Settings, store: Store) -> Contents:
    """Which kinds of donors the store holds, or the snapshot that is served.

    They differ where the settings name another store than the snapshot was built from, such as an empty one.
    """
    there = contents_of(store)
    try:
        served = manifest(settings.snapshots)
    except SnapshotError:  # there is none, or it is damaged and not served
        return there
    return there if served.synthetic or not served.donors else Contents(there.synthetic, real=True)


class Opened:
    """The stores and sessions of one process.

    Args:
        settings: Where things live.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = RLock()
        self._identity: IdentityStore | None = None
        self._store: Store | None = None
        self._sessions: Sessions | None = None
        self._contents: tuple[float, Contents] | None = None

    @property
    def identity(self) -> IdentityStore:
        """Accounts, and who stands behind a pseudonym."""
        with self._lock:
            if self._identity is None:
                self._identity = open_identity(self.settings.identity_url, research=self.settings.store_url)
            return self._identity

    @property
    def store(self) -> Store:
        """The research store."""
        with self._lock:
            if self._store is None:
                self._store = open_store(self.settings.store_url)
            return self._store

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        with self._lock:
            if self._sessions is None:
                self._sessions = Sessions(self.identity, idle_minutes=self.settings.idle_minutes)
            return self._sessions

    def contents(self, *, fresh: bool = False) -> Contents:
        """Which kinds of donors are here, looked up again after some seconds.

        Args:
            fresh: Look now, before somebody is let in without a password.
        """
        now = time.monotonic()
        with self._lock:
            kept = self._contents
        if kept is None or fresh or now - kept[0] > _KEPT_SECONDS:
            kept = now, contents_served(self.settings, self.store)
            with self._lock:
                self._contents = kept
        return kept[1]

    def demo(self, *, fresh: bool = False) -> bool:
        """Whether people may look around without a password right now."""
        return is_demo(self.settings, self.contents(fresh=fresh))


def install(server: Flask, settings: Settings) -> Opened:
    """Makes it known to the server."""
    made = Opened(settings)
    server.extensions[_EXTENSION] = made
    return made


def opened() -> Opened:
    """What this process has opened. Call it while a request is answered."""
    found: Opened = current_app.extensions[_EXTENSION]
    return found
