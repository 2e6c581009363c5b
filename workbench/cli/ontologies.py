"""`ontology show` and `terms`."""

from __future__ import annotations

import argparse

from ontology.ontology import load
from workbench.api import terms as term_questions
from workbench.cli.answers import Answer, Commands, table
from workbench.errors import WorkbenchError
from workbench.settings import Settings


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    group = commands.add_parser("ontology", help="the HPO release in use").add_subparsers(required=True, metavar="WHAT")
    show = group.add_parser("show", parents=[shared], help="release, terms, synonyms, languages")
    show.set_defaults(command=_show)
    terms = commands.add_parser("terms", parents=[shared], help="candidate terms for one phrase")
    terms.add_argument("text")
    terms.add_argument("--lang", default="en")
    terms.add_argument("--top", type=int, default=5)
    terms.set_defaults(command=_terms)


def _show(arguments: argparse.Namespace, settings: Settings) -> Answer:
    ontology = load(settings.ontology)
    data = {
        "release": ontology.release,
        "terms": len(ontology),
        "synonyms": ontology.synonym_count,
        "languages": ["en"],
    }
    rows = [(name, ", ".join(value) if isinstance(value, list) else value) for name, value in data.items()]
    return Answer(data, table(rows))


def _terms(arguments: argparse.Namespace, settings: Settings) -> Answer:
    if arguments.lang != "en":
        raise WorkbenchError("Only English is loaded.", do="Leave --lang out.", where="--lang")
    if not 1 <= arguments.top <= 100:
        raise WorkbenchError("--top is a number from 1 to 100.", where="--top")
    matches = load(settings.ontology).search(arguments.text, arguments.top)
    candidates = [term_questions.candidate(match) for match in matches]
    rows: list[tuple[str, object]] = [(item["term"], f"{item['label']} ({item['why']})") for item in candidates]
    return Answer({"candidates": candidates}, table(rows) or "No term matches these words.")
