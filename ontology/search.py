"""Type-ahead: terms whose label or synonym has, for every word typed, a word that begins with it.

After them come those with a part of the typed words, the more and the rarer the better: "unsteady walk" finds other
unusual ways of walking, too.

The index is made of sorted arrays, compiled once. Texts are numbered in the order of their folded form, so all texts
that begin with what was typed are one range of numbers; tokens are sorted, so all tokens that begin with a word
are one range too, and their postings one slice.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ontology.compiled import Texts, text_array, text_arrays
from ontology.labels import words

MatchKind = Literal["label", "lay", "synonym"]

_KINDS: tuple[MatchKind, ...] = ("label", "lay", "synonym", "synonym")
_DISTANT = 3
_EXACT_LABEL, _EXACT_OTHER, _BEGINS, _HOLDS = 0, 1, 2, 2 + len(_KINDS)
_ALL_WORDS = 2 + 2 * len(_KINDS)
_TIERS = _ALL_WORDS + 2 * 101  # a match of a part of the words: two tiers a percent of their weight missed
_LEAST_LETTERS = 3
_MOST_MISSED = 85  # percent; a match of nothing but "of" or "with" helps nobody
_ID = re.compile(r"hp\s*[:_]?\s*(\d{1,7})|(\d{4,7})", re.IGNORECASE)
_TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Wording:
    """One text of one term: a row of the index.

    Attributes:
        term: Position of the term.
        distant: True for broad, narrow and related synonyms without lay mark.
    """

    term: int
    text: str
    kind: MatchKind
    distant: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording that was found; `score` is 0 to 1 and for ranking only."""

    term: int
    text: str
    kind: MatchKind
    score: float


def typed_id(text: str) -> str | None:
    """The digits of an HPO id typed in full or in part; None where the text is none."""
    found = _ID.fullmatch(text.strip())
    return (found.group(1) or found.group(2)) if found else None


def index_arrays(wordings: Iterable[Wording], weights: Sequence[int]) -> dict[str, np.ndarray]:
    """The index as arrays.

    Args:
        wordings: Every text that can be found.
        weights: For each term how widely it is used; of equal matches the wider used comes first.
    """
    folded = {(" ".join(words(one.text)), _rank(one), one.term): one for one in wordings if words(one.text)}
    keys = sorted(folded)
    ordered = [folded[key] for key in keys]
    return {
        **text_arrays("search.texts", [one.text for one in ordered]),
        **text_arrays("search.folded", [key[0] for key in keys]),
        "search.terms": np.array([one.term for one in ordered], dtype=np.int32),
        "search.kinds": np.array([_rank(one) for one in ordered], dtype=np.int32),
        "search.order": _order(ordered, weights),
        **_postings([key[0].split(" ") for key in keys]),
    }


def _rank(wording: Wording) -> int:
    return _DISTANT if wording.distant else _KINDS.index(wording.kind)


def _order(ordered: Sequence[Wording], weights: Sequence[int]) -> np.ndarray:
    """The place of each text among equal matches, (n,), int32: widely used first, then short, then A to Z."""
    best_first = sorted(range(len(ordered)), key=lambda i: (-weights[ordered[i].term], len(ordered[i].text), i))
    order = np.empty(len(ordered), dtype=np.int32)
    order[best_first] = np.arange(len(ordered), dtype=np.int32)
    return order


def _postings(tokens: Sequence[Sequence[str]]) -> dict[str, np.ndarray]:
    """Every token, cut to 24 bytes, with the texts that hold it."""
    holders: dict[bytes, set[int]] = {}
    for text, held in enumerate(tokens):
        for token in held:
            holders.setdefault(token.encode()[:_TOKEN_BYTES], set()).add(text)
    ordered = sorted(holders)
    lengths = np.array([len(holders[token]) for token in ordered], dtype=np.int64)
    texts = [text for token in ordered for text in sorted(holders[token])]
    return {
        "search.tokens": np.array(ordered, dtype=f"S{_TOKEN_BYTES}"),
        "search.token_indptr": np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        "search.token_texts": np.array(texts, dtype=np.int32),
    }


class SearchIndex:
    """Finds terms for typed words.

    Args:
        arrays: What `index_arrays` made.
    """

    __slots__ = (
        "_folded",
        "_kinds",
        "_order",
        "_terms",
        "_texts",
        "_token_indptr",
        "_token_texts",
        "_tokens",
    )

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        self._texts: Texts = text_array(arrays, "search.texts")
        self._folded: Texts = text_array(arrays, "search.folded")
        self._terms = arrays["search.terms"]
        self._kinds = arrays["search.kinds"]
        self._order = arrays["search.order"]
        self._tokens = arrays["search.tokens"]
        self._token_indptr = arrays["search.token_indptr"]
        self._token_texts = arrays["search.token_texts"]

    def find(self, text: str, top: int) -> list[Hit]:
        """The best wording of each of the best terms, best first: all with every word, then those with a part."""
        typed = words(text)
        if not typed or top < 1:
            return []
        holding = [self._holding(word) for word in dict.fromkeys(typed)]
        found = np.flatnonzero(np.logical_and.reduce(holding))
        hits = self._best(found, self._tiers(found, " ".join(typed).encode()), top, {})
        if len(hits) < top and len(holding) > 1:
            hits = self._best(*self._in_part(list(dict.fromkeys(typed)), holding), top, hits)
        return list(hits.values())

    def _best(self, found: np.ndarray, tiers: np.ndarray, top: int, hits: dict[int, Hit]) -> dict[int, Hit]:
        """The hits and the best of the texts found, a term once, up to the top."""
        keys = tiers * np.int64(len(self._texts)) + self._order[found]
        for place in np.argsort(keys):
            if len(hits) == top:
                break
            term = int(self._terms[found[place]])
            if term not in hits:
                hits[term] = self._hit(int(found[place]), int(keys[place]))
        return hits

    def _in_part(self, typed: Sequence[str], holding: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """The texts that hold enough of the words, (n,), int64, and their tiers, (n,), int64.

        A word weighs its letters times how rare it is; one that no text holds weighs nothing, as a mistyped one
        says nothing about the others.
        """
        weights = [self._weight(word, held) for word, held in zip(typed, holding, strict=True)]
        whole = sum(weights)
        if not whole:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        share = np.zeros(len(self._texts), dtype=np.float32)
        for weight, held in zip(weights, holding, strict=True):
            share += np.float32(weight / whole) * held
        missed = np.rint(100 * (1 - share)).astype(np.int64)
        found = np.flatnonzero(missed <= _MOST_MISSED)
        return found, _ALL_WORDS + 2 * missed[found] + (self._kinds[found] == _DISTANT)

    def _weight(self, word: str, held: np.ndarray) -> float:
        holders = int(np.count_nonzero(held))
        if len(word) < _LEAST_LETTERS or not holders:
            return 0.0
        return len(word) * math.log1p(len(self._texts) / holders)

    def _holding(self, word: str) -> np.ndarray:
        """Which texts hold the word, (n,), bool."""
        held = np.zeros(len(self._texts), dtype=bool)
        held[self._postings_of(word.encode()[:_TOKEN_BYTES])] = True
        return held

    def _postings_of(self, prefix: bytes) -> np.ndarray:
        """The texts with a token that begins so, (n,), int32, with repeats."""
        first = np.searchsorted(self._tokens, np.bytes_(prefix), side="left")
        last = np.searchsorted(self._tokens, np.bytes_(prefix + b"\xff"), side="right")
        postings: np.ndarray = self._token_texts[self._token_indptr[first] : self._token_indptr[last]]
        return postings

    def _tiers(self, found: np.ndarray, typed: bytes) -> np.ndarray:
        """How good each match is, (n,), int32: 0 the label itself ... 9 words of a distant synonym."""
        kinds = self._kinds[found]
        begins = (found >= self._first(typed)) & (found < self._first(typed + b"\xff"))
        exact = begins & (found < self._first(typed + b"\0"))
        tiers: np.ndarray = np.where(begins, _BEGINS, _HOLDS) + kinds
        tiers[exact] = np.where(kinds[exact] == 0, _EXACT_LABEL, _EXACT_OTHER)
        return tiers

    def _first(self, folded: bytes) -> int:
        """The first text that does not sort before this one."""
        return bisect_left(range(len(self._folded)), folded, key=self._folded.encoded)

    def _hit(self, text: int, key: int) -> Hit:
        score = 1 - key / (_TIERS * len(self._texts))
        kind = _KINDS[int(self._kinds[text])]
        return Hit(int(self._terms[text]), str(self._texts[text]), kind, score)
