"""The study tier: exact definitions, alternatives and negation too, counted a dozen times for an approved study."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from data_access.questions import Question
from data_access.studies import Study
from workbench.analysis.counts import count
from workbench.analysis.results import CountResult
from workbench.api.admission import require_askable
from workbench.api.answers import answer, group
from workbench.api.door import Door
from workbench.api.wording import glossary
from workbench.cohorts.clauses import Clause, InMapRegion
from workbench.cohorts.study_query import (
    StudyQuery,
    canonical_study,
    conditions,
    parse_study_json,
    study_data,
    study_sentence,
)
from workbench.disclosure.caps import EVALUATIONS
from workbench.disclosure.policy import STUDY
from workbench.disclosure.refusals import tell_refusal
from workbench.disclosure.release import Released
from workbench.disclosure.values import CohortCount
from workbench.errors import InvalidQuery, NotAllowed, TooManyQuestions
from workbench.studies.approval import is_open, takes_part

_NO_CAP = 2**31


@dataclass(frozen=True, slots=True)
class OpenStudy:
    """A study that the asker may evaluate.

    Attributes:
        ethics_reference: Reference of the ethics board's approval.
        ethics_until: Last day of its ethics approval; None where it has no end.
        left: Evaluations that are left in this snapshot.
    """

    id: str
    title: str
    lay_purpose: str
    ethics_reference: str
    ethics_until: dt.date | None
    left: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A definition that may be evaluated, before it is. No donor was counted for it.

    Attributes:
        sentence: The definition in words.
        is_free: The study has evaluated the same definition of this snapshot before.
        left: Evaluations that are left in this snapshot.
    """

    sentence: str
    is_free: bool
    left: int


def open_studies(door: Door) -> tuple[OpenStudy, ...]:
    """The approved studies that the asker leads or takes part in.

    Raises:
        NotAllowed: The asker is no study lead.
    """
    door.asker.require("evaluate")
    mine = (one for one in door.store.studies.all() if takes_part(one, door.asker.user) and is_open(one, _today()))
    return tuple(
        OpenStudy(
            one.id, one.title, one.lay_purpose, one.ethics_reference, one.ethics_until, _left(len(_asked(door, one.id)))
        )
        for one in mine
    )


def parse(door: Door, text: str) -> StudyQuery:
    """The definition that JSON text stands for.

    Raises:
        InvalidQuery: It breaks the grammar of the study tier; says where.
        InvalidTerm: It names a term that is unknown or obsolete.
    """
    door.asker.require("evaluate")
    return parse_study_json(text, door.ontology)


def sentence(door: Door, definition: StudyQuery) -> str:
    """The definition in one sentence. Names no number of donors."""
    door.asker.require("evaluate")
    return study_sentence(definition, glossary(door, conditions(definition)))


def check(door: Door, definition: StudyQuery) -> Checked:
    """The definition in words, and what it would cost to evaluate it; nothing is asked, and nothing is used up.

    Whether a region drawn on the map may be asked about is a question in itself: that is left to `evaluate`.

    Raises:
        NotAllowed: The asker is no lead, or takes no part in that study, or it is not approved or has run out.
        InvalidQuery: The definition may not be asked.
    """
    door.asker.require("evaluate")
    study = _study(door)
    _require_askable(door, [one for one in _some(definition) if not isinstance(one, InMapRegion)])
    before = _asked(door, study.id)
    return Checked(
        sentence(door, definition), _question(canonical_study(definition, door.published)) in before, _left(len(before))
    )


def evaluate(door: Door, definition: StudyQuery) -> Released[CohortCount]:
    """How many donors fit, for the study on whose behalf the asker asks.

    Twelve different definitions a study and snapshot, over all its members together; the same one again costs nothing.

    Raises:
        NotAllowed: The asker is no lead, or takes no part in that study, or it is not approved or has run out.
        InvalidQuery: The definition may not be asked.
        TooManyQuestions: The study has had its evaluations of this snapshot.
    """
    door.asker.require("evaluate")
    study = _study(door)
    _require_askable(door, _some(definition))
    simplest = canonical_study(definition, door.published)
    _require_askable(door, set(conditions(simplest)) - set(conditions(definition)))  # regions that were merged
    question = _question(simplest)
    _write_down(door, study, question)
    strict = replace(door, gate=replace(door.gate, policy=STUDY))
    return answer(
        strict,
        CountResult,
        question,
        lambda: count(group(strict, simplest.clauses), group(strict)),
        permission="evaluate",
    )


def record(door: Door, definition: StudyQuery, answer: Released[CohortCount]) -> str:
    """The answer with its definition as pretty JSON, to keep and to cite; `parse` reads the definition out of it.

    Raises:
        NotAllowed: As in `check`.
    """
    door.asker.require("evaluate")
    study, manifest = _study(door), door.snapshot.manifest
    document = {
        "study": {"id": study.id, "title": study.title, "ethics_reference": study.ethics_reference},
        "definition": study_data(definition),
        "in_words": sentence(door, definition),
        "count": answer.value.count,
        "withheld": answer.value.count is None,
        "rounded_to": STUDY.rounding,
        "shown_from": STUDY.shown_from,
        "snapshot": answer.snapshot,
        "hpo_release": manifest.hpo_release,
        "synthetic": answer.synthetic,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _some(definition: StudyQuery) -> tuple[Clause, ...]:
    if not definition.clauses:
        raise InvalidQuery("This definition names no condition.", do="Add one.")
    return conditions(definition)


def _require_askable(door: Door, clauses: Iterable[Clause]) -> None:
    for clause in clauses:
        require_askable(door, clause)


def _question(simplest: StudyQuery) -> str:
    return json.dumps(study_data(simplest), separators=(",", ":"))


def _study(door: Door) -> Study:
    # One wording, whether there is no such study or somebody else's: ids of studies are not for guessing.
    study = door.store.studies.get(door.asker.study) if door.asker.study else None
    if study is None or not takes_part(study, door.asker.user):
        raise NotAllowed("You take no part in such a study.", do="Choose one of your studies.")
    if not is_open(study, _today()):
        raise NotAllowed("This study is not approved, or its ethics approval has run out.", do="Ask a data steward.")
    return study


def _write_down(door: Door, study: Study, question: str) -> None:
    now, snapshot = dt.datetime.now(dt.UTC), door.snapshot.manifest.id
    asked = Question(0, now, door.asker.user, study.id, snapshot, STUDY.tier, question)
    try:
        _, is_new = door.store.questions.record_within(
            asked, since=now, most_by_asker=_NO_CAP, most_by_study=EVALUATIONS
        )
    except TooManyQuestions:
        about = {"cap": "evaluations", "tier": STUDY.tier, "study": study.id}
        tell_refusal(door.store.audit, door.asker.user, snapshot, about, now)
        raise TooManyQuestions(
            f"This study has had its {EVALUATIONS} evaluations of this snapshot.",
            do="Look at one of them again, or wait for the next snapshot.",
        ) from None
    if is_new:
        door.store.audit.append(door.asker.user, "evaluation", study.id, {"snapshot": snapshot})


def _asked(door: Door, study: str) -> frozenset[str]:
    """What was evaluated for the study in this snapshot, in canonical form."""
    rows = door.store.questions.of(asker=None, study=study, snapshot=door.snapshot.manifest.id, tier=STUDY.tier)
    return frozenset(row.query for row in rows)


def _left(asked: int) -> int:
    return max(EVALUATIONS - asked, 0)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
