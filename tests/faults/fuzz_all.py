"""The long run of junk: every door in turn, in this process."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from ontology.ontology import load
from tests.faults import fuzz
from tests.faults.build_killed import filled_home
from tests.faults.faults import Broken, Fault, Figures, Run
from workbench.cohorts.vocabulary import PublishedVocabulary

if TYPE_CHECKING:
    from flask.testing import FlaskClient

_DONORS = 300
_SHARES = {"callbacks": 0.4, "addresses": 0.1, "forms": 0.1, "cohorts": 0.2, "files": 0.2}


def run(asked: Run) -> Figures:
    """Sends junk; see `FAULT`. Once a process: Dash keeps its pages in module globals."""
    from workbench.web.factory import create_app

    settings = filled_home(asked, _DONORS)
    app = create_app("workbench", settings)
    ontology = load(settings.ontology)
    often = {name: int(asked.times * share) for name, share in _SHARES.items()}
    server = app.server
    fuzz.fuzz_callbacks(signed_in(server.test_client()), often["callbacks"])
    fuzz.fuzz_addresses(signed_in(server.test_client()), often["addresses"])
    fuzz.fuzz_forms(server.test_client(), often["forms"])
    fuzz.fuzz_cohorts(PublishedVocabulary(ontology, {}), often["cohorts"])
    files = asked.folder / "files"
    files.mkdir()
    fuzz.fuzz_files(ontology, files, often["files"])
    sys.stdout.flush()
    return {"inputs": sum(often.values()), **often, "answers of 500": 0, "tracebacks": 0, "hangs": 0}


def signed_in(client: FlaskClient) -> FlaskClient:
    """The client, signed in as a researcher by the card."""
    form = re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").get_data(as_text=True))
    fields = {"role": "researcher", "csrf": form[1] if form else ""}
    if client.post("/sign-in/demo", data=fields).status_code != 303:
        raise Broken("nobody could sign in")
    return client


FAULT = Fault(
    "fuzz", "junk to every callback, address, form, cohort and file: no 500, no traceback, no hang", 20_000, run
)
