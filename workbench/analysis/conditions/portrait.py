"""A published condition in one or two sentences of everyday words, made by rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology.annotations import Annotation, Disease
from ontology.ontology import Ontology
from ontology.terms import TermId
from workbench.analysis.plain_words import Words, within
from workbench.analysis.statistics import wilson

_COMMONEST = 4
_SHALLOWEST = 2
_FEW = 3  # patients; in fewer nothing is said to be "most often"
_INHERITANCE: Mapping[str, str] = {
    "HP:0000006": "inherited from one parent, or new in the child (autosomal dominant)",
    "HP:0000007": "inherited from both parents (autosomal recessive)",
    "HP:0001417": "carried on the X chromosome",
    "HP:0001419": "carried on the X chromosome, so that mostly boys and men have it",
    "HP:0001423": "carried on the X chromosome, in women as well as in men",
    "HP:0001427": "inherited from the mother, through the mitochondria",
    "HP:0001450": "inherited from father to son, on the Y chromosome",
    "HP:0001442": "not inherited, present in some of the body's cells only",
    "HP:0003745": "mostly not inherited",
    "HP:0025352": "mostly new in the child, not inherited",
    "HP:0010982": "inherited through many genes together",
    "HP:0010984": "inherited through two genes together",
    "HP:0010983": "inherited through a few genes together",
    "HP:0001466": "caused by a missing or doubled piece of a chromosome",
}
_ONSET: Mapping[str, tuple[int, str]] = {
    "HP:0030674": (0, "before birth"),
    "HP:0011461": (0, "before birth"),
    "HP:0034199": (0, "before birth"),
    "HP:0034198": (0, "before birth"),
    "HP:0034197": (0, "before birth"),
    "HP:0003577": (1, "at birth"),
    "HP:0003623": (2, "in the first weeks of life"),
    "HP:0003593": (3, "in the first year of life"),
    "HP:0410280": (4, "in childhood"),
    "HP:0011463": (4, "in childhood"),
    "HP:0003621": (5, "in youth"),
    "HP:0003581": (6, "in adult life"),
    "HP:0011462": (6, "in young adult life"),
    "HP:0025708": (6, "in young adult life"),
    "HP:0025709": (6, "in young adult life"),
    "HP:0025710": (6, "in young adult life"),
    "HP:0003596": (7, "in middle age"),
    "HP:0003584": (8, "late in life"),
}


@dataclass(frozen=True, slots=True)
class PublishedFinding:
    """A finding as published.

    Attributes:
        lay: A caption in everyday words.
        frequency: Share of patients, 0 to 1; None where no publication gives one.
        patients: The patients that it was counted in; 0 where it is not a count.
    """

    term: TermId
    label: str
    lay: str
    frequency: float | None
    patients: int = 0

    @property
    def at_least(self) -> float | None:
        """The frequency that the publications vouch for: the lower end of the 95 % interval of what was counted.

        So 3 patients of 3 (0.44) come after 460 of 528. A class, such as "very frequent", stands as it is.
        """
        if self.frequency is None or not self.patients:
            return self.frequency
        return wilson(round(self.frequency * self.patients), self.patients)[0]


def findings_of(
    disease: Disease, ontology: Ontology
) -> tuple[tuple[PublishedFinding, ...], tuple[PublishedFinding, ...]]:
    """What the disease is said to have, most frequent first, unknown frequencies last; and what it is said not to have.

    What many patients vouch for comes before what all of two or three have; see `PublishedFinding.at_least`.
    A finding that none of the counted patients had is one it does not have.
    """
    having = [one for one in disease.phenotypes if not _is_absent(one)]
    lacking = [one for one in disease.phenotypes if _is_absent(one)]
    return _ordered(having, ontology), _ordered(lacking, ontology)


def portrait(disease: Disease, findings: Sequence[PublishedFinding], ontology: Ontology) -> str:
    """How it is inherited, when it begins and what is commonest in it; says which of them is not published."""
    inherited = _said(disease.inheritance, {key: (0, words) for key, words in _INHERITANCE.items()})
    onset = _said(disease.course, _ONSET)
    unknown = [name for name, known in (("how it is inherited", inherited), ("when it begins", onset)) if not known]
    parts = [
        f"A condition {_listed(inherited, 'or')}." if inherited else "",
        f"It usually begins {_listed(onset, 'or')}." if onset else "",
        _commonest(findings, ontology),
        f"Not published: {_listed(unknown, 'and')}." if unknown else "",
    ]
    return " ".join(filter(None, parts))


def _is_absent(one: Annotation) -> bool:
    return one.excluded or one.frequency == 0


def _ordered(annotations: Iterable[Annotation], ontology: Ontology) -> tuple[PublishedFinding, ...]:
    made = (
        PublishedFinding(one.term, ontology.label(one.term), ontology.lay_words(one.term), one.frequency, one.patients)
        for one in annotations
    )
    return tuple(sorted(made, key=lambda one: (one.frequency is None, -(one.at_least or 0.0), one.label)))


def _commonest(findings: Sequence[PublishedFinding], ontology: Ontology) -> str:
    words = Words(ontology)
    told: list[TermId] = []
    counted_on = [one for one in findings if _is_counted_on(one)]
    telling = (one.term for one in counted_on or findings if ontology.depth(one.term) >= _SHALLOWEST)
    for term in telling:
        apart = not words.say_little(term) and all(words.are_apart(term, other) for other in told)
        if apart and len(told) < _COMMONEST:
            told.append(term)
    if not told:
        return "None of its findings is published."
    said = _listed([within(words.of(term)) for term in told], "and")
    return f"Most often: {said}." if counted_on else f"Named for it: {said}."


def _is_counted_on(finding: PublishedFinding) -> bool:
    return finding.frequency is not None and not 0 < finding.patients < _FEW


def _said(annotations: Iterable[Annotation], words: Mapping[str, tuple[int, str]]) -> list[str]:
    """The words for the annotated terms, each once, in their order."""
    held = {words[one.term] for one in annotations if not one.excluded and one.term in words}
    return [said for _, said in sorted(held)]


def _listed(parts: Sequence[str], word: str) -> str:
    return " ".join(filter(None, (", ".join(parts[:-1]), word if len(parts) > 1 else "", parts[-1])))
