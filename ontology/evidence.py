"""What the annotations were pooled from: which publication reports what, so that some can be left out again."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ontology import compiling
from ontology.annotations import Annotations
from ontology.compiled import text_array
from ontology.compiling import Progress
from ontology.pooling import pooled_frequency
from ontology.release import Source


@dataclass(frozen=True, slots=True)
class Report:
    """What one row of the annotation file says about one term of one disease.

    Attributes:
        frequency: Share of patients, 0 to 1; None where the row gives none.
        patients: The patients counted, 0 where the share is not a count.
        publications: What it cites: PMID, OMIM, ORPHA, ISBN or web address.
    """

    frequency: float | None
    patients: int
    publications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phenotypes:
    """The phenotype rows of one disease.

    Attributes:
        terms: HPO numbers, (n,), int32.
        frequencies: Share of patients, NaN where not given, (n,), float32.
        excluded: True where the disease is said not to have the term, (n,), bool.
    """

    terms: np.ndarray
    frequencies: np.ndarray
    excluded: np.ndarray


def load_evidence(folder: Path, *, source: Source | None = None, progress: Progress | None = None) -> Evidence:
    """The evidence, from its compiled form; see `ontology.ontology.load`.

    Kept apart from the annotations, since only the evaluation of accuracy asks for it.

    Raises:
        BrokenOntology: A file is missing, truncated or inconsistent; says which, where and why.
    """
    annotations = Annotations(*compiling.arrays_of(compiling.ANNOTATIONS, folder, source, progress))
    return Evidence(compiling.arrays_of(compiling.EVIDENCE, folder, source, progress)[0], annotations)


class Evidence:
    """The reports behind the phenotype rows of the annotations. Made by `load_evidence`; nothing in it changes."""

    def __init__(self, arrays: Mapping[str, np.ndarray], annotations: Annotations) -> None:
        self._annotations = annotations
        self._publications = text_array(arrays, "publications")
        self._arrays = arrays

    def reports(self, row: int) -> tuple[Report, ...]:
        """What was pooled into one phenotype row of the annotations.

        Args:
            row: Its place in `Annotations.terms`.
        """
        first, last = self._arrays["indptr"][row : row + 2].tolist()
        return tuple(self._report(one) for one in range(first, last))

    def citing(self, publication: str) -> tuple[str, ...]:
        """Ids of the diseases with a phenotype row that cites the publication."""
        return self._diseases.get(publication, ())

    def without(self, disease_id: str, publications: Collection[str], *, shared: bool = False) -> Phenotypes:
        """The phenotype rows of a disease, pooled again without the reports that cite one of the publications.

        Args:
            shared: True to keep reports that cite another publication beside them.

        Raises:
            InvalidTerm: Nothing is published about such an id.
        """
        held, left_out = self._annotations, set(publications)
        first, last = held.span(disease_id)
        kept = [
            (row, pooled_frequency(reports))
            for row in range(first, last)
            if (reports := [one for one in self.reports(row) if not _rests_on(one, left_out, shared)])
        ]
        rows = np.array([row for row, _ in kept], dtype=np.intp)
        frequencies = [math.nan if frequency is None else frequency for _, frequency in kept]
        return Phenotypes(held.terms[rows], np.array(frequencies, dtype=np.float32), held.excluded[rows])

    def _report(self, one: int) -> Report:
        first, last = self._arrays["cited_indptr"][one : one + 2].tolist()
        frequency = float(self._arrays["frequencies"][one])
        return Report(
            None if math.isnan(frequency) else frequency,
            int(self._arrays["patients"][one]),
            tuple(self._publications[place] for place in self._arrays["cited"][first:last].tolist()),
        )

    @cached_property
    def _diseases(self) -> dict[str, tuple[str, ...]]:
        """Publication -> the diseases whose phenotype rows cite it, in the order of their ids."""
        reports = np.repeat(np.arange(len(self._arrays["frequencies"])), np.diff(self._arrays["cited_indptr"]))
        rows = np.searchsorted(self._arrays["indptr"], reports, side="right") - 1
        diseases = np.searchsorted(self._annotations.indptr, rows, side="right") - 1
        pairs: dict[int, dict[str, Any]] = {}
        for publication, disease in zip(self._arrays["cited"].tolist(), diseases.tolist(), strict=True):
            pairs.setdefault(publication, {})[self._annotations.diseases[disease]] = None
        return {self._publications[publication]: tuple(held) for publication, held in pairs.items()}


def _rests_on(report: Report, publications: set[str], shared: bool) -> bool:
    """True where a report cites one of the publications; with `shared`, where it cites no other."""
    cited = set(report.publications)
    return bool(cited & publications) and not (shared and cited - publications)
