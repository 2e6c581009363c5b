"""The panels of the data page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from components import data_panels as panels
from workbench.api.data import Provenance
from workbench.disclosure.values import AnnotationQuality, FactRow, Share

PROVENANCE = Provenance(
    snapshot="2026-11-21-ab12cd34",
    created="2026-11-21T10:00:00",
    hpo_release="2025-01-16",
    checksums=tuple((f"file_{at}", f"{at:064x}") for at in range(26)),
    sources=("demo", "clinic"),
    synthetic=True,
    settings=(("cells_across", "23"), ("measure", "default"), ("some_new_one", "4")),
    licences=(),
)
LABELS = ("1-4", "5-9", "10-14", "15-19", "20 or more")


def test_the_settings_of_the_map_are_said_in_words_with_their_names() -> None:
    drawn = str(panels.layout(PROVENANCE))
    for words in ("Map grid, hexagons across", "cells_across", "23", "rare ones counting most", "measure"):
        assert words in drawn
    assert "Some new one" in drawn
    assert "Least distance" not in drawn


def test_the_demo_is_called_synthetic_and_other_sources_by_their_name() -> None:
    assert "synthetic donors (demo), clinic" in str(panels.snapshot(PROVENANCE))


@pytest.mark.parametrize(
    ("counts", "lead"),
    [((505, 1015, 965, 775, 1250), 3), ((10, 10, 10, 10, 60), 1), ((60, 20, 20, None, None), 1), ((None,) * 5, 0)],
)
def test_the_bars_of_the_title_are_marked(counts: tuple[int | None, ...], lead: int) -> None:
    rows = tuple(FactRow(label, label, count) for label, count in zip(LABELS, counts, strict=True))
    quality = AnnotationQuality(100, rows, (), Share("withheld"), Share("withheld"))
    released: Any = SimpleNamespace(value=quality, snapshot="s", synthetic=True)
    drawn = str(panels.findings(released))
    assert drawn.count("bar bar-lead") == lead
