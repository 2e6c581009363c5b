"""By type: what leaves `workbench.api` is released, or says nothing of any donor."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import types
import typing

import pytest

import workbench.analysis.results as results
import workbench.api
from workbench.api.door import Door
from workbench.disclosure.release import Released
from workbench.disclosure.rules import named_rules

ABOUT_NO_DONOR = {
    "parse_address": "a query",
    "sentence": "words of a query",
    "clause_words": "words of a clause",
    "widenings": "queries, from the ontology alone",
    "save": "a definition",
    "saved": "definitions",
    "versions": "definitions",
    "definition": "a definition",
    "check": "words of a definition, and evaluations that are left",
    "record": "text of a released value, which it is given, and of its definition",
    "reopened": "a query",
    "region_query": "a query",
    "search": "terms",
    "describe": "a term",
    "conditions": "names of conditions whose count is released",
    "provenance": "ids, checksums and settings",
    "profile": "a profile",
    "read_phenopacket": "a profile",
    "two_profiles": "profiles, weighed by released counts",
    "conditions_that_fit": "published annotations",
    "published": "published annotations",
    "nearest": "published annotations",
    "open_studies": "studies of the asker",
    "parse": "the question of a study",
}
INNER = {"admission", "answers", "door", "opening", "definitions", "widening", "wording", "reading", "side_by_side"}
PARTS_OF_RESULTS = {
    "Cell", "TermTable", "FactCells", "AgeBySexResult", "MapCellCells", "MapAreaResult", "CohortInArea", "RuleCells",
}  # fmt: skip


def questions() -> list[tuple[str, types.FunctionType]]:
    """Every public function of the modules of `workbench.api` that takes a door."""
    found: dict[str, types.FunctionType] = {}
    for module in pkgutil.iter_modules(workbench.api.__path__):
        if module.name in INNER:
            continue
        loaded = importlib.import_module(f"workbench.api.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            local = function.__module__.startswith("workbench.api.")
            inner = function.__module__.rpartition(".")[2] in INNER and name not in getattr(loaded, "__all__", ())
            if local and not inner and not name.startswith("_"):
                found[f"{module.name}.{name}"] = function
    return [(name, one) for name, one in sorted(found.items()) if _takes_a_door(one)]


def _takes_a_door(function: types.FunctionType) -> bool:
    return Door in typing.get_type_hints(function).values()


def test_the_questions_are_found() -> None:
    names = {name for name, _ in questions()}
    assert {"cohorts.count", "cohorts.save", "map.view", "overview.summary", "data.imports", "terms.counts"} <= names


@pytest.mark.parametrize(("name", "question"), questions(), ids=[name for name, _ in questions()])
def test_every_question_answers_with_a_released_value_or_with_nothing_about_donors(
    name: str, question: types.FunctionType
) -> None:
    answer = typing.get_type_hints(question)["return"]
    if typing.get_origin(answer) is not Released:
        assert name.rpartition(".")[2] in ABOUT_NO_DONOR, f"{name} must answer with Released[...]"


def test_every_result_type_has_a_rule_or_is_part_of_one_that_has() -> None:
    own = {
        name
        for name, one in vars(results).items()
        if dataclasses.is_dataclass(one) and getattr(one, "__module__", "") == results.__name__
    }
    assert own - set(named_rules()) == PARTS_OF_RESULTS - {"AgeBySexResult"}


def test_no_released_value_can_hold_an_array() -> None:
    """A place or a list of donors cannot be drawn, by type."""
    allowed = {int, float, str, type(None), bool}
    for name, rule in named_rules().items():
        assert _leaves(rule.released_as) <= allowed, name


def _leaves(kind: object) -> set[object]:
    if typing.get_origin(kind) is typing.Literal:
        return {str}
    if typing.get_args(kind):
        return {leaf for one in typing.get_args(kind) if one is not Ellipsis for leaf in _leaves(one)}
    if isinstance(kind, typing.NewType):
        return _leaves(kind.__supertype__)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return {leaf for field in dataclasses.fields(kind) for leaf in _leaves(hints[field.name])}
    return {kind}
