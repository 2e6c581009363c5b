"""Default deny: every function of `workbench.api` that takes a door refuses whoever may not ask."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import types
import typing
from typing import Any

import cohort_world as world
import pytest

import workbench.api
from workbench.accounts.roles import ROLES, Role, is_allowed
from workbench.api import data, terms
from workbench.api.door import NOBODY, Asker, Door
from workbench.errors import NotAllowed

PUBLIC_FACTS = {"terms.search", "terms.describe", "conditions.nearest", "conditions.search", "data.provenance"}


def functions() -> list[tuple[str, types.FunctionType]]:
    """Every public function defined in a module of `workbench.api` whose first parameter is a door."""
    found = []
    for module in pkgutil.iter_modules(workbench.api.__path__):
        loaded = importlib.import_module(f"workbench.api.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and next(iter(typing.get_type_hints(function).values()), None) is Door:
                found.append((f"{module.name}.{name}", function))
    return [one for one in found if one[0] != "admission.as_seen"]


def permission_of(name: str) -> str:
    return {"trail": "audit", "evaluations": "evaluate"}.get(name.partition(".")[0], "explore")


@pytest.fixture(scope="module")
def door() -> Door:
    return world.door(world.donors(40))


class Anything:
    """Stands for every argument but the door; whoever looks at it came too far."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"looked at .{name} before asking who asks")

    def __iter__(self) -> Any:
        raise AssertionError("looked inside before asking who asks")

    def __len__(self) -> int:
        raise AssertionError("measured before asking who asks")


def asked(function: types.FunctionType, door: Door) -> object:
    given = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    return function(door, *(Anything() for _ in given[1:]))


def test_the_functions_are_found() -> None:
    names = {name for name, _ in functions()}
    assert {"cohorts.count", "answers.group", "admission.admitted", "similar.compare", "map.rule"} <= names
    assert names >= PUBLIC_FACTS


@pytest.mark.parametrize(("name", "function"), functions(), ids=[name for name, _ in functions()])
def test_nobody_in_particular_is_refused_before_anything_is_looked_at(
    name: str, function: types.FunctionType, door: Door
) -> None:
    with pytest.raises(NotAllowed):
        asked(function, door.asked_by(NOBODY))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("name", "function"), functions(), ids=[name for name, _ in functions()])
def test_a_role_without_the_permission_is_refused(
    name: str, function: types.FunctionType, role: Role, door: Door
) -> None:
    if name in PUBLIC_FACTS or is_allowed(role, permission_of(name)):  # type: ignore[arg-type]
        return
    with pytest.raises(NotAllowed):
        asked(function, door.asked_by(Asker("somebody", role)))


def test_a_role_that_nobody_has_is_nobody(door: Door) -> None:
    made_up: Any = "director"
    for asker in (Asker("somebody", made_up), Asker("somebody"), Asker("", made_up, "study")):
        with pytest.raises(NotAllowed):
            terms.describe(door.asked_by(asker), world.TERMS[1])


@pytest.mark.parametrize("role", ROLES)
def test_what_a_term_means_is_told_to_everybody_who_signed_in(role: Role, door: Door) -> None:
    assert terms.describe(door.asked_by(Asker("somebody", role)), world.TERMS[1]).label
    assert data.provenance(door.asked_by(Asker("somebody", role))).snapshot == world.SNAPSHOT
