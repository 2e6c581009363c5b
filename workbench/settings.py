"""Settings from the environment, with the embedded defaults of `make run`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things live, and which services to use.

    Attributes:
        home: Folder for snapshots, compiled ontology, caches and keys.
        store_url: SQLAlchemy URL of the donated-data store.
        cache_url: Redis URL of the shared answer cache; empty for a private folder under `home`.
        public_origin: Address under which browsers see the app behind a proxy; empty on one machine.
    """

    home: Path
    store_url: str
    cache_url: str = ""
    public_origin: str = ""

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
    )
