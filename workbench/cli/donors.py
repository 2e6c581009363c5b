"""`demo` and `import`: how donors come into the store."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data_access.opening import open_store
from data_access.pseudonyms import load_pseudonymiser
from data_access.suppression import load_suppressor
from ontology.annotations import load_annotations
from ontology.ontology import load
from workbench.cli.answers import Answer, Commands, table
from workbench.cli.progress import Bars, bars
from workbench.ingest.demo import fill_with_demo
from workbench.ingest.phenopackets import ImportReport, import_paths
from workbench.settings import Settings

DEMO_DONORS = 5_000
DEMO_SEED = 7
_COUNTED = ("read", "stored", "updated", "unchanged", "refused")
_MOST_REASONS = 20
_MIXED = (
    "This store holds synthetic donors; with yours added, every page will still say so. "
    "For real donors alone use another home, such as WORKBENCH_HOME=real."
)


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    demo = commands.add_parser("demo", parents=[shared], help="fill an empty store with synthetic donors")
    demo.add_argument("--donors", type=int, default=DEMO_DONORS)
    demo.add_argument("--seed", type=int, default=DEMO_SEED)
    demo.set_defaults(command=_demo)
    imports = commands.add_parser(
        "import",
        parents=[shared],
        help="phenopackets: files, folders, zips",
        description="Imports phenopackets. By importing a file that cites no publication you vouch that its donor "
        "consents to research; a consent withdrawn here stays withdrawn.",
    )
    imports.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    imports.add_argument("--source", help="name under which these donors are kept")
    imports.add_argument("--dry-run", action="store_true", help="read and report, store nothing")
    imports.set_defaults(command=_import)


def _demo(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with bars() as progress:
        donors = fill_store(settings, progress, donors=arguments.donors, seed=arguments.seed)
    return Answer({"donors": donors, "synthetic": True}, f"{donors:,} synthetic donors are in the store.")


def fill_store(settings: Settings, progress: Bars, *, donors: int = DEMO_DONORS, seed: int = DEMO_SEED) -> int:
    """Fills the store of the settings with synthetic donors; gives how many it then holds."""
    ontology = load(settings.ontology)
    annotations = load_annotations(settings.ontology)
    store = open_store(settings.store_url)
    try:
        return fill_with_demo(
            store,
            donors,
            seed,
            annotations=annotations,
            ontology=ontology,
            suppressor=load_suppressor(settings.keys),
            progress=progress,
        )
    finally:
        store.close()


def fill_empty_store(settings: Settings, progress: Bars) -> bool:
    """Fills the store of the settings with synthetic donors where it holds none; True when it did."""
    store = open_store(settings.store_url)
    try:
        is_empty = store.count() == 0
    finally:
        store.close()
    if is_empty:
        fill_store(settings, progress)
    return is_empty


def _import(arguments: argparse.Namespace, settings: Settings) -> Answer:
    ontology = load(settings.ontology)
    store = open_store(settings.store_url)
    try:
        pseudonymiser = load_pseudonymiser(settings.keys, store)
        if store.count(synthetic=True):
            print(_MIXED, file=sys.stderr)
        with bars() as progress:
            report = import_paths(
                arguments.paths,
                store=store,
                ontology=ontology,
                pseudonymiser=pseudonymiser,
                source=arguments.source,
                suppressor=load_suppressor(settings.keys),
                dry_run=arguments.dry_run,
                progress=progress,
            )
    finally:
        store.close()
    return Answer(report.to_data(), _prose(report, dry_run=arguments.dry_run), _refusal(report))


def _prose(report: ImportReport, *, dry_run: bool) -> str:
    data = report.to_data()
    rows: list[tuple[str, object]] = [(name, f"{data[name]:,}") for name in _COUNTED]
    rows += [(f"terms {name}", f"{count:,}") for name, count in data["terms"].items()]
    rows += [(f"dropped {field}", f"{count:,}") for field, count in data["dropped"].items()]
    refused = [f"refused {_line(item)}" for item in data["reasons"][:_MOST_REASONS]]
    if len(data["reasons"]) > _MOST_REASONS:
        refused.append(f"... and {len(data['reasons']) - _MOST_REASONS:,} more; --json lists them all")
    ending = "Dry run: nothing was stored." if dry_run else "Next: workbench snapshot build"
    return "\n".join([table(rows), *refused, ending])


def _refusal(report: ImportReport) -> str:
    """One line when every file was refused; empty when anything was taken."""
    data = report.to_data()
    if not data["refused"] or data["refused"] < data["read"]:
        return ""
    return f"{_line(data['reasons'][0])} Nothing was stored."


def _line(reason: dict[str, str]) -> str:
    return ": ".join(part for part in (reason["file"], reason["where"], reason["reason"]) if part)
