"""Small words beside released numbers: a q-value, a place in an order, a number spelt out."""

from __future__ import annotations

_ORDINALS = ("first", "second", "third", "fourth")
_ONES = "no,one,two,three,four,five,six,seven,eight,nine,ten"
_CARDINALS = tuple(f"{_ONES},eleven,twelve,thirteen,fourteen,fifteen".split(","))


def q_words(q: float | None) -> str:
    """A q-value: "< 0.001", three decimals below 0.1, two above, a dash when there is none."""
    if q is None:
        return "–"
    if q < 0.001:
        return "< 0.001"
    return f"{q:.3f}" if q < 0.1 else f"{q:.2f}"


def ordinal(position: int) -> str:
    """The position as a word of order: "first" for 1, up to "fourth" for 4."""
    return _ORDINALS[position - 1]


def cardinal(amount: int) -> str:
    """The amount as a word up to fifteen, in digits beyond."""
    return _CARDINALS[amount] if amount < len(_CARDINALS) else f"{amount:,}"


def inside(label: str) -> str:
    """The label inside a sentence: "Seizure" becomes "seizure", "EEG abnormality" stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
