"""Opening a store: its folder and file are made, its tables brought up to date."""

from __future__ import annotations

from os import O_CREAT, O_RDWR, close, fspath
from os import open as open_file
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine

from data_access.connections import readable, store_address, writing
from data_access.sql_store import SqlStore
from data_access.store import Store
from workbench.errors import StoreError

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_store(url: str) -> Store:
    """The store at the address, ready to use; made where there was none.

    Open it in the process that uses it: connections do not survive a fork.

    Args:
        url: `sqlite:///path/to/store.db` or `postgresql://user:password@host/database`.

    Raises:
        StoreError: The address is wrong, the database cannot be reached, it is not a store, or it was made by
            a newer version of the workbench.
    """
    address = store_address(url)
    if address.get_backend_name() == "sqlite":
        make_file(address)
    store = SqlStore(url)
    try:
        migrate(store.engine)
    except BaseException:
        store.close()
        raise
    return store


def migrate(engine: Engine, target: str = "head", steps: Path = _MIGRATIONS) -> None:
    """Brings the tables to a revision (`head`: the newest, `base`: none), in one transaction.

    Args:
        steps: Folder of the steps: those of the research store, or of another database with its own.

    Raises:
        StoreError: The database cannot be reached, or was made by a newer version of the workbench.
    """
    config = Config()
    # Alembic reads options with %-interpolation, so a per cent sign in the path is doubled.
    config.set_main_option("script_location", fspath(steps).replace("%", "%%"))
    with writing(engine) as connection:
        behind = _is_behind(connection, ScriptDirectory.from_config(config), readable(engine.url))
        if target != "head":
            config.attributes["connection"] = connection
            command.downgrade(config, target)
        elif behind:
            config.attributes["connection"] = connection
            command.upgrade(config, target)


def _is_behind(connection: Connection, steps: ScriptDirectory, where: str) -> bool:
    """True where steps are missing; raises where the database knows steps that we do not."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in {step.revision for step in steps.walk_revisions()}:
        raise StoreError(
            "This store was made by a newer version of the workbench.",
            do="Update the workbench, or open another store (WORKBENCH_STORE_URL).",
            where=where,
        )
    return revision != steps.get_current_head()


def make_file(address: URL) -> None:
    """Makes the folder and an empty file that only its owner can read, where there are none."""
    path = Path(address.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        close(open_file(path, O_RDWR | O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(
            f"The store's file cannot be made or opened for writing ({error.strerror}).",
            do="Check the folder's permissions, or choose another place (WORKBENCH_STORE_URL).",
            where=fspath(path),
        ) from None
