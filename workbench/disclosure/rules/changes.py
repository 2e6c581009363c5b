"""Rule for what would change "nobody yet": from how common findings are in all donors, never from who is near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ontology.terms import TermId
from workbench.analysis.neighbourhood_results import ChangesResult
from workbench.disclosure.numbers import Numbers
from workbench.disclosure.profile_values import Change, ProfileChanges
from workbench.disclosure.rules.base import rule
from workbench.disclosure.values import Count

_COMMON = 0.10
_RARE = 0.05
_MORE = 1.5
_FEW = 5
_LISTED = 2


@rule(ChangesResult, ProfileChanges)
def changes(result: ChangesResult, numbers: Numbers) -> ProfileChanges:
    """More findings first, then narrower words for what is common, then broader terms for what is rare."""
    everyone = numbers.of(result.everyone)
    counts = numbers.table(result.table)
    if everyone is None:
        return ProfileChanges(result.areas, (Change("add", _more(result)),))
    narrower = list(_narrower(result, counts, everyone, numbers))[:_LISTED]
    broader = list(_broader(result, counts, everyone, numbers))[:_LISTED]
    return ProfileChanges(result.areas, (Change("add", _more(result)), *narrower, *broader))


def _more(result: ChangesResult) -> str:
    findings, areas = len(result.steps), len(result.areas)
    said = f"The {_number(findings)} findings come" if findings != 1 else "The one finding comes"
    where = f"{_number(areas)} areas of the body" if areas != 1 else "one area of the body"
    if not areas:
        return "“Phenotypic abnormality” says nothing yet. Any finding says more."
    few = f" Profiles of fewer than {_number(_FEW)} findings are rarely closer than chance." if findings < _FEW else ""
    return f"{said} from {where}. One more specific finding helps most.{few}"


def _narrower(
    result: ChangesResult, counts: Mapping[TermId, Count], everyone: int, numbers: Numbers
) -> Iterator[Change]:
    """Findings that many have and that have narrower terms, commonest first."""
    common = [(n, term) for term in result.narrower if (n := counts[term]) is not None and n >= _COMMON * everyone]
    for n, term in sorted(common, key=lambda one: (-one[0], one[1])):
        label = numbers.words.label(term)
        words = f"“{label}” is {_one_in(n, everyone)}. If you know which kind, the narrower term says more."
        yield Change("narrower", words, term, label, n)


def _broader(
    result: ChangesResult, counts: Mapping[TermId, Count], everyone: int, numbers: Numbers
) -> Iterator[Change]:
    """Findings that few have, rarest first, with the least common broader term that half as many again have."""
    rare = [(counts[term] or 0, term) for term in result.steps if (counts[term] or 0) < _RARE * everyone]
    for n, term in sorted(rare):
        enough = max(_MORE * n, numbers.policy.floor)
        wider = [(m, one) for one in result.steps[term] if (m := counts[one]) is not None and m >= enough]
        wider = [pair for pair in wider if not _stands_above(pair[1], term, result, numbers)]
        if wider:
            m, one = min(wider)
            label, other = numbers.words.label(term), numbers.words.label(one)
            seldom = "fewer than 10 donors have" if counts[term] is None else f"{_one_in(n, everyone)} has"
            often = f"“{other}” is {_one_in(m, everyone)} and may join people with something alike"
            words = f"“{label}”: {seldom} it; {often}."
            yield Change("broader", words, term, label, counts[term], one, other, m)


def _stands_above(one: TermId, term: TermId, result: ChangesResult, numbers: Numbers) -> bool:
    """True where another finding of the profile implies it already, so that it would add nothing."""
    return any(one in numbers.meanings.ancestors(other) for other in result.steps if other != term)


def _one_in(n: int, everyone: int) -> str:
    """`1 in 140`: two digits, since the counts behind it carry noise."""
    times = everyone / n
    step = 10 if times >= 100 else 1
    return f"1 in {max(round(times / step) * step, 1):,}"


def _number(n: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[n] if n < len(words) else str(n)
