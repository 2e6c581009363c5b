"""Words for people: text folded for comparison, plain names of body areas, and a short lay caption."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ontology.terms import Synonym, TermId

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)])(?<!\be\.g)(?<!\bi\.e)\.(?=\s|$)")
_CAPTION = 90

AREA_NAMES: dict[TermId, str] = {
    TermId("HP:0000119"): "Kidneys, bladder and genitals",
    TermId("HP:0000152"): "Head, face and neck",
    TermId("HP:0000478"): "Eyes and sight",
    TermId("HP:0000598"): "Ears and hearing",
    TermId("HP:0000707"): "Brain, spine and nerves",
    TermId("HP:0000769"): "Breasts",
    TermId("HP:0000818"): "Hormones and glands",
    TermId("HP:0001197"): "Pregnancy and birth",
    TermId("HP:0001507"): "Growth",
    TermId("HP:0001574"): "Skin, hair and nails",
    TermId("HP:0001608"): "Voice",
    TermId("HP:0001626"): "Heart and blood vessels",
    TermId("HP:0001871"): "Blood and bone marrow",
    TermId("HP:0001939"): "Metabolism",
    TermId("HP:0002086"): "Lungs and breathing",
    TermId("HP:0002664"): "Tumours",
    TermId("HP:0002715"): "Immune system",
    TermId("HP:0025031"): "Stomach, bowel and liver",
    TermId("HP:0025142"): "General symptoms, such as tiredness, pain or fever",
    TermId("HP:0025354"): "Cells under the microscope",
    TermId("HP:0033127"): "Bones, joints and muscles",
    TermId("HP:0040064"): "Arms, legs, hands and feet",
    TermId("HP:0045027"): "Chest",
}

# Seven groups, so that each can have a colour that people tell apart.
_GROUPS: dict[str, tuple[str, ...]] = {
    "Brain and nerves": ("HP:0000707",),
    "Bones, muscles and growth": ("HP:0033127", "HP:0040064", "HP:0001507", "HP:0045027"),
    "Face, eyes and ears": ("HP:0000152", "HP:0000478", "HP:0000598", "HP:0001608"),
    "Skin and tumours": ("HP:0001574", "HP:0002664", "HP:0000769"),
    "Heart and lungs": ("HP:0001626", "HP:0002086"),
    "Kidneys, gut and hormones": ("HP:0000119", "HP:0025031", "HP:0000818", "HP:0001197"),
    "Blood, immunity, metabolism": ("HP:0001871", "HP:0002715", "HP:0001939", "HP:0025354", "HP:0025142"),
}
AREA_GROUPS: dict[str, str] = {AREA_NAMES[TermId(term)]: group for group, terms in _GROUPS.items() for term in terms}
"""Plain name of a body area -> the group under which a map colours it."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(_WORD.findall("".join(one for one in plain if not unicodedata.combining(one))))


def lay_caption(label: str, synonyms: Iterable[Synonym], definition: str) -> str:
    """A short text in lay words that adds to the label, at most 90 characters; empty where there is none.

    The shortest layperson synonym of the closest kind that is not the label again, else the first sentence
    of the definition.
    """
    lay = [one for one in synonyms if one.lay and words(one.text) != words(label) and len(one.text) <= _CAPTION]
    if lay:
        order = ("exact", "related", "narrow", "broad")
        return min(lay, key=lambda one: (order.index(one.kind), len(one.text), one.text)).text
    return cut_at_word(_first_sentence(definition), _CAPTION)


def cut_at_word(text: str, length: int) -> str:
    """The text, or as many whole words of it as fit before an ellipsis."""
    if len(text) <= length:
        return text
    kept = text[:length].rsplit(" ", 1)[0] if " " in text[:length] else text[: length - 1]
    return f"{kept.rstrip(' ,;:.(')}…"


def _first_sentence(text: str) -> str:
    line = " ".join(text.split())
    end = _SENTENCE_END.search(line)
    return line[: end.start() + 1] if end else line
