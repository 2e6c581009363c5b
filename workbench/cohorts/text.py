"""The cohort in plain words, written from the same value that is counted, so the two cannot disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from data_access.records import AgeBand, Sex
from ontology.terms import Synonym, TermId
from workbench.cohorts.clauses import (
    UNDIAGNOSED,
    Clause,
    DepthBand,
    Excluded,
    FindingsBand,
    HasCondition,
    InAgeBand,
    InMapRegion,
    InRegion,
    InSex,
    Observed,
    Query,
)
from workbench.cohorts.countries import country_name
from workbench.cohorts.vocabulary import AREA_PREFIX

__all__ = [
    "SEX_NAMES",
    "ClauseWords",
    "Glossary",
    "age_words",
    "attrition_words",
    "clause_words",
    "country_name",
    "depth_words",
    "findings_words",
    "phrase",
    "sentence",
]

SEX_NAMES: dict[Sex, str] = {"female": "Female", "male": "Male", "other": "Another sex"}
_CHILDREN: frozenset[AgeBand] = frozenset({"0-4", "5-11", "12-17"})
_SUBJECTS: dict[Sex, tuple[str, str, str]] = {  # of any age, children, adults
    "female": ("Women and girls", "Girls", "Women"),
    "male": ("Men and boys", "Boys", "Men"),
    "other": ("People of another sex than female or male",) * 3,
}


_LONGEST_LAY = 40


class Words(Protocol):
    """What writing needs to know of the ontology; `ontology.Ontology` is one."""

    def label(self, term: TermId) -> str:
        """The label of a current term."""

    def lay_words(self, term: TermId) -> str:
        """A caption in lay words; empty where there is none."""

    def synonyms(self, term: TermId) -> tuple[Synonym, ...]:
        """Other texts for the term."""

    def descendants(self, term: TermId) -> frozenset[TermId]:
        """The term and everything narrower."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Words for everything a clause may name.

    Attributes:
        conditions: Condition id -> name, with those of disease areas (`AREA:...`).
    """

    terms: Words
    conditions: Mapping[str, str]

    def condition(self, identifier: str) -> str:
        """The name of a condition or area, the id where it has none."""
        return self.conditions.get(identifier, identifier)


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """One clause for people.

    Attributes:
        title: Short name, as on a chip.
        detail: What it is exactly: id, how much it takes in.
        lay: The same in everyday words; empty when there are none.
        icon: Name of a Bootstrap icon.
    """

    title: str
    detail: str
    lay: str
    icon: str


def sentence(query: Query, glossary: Glossary) -> str:
    """The cohort in one sentence."""
    if not query.clauses:
        return "All donors."
    parts = [_subject(query), *_where(query), *_with(query, glossary), *_further(query, glossary)]
    return f"{' '.join(parts).replace(' ,', ',')}."


def clause_words(clause: Clause, glossary: Glossary) -> ClauseWords:
    """One clause for people: title, detail, everyday words and icon."""
    match clause:
        case Observed(term):
            detail = f"{term} · {_narrower_words(term, glossary.terms)}"
            return ClauseWords(glossary.terms.label(term), detail, glossary.terms.lay_words(term), "check-lg")
        case Excluded(term):
            detail = f"{term} · looked for and ruled out"
            return ClauseWords(
                f"No {_lower(glossary.terms.label(term))}", detail, glossary.terms.lay_words(term), "slash-circle"
            )
        case InSex(sex):
            return ClauseWords(SEX_NAMES[sex], "recorded sex", "", "person")
        case InAgeBand(band):
            return ClauseWords(f"Age {age_words(band)}", "at last record", "", "calendar3")
        case InRegion(code):
            return ClauseWords(country_name(code), f"{code} · place of residence", "", "geo-alt")
        case HasCondition(identifier):
            return _condition_words(identifier, glossary)
        case InMapRegion(snapshot, cells):
            detail = f"{len(cells)} {'cell' if len(cells) == 1 else 'cells'} of snapshot {snapshot}"
            return ClauseWords("Region of the map", detail, "People whose findings are alike.", "hexagon")


def attrition_words(clauses: Sequence[Clause], glossary: Glossary) -> list[str]:
    """What each step of the attrition is called: all donors, "with seizure", "and hypotonia", "and age 0–4"."""
    words = ["All donors"]
    for clause in clauses:
        kind = phrase(clause, glossary)
        first = len(words) == 1
        words.append(f"{'with ' if first and _is_had(clause) else '' if first else 'and '}{kind}")
    return words


def phrase(clause: Clause, glossary: Glossary) -> str:
    """One clause as a part of a sentence."""
    match clause:
        case Observed(term):
            return _lower_name(term, glossary)
        case Excluded(term):
            return f"{_lower_name(term, glossary)} ruled out"
        case InSex(sex):
            return SEX_NAMES[sex].lower()
        case InAgeBand(band):
            return f"age {age_words(band)}"
        case InRegion(code):
            return f"in {country_name(code)}"
        case HasCondition(identifier):
            return "no diagnosis yet" if identifier == UNDIAGNOSED else _condition_phrase(identifier, glossary)
        case InMapRegion():
            return "in the region of the map"


def age_words(band: AgeBand) -> str:
    """The band as a table writes it: `0–4`, `65 or more`."""
    return _range_words(band)


def findings_words(band: FindingsBand) -> str:
    """The band of findings as a table writes it: `5–9`, `20 or more`."""
    return _range_words(band)


def depth_words(band: DepthBand) -> str:
    """What it says of a donor whose most specific finding lies that deep in HPO."""
    return f"Most specific finding {_range_words(band)} steps below the top"


def _range_words(band: str) -> str:
    return f"{band[:-1]} or more" if band.endswith("+") else band.replace("-", "–")


def _subject(query: Query) -> str:
    sexes = {clause.sex for clause in query.clauses if isinstance(clause, InSex)}
    ages = {clause.band for clause in query.clauses if isinstance(clause, InAgeBand)}
    if len(sexes) == 1:
        any_age, children, adults = _SUBJECTS[sexes.pop()]
        subject = any_age if len(ages) != 1 else children if ages <= _CHILDREN else adults
    else:
        subject = "People recorded as " + " and as ".join(sorted(sexes)) if sexes else "People"
    aged = " and also ".join(_aged(band) for band in sorted(ages))
    return f"{subject} aged {aged}" if aged else subject


def _aged(band: AgeBand) -> str:
    return f"{band[:-1]} or more" if band.endswith("+") else band.replace("-", " to ")


def _where(query: Query) -> list[str]:
    places = [country_name(clause.code) for clause in query.clauses if isinstance(clause, InRegion)]
    return [f"in {_joined(places)}"] if places else []


def _with(query: Query, glossary: Glossary) -> list[str]:
    had = [
        _finding(clause.term, glossary) if isinstance(clause, Observed) else _condition_phrase(clause.id, glossary)
        for clause in query.clauses
        if isinstance(clause, Observed) or (isinstance(clause, HasCondition) and clause.id != UNDIAGNOSED)
    ]
    return [f"with {_joined(had)}"] if had else []


def _further(query: Query, glossary: Glossary) -> list[str]:
    said = []
    if HasCondition(UNDIAGNOSED) in query.clauses:
        said.append("who have no diagnosis yet")
    ruled_out = [_lower_name(clause.term, glossary) for clause in query.clauses if isinstance(clause, Excluded)]
    if ruled_out:
        verb = "was" if len(ruled_out) == 1 else "were"
        said.append(f"in whom {_joined(ruled_out)} {verb} looked for and ruled out")
    for clause in query.clauses:
        if isinstance(clause, InMapRegion):
            cells = len(clause.cells)
            said.append(f"whose findings lie in a region of {cells} {'cell' if cells == 1 else 'cells'} on the map")
    return [f", {_joined(said)}"] if said and len(query.clauses) > len(said) else said


def _finding(term: TermId, glossary: Glossary) -> str:
    """Everyday words before the label where there are some; "of any kind" for a broad term without them."""
    label = _lower_name(term, glossary)
    exact = {one.text: one.lay for one in glossary.terms.synonyms(term) if one.kind == "exact"}
    lay = [text for text, is_lay in exact.items() if is_lay and len(text) <= _LONGEST_LAY]
    # "Muscular weakness (muscle weakness)" would say the same twice.
    lay = [text for text in lay if _noun(text) != _noun(label)]
    if lay:
        return f"{_lower(min(lay, key=lambda text: (len(text), text)))} ({label})"
    plural = f"{label}s"
    named = plural if plural in {text.casefold() for text in exact} else label
    is_broad = len(glossary.terms.descendants(term)) > 1 and not label.startswith(("abnormal", "any "))
    return f"{named} of any kind" if is_broad else named


def _noun(text: str) -> str:
    """The last word, which is the noun in nearly all of them; the whole text where that is a number."""
    last = text.casefold().split()[-1]
    return last.rstrip("s") if last.isalpha() else text.casefold()


def _lower_name(term: TermId, glossary: Glossary) -> str:
    return _lower(glossary.terms.label(term))


def _lower(text: str) -> str:
    """Lower case at the start, but for words such as EEG or X-linked."""
    return text if len(text) > 1 and not text[1].islower() else text[:1].lower() + text[1:]


def _joined(phrases: Sequence[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def _is_had(clause: Clause) -> bool:
    return isinstance(clause, Observed) or (isinstance(clause, HasCondition) and clause.id != UNDIAGNOSED)


def _condition_words(identifier: str, glossary: Glossary) -> ClauseWords:
    if identifier == UNDIAGNOSED:
        return ClauseWords("No diagnosis yet", "undiagnosed", "Nobody has found the cause so far.", "question-circle")
    if identifier.startswith(AREA_PREFIX):
        return ClauseWords(glossary.condition(identifier), "disease area", "", "collection")
    return ClauseWords(glossary.condition(identifier), f"{identifier} · confirmed or suspected", "", "clipboard2-pulse")


def _condition_phrase(identifier: str, glossary: Glossary) -> str:
    name = glossary.condition(identifier)
    return f"a condition of the area “{name}”" if identifier.startswith(AREA_PREFIX) else name


def _narrower_words(term: TermId, terms: Words) -> str:
    narrower = len(terms.descendants(term)) - 1
    return f"and {narrower:,} narrower" if narrower else "no narrower term"
