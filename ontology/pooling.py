"""Rows of several publications about one disease and one term, pooled into one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from ontology.compiled import text_arrays
from ontology.hpoa import Row

_SEXES = ("", "FEMALE", "MALE")
KINDS: tuple[Literal["phenotypes", "course", "inheritance"], ...] = ("phenotypes", "course", "inheritance")


class Reported(Protocol):
    """A share of patients as one row reports it."""

    @property
    def frequency(self) -> float | None:
        """0 to 1, None where the row gives none."""

    @property
    def patients(self) -> int:
        """The patients counted, 0 where the share is not a count."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """One term of one disease.

    Attributes:
        frequency: Share of patients, 0 to 1; None where no publication gives one.
        sex: `FEMALE` or `MALE` where every row is about that sex only, else empty.
        onsets: Numbers of the onset terms that rows of this term name.
        rows: The rows that were pooled.
    """

    term: int
    frequency: float | None
    excluded: bool
    sex: str
    onsets: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def patients(self) -> int:
        """The patients that the frequency was counted in; 0 where it is not a count."""
        return sum(row.patients for row in self.rows if row.frequency is not None)


@dataclass(frozen=True, slots=True)
class DiseaseRows:
    """The pooled rows of one disease."""

    id: str
    name: str
    phenotypes: tuple[Pooled, ...]
    course: tuple[Pooled, ...]
    inheritance: tuple[Pooled, ...]


def pooled(
    rows: Iterable[Row], current: Collection[int], phenotypes: Collection[int], replaced: Mapping[int, int]
) -> tuple[DiseaseRows, ...]:
    """Every disease, in the order of its id, with terms of this release only.

    Args:
        rows: The rows of the file.
        current: Numbers of the current terms.
        phenotypes: Numbers of the terms under Phenotypic abnormality.
        replaced: Alternative and obsolete numbers -> current ones.
    """
    by_disease: dict[str, list[Row]] = {}
    for row in rows:
        by_disease.setdefault(row.disease, []).append(row)
    return tuple(
        _disease(disease, by_disease[disease], current, phenotypes, replaced) for disease in sorted(by_disease)
    )


def _disease(
    disease: str,
    rows: Sequence[Row],
    current: Collection[int],
    phenotypes: Collection[int],
    replaced: Mapping[int, int],
) -> DiseaseRows:
    groups: dict[tuple[str, int, bool], list[Row]] = {}
    for row in rows:
        number = int(row.term[3:])
        term = number if number in current else replaced.get(number, 0)
        if term in (phenotypes if row.aspect == "P" else current):
            groups.setdefault((row.aspect, term, row.excluded), []).append(row)
    held = {
        aspect: tuple(
            _pool(term, excluded, group) for (kind, term, excluded), group in sorted(groups.items()) if kind == aspect
        )
        for aspect in "PCI"
    }
    return DiseaseRows(disease, disease_name(row.name for row in rows), held["P"], held["C"], held["I"])


def disease_name(names: Iterable[str]) -> str:
    """The name most rows use, but no outdated or capitalised one where there is another."""
    counts = Counter(names)
    return min(counts, key=lambda name: ("retard" in name.lower(), name.isupper(), -counts[name], name))


def _pool(term: int, excluded: bool, rows: Sequence[Row]) -> Pooled:
    sexes = {row.sex for row in rows}
    onsets = sorted({int(row.onset[3:]) for row in rows if row.onset.startswith("HP:")})
    sex = sexes.pop() if len(sexes) == 1 else ""
    return Pooled(term, pooled_frequency(rows), excluded, sex, tuple(onsets), tuple(rows))


def pooled_frequency(rows: Iterable[Reported]) -> float | None:
    """Counted patients together; where nobody counted, the mean of classes and percentages; else None."""
    given = [row for row in rows if row.frequency is not None]
    counted = [row for row in given if row.patients]
    if counted:
        affected = sum(round((row.frequency or 0.0) * row.patients) for row in counted)
        return affected / sum(row.patients for row in counted)
    return sum(row.frequency or 0.0 for row in given) / len(given) if given else None


def arrays(diseases: Sequence[DiseaseRows]) -> dict[str, np.ndarray]:
    """The diseases as arrays: ids and names as texts, and rows back to back for each kind."""
    made = text_arrays("ids", [one.id for one in diseases]) | text_arrays("names", [one.name for one in diseases])
    for kind in KINDS:
        made |= _rows_of(kind, [getattr(one, kind) for one in diseases])
    return made


def evidence_arrays(diseases: Sequence[DiseaseRows]) -> dict[str, np.ndarray]:
    """What each pooled phenotype row was pooled from, in the order of the phenotype rows of `arrays`."""
    held = [one.rows for disease in diseases for one in disease.phenotypes]
    rows = [row for group in held for row in group]
    publications = sorted({cited for row in rows for cited in row.publications})
    places = {cited: place for place, cited in enumerate(publications)}
    nothing = float("nan")
    frequencies = [nothing if row.frequency is None else row.frequency for row in rows]
    return {
        **text_arrays("publications", publications),
        "indptr": _ends(len(group) for group in held),
        "frequencies": np.array(frequencies, dtype=np.float64),
        "patients": np.array([row.patients for row in rows], dtype=np.int32),
        "cited_indptr": _ends(len(row.publications) for row in rows),
        "cited": np.array([places[cited] for row in rows for cited in row.publications], dtype=np.int32),
    }


def _ends(lengths: Iterable[int]) -> np.ndarray:
    """Where each of the rows back to back begins, and the end of the last, (n + 1,), int32."""
    return np.concatenate([[0], np.cumsum(list(lengths), dtype=np.int64)]).astype(np.int32)


def _rows_of(kind: str, held: Sequence[Sequence[Pooled]]) -> dict[str, np.ndarray]:
    flat = [one for rows in held for one in rows]
    nothing = float("nan")
    frequencies = [nothing if one.frequency is None else one.frequency for one in flat]
    return {
        f"{kind}.indptr": _ends(len(rows) for rows in held),
        f"{kind}.terms": np.array([one.term for one in flat], dtype=np.int32),
        f"{kind}.frequencies": np.array(frequencies, dtype=np.float32),
        f"{kind}.patients": np.array([one.patients for one in flat], dtype=np.int32),
        f"{kind}.excluded": np.array([one.excluded for one in flat], dtype=bool),
        f"{kind}.sexes": np.array([_SEXES.index(one.sex) for one in flat], dtype=np.uint8),
        f"{kind}.onset_indptr": _ends(len(one.onsets) for one in flat),
        f"{kind}.onsets": np.array([onset for one in flat for onset in one.onsets], dtype=np.int32),
    }
