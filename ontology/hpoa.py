"""Published disease annotations read from `phenotype.hpoa`, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ontology.hpo import broken

_COLUMNS = [
    "database_id",
    "disease_name",
    "qualifier",
    "hpo_id",
    "reference",
    "evidence",
    "onset",
    "frequency",
    "sex",
    "modifier",
    "aspect",
    "biocuration",
]
_VERSION = re.compile(r"^#version:\s*(\d{4}-\d{2}-\d{2})\s*$")
_PROMISED = re.compile(r"(\d+): OMIM; (\d+): DECIPHER; (\d+) ORPHANET")
_RATIO = re.compile(r"(\d+)/(\d+)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_CLASSES = {
    "HP:0040280": 1.0,  # obligate
    "HP:0040281": 0.90,  # very frequent, 80 to 99 %
    "HP:0040282": 0.55,  # frequent, 30 to 79 %
    "HP:0040283": 0.17,  # occasional, 5 to 29 %
    "HP:0040284": 0.025,  # very rare, 1 to 4 %
    "HP:0040285": 0.0,  # excluded
}
_SHARE_OF_PROMISED = 0.99

Aspect = Literal["P", "I", "C", "M", "H"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file.

    Attributes:
        aspect: `P` phenotype, `I` inheritance, `C` clinical course, `M` modifier, `H` past medical history.
        frequency: Share of patients, 0 to 1, None where the file gives none.
        patients: The patients counted, 0 where `frequency` is not a count.
        publications: What the row cites: PMID, OMIM, ORPHA, ISBN or web address.
    """

    disease: str
    name: str
    excluded: bool
    term: str
    onset: str
    frequency: float | None
    patients: int
    sex: Literal["", "MALE", "FEMALE"]
    aspect: Aspect
    publications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of the file and the release it says it is of."""

    version: str
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """All rows.

    Raises:
        BrokenOntology: The file is missing, truncated or malformed; says which line.
    """
    lines = _lines(path)
    comments = [line for line in lines[:20] if line.startswith("#")]
    version = next((found.group(1) for line in comments if (found := _VERSION.match(line))), None)
    if version is None:
        raise broken(path, "The header names no version.")
    start = len(comments)
    if len(lines) <= start or lines[start].split("\t") != _COLUMNS:
        raise broken(path, f"Line {start + 1} is not the header of 12 columns.")
    table = Table(version, tuple(_rows(lines, start + 1, path)))
    _check_whole(table, comments, path)
    return table


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        raise broken(path, f"The file cannot be read ({type(error).__name__}).") from error
    except UnicodeDecodeError as error:
        raise broken(path, f"The file is not UTF-8 at byte {error.start}.") from error
    if not text.endswith("\n"):
        raise broken(path, "The last line is cut off.")
    return text.replace("\r\n", "\n").split("\n")[:-1]


def _rows(lines: list[str], start: int, path: Path) -> Iterator[Row]:
    for line_number, line in enumerate(lines[start:], start + 1):
        try:
            yield _row(line.split("\t"))
        except ValueError as error:
            raise broken(path, f"Line {line_number}: {error}.") from error


def _row(fields: list[str]) -> Row:
    if len(fields) != len(_COLUMNS):
        raise ValueError(f"{len(fields)} columns instead of {len(_COLUMNS)}")
    disease, name, qualifier, term, reference, _, onset, frequency, sex, _, aspect, _ = fields
    if ":" not in disease or not term.startswith("HP:"):
        raise ValueError("a disease id or an HPO id is malformed")
    if qualifier not in ("", "NOT") or aspect not in ("P", "I", "C", "M", "H"):
        raise ValueError("the qualifier or the aspect is none that the format knows")
    sex = sex.upper()
    if sex not in ("", "MALE", "FEMALE"):
        raise ValueError("the sex is none that the format knows")
    share, patients = _frequency(frequency)
    excluded = qualifier == "NOT" or frequency == "HP:0040285"
    cited = tuple(dict.fromkeys(filter(None, (one.strip() for one in reference.split(";")))))
    return Row(disease, name, excluded, term, onset, share, patients, sex, aspect, cited)  # type: ignore[arg-type]


def _frequency(text: str) -> tuple[float | None, int]:
    """Share of patients and how many were counted."""
    if not text:
        return None, 0
    if text in _CLASSES:
        return _CLASSES[text], 0
    if found := _RATIO.fullmatch(text):
        affected, counted = int(found.group(1)), int(found.group(2))
        if counted > 0 and affected <= counted:
            return affected / counted, counted
    if (found := _PERCENT.fullmatch(text)) and float(found.group(1)) <= 100:
        return float(found.group(1)) / 100, 0
    raise ValueError("the frequency is neither n/m, a percentage nor a frequency class")


def _check_whole(table: Table, comments: list[str], path: Path) -> None:
    """The header says how many diseases there are; two of 12,689 are missing from the real file."""
    if not table.rows:
        raise broken(path, "There are no rows.")
    promised = next((found for line in comments if (found := _PROMISED.search(line))), None)
    if promised is None:
        return
    expected = sum(int(count) for count in promised.groups())
    present = len({row.disease for row in table.rows})
    if present < _SHARE_OF_PROMISED * expected:
        raise broken(path, f"{present} diseases where the header promises {expected}.")
