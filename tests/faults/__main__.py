"""`python -m tests.faults [NAME] [--times N] [--seed N]`: breaks things on purpose and says what held.

One line a fault with its figures; exit 1 where one was not stood.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.all_faults import FAULTS
from tests.faults.faults import Broken, CannotRun, Fault, Run, shown


def main(arguments: list[str] | None = None) -> int:
    """Makes the faults that were asked for, all of them when none was named."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(fault.name for fault in FAULTS))
    parser.add_argument("--times", type=int, help="how often; each fault has its own number by default")
    parser.add_argument("--seed", type=int, default=7, help="chooses the moments")
    given = parser.parse_args(arguments)
    unknown = set(given.names) - {fault.name for fault in FAULTS}
    if unknown:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    wanted = [fault for fault in FAULTS if not given.names or fault.name in given.names]
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        held = [_made(fault, Path(folder), given.times or fault.times, given.seed) for fault in wanted]
    return 0 if all(held) else 1


def _made(fault: Fault, folder: Path, times: int, seed: int) -> bool:
    print(f"{fault.name}: {fault.what}", flush=True)
    own = folder / fault.name
    own.mkdir()
    started = time.monotonic()
    try:
        figures = fault.run(Run(own, _ontology(folder), times, random.Random(seed), small=False))
    except CannotRun as reason:
        print(f"  not run: {reason}", flush=True)
        return True
    except Broken as found:
        print(f"  BROKEN: {found}", flush=True)
        return False
    print(f"  held: {shown(figures)} ({time.monotonic() - started:.0f} s)", flush=True)
    return True


def _ontology(folder: Path) -> Path:
    """The compiled ontology, made at the first fault."""
    from ontology.annotations import load_annotations
    from ontology.ontology import load

    place = folder / "compiled"
    load(place)
    load_annotations(place)
    return place


if __name__ == "__main__":
    sys.exit(main())
