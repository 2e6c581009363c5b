"""`evaluate`: accuracy on public, labelled data, never on donors."""

from __future__ import annotations

import argparse
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from ontology.annotations import load_annotations
from ontology.evidence import load_evidence
from ontology.ontology import Ontology, load
from workbench.cli.answers import Answer, Commands
from workbench.cli.progress import Bars, bars
from workbench.evaluation.cases import Cases, read_cases
from workbench.evaluation.conditions import ConditionAccuracy, evaluate_conditions
from workbench.evaluation.metrics import Figures
from workbench.evaluation.ranks import Accuracy
from workbench.evaluation.retrieval import NAMES, THROUGH_CONDITIONS, Retrieval, evaluate_retrieval
from workbench.evaluation.through_conditions import Published
from workbench.ingest.sources import count_files
from workbench.settings import Settings

_COLUMNS = ("n", "hit@1", "hit@5", "hit@10", "map", "macro_hit@1")


def register(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Adds the commands of this module."""
    group = commands.add_parser("evaluate", help="accuracy on public, labelled data").add_subparsers(
        required=True, metavar="WHAT"
    )
    retrieval = group.add_parser(
        "retrieval",
        parents=[shared],
        help="how well a measure finds people with the same disease",
        description="Each case is the query once. ALL: all other cases are ranked. XPUB: those that share a "
        "publication with the query are taken out first. Noise: XPUB with a query made worse.",
    )
    retrieval.add_argument("cases", type=Path, metavar="CASES", help="phenopackets with a diagnosis: file, folder, zip")
    retrieval.add_argument("--measure", default="default", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    retrieval.set_defaults(command=_retrieval)
    conditions = group.add_parser(
        "conditions",
        parents=[shared],
        help="how often the right condition is among those that fit",
        description="Plain: published annotations as they are. Leak-controlled: without the rows that rest on the "
        "case's own publication alone; strict: nor those that rest on others beside it. With cases: and the closest "
        "other case of each condition, leak-controlled of another publication.",
    )
    conditions.add_argument(
        "cases", type=Path, metavar="CASES", help="phenopackets with a diagnosis: file, folder, zip"
    )
    conditions.set_defaults(command=_conditions)


def _retrieval(arguments: argparse.Namespace, settings: Settings) -> Answer:
    ontology = load(settings.ontology)
    published = None
    if arguments.measure in THROUGH_CONDITIONS:
        published = Published(load_annotations(settings.ontology), load_evidence(settings.ontology))
    with bars() as progress:
        cases = read_with_progress(arguments.cases, ontology, progress)
        progress.stage("Ranking cases", len(cases))
        result = evaluate_retrieval(cases, ontology, arguments.measure, progress.advance, published)
    return Answer(
        _retrieval_data(arguments.measure, cases, result, ontology),
        _retrieval_text(arguments.measure, cases, result, ontology),
    )


def _conditions(arguments: argparse.Namespace, settings: Settings) -> Answer:
    ontology = load(settings.ontology)
    with bars() as progress:
        cases = read_with_progress(arguments.cases, ontology, progress)
        progress.stage("Ranking conditions", len(cases))
        result = evaluate_conditions(
            cases,
            ontology,
            load_annotations(settings.ontology),
            load_evidence(settings.ontology),
            progress.advance,
        )
    data = {"hpo": ontology.release, **read_data(cases), **result.data()}
    return Answer(data, _conditions_text(cases, result, ontology))


def _figures(figures: Accuracy) -> str:
    values = asdict(figures)
    return f"{values.pop('n'):>13,}" + "".join(f"{value:>13.1f}" for value in values.values())


def _conditions_text(cases: Cases, result: ConditionAccuracy, ontology: Ontology) -> str:
    ways = {"formula": result.formula, "with cases": result.with_cases, "Phenomizer-style": result.phenomizer_style}
    lines = [
        f"{title:<18}{name.replace('_', ' '):<24}" + _figures(figures)
        for title, way in ways.items()
        for name, figures in (
            ("plain", way.plain),
            ("leak_controlled", way.leak_controlled),
            ("leak_controlled_strict", way.leak_controlled_strict),
        )
    ]
    return "\n".join(
        (
            f"{result.candidates:,} conditions, HPO {ontology.release}, in percent",
            f"{'':<42}" + "".join(f"{field.name:>13}" for field in fields(Accuracy)),
            *lines,
            read_text(cases),
            f"Not asked: {result.without_candidate:,} whose disease is no annotated condition of OMIM or DECIPHER.",
        )
    )


def read_with_progress(path: Path, ontology: Ontology, progress: Bars) -> Cases:
    """The labelled cases under a path, with a bar."""
    progress.stage("Reading cases", count_files([path]))
    return read_cases(path, ontology, progress.advance)


def _retrieval_data(name: str, cases: Cases, result: Retrieval, ontology: Ontology) -> dict[str, Any]:
    return {
        "measure": name,
        "hpo": ontology.release,
        **read_data(cases),
        "without_other_case": result.single,
        "without_publication": result.without_publication,
        "all": result.everyone.as_json(),
        "xpub": result.other_publications.as_json(),
        "noise": {kind: figures.as_json() for kind, figures in result.noise.items()},
    }


def read_data(cases: Cases) -> dict[str, Any]:
    """What was read, for `--json`."""
    return {
        "cases": len(cases),
        "diseases": len(set(cases.diseases)),
        "left_out": cases.left_out,
        "unknown_terms": cases.unknown_terms,
    }


def _retrieval_text(name: str, cases: Cases, result: Retrieval, ontology: Ontology) -> str:
    rows = [("ALL", result.everyone), ("XPUB", result.other_publications)]
    rows += [(f"XPUB, {kind}", figures) for kind, figures in result.noise.items()]
    return "\n".join(
        (
            f"Measure {name}, HPO {ontology.release}, in percent",
            f"{'':<16}" + "".join(f"{column:>13}" for column in _COLUMNS),
            *(_line(title, figures) for title, figures in rows),
            read_text(cases),
            f"Ranked, not asked: {result.single:,} whose disease has no other case. "
            f"Not in XPUB: {result.without_publication:,} that name no publication.",
        )
    )


def _line(title: str, figures: Figures) -> str:
    values = figures.as_json()
    shown = (f"{values[name]:>13,}" if name == "n" else f"{values[name]:>13.1f}" for name in _COLUMNS)
    return f"{title:<16}{''.join(shown)}"


def read_text(cases: Cases) -> str:
    """What was read, in a sentence."""
    left_out = ", ".join(f"{count:,} {why}" for why, count in cases.left_out.items()) or "none"
    return (
        f"{len(cases):,} cases of {len(set(cases.diseases)):,} diseases. Left out: {left_out}. "
        f"Mentions of unknown terms dropped: {cases.unknown_terms:,}."
    )
