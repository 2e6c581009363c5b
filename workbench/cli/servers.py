"""`prepare` and `serve`: from an empty folder to the first page."""

from __future__ import annotations

import argparse
import socket

from data_access.snapshots import has_current
from ontology.annotations import load_annotations
from ontology.ontology import load
from workbench.cli.answers import Answer, Commands
from workbench.cli.progress import bars
from workbench.errors import WorkbenchError
from workbench.settings import Settings
from workbench.web.opened import check_settings
from workbench.web.serving import serve


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    prepare = commands.add_parser("prepare", parents=[shared], help="make ready what is missing: HPO, donors, snapshot")
    prepare.set_defaults(command=_prepare)
    run = commands.add_parser("serve", parents=[shared], help="the web app")
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=int, default=8050)
    run.add_argument("--workers", type=int, default=1)
    run.set_defaults(command=_serve)


def _prepare(arguments: argparse.Namespace, settings: Settings) -> Answer:
    with bars() as progress:
        progress.stage("Human Phenotype Ontology", None)
        load(settings.ontology)
        load_annotations(settings.ontology)
    made = [] if has_current(settings.snapshots) else _first_snapshot(settings)
    return Answer({"made": made}, "")


def _first_snapshot(settings: Settings) -> list[str]:
    # Imported here, so that a home that is ready starts without the store, the importers and the maths of maps.
    from workbench.cli.donors import fill_empty_store
    from workbench.cli.snapshots import build

    with bars() as progress:
        filled = fill_empty_store(settings, progress)
    build(settings)
    return ["synthetic donors", "snapshot"] if filled else ["snapshot"]


def _serve(arguments: argparse.Namespace, settings: Settings) -> None:
    if not 1 <= arguments.workers <= 64:
        raise WorkbenchError("--workers is a number from 1 to 64.", where="--workers")
    _check_port(arguments.host, arguments.port)
    check_settings(settings)
    serve(settings, host=arguments.host, port=arguments.port, workers=arguments.workers)


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            raise WorkbenchError(
                "This address is taken or not allowed.",
                where=f"{host}:{port}",
                do="Stop the other program, or pick another port: make run PORT=8051.",
            ) from None
