"""Settings from the environment, with the embedded defaults of `make run`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things live, and which services to use.

    Attributes:
        home: Folder for snapshots, compiled ontology, caches and keys.
        store_url: SQLAlchemy URL of the donated-data store.
        cache_url: Redis URL of the shared answer cache; empty for a private folder under `home`.
        public_origin: Address under which browsers see the app behind a proxy; empty on one machine.
        identity_url: SQLAlchemy URL of the identity store: accounts and who stands behind a pseudonym. Never the
            research store.
        mode: "demo", "production", or "" to choose: demo while every donor is synthetic and no public address is set.
        oidc_issuer: Address of the OpenID Connect provider; empty for local accounts only.
        oidc_client_id: Id of this app at the provider.
        oidc_client_secret: Its secret there.
        oidc_name: What the button to the provider is called.
        idle_minutes: Minutes without use after which a session ends.
    """

    home: Path
    store_url: str
    cache_url: str = ""
    public_origin: str = ""
    identity_url: str = ""
    mode: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = ""
    idle_minutes: int = 30

    def __post_init__(self) -> None:
        if not self.identity_url:
            object.__setattr__(self, "identity_url", f"sqlite:///{self.home / 'identity.db'}")

    @property
    def snapshots(self) -> Path:
        """Folder that holds one folder a snapshot."""
        return self.home / "snapshots"

    @property
    def ontology(self) -> Path:
        """Folder of the compiled ontology."""
        return self.home / "ontology"

    @property
    def keys(self) -> Path:
        """Folder of secret keys, mode 0700."""
        return self.home / "keys"

    @property
    def assets(self) -> Path:
        """Folder of fonts made ready at the first start."""
        return self.home / "assets"


def from_environment(env: Mapping[str, str] = os.environ) -> Settings:
    """Settings of this process, read once by the composition root."""
    home = Path(env.get("WORKBENCH_HOME", "var")).absolute()
    default_store = f"sqlite:///{home / 'store.db'}"
    return Settings(
        home=home,
        store_url=env.get("WORKBENCH_STORE_URL", default_store),
        cache_url=env.get("WORKBENCH_CACHE_URL", ""),
        public_origin=env.get("WORKBENCH_PUBLIC_ORIGIN", ""),
        identity_url=env.get("WORKBENCH_IDENTITY_URL", ""),
        mode=env.get("WORKBENCH_MODE", ""),
        oidc_issuer=env.get("WORKBENCH_OIDC_ISSUER", ""),
        oidc_client_id=env.get("WORKBENCH_OIDC_CLIENT_ID", ""),
        oidc_client_secret=env.get("WORKBENCH_OIDC_CLIENT_SECRET", ""),
        oidc_name=env.get("WORKBENCH_OIDC_NAME", ""),
    )
