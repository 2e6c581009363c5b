"""A profile: the findings of one patient that a researcher describes. It is asked about, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology.terms import TermId
from workbench.cohorts.vocabulary import Vocabulary
from workbench.errors import InvalidQuery

MOST_FINDINGS = 60


@dataclass(frozen=True, slots=True)
class Profile:
    """Findings of one patient; sorted, each once. Excluded findings are shown, never scored.

    Attributes:
        observed: Terms recorded as present.
        excluded: Terms looked for and not there.
    """

    observed: tuple[TermId, ...] = ()
    excluded: tuple[TermId, ...] = ()

    def narrowest(self, vocabulary: Vocabulary) -> tuple[TermId, ...]:
        """The observed terms less those that a narrower one implies: what similarity is asked about.

        Two profiles that say the same thus get the same answer, and the same noise.
        """
        implied = {broader for term in self.observed for broader in vocabulary.ancestors(term) if broader != term}
        return tuple(term for term in self.observed if term not in implied)


def profile_of(observed: Iterable[str], excluded: Iterable[str], vocabulary: Vocabulary) -> Profile:
    """The profile of these terms.

    Raises:
        InvalidTerm: One is unknown, obsolete or no phenotypic abnormality; says which.
        InvalidQuery: There are too many, or one is both present and ruled out.
    """
    present = _terms(observed, vocabulary)
    absent = _terms(excluded, vocabulary)
    if len(present) + len(absent) > MOST_FINDINGS:
        raise InvalidQuery(
            f"This profile has {len(present) + len(absent)} findings; at most {MOST_FINDINGS} are compared.",
            do="Keep the most unusual ones.",
        )
    for term in present:
        if ruled_out := vocabulary.ancestors(term) & set(absent):
            raise InvalidQuery(
                f"{term} is present, but {min(ruled_out)}, the same finding or a broader one, is ruled out.",
                do="Remove one of the two.",
            )
    return Profile(present, absent)


def to_fragment(profile: Profile) -> str:
    """The profile as it stands after `#` in an address, the part that browsers do not send to the server."""
    parts = [f"p={_short(profile.observed)}", f"x={_short(profile.excluded)}"]
    return "&".join(part for part in parts if not part.endswith("="))


def from_fragment(text: str, vocabulary: Vocabulary) -> Profile:
    """The profile that `to_fragment` wrote; an empty one for an empty text.

    Raises:
        InvalidTerm: See `profile_of`.
        InvalidQuery: Not what `to_fragment` writes.
    """
    held = {"p": "", "x": ""}
    for part in filter(None, text.removeprefix("#").split("&")):
        key, _, value = part.partition("=")
        if key not in held or not all(_is_short(one) for one in value.split(".")):
            raise InvalidQuery("This address holds no profile that can be read.", do="Enter the findings again.")
        held[key] = value
    observed, excluded = ([f"HP:{int(one):07d}" for one in held[key].split(".") if one] for key in ("p", "x"))
    return profile_of(observed, excluded, vocabulary)


def _terms(texts: Iterable[str], vocabulary: Vocabulary) -> tuple[TermId, ...]:
    return tuple(sorted({vocabulary.require_phenotype(text) for text in texts}))


def _is_short(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal() and len(text) <= 7)


def _short(terms: Sequence[TermId]) -> str:
    return ".".join(str(int(term.removeprefix("HP:"))) for term in terms)
