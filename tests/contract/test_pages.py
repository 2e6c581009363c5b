"""What every page and every callback keeps to, walked over all there are (design/dash-pitfalls.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dash
import pytest
from dash.development.base_component import Component

from components.icons import ICONS

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "pages").rglob("*.py"))
PARTS = sorted((ROOT / "components").rglob("*.py"))
SOURCES = [*PAGES, *PARTS, *sorted((ROOT / "workbench" / "web").rglob("*.py"))]
DECORATORS = {"callback", "clientside_callback"}
KEYWORDS = {"prevent_initial_call", "running", "background", "optional"}
MADE_BY_DASH = ("_pages_", "_dash")
JUNK: tuple[dict[str, Any], ...] = (
    {},
    {"q": "HP:0001250"},
    {"q": "<script>", "pathname": "x", "path": "/etc/passwd"},
    {"q": ["a", "b"], "save": "", "layout": "1", "children": "x"},
    {"q": "~" * 5000},
)


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.fixture
def registry(app: dash.Dash) -> dict[str, Any]:
    """The pages by module."""
    return dict(dash.page_registry)


def test_every_file_in_pages_is_a_page(registry: dict[str, Any]) -> None:
    assert {path.stem for path in PAGES if not path.stem.startswith("_")} == {
        name.rpartition(".")[2] for name in registry
    }


def test_every_page_has_a_title_of_its_own(registry: dict[str, Any]) -> None:
    titles = [page["title"] for page in registry.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("parameters", JUNK, ids=["none", "a cohort", "other names", "lists", "long"])
def test_every_layout_stands_whatever_is_in_the_address(
    app: dash.Dash, registry: dict[str, Any], parameters: dict[str, Any]
) -> None:
    for page in registry.values():
        with app.server.test_request_context("/"):
            assert isinstance(page["layout"](**parameters), Component)


def test_every_layout_has_one_first_heading(app: dash.Dash, registry: dict[str, Any]) -> None:
    for name, page in registry.items():
        with app.server.test_request_context("/"):
            parts = [page["layout"]()]
        headings = [part for part in (*parts, *parts[0]._traverse()) if isinstance(part, dash.html.H1)]
        assert len(headings) == 1, name


def test_ids_are_unique_on_every_page(app: dash.Dash, registry: dict[str, Any]) -> None:
    for name, page in registry.items():
        with app.server.test_request_context("/"):
            whole = dash.html.Div([app.layout(), page["layout"]()])
        ids = [str(part.id) for part in whole._traverse() if isinstance(part, Component) and getattr(part, "id", None)]
        assert len(set(ids)) == len(ids), f"{name}: {sorted(one for one in ids if ids.count(one) > 1)}"


def test_callbacks_speak_only_of_ids_that_are_on_a_page(app: dash.Dash) -> None:
    parts = (part for part in app.validation_layout._traverse() if isinstance(part, Component))
    known = {part.id for part in parts if isinstance(getattr(part, "id", None), str)}
    for output, callback in app.callback_map.items():
        for wanted in (*callback["inputs"], *callback["state"]):
            identifier = wanted["id"]
            if not identifier.startswith(("{", *MADE_BY_DASH)):
                assert identifier in known, f"{output} waits for {identifier}"


def test_one_callback_owns_an_output_unless_it_says_so(app: dash.Dash) -> None:
    assert app.callback_map, "no callback was registered"
    owners = [one for key in app.callback_map for one in key.strip(".").split("...")]
    assert len(set(owners)) == len(owners)


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_callbacks_use_keywords_that_dash_knows(path: Path) -> None:
    for call in _calls(path):
        if _name(call.func) in DECORATORS:
            unknown = {word.arg for word in call.keywords} - KEYWORDS
            assert not unknown, f"{_named(path)}:{call.lineno}: {unknown}"


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_callbacks_are_registered_in_pages_and_components_only(path: Path) -> None:
    registers = any(_name(call.func) in DECORATORS for call in _calls(path))
    assert not registers or path in PAGES or path in PARTS


@pytest.mark.parametrize("path", [*PAGES, *PARTS], ids=_named)
def test_ids_are_named_in_the_modules_of_ids_only(path: Path) -> None:
    if path.stem.endswith("ids"):
        return
    for call in _calls(path):
        written = [word.value for word in call.keywords if word.arg == "id"]
        if _name(call.func) in {"Input", "Output", "State"} and call.args:
            written.append(call.args[0])
        for value in written:
            literal = isinstance(value, ast.Constant | ast.Dict)
            assert not literal, f"{_named(path)}:{call.lineno}: an id is written out"


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_nobody_imports_a_page(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        assert not any(name.split(".")[0] == "pages" for name in names)


@pytest.mark.parametrize("path", [*PAGES, *PARTS], ids=_named)
def test_icons_are_in_the_font(path: Path) -> None:
    for call in _calls(path):
        if _name(call.func) == "icon" and call.args and isinstance(call.args[0], ast.Constant):
            assert call.args[0].value in ICONS, f"{_named(path)}:{call.lineno}"


@pytest.mark.parametrize("path", PAGES, ids=_named)
def test_pages_know_neither_rows_nor_sums(path: Path) -> None:
    forbidden = {"data_access", "sqlalchemy", "numpy", "pandas"}  # but for the values in data_access.records
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        assert not {name.split(".")[0] for name in names if name != "data_access.records"} & forbidden, _named(path)
