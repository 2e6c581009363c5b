"""A refusal in the audit log: once a person, day and cap, so that asking on does not fill the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from data_access.audit import AuditLog, canonical
from workbench.disclosure.caps import start_of_day


def tell_refusal(audit: AuditLog, asker: str, snapshot: str, about: Mapping[str, object], now: dt.datetime) -> None:
    """Writes down that a question was refused, unless the asker's last refusal says the same of the same day.

    Args:
        about: Which cap was reached, in which tier, for which study.
    """
    last = audit.events(limit=1, action="refused", actor=asker)
    told = last and (last[0].subject, last[0].details) == (snapshot, canonical(about))
    if not told or last[0].at < start_of_day(now):
        audit.append(asker, "refused", snapshot, about)
