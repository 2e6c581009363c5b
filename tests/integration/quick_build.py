"""A snapshot without maths: as many rows as donors who consent, and the names of their conditions in the manifest.

For tests of what happens around a build; the build itself has its own.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from snapshot_world import arrays, manifest

from data_access.snapshot_files import only_builder
from data_access.snapshots import Snapshot, write_snapshot
from data_access.store import Store
from workbench.errors import NoDonors


def quick_build(store: Store, ontology: object, folder: Path, **others: Any) -> Snapshot:
    """See `workbench.jobs.snapshots.build_snapshot`."""
    with only_builder(folder):
        donors = list(store.donors(purpose="research"))
        if not donors:
            raise NoDonors("The store holds no donor who consents to research.")
        names = {condition.id: condition.name for donor in donors for condition in donor.conditions}
        facts = {"conditions": tuple(sorted(names)), "condition_names": tuple(names[one] for one in sorted(names))}
        created = dt.datetime.now(dt.UTC).isoformat()
        return write_snapshot(folder, manifest(len(donors), created, **facts), arrays(len(donors)))
