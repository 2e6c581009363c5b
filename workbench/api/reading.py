"""A phenopacket read as a profile: in memory, by the parsers of the import. Nothing of it is stored or logged."""

from __future__ import annotations

from ontology.ontology import Ontology
from ontology.terms import TermId
from workbench.api.door import Door
from workbench.cohorts.profile import MOST_FINDINGS, Profile, profile_of
from workbench.errors import RefusedFile
from workbench.ingest.cases import Case, read_case
from workbench.ingest.documents import read_document
from workbench.ingest.tallies import CONTRADICTED, NOT_A_PHENOTYPE

_MOST_BYTES = 2_000_000
# The readers speak of an import; nothing is imported here.
_SAID_HERE = (
    ("import again", "choose it again"),
    ("import the folder", "choose one"),
    ("can be stored", "can be compared"),
    ("the store takes no direct identifiers", "no direct identifiers are taken"),
)


def read_phenopacket(door: Door, data: bytes) -> tuple[Profile, tuple[str, ...]]:
    """The findings of a phenopacket as a profile, and sentences on what was left out.

    Raises:
        RefusedFile: It is too large, no phenopacket of version 2, malformed, or holds direct identifiers.
        InvalidQuery: It has too many findings.
    """
    door.asker.require("explore")
    if len(data) > _MOST_BYTES:
        raise RefusedFile(
            f"The file is larger than {_MOST_BYTES // 1_000_000} MB.", do="Give the phenopacket of one patient."
        )
    try:
        case = read_case(read_document(data), door.ontology)
    except RefusedFile as refusal:
        raise RefusedFile(_said(refusal.what), do=_said(refusal.do), where=refusal.where) from None
    observed, excluded, opposed = _findings(case, door.ontology)
    if not observed:
        raise RefusedFile(
            "This phenopacket has no finding that is present, in the HPO release in use.",
            do="Enter the findings by hand.",
            where="phenotypicFeatures",
        )
    # Ruled-out findings are shown and not scored: where a file has too many findings, these stay behind.
    room = max(MOST_FINDINGS - len(observed), 0)
    profile = profile_of(observed, excluded[:room], door.ontology)
    return profile, tuple(_left_out(case, opposed, len(excluded[room:])))


def _said(words: str) -> str:
    for importing, here in _SAID_HERE:
        words = words.replace(importing, here)
    return words


def _findings(case: Case, ontology: Ontology) -> tuple[list[TermId], list[TermId], int]:
    """Terms present, terms ruled out, and how many of these were left out since what is present speaks against them."""
    present = [TermId(one.term) for one in case.findings if one.state == "observed"]
    implied = {broader for term in present for broader in ontology.ancestors(term)}
    absent = [TermId(one.term) for one in case.findings if one.state == "excluded"]
    kept = [term for term in absent if term not in implied]
    return present, kept, len(absent) - len(kept)


def _left_out(case: Case, opposed: int, too_many: int) -> list[str]:
    tally = case.tally
    counted = (
        (tally.unknown, "not in the HPO release in use"),
        (tally.dropped[NOT_A_PHENOTYPE], "no phenotypic abnormality"),
        (tally.dropped[CONTRADICTED] + opposed, "ruled out, but present elsewhere in the file; taken as present"),
        (too_many, f"ruled out beyond the {MOST_FINDINGS} that are compared; left out, since none of them is scored"),
    )
    said = [f"{n} {'finding is' if n == 1 else 'findings are'} {what}." for n, what in counted if n]
    if tally.replaced:
        n = tally.replaced
        said.append(f"{n} {'finding was' if n == 1 else 'findings were'} replaced by what HPO calls it now.")
    if case.conditions:
        said.append("Conditions in the file are not used: only findings are compared.")
    return said
