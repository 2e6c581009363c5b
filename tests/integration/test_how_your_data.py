"""The page "How your data is processed" says what is in force here."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from workbench.api.processing import processing
from workbench.disclosure.caps import EXPLORE_CAPS
from workbench.disclosure.policy import EXPLORE
from workbench.web.plain import processing as page

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from workbench.settings import Settings

PATH = "/how-your-data-is-processed"


@pytest.mark.parametrize("language", ["en", "es", "ca"])
def test_everybody_may_read_it_in_their_language(client: FlaskClient, language: str) -> None:
    answer = client.get(f"{PATH}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert not re.search(r"\{[a-z_]+\}", answer.text)  # every place is filled


def test_its_numbers_are_those_of_the_code_that_answers(client: FlaskClient, home: Settings) -> None:
    text = client.get(f"{PATH}?lang=en").text
    assert f"Groups of {EXPLORE.floor} or more" in text
    assert f"nearest {EXPLORE.rounding}" in text
    assert f"{EXPLORE_CAPS.a_day} groups for each researcher" in text
    assert f"move by {processing().moved_by} or less" in text
    assert f"After {home.idle_minutes} minutes" in text
    manifest = json.loads(next(home.snapshots.glob("*/manifest.json")).read_text())
    assert manifest["hpo_release"] in text
    assert manifest["created"][:10] in text


def test_an_unmeasured_version_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(page, "_FIGURES", tmp_path / "none.json")
    page.attack_figures.cache_clear()
    try:
        assert "has not been measured yet" in client.get(f"{PATH}?lang=en").text
    finally:
        page.attack_figures.cache_clear()


def test_measured_figures_are_shown_with_their_day(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    figures = {"day": "2026-01-02", "targets": 321, "budget": 200, "control": 51, "here": 52, "simpler": 97}
    (tmp_path / "figures.json").write_text(json.dumps(figures))
    monkeypatch.setattr(page, "_FIGURES", tmp_path / "figures.json")
    page.attack_figures.cache_clear()
    try:
        text = client.get(f"{PATH}?lang=en").text
        assert all(words in text for words in ("51 of 100", "52 of 100", "97 of 100", "2026-01-02, 321 people"))
    finally:
        page.attack_figures.cache_clear()
