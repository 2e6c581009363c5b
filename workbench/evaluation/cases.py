"""Public cases with a known disease, read from phenopackets to measure accuracy on.

The readers are those of the import, so what the import refuses (hostile files, direct identifiers) is refused here too.
Nothing is stored.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from data_access.records import Finding, FindingState
from ontology.ontology import Ontology
from ontology.terms import TermId, number
from workbench.errors import RefusedFile, WorkbenchError
from workbench.ingest.cases import read_case
from workbench.ingest.documents import Document, read_document
from workbench.ingest.fields import Fields
from workbench.ingest.sources import Found, find_files

REFUSED = "file refused"
REPEATED = "same case again"
NO_DISEASE = "no disease"
NO_FINDING = "no observed finding"

_PUBMED = re.compile(r"PMID[_:](\d{1,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cases:
    """n labelled cases, in the order of their files; findings are HPO numbers, ascending, each once a case.

    Attributes:
        observed_indptr: Where each case's observed findings begin, (n + 1,), int64.
        observed: Observed findings, int32; every case has at least one.
        excluded_indptr: Where each case's excluded findings begin, (n + 1,), int64.
        excluded: Excluded findings, int32.
        diseases: Disease of each case, such as OMIM:154700; the first of those that are given.
        publications: Ids of the publications that each case comes from, such as PMID:15266616, ascending.
        cohorts: Name of the folder that each case was in; empty where there was none.
        names: Path of each case's file, below the path that was given.
        left_out: Why -> how many files.
        unknown_terms: How many mentions of terms were dropped since the release in use does not know them.
    """

    observed_indptr: NDArray[np.int64]
    observed: NDArray[np.int32]
    excluded_indptr: NDArray[np.int64]
    excluded: NDArray[np.int32]
    diseases: tuple[str, ...]
    publications: tuple[tuple[str, ...], ...]
    cohorts: tuple[str, ...]
    names: tuple[str, ...]
    left_out: dict[str, int]
    unknown_terms: int

    def __len__(self) -> int:
        return len(self.diseases)

    def findings(self, case: int) -> NDArray[np.int32]:
        """Observed findings of one case, HPO numbers."""
        return self.observed[self.observed_indptr[case] : self.observed_indptr[case + 1]]

    def absent(self, case: int) -> NDArray[np.int32]:
        """Excluded findings of one case, HPO numbers."""
        return self.excluded[self.excluded_indptr[case] : self.excluded_indptr[case + 1]]


@dataclass(frozen=True, slots=True)
class _Labelled:
    """One case that can be used, and how many mentions of terms it lost."""

    observed: list[int]
    excluded: list[int]
    disease: str
    publications: tuple[str, ...]
    cohort: str
    name: str


class _LeftOut(Exception):
    """Why a file gives no case."""


def read_cases(path: Path, ontology: Ontology, advance: Callable[[], None] | None = None) -> Cases:
    """The labelled cases of a phenopacket, a folder or a zip of them.

    Args:
        path: File, folder or zip; only `.json` files in it are read.
        ontology: The release that decides which terms are current; the others are dropped and counted.
        advance: Called after every file.

    Raises:
        WorkbenchError: There is no such path, the zip is hostile, or not one case can be used.
    """
    kept: list[_Labelled] = []
    left_out: Counter[str] = Counter()
    seen: set[str] = set()
    unknown = 0
    for found in find_files([path]):
        try:
            case, lost = _read(found, path, ontology, seen)
            kept.append(case)
            unknown += lost
        except _LeftOut as reason:
            left_out[str(reason)] += 1
        except RefusedFile as refusal:
            if found.name == os.fspath(path):  # all that was asked for, not one file of many
                raise WorkbenchError(refusal.what, do=refusal.do, where=found.name) from refusal
            left_out[REFUSED] += 1
        if advance:
            advance()
    if not kept:
        raise WorkbenchError(
            "There is no case with a disease and an observed finding here.",
            do="Give phenopackets with a diagnosis: a file, a folder or a zip.",
            where=os.fspath(path),
        )
    return _together(kept, left_out, unknown)


def _read(found: Found, root: Path, ontology: Ontology, seen: set[str]) -> tuple[_Labelled, int]:
    """The case in a file, and how many mentions of terms it lost.

    Raises:
        RefusedFile: The file may not be read.
        _LeftOut: It gives no case that can be used.
    """
    if found.refusal:
        raise found.refusal
    if found.passed_over:
        raise _LeftOut(found.passed_over.strip("()"))
    document = read_document(found.content or b"")
    case = read_case(document, ontology)
    if case.identity in seen:
        raise _LeftOut(REPEATED)
    seen.add(case.identity)
    if not case.conditions:
        raise _LeftOut(NO_DISEASE)
    observed = _numbers(case.findings, "observed")
    if not observed:
        raise _LeftOut(NO_FINDING)
    excluded = _numbers(case.findings, "excluded")
    name = found.name.removeprefix(os.fspath(root)).lstrip("/") or PurePosixPath(found.name).name
    labelled = _Labelled(observed, excluded, case.conditions[0].id, _publications(document, name), _cohort(name), name)
    return labelled, case.tally.unknown


def _numbers(findings: Sequence[Finding], state: FindingState) -> list[int]:
    return sorted(number(TermId(finding.term)) for finding in findings if finding.state == state)


def _publications(document: Document, name: str) -> tuple[str, ...]:
    """Ids of external references, and PubMed ids in the id of the case and in the name of its file."""
    whole = Fields(document)
    meta = whole.object("metaData")
    references = meta.objects("externalReferences") if meta else []
    cited = {text for reference in references if (text := reference.text("id"))}
    named = f"{whole.text('id') or ''} {PurePosixPath(name).name}"
    return tuple(sorted(cited | {f"PMID:{found}" for found in _PUBMED.findall(named)}))


def _cohort(name: str) -> str:
    folder = PurePosixPath(name).parent.name
    return "" if folder in (".", "..") else folder


def _together(kept: Sequence[_Labelled], left_out: Counter[str], unknown: int) -> Cases:
    observed_indptr, observed = _rows(case.observed for case in kept)
    excluded_indptr, excluded = _rows(case.excluded for case in kept)
    return Cases(
        observed_indptr=observed_indptr,
        observed=observed,
        excluded_indptr=excluded_indptr,
        excluded=excluded,
        diseases=tuple(case.disease for case in kept),
        publications=tuple(case.publications for case in kept),
        cohorts=tuple(case.cohort for case in kept),
        names=tuple(case.name for case in kept),
        left_out=dict(sorted(left_out.items())),
        unknown_terms=unknown,
    )


def _rows(lists: Iterable[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Lists of numbers as one array and where each begins in it."""
    rows = list(lists)
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return indptr, np.array([value for row in rows for value in row], dtype=np.int32)
