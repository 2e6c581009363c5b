"""Findings in few plain words, for names made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ontology.ontology import Ontology
from ontology.terms import TermId

LONGEST = 30
_SHORT = 18
_STEM = 4
_ABNORMAL = re.compile(r"^abnormal|abnormality|^(generalized|regional|localized) ", re.IGNORECASE)
_PROPER = ("Babinski", "Brushfield", "Chiari", "Dandy", "Duane", "Gowers", "Hodgkin", "Raynaud")
_NOT_SAID = re.compile(r"retard|mental deficiency|defect|spider|milk spot", re.IGNORECASE)
SHORT_WORDS: Mapping[TermId, str] = {
    TermId(term): words
    for term, words in {
        "HP:0000365": "Hearing loss",
        "HP:0000505": "Poor sight",
        "HP:0000556": "Failing retina",
        "HP:0000962": "Thick skin",
        "HP:0001166": "Long fingers",
        "HP:0001249": "Intellectual disability",
        "HP:0001260": "Slurred speech",
        "HP:0001263": "Developmental delay",
        "HP:0001288": "Walking difficulty",
        "HP:0001347": "Brisk reflexes",
        "HP:0001638": "Weak heart muscle",
        "HP:0001888": "Few lymphocytes",
        "HP:0002061": "Stiff legs",
        "HP:0002373": "Seizures with fever",
        "HP:0001056": "Small white bumps",
        "HP:0002664": "Tumours",
        "HP:0003236": "Raised muscle enzyme",
        "HP:0100543": "Cognitive difficulties",
        "HP:0004313": "Few antibodies",
        "HP:0004942": "Wide aorta",
        "HP:0007359": "Focal seizures",
        "HP:0002197": "Generalized seizures",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Words:
    """Short plain words for terms."""

    ontology: Ontology
    _known: dict[TermId, str] = field(default_factory=dict)

    def of(self, term: TermId) -> str:
        """Short words for it: ours, else lay ones, else the label; another synonym where the label is too long."""
        if term in SHORT_WORDS:
            return SHORT_WORDS[term]
        if term not in self._known:
            label = self.ontology.label(term)
            synonyms = self.ontology.synonyms(term)
            short = [
                one
                for one in synonyms
                if one.kind == "exact" and len(one.text) <= _SHORT and not _NOT_SAID.search(one.text)
            ]
            lay = [one.text for one in short if one.lay]
            others = [one.text for one in short if len(label) > LONGEST and not one.text.isupper()]
            self._known[term] = label if label in lay else min(lay or others, key=_shortest, default=label)
        return self._known[term]

    def are_plain(self, term: TermId) -> bool:
        """True where the words are everyday ones."""
        return term in SHORT_WORDS or any(one.lay and one.text == self.of(term) for one in self.ontology.synonyms(term))

    def say_little(self, term: TermId) -> bool:
        """True for terms such as "Abnormality of the kidney", which only say where something is."""
        return _ABNORMAL.search(self.ontology.label(term)) is not None

    def are_apart(self, first: TermId, second: TermId) -> bool:
        """False where one term is broader than the other, or both are said with a word, or its beginning, in common."""
        broader = second in self.ontology.ancestors(first) or first in self.ontology.ancestors(second)
        spoken = [{word[:_STEM] for word in re.findall(r"\w+", self.of(term).lower())} for term in (first, second)]
        return not broader and spoken[0].isdisjoint(spoken[1])


def _shortest(text: str) -> tuple[int, str]:
    return len(text), text


def begun(text: str) -> str:
    """The text with a capital."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """The text as it stands within a sentence; EEG, IgG and names of people keep their capitals."""
    if text.startswith(_PROPER):
        return text
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() else text
