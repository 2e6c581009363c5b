"""The two files of a release, compiled once into the arrays that everything else reads."""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ontology import graph, hpo, hpoa, lay_lexicon, pooling, release, search
from ontology.compiled import DamagedCache, read, text_arrays, write
from ontology.release import Source
from ontology.terms import SynonymKind
from workbench.errors import BrokenOntology

Progress = Callable[[str], None]

TERMS, ANNOTATIONS, EVIDENCE = "terms", "annotations", "evidence"
SYNONYM_KINDS: tuple[SynonymKind, ...] = ("exact", "broad", "narrow", "related")
_FORM = "3"
"""Raised when the arrays change, so that a folder of an older form is left alone and a new one is made."""


def arrays_of(
    part: str, folder: Path, source: Source | None, progress: Progress | None
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays of one part and the facts of the release, compiled where there is no sound cache.

    Raises:
        BrokenOntology: A file of the release may not be used, or the folder cannot be written.
    """
    source = source or release.installed()
    sums = release.checksums(source, folder)
    cache = _cache_folder(folder, sums)
    if cache is not None:
        with contextlib.suppress(DamagedCache):
            return read(cache, part)
    return _compile(part, folder, source, sums, progress or (lambda _: None))


def key_of(sums: tuple[str, str]) -> str:
    """What the compiled form depends on, as 64 hexadecimal digits: both files, our words, and the form."""
    words = repr(lay_lexicon.ENTRIES)
    return hashlib.sha256("\n".join((_FORM, *sums, words)).encode()).hexdigest()


def _cache_folder(folder: Path, sums: tuple[str, str]) -> Path | None:
    ending = key_of(sums)[:16]
    return next(iter(sorted(folder.glob(f"????-??-??-{ending}"))), None)


def _compile(
    part: str, folder: Path, source: Source, sums: tuple[str, str], progress: Progress
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    for path, checksum in zip((source.terms, source.annotations), sums, strict=True):
        release.check_untouched(path, checksum)
    progress("Reading the terms of HPO")
    terms = hpo.read_release(source.terms, source.minimum_terms)
    progress("Reading the published disease annotations")
    table = hpoa.read_table(source.annotations)
    if table.version != terms.version:
        reason = f"The annotations are of {table.version} and the terms of {terms.version}."
        raise hpo.broken(source.annotations, reason)
    progress("Compiling HPO")
    parts = _parts(terms, table, source)
    facts = {
        "release": terms.version,
        "checksum": hashlib.sha256("".join(sums).encode()).hexdigest(),
        "sources": {source.terms.name: sums[0], source.annotations.name: sums[1]},
    }
    cache = folder / f"{terms.version}-{key_of(sums)[:16]}"
    try:
        write(cache, parts, facts)
        return read(cache, part)
    except (OSError, DamagedCache) as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: Exception) -> BrokenOntology:
    return BrokenOntology(
        f"The compiled ontology cannot be kept ({type(error).__name__}).",
        do="Make the folder writable, or set WORKBENCH_HOME to one that is.",
        where=str(folder),
    )


def _parts(terms: hpo.Release, table: hpoa.Table, source: Source) -> dict[str, dict[str, np.ndarray]]:
    current = [term for term in terms.terms if not term.obsolete]
    replacements = _replacements(terms.terms)
    numbers = np.array([term.number for term in current], dtype=np.int32)
    arrays = _graph_arrays(current)
    under = arrays["depth"] >= 0
    phenotypes = {int(number) for number in numbers[under]}
    diseases = pooling.pooled(table.rows, {int(one) for one in numbers}, phenotypes, replacements)
    if not diseases:
        raise hpo.broken(source.annotations, "No row is about a term of this release.")
    weights = Counter(one.term for disease in diseases for one in disease.phenotypes if not one.excluded)
    weight = [weights[term.number] for term in current]
    wordings = _wordings([term if inside else None for term, inside in zip(current, under)])
    arrays |= {"numbers": numbers, "weights": np.array(weight, dtype=np.int32), **_text_parts(current)}
    arrays |= _retired_arrays(terms.terms, replacements) | search.index_arrays(wordings, weight)
    return {TERMS: arrays, ANNOTATIONS: pooling.arrays(diseases), EVIDENCE: pooling.evidence_arrays(diseases)}


def _graph_arrays(current: Sequence[hpo.Term]) -> dict[str, np.ndarray]:
    position = {term.number: place for place, term in enumerate(current)}
    above = [[position[parent] for parent in term.parents] for term in current]
    parents = graph.rows(above)
    ancestors = graph.ancestors(above)
    children = graph.transpose(parents)
    arrays = {"depth": graph.depths(children, position[118])}
    for name, held in (
        ("parents", parents),
        ("children", children),
        ("ancestors", ancestors),
        ("descendants", graph.transpose(ancestors)),
    ):
        arrays |= {f"{name}.indptr": held.indptr, f"{name}.indices": held.indices}
    return arrays


def _text_parts(current: Sequence[hpo.Term]) -> dict[str, np.ndarray]:
    synonyms = [synonym for term in current for synonym in term.synonyms]
    counts = [len(term.synonyms) for term in current]
    return {
        **text_arrays("labels", [term.label for term in current]),
        **text_arrays("definitions", [term.definition for term in current]),
        **text_arrays("synonyms", [synonym.text for synonym in synonyms]),
        "synonyms.indptr": np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        "synonyms.kinds": np.array([SYNONYM_KINDS.index(one.kind) for one in synonyms], dtype=np.uint8),
        "synonyms.lay": np.array([one.lay for one in synonyms], dtype=bool),
    }


def _wordings(terms: Sequence[hpo.Term | None]) -> Iterator[search.Wording]:
    """Every text of the terms that may be suggested; the others are None, so that positions stay."""
    position = {}
    for place, term in enumerate(terms):
        if term is None:
            continue
        position[term.number] = place
        yield search.Wording(place, term.label, "label")
        for synonym in term.synonyms:
            kind: search.MatchKind = "lay" if synonym.lay else "synonym"
            yield search.Wording(place, synonym.text, kind, not synonym.lay and synonym.kind != "exact")
    for term_id, text in lay_lexicon.everyday_words():
        if int(term_id[3:]) in position:
            yield search.Wording(position[int(term_id[3:])], text, "lay")


def _replacements(terms: Sequence[hpo.Term]) -> dict[int, int]:
    """Alternative and obsolete ids -> the current term that took their place, where there is exactly one."""
    current = {term.number for term in terms if not term.obsolete}
    step = {other: term.number for term in terms for other in term.alternatives}
    step |= {term.number: term.replaced_by[0] for term in terms if term.obsolete and len(term.replaced_by) == 1}
    ends = {old: _follow(old, step, current) for old in step if old not in current}
    return {old: new for old, new in ends.items() if new is not None}


def _follow(number: int, step: Mapping[int, int], current: set[int]) -> int | None:
    seen = set()
    while number not in current:
        if number in seen or number not in step:
            return None
        seen.add(number)
        number = step[number]
    return number


def _retired_arrays(terms: Sequence[hpo.Term], replacements: Mapping[int, int]) -> dict[str, np.ndarray]:
    """Ids that are no current term: what replaced them, or the first term to consider; 0 for none."""
    consider = {term.number: next(iter((*term.replaced_by, *term.consider)), 0) for term in terms if term.obsolete}
    retired = sorted(set(replacements) | set(consider))
    return {
        "retired.numbers": np.array(retired, dtype=np.int32),
        "retired.replaced_by": np.array([replacements.get(one, 0) for one in retired], dtype=np.int32),
        "retired.consider": np.array([consider.get(one, 0) for one in retired], dtype=np.int32),
    }
