"""The reasons of a condition that fits, in words."""

from __future__ import annotations

import pytest

from ontology.terms import TermId
from workbench.api.fitting import PublishedFinding, Reason, sentence

GAIT, UNSTEADY = TermId("HP:0001288"), TermId("HP:0002317")


def _reason(**changes: object) -> Reason:
    given: dict[str, object] = {
        "kind": "observed",
        "term": GAIT,
        "label": "Gait disturbance",
        "lay": "Walks differently",
        "matched": GAIT,
        "matched_label": "Gait disturbance",
        "addend": 0.2,
        "frequency": 0.8,
    }
    return Reason(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Gait disturbance: 80 % of published patients"),
        ({"frequency": None}, "Gait disturbance: frequency not given"),
        ({"frequency": 0.004}, "Gait disturbance: under 1 % of published patients"),
        (
            {"matched": UNSTEADY, "matched_label": "Unsteady gait"},
            "Gait disturbance: closest reported finding Unsteady gait, 80 % of published patients",
        ),
        ({"matched": None, "matched_label": "", "frequency": None}, "Gait disturbance: nothing like it is reported"),
        (
            {"kind": "ruled out", "addend": 0.0},
            "Gait disturbance is ruled out here, reported: 80 % of published patients; not scored",
        ),
        (
            {"kind": "ruled out", "addend": 0.0, "matched": UNSTEADY, "matched_label": "Unsteady gait"},
            "Gait disturbance is ruled out here, reported as Unsteady gait: 80 % of published patients; not scored",
        ),
    ],
)
def test_a_reason_says_what_is_published(changes: dict[str, object], words: str) -> None:
    assert sentence(_reason(**changes)) == words


def test_what_a_condition_usually_has_names_what_the_profile_lacks() -> None:
    usual = _reason(kind="usual", term=None, label="What this condition usually has", matched=None, matched_label="")
    assert sentence(usual) == "What this condition usually has, all in the profile"
    lacking = Reason(
        "usual",
        None,
        "What this condition usually has",
        "",
        None,
        "",
        0.1,
        lacking=(PublishedFinding(UNSTEADY, "Unsteady gait", "", 1.0),),
    )
    assert sentence(lacking).endswith("not in the profile: Unsteady gait (100 % of published patients)")
