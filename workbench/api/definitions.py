"""Saved cohorts and their definitions. A definition names findings and facts; it holds no donor and no number."""

from __future__ import annotations

import datetime as dt
import json
import secrets

from data_access.records import SavedCohort
from workbench.api.admission import admitted
from workbench.api.answers import as_question
from workbench.api.door import Door
from workbench.api.wording import glossary
from workbench.cohorts import text
from workbench.cohorts.query import Query, parse_json, to_data
from workbench.errors import InvalidQuery

_LONGEST_NAME = 120
_LONGEST_NOTE = 2_000


def save(door: Door, query: Query, name: str, note: str, cohort_id: str | None = None) -> SavedCohort:
    """Saves the cohort: a new one, or the next version of `cohort_id`.

    Raises:
        InvalidQuery: The cohort may not be asked about, or its name or note is missing or too long.
        StoreError: `cohort_id` belongs to somebody else.
    """
    admitted(door, query)
    name, note = name.strip(), note.strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise InvalidQuery(f"A cohort needs a name of at most {_LONGEST_NAME} characters.", do="Give it one.")
    if len(note) > _LONGEST_NOTE:
        raise InvalidQuery(f"A note has at most {_LONGEST_NOTE:,} characters.", do="Shorten it.")
    return door.store.save_cohort(
        SavedCohort(
            id=cohort_id or secrets.token_hex(8),
            version=1,
            name=name,
            note=note,
            definition=as_question(query),
            owner=door.asker.user,
            snapshot=door.snapshot.manifest.id,
            saved_at=dt.datetime.now(dt.UTC),
        )
    )


def saved(door: Door) -> list[SavedCohort]:
    """Latest versions of the asker's cohorts, newest first."""
    door.asker.require("explore")
    return door.store.cohorts(owner=door.asker.user)


def versions(door: Door, cohort_id: str) -> list[SavedCohort]:
    """All versions of one of the asker's cohorts, newest first."""
    door.asker.require("explore")
    return door.store.cohort_versions(cohort_id, owner=door.asker.user)


def reopened(door: Door, kept: SavedCohort) -> Query:
    """The cohort of a saved definition, read by the HPO release in use.

    Raises:
        InvalidQuery: The definition cannot be read any more.
        InvalidTerm: It names a term that this release does not have.
    """
    door.asker.require("explore")
    return parse_json(kept.definition, door.ontology)


def definition(door: Door, query: Query) -> str:
    """The cohort as pretty JSON to keep and to cite; `workbench count` reads it again."""
    door.asker.require("explore")
    manifest = door.snapshot.manifest
    document = {
        "definition": to_data(query),
        "in_words": text.sentence(query, glossary(door, query.clauses)),
        "snapshot": manifest.id,
        "hpo_release": manifest.hpo_release,
        "synthetic": manifest.synthetic,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
