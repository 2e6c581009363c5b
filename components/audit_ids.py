"""Ids of the page `/audit`, named here and nowhere else."""

from __future__ import annotations


class Audit:
    """The page on which data stewards see who asked what, and what was done."""

    ALERTS = "audit-alerts"
    CHAIN = "audit-chain"
    VERIFY = "audit-verify"
    KIND = "audit-kind"
    PERSON = "audit-person"
    LINES = "audit-lines"
    OLDER = "audit-older"
    NEWEST = "audit-newest"
    BEFORE = "audit-before"

    @staticmethod
    def seen(alert: object) -> dict[str, object]:
        """The button that marks an alert as seen; `alert` is its id, or a wildcard."""
        return {"part": "audit-seen", "alert": alert}
