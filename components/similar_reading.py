"""The profile of `/similar` put into words: its rows, whom it is compared with, a cohort to begin with, an example."""

from __future__ import annotations

from collections.abc import Sequence

from components.asking import link
from components.figures.waterfall import one_in
from components.similar_address import Asked, to_hash
from components.similar_profile import ProfileRow, ProfileRows
from components.tables import number
from ontology.terms import TermId
from workbench.api import cohorts, similar, terms
from workbench.api.door import Door
from workbench.cohorts.address import to_address
from workbench.cohorts.profile import Profile
from workbench.cohorts.query import Observed, Query
from workbench.disclosure.values import Count
from workbench.errors import InvalidTerm, WorkbenchError

_TO_BEGIN_WITH = 2
# Aorta and connective tissue; seizures with delay; kidney and hearing: whichever has people close to it.
EXAMPLES = (
    ("HP:0001166", "HP:0002616", "HP:0000193", "HP:0000316", "HP:0002650", "HP:0001763", "HP:0005116"),
    ("HP:0001250", "HP:0001252", "HP:0001263", "HP:0000252", "HP:0001344"),
    ("HP:0000093", "HP:0000365", "HP:0000790", "HP:0012213"),
)


def profiles_in_rows(asked: Door, question: Asked) -> list[ProfileRows]:
    """One profile or two, with the address that removes each finding and the one that adds to the other profile."""
    first = _rows(asked, question.editing(False)) if question.second is not None else _rows(asked, question)
    if question.second is None:
        return [first]
    second = _rows(asked, question.editing(True))
    to_first = to_hash(question.editing(False)) if question.edits_second else ""
    to_second = "" if question.edits_second else to_hash(question.editing(True))
    return [
        ProfileRows(first.recorded, first.ruled_out, "First profile", to_first),
        ProfileRows(second.recorded, second.ruled_out, "Second profile", to_second),
    ]


def cohort_size(asked: Door, address: str) -> str | None:
    """How large the cohort of the address is, in words; None where there is none that can be asked."""
    try:
        query = cohorts.parse_address(asked, address)
        return number(cohorts.count(asked, query).value.count) if query.clauses else None
    except WorkbenchError:
        return None


def everyone(asked: Door) -> Count:
    """Donors of the snapshot."""
    return cohorts.count(asked, Query()).value.everyone


def as_cohort(asked: Door, profile: Profile) -> str:
    """The address of a cohort to begin with; empty where no finding is common enough.

    Donors with the two findings that the neighbourhood shares most; where nobody is close enough, with the rarest one.
    All findings at once would nearly always be fewer than ten.
    """
    known = [term for term in profile.observed if _label(asked, term) is not None]
    counted = sorted((n, term) for term, n in counts_of(asked, known).items() if n is not None)
    if not counted:
        return ""
    # By known findings alone: the rows of the profile stand, to be mended, also where one is of no HPO release.
    parts = similar.neighbourhood(asked, Profile(tuple(known))).value.parts
    most = [part.term for part in parts if part.count is not None][:_TO_BEGIN_WITH] or [counted[0][1]]
    return link("/cohorts", to_address(Query(tuple(Observed(term) for term in most))))


def counts_of(asked: Door, wanted: Sequence[TermId]) -> dict[TermId, Count]:
    """Donors of all data with each term."""
    return dict(terms.counts(asked, wanted).value.counts) if wanted else {}


def example(asked: Door) -> Profile | None:
    """The first example that has a neighbourhood here; without any, the first that can be asked."""
    first = None
    for observed in EXAMPLES:
        try:
            profile = similar.profile(asked, observed, ())
        except InvalidTerm:
            continue  # an HPO release without one of the terms
        first = first or profile
        if similar.neighbourhood(asked, profile).value.size is not None:
            return profile
    return first


def said_by(asked: Door, profile: Profile) -> set[TermId]:
    """The recorded findings and everything broader, which they imply."""
    known: set[TermId] = set()
    waiting = list(profile.observed)
    while waiting:
        term = waiting.pop()
        if term not in known:
            known.add(term)
            waiting += [broader for broader, _ in _broader(asked, term)]
    return known


def _broader(asked: Door, term: TermId) -> tuple[tuple[TermId, str], ...]:
    try:
        return terms.describe(asked, term).broader
    except InvalidTerm:
        return ()  # above the phenotypic abnormalities


def labels(asked: Door, profile: Profile) -> list[str]:
    """Names of the recorded findings."""
    return [terms.describe(asked, term).label for term in profile.observed]


def _rows(asked: Door, question: Asked) -> ProfileRows:
    profile, whole = question.edited, everyone(asked)
    words = {term: _label(asked, term) for term in (*profile.observed, *profile.excluded)}
    counts = counts_of(asked, [term for term, told in words.items() if told is not None])

    def rare_first(found: Sequence[TermId]) -> list[TermId]:
        return sorted(found, key=lambda term: (counts.get(term) or 0, term))

    implied = _implied(asked, profile.observed)

    def row(term: TermId) -> ProfileRow:
        label, lay = words[term] or (term, "Not a finding of this HPO release")
        if term in implied:
            lay = "A narrower finding says it already; counted once"
        common = one_in(counts[term], whole) if term in counts else ""
        return ProfileRow(term, label, lay, common, to_hash(question.removing(term)))

    recorded, ruled_out = (tuple(map(row, rare_first(found))) for found in (profile.observed, profile.excluded))
    return ProfileRows(recorded, ruled_out)


def _implied(asked: Door, found: Sequence[TermId]) -> set[TermId]:
    """The findings that a narrower one among them says already."""
    return {broader for term in found for broader in said_by(asked, Profile((term,))) - {term}} & set(found)


def _label(asked: Door, term: TermId) -> tuple[str, str] | None:
    try:
        card = terms.describe(asked, term)
    except InvalidTerm:
        return None
    return card.label, card.lay
