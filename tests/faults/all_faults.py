"""Every fault, in the order in which a long run makes them."""

from __future__ import annotations

from tests.faults import build_killed, damaged_files, disk_full, fuzz_all, import_killed, postgres_killed, redis_gone
from tests.faults.faults import Fault

FAULTS: tuple[Fault, ...] = (
    import_killed.FAULT,
    build_killed.FAULT,
    postgres_killed.FAULT,
    redis_gone.FAULT,
    disk_full.FAULT,
    damaged_files.FAULT,
    fuzz_all.FAULT,
)
