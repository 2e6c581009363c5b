"""How the page of the audit log asks: of what, as whom, and what the accounts are called."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app

from components.admin_asking import desk
from components.asking import asker, door
from workbench.api import accounts
from workbench.api.door import OPERATOR
from workbench.api.trail import Trail
from workbench.errors import SnapshotError

_OPENED = "workbench-opened"  # what the composition root opens at its first need (`workbench.web.opened`)
_COMMAND_LINE = "Command line"


def trail() -> Trail:
    """The trail, for whoever sent this request; without words of questions while there is no snapshot."""
    store = current_app.extensions[_OPENED].store
    try:
        opened = door()
    except SnapshotError:
        return Trail(store.audit, store.questions, asker())
    return Trail(store.audit, store.questions, asker(), opened.glossary, opened.ontology)


def names() -> Mapping[str, str]:
    """Account id -> what the person is called."""
    return {OPERATOR.user: _COMMAND_LINE} | {one.id: one.name or one.email for one in accounts.listed(desk())}
