"""ONE app for the whole run: Dash keeps pages and callbacks in module globals, so a second one would lose some.

It stands on a snapshot of 300 synthetic donors. Tests that only need values never ask for it.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from forms_on_pages import form_token
from hypothesis import HealthCheck

from workbench.settings import Settings

if TYPE_CHECKING:
    import dash
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from workbench.accounts.roles import Role

# A slow machine is no failure. On CI the examples are the same on every run.
hypothesis.settings.register_profile(
    "workbench", deadline=None, derandomize=bool(os.environ.get("CI")), suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.load_profile("workbench")

DONORS = 300
_SYNTHETIC = 1000
_CASES = Path(__file__).parents[1].parent / "shared" / "data" / "phenopackets" / "phenopackets-open.zip"


@pytest.fixture(scope="session")
def compiled_ontology(pytestconfig: pytest.Config) -> Path:
    """Folder of the compiled ontology, kept between runs: its name and checksums say whether it still holds."""
    from ontology.annotations import load_annotations
    from ontology.ontology import load

    folder = pytestconfig.cache.mkdir("ontology")
    load(folder)
    load_annotations(folder)
    return Path(folder)


@pytest.fixture(scope="session")
def home(compiled_ontology: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a home folder with the ontology, 300 synthetic donors and their snapshot."""
    from data_access.opening import open_store
    from ontology.annotations import load_annotations
    from ontology.ontology import load
    from workbench.ingest.demo import fill_with_demo
    from workbench.jobs.snapshots import build_snapshot

    folder = tmp_path_factory.mktemp("home")
    settings = Settings(home=folder, store_url=f"sqlite:///{folder / 'store.db'}")
    shutil.copytree(compiled_ontology, settings.ontology)
    ontology = load(settings.ontology)
    store = open_store(settings.store_url)
    try:
        fill_with_demo(store, DONORS, 7, annotations=load_annotations(settings.ontology), ontology=ontology)
        with warnings.catch_warnings():
            # numba and umap warn about themselves; what they compute has its own tests.
            warnings.simplefilter("ignore")
            build_snapshot(store, ontology, settings.snapshots, seed=7)
    finally:
        store.close()
    return settings


@pytest.fixture(scope="session")
def app(home: Settings) -> dash.Dash:
    """The app over that home, its pages loaded; `from pages.x import f` only after asking for it."""
    import dash

    from workbench.web.factory import create_app

    made = create_app("workbench", home)
    assert made.server.test_client().get("/sign-in").status_code == 200
    for name in dash.page_registry:
        # Dash names these modules after the folder's whole path; a second import would register callbacks twice.
        sys.modules[f"pages.{name.rpartition('pages.')[2]}"] = sys.modules[name]
    return made


@pytest.fixture
def client_as(app: dash.Dash) -> Callable[[Role | None], FlaskClient]:
    """Makes a browser without a screen, signed in with any role, or as nobody.

    It reads every answer whole, so that no file stays open.
    """
    from flask.testing import FlaskClient

    class Reader(FlaskClient):
        def open(self, *args: Any, **options: Any) -> TestResponse:
            return super().open(*args, **{"buffered": True, **options})

    def made(role: Role | None) -> FlaskClient:
        reader = Reader(app.server, app.server.response_class)
        if role is not None:
            form = {"csrf": form_token(reader.get("/sign-in").text), "role": role}
            assert reader.post("/sign-in/demo", data=form).status_code == 303
        return reader

    return made


@pytest.fixture
def client(client_as: Callable[[Role | None], FlaskClient]) -> FlaskClient:
    """A browser without a screen, signed in as a researcher."""
    return client_as("researcher")


@pytest.fixture(scope="session")
def address(app: dash.Dash) -> Iterator[str]:
    """Where the app answers over HTTP, for real browsers."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds two homes made through the command line, about a minute on two quiet cores.

    With `TEST_HOMES=<folder>` they are kept there and used again, for whoever works on these tests.
    """
    kept = os.environ.get("TEST_HOMES")
    return Path(kept).absolute() if kept else tmp_path_factory.mktemp("homes")


def _made(home: Path, *fill: str) -> Path:
    """The home, filled with one command and frozen into a snapshot with another."""
    from benchmarks.running import command

    if not any((home / "snapshots").glob("*/")):
        home.mkdir(parents=True, exist_ok=True)
        command(home, *fill)
        command(home, "snapshot", "build")
    return home


@pytest.fixture(scope="session")
def demo_home(homes: Path) -> Path:
    """A home of synthetic donors."""
    return _made(homes / "demo", "demo", "--donors", str(_SYNTHETIC))


@pytest.fixture(scope="session")
def real_home(homes: Path) -> Path:
    """A home of the 7,168 published cases."""
    if not _CASES.exists():
        pytest.skip("needs ../shared/data, which is not here")
    return _made(homes / "real", "import", str(_CASES), "--source", "phenopacket-store")
