"""The study of demo mode: the demonstration's study lead has one to evaluate, as long as every donor is invented."""

from __future__ import annotations

from dataclasses import replace

from data_access.store import Store
from data_access.studies import Study

DEMO_STUDY = "demonstration"
DEMO = "demo"
"""Who the audit log names: the demonstration itself, no person."""


def ensure_demo_study(store: Store, account_id: str) -> None:
    """Makes the study that the account leads, unless it is there or a donor is real. A study of somebody else's stays.

    It has no ethics board's approval, and says so. Nobody proposed it and nobody decided on it, as `workbench.studies`
    asks of every other: the audit log names the demonstration for both.
    """
    if store.count(synthetic=False):
        return
    standing = store.studies.get(DEMO_STUDY)
    if standing is not None:
        if standing.decided_by == DEMO and standing.lead != account_id:
            store.studies.put(replace(standing, lead=account_id))
        return
    store.studies.put(_study(account_id))
    for action in ("study_proposed", "study_approved"):
        store.audit.append(DEMO, action, DEMO_STUDY, {"demonstration": True})


def _study(lead: str) -> Study:
    return Study(
        id=DEMO_STUDY,
        title="Demonstration study",
        lay_purpose="Shows how a study counts an exact group. Every donor in it is invented.",
        duo=("DUO:0000006", "DUO:0000018"),  # research into health, not for profit and not commercial
        ethics_reference="none, for demonstration only",
        ethics_until=None,
        ethics_document="",
        lead=lead,
        state="approved",
        decided_by=DEMO,
    )
