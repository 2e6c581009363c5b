"""The compiled form: written whole or not at all, checked when read, made again when damaged."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from ontology import compiling
from ontology.annotations import load_annotations
from ontology.compiled import DamagedCache, read, text_array, text_arrays, write
from ontology.ontology import load
from ontology.release import Source
from workbench.errors import BrokenOntology

DATA = Path(__file__).parents[1] / "data" / "ontology"
ARRAYS = {"a": np.arange(5, dtype=np.int32), "b": np.array([0.5, np.nan]), **text_arrays("t", ["é", "", "long text"])}


@pytest.fixture
def source(tmp_path: Path) -> Source:
    for name in ("hp.obo", "phenotype.hpoa"):
        shutil.copy(DATA / name, tmp_path / name)
    return Source(tmp_path / "hp.obo", tmp_path / "phenotype.hpoa", minimum_terms=5)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def _compiled(home: Path) -> list[Path]:
    return sorted(path for path in home.glob("*") if path.is_dir())


def test_what_is_written_is_read(home: Path) -> None:
    write(home / "x", {"part": ARRAYS}, {"release": "r"})
    arrays, facts = read(home / "x", "part")
    assert facts == {"release": "r"}
    assert all(np.array_equal(arrays[name], ARRAYS[name], equal_nan=name == "b") for name in ARRAYS)
    assert list(text_array(arrays, "t")) == ["é", "", "long text"]
    assert not arrays["a"].flags.writeable


@pytest.mark.parametrize("name", ["part.bin", "manifest.json"])
@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_any_damage_is_noticed(home: Path, name: str, damage: str) -> None:
    write(home / "x", {"part": ARRAYS}, {})
    path = home / "x" / name
    _damage(path, damage)
    with pytest.raises(DamagedCache):
        read(home / "x", "part")


def test_a_part_that_was_not_written_is_damage(home: Path) -> None:
    write(home / "x", {"part": ARRAYS}, {})
    with pytest.raises(DamagedCache):
        read(home / "x", "other")


def _damage(path: Path, damage: str) -> None:
    content = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[:-7])
    else:
        content[len(content) // 2] ^= 1
        path.write_bytes(content)


def test_the_second_load_reads_no_file_of_the_release(
    home: Path, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(home, source=source)
    monkeypatch.setattr(compiling, "_compile", None)
    again = load(home, source=source)
    assert again.checksum == first.checksum
    assert load_annotations(home, source=source).checksum == first.checksum


def test_progress_is_told_only_while_compiling(home: Path, source: Source) -> None:
    told: list[str] = []
    load(home, source=source, progress=told.append)
    assert told == ["Reading the terms of HPO", "Reading the published disease annotations", "Compiling HPO"]
    load(home, source=source, progress=told.append)
    assert len(told) == 3


@pytest.mark.parametrize("damage", ["flip", "cut", "gone"])
def test_a_damaged_cache_is_made_again(home: Path, source: Source, damage: str) -> None:
    load(home, source=source)
    (folder,) = _compiled(home)
    _damage(folder / "terms.bin", damage)
    assert load(home, source=source).label("HP:0001250") == "Seizure"  # type: ignore[arg-type]
    assert _compiled(home) == [folder]
    read(folder, compiling.TERMS)


def test_another_file_gets_another_folder(home: Path, source: Source) -> None:
    before = load(home, source=source)
    source.terms.write_text(source.terms.read_text().replace("name: Seizure\n", "name: Fit\n"))
    after = load(home, source=source)
    assert after.checksum != before.checksum
    assert after.label("HP:0001250") == "Fit"  # type: ignore[arg-type]
    assert len(_compiled(home)) == 2


def test_a_damaged_note_about_the_sources_is_only_slower(home: Path, source: Source) -> None:
    load(home, source=source)
    for content in ("{", "[]", '{"x": 1}'):
        (home / "sources.json").write_text(content)
        assert len(load(home, source=source)) == 10


def test_a_killed_compilation_leaves_nothing_that_is_read_and_is_swept(home: Path, source: Source) -> None:
    left = home / ".compiling-killed"
    left.mkdir(parents=True)
    (left / "terms.bin").write_bytes(b"half")
    os.utime(left, (0, 0))
    load(home, source=source)
    assert not left.exists()


def test_a_failure_while_writing_leaves_no_folder(home: Path, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("ontology.compiled._put_in_place", full)
    with pytest.raises(BrokenOntology, match="cannot be kept"):
        load(home, source=source)
    assert _compiled(home) == []


def test_of_two_processes_that_compile_the_first_one_stays(home: Path) -> None:
    write(home / "x", {"part": ARRAYS}, {"by": "first"})
    write(home / "x", {"part": ARRAYS}, {"by": "second"})
    assert read(home / "x", "part")[1] == {"by": "first"}
    assert [path.name for path in home.iterdir()] == ["x"]
