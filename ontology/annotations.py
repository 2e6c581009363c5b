"""What is published about diseases: their findings with frequencies, onset and inheritance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ontology import compiling
from ontology.compiled import text_array
from ontology.compiling import Progress
from ontology.release import Source
from ontology.terms import TermId, from_number
from workbench.errors import InvalidTerm

Sex = Literal["female", "male"]
_SEXES: tuple[Sex | None, ...] = (None, "female", "male")
_X_LINKED_RECESSIVE = TermId("HP:0001419")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One term of a disease, pooled over the publications that report it.

    Attributes:
        term: A current term.
        frequency: Share of patients who have it, 0 to 1; None where no publication says. Counted patients are
            pooled (n/m); else class midpoints (1, .90, .55, .17, .025) and percentages are averaged.
        excluded: True where the disease is said not to have it.
        sex: The sex it is limited to.
        onsets: Onset terms given for it.
        patients: The patients that the frequency was counted in; 0 where it is not a count.
    """

    term: TermId
    frequency: float | None
    excluded: bool = False
    sex: Sex | None = None
    onsets: tuple[TermId, ...] = ()
    patients: int = 0


@dataclass(frozen=True, slots=True)
class Disease:
    """One disease with what is published about it.

    Attributes:
        id: OMIM, ORPHA or DECIPHER id.
        phenotypes: Phenotypic abnormalities, observed and excluded.
        course: Onset, progression and death.
        inheritance: Modes of inheritance.
    """

    id: str
    name: str
    phenotypes: tuple[Annotation, ...]
    course: tuple[Annotation, ...]
    inheritance: tuple[Annotation, ...]

    @property
    def mostly_affects(self) -> Sex | None:
        """`male` for X-linked recessive inheritance, else the sex that every finding is limited to, if any."""
        if any(one.term == _X_LINKED_RECESSIVE and not one.excluded for one in self.inheritance):
            return "male"
        sexes = {one.sex for one in self.phenotypes}
        return sexes.pop() if len(sexes) == 1 else None


def load_annotations(folder: Path, *, source: Source | None = None, progress: Progress | None = None) -> Annotations:
    """The annotations, from their compiled form; see `ontology.ontology.load`.

    Raises:
        BrokenOntology: A file is missing, truncated or inconsistent; says which, where and why.
    """
    return Annotations(*compiling.arrays_of(compiling.ANNOTATIONS, folder, source, progress))


class Annotations:
    """The annotations of one release. Made by `load_annotations`; nothing in it changes.

    Attributes:
        release: Date of the release, the same as the ontology's.
        checksum: The same as the ontology's.
        indptr: Where each disease's phenotype rows begin, (D + 1,), int32.
        terms: HPO numbers of the rows, (rows,), int32.
        frequencies: Share of patients, NaN where not given, (rows,), float32.
        excluded: True where the disease is said not to have the term, (rows,), bool.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], facts: Mapping[str, Any]) -> None:
        self.release: str = facts["release"]
        self.checksum: str = facts["checksum"]
        self._arrays = arrays
        self._ids = text_array(arrays, "ids")
        self._names = text_array(arrays, "names")
        self.indptr = arrays["phenotypes.indptr"]
        self.terms = arrays["phenotypes.terms"]
        self.frequencies = arrays["phenotypes.frequencies"]
        self.excluded = arrays["phenotypes.excluded"]

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, disease_id: object) -> bool:
        return disease_id in self._places

    def __iter__(self) -> Iterator[Disease]:
        """Every disease, in the order of its id."""
        return (self.disease(one) for one in self.diseases)

    @cached_property
    def diseases(self) -> tuple[str, ...]:
        """The ids, ascending."""
        return tuple(self._ids)

    @cached_property
    def names(self) -> dict[str, str]:
        """Id -> name."""
        return dict(zip(self.diseases, self._names))

    def name(self, disease_id: str) -> str:
        """The name of a disease.

        Raises:
            InvalidTerm: Nothing is published about such an id.
        """
        return str(self._names[self._place(disease_id)])

    def disease(self, disease_id: str) -> Disease:
        """A disease with all that is published about it.

        Raises:
            InvalidTerm: Nothing is published about such an id.
        """
        place = self._place(disease_id)
        kinds = ("phenotypes", "course", "inheritance")
        phenotypes, course, inheritance = (self._rows(kind, place) for kind in kinds)
        return Disease(disease_id, str(self._names[place]), phenotypes, course, inheritance)

    def span(self, disease_id: str) -> tuple[int, int]:
        """Where the phenotype rows of a disease begin and end.

        Raises:
            InvalidTerm: Nothing is published about such an id.
        """
        place = self._place(disease_id)
        return int(self.indptr[place]), int(self.indptr[place + 1])

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one: place for place, one in enumerate(self.diseases)}

    def _place(self, disease_id: str) -> int:
        if disease_id not in self._places:
            raise InvalidTerm("Nothing is published about this disease id.", do="Use an OMIM, ORPHA or DECIPHER id.")
        return self._places[disease_id]

    def _rows(self, kind: str, place: int) -> tuple[Annotation, ...]:
        first, last = self._arrays[f"{kind}.indptr"][place : place + 2].tolist()
        columns = ("terms", "frequencies", "excluded", "sexes", "patients")
        values = (self._arrays[f"{kind}.{column}"][first:last].tolist() for column in columns)
        ends = self._arrays[f"{kind}.onset_indptr"][first : last + 1].tolist()
        return tuple(
            Annotation(
                term=from_number(term),
                frequency=None if math.isnan(frequency) else frequency,
                excluded=excluded,
                sex=_SEXES[sex],
                onsets=self._onsets(kind, ends[row], ends[row + 1]),
                patients=patients,
            )
            for row, (term, frequency, excluded, sex, patients) in enumerate(zip(*values, strict=True))
        )

    def _onsets(self, kind: str, first: int, last: int) -> tuple[TermId, ...]:
        return tuple(from_number(one) for one in self._arrays[f"{kind}.onsets"][first:last].tolist())
