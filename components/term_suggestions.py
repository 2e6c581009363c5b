"""Found terms with what helps to choose among them: everyday words, donors, narrower and broader terms."""

from __future__ import annotations

from collections.abc import Sequence

from components.term_picker import Suggestion
from ontology.terms import Match
from workbench.api import terms
from workbench.api.door import Door


def suggestions(asked: Door, found: Sequence[Match]) -> list[Suggestion]:
    """The found terms, described and counted in all data."""
    counts = dict(terms.counts(asked, [match.term for match in found]).value.counts)
    made = []
    for match in found:
        card = terms.describe(asked, match.term)
        broader = card.broader[0][1] if card.broader else ""
        made.append(Suggestion(match, card.lay, card.narrower_count, counts.get(match.term), broader))
    return made
