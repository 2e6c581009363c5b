"""How the page of accounts asks: of whom, and as whom."""

from __future__ import annotations

from flask import current_app

from components.asking import asker
from workbench.api.accounts import Desk

_OPENED = "workbench-opened"  # what the composition root opens at its first need (`workbench.web.opened`)


def desk() -> Desk:
    """Where accounts are looked after, for whoever sent this request. Call it inside a callback."""
    here = current_app.extensions[_OPENED]
    return Desk(here.identity, here.store.audit, asker())
