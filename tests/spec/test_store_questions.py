"""The question ledger, whatever holds it: an equal question is one row, caps are kept, an alert is raised once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from data_access.questions import Alert, Question
from data_access.store import Store
from tests.spec.store_examples import NOON
from workbench.errors import StoreError, TooManyQuestions

MIDNIGHT = NOON.replace(hour=0)
QUESTION = Question(0, NOON, "ana", None, "s1", "explore", '{"all":[]}')


def asked(store: Store, query: str, **fields: object) -> tuple[Question, bool]:
    """The question put with caps of three."""
    question = replace(QUESTION, query=query, **fields)  # type: ignore[arg-type]
    return store.questions.record_within(question, since=MIDNIGHT, most_by_asker=3, most_by_study=3)


def test_an_equal_question_is_the_row_that_stands(store: Store) -> None:
    first, new = store.questions.record(QUESTION)
    assert new
    assert first == replace(QUESTION, seq=1)
    later = replace(QUESTION, at=NOON + dt.timedelta(hours=1))
    assert store.questions.record(later) == (first, False)
    others = [{"asker": "ben"}, {"study": "x"}, {"snapshot": "s2"}, {"tier": "study"}, {"query": "{}"}]
    rows = [store.questions.record(replace(QUESTION, **other)) for other in others]  # type: ignore[arg-type]
    assert [(row.seq, is_new) for row, is_new in rows] == [(number, True) for number in range(2, 7)]
    assert [row.seq for row in store.questions.latest()] == [6, 5, 4, 3, 2, 1]


def test_rows_of_an_asker_or_a_study_come_oldest_first(store: Store) -> None:
    by = [("ana", None), ("ana", "x"), ("ben", "x"), ("ben", None), ("cat", "y")]
    for number, (asker, study) in enumerate(by):
        store.questions.record(replace(QUESTION, asker=asker, study=study, query=str(number)))
    store.questions.record(replace(QUESTION, snapshot="s2"))
    store.questions.record(replace(QUESTION, tier="study"))

    def of(asker: str | None, study: str | None, after: int = 0) -> list[int]:
        found = store.questions.of(asker=asker, study=study, snapshot="s1", tier="explore", after=after)
        return [row.seq for row in found]

    assert of("ana", None) == [1, 2]
    assert of("ana", "x") == [1, 2, 3]
    assert of(None, "x") == [2, 3]
    assert of("ana", "x", after=1) == [2, 3]
    assert of(None, None) == []
    assert [row.seq for row in store.questions.latest(asker="ben", before=4)] == [3]
    assert [row.seq for row in store.questions.latest(limit=2)] == [7, 6]


def test_the_asker_s_cap_refuses_the_next_new_question_only(store: Store) -> None:
    for number in range(3):
        assert asked(store, str(number))[1]
    with pytest.raises(TooManyQuestions, match="3 different questions today"):
        asked(store, "3")
    assert asked(store, "1")[1] is False
    assert asked(store, "1", study="x")[1] is True, "the same question for a study is none more"
    assert asked(store, "4", asker="ben")[1] is True
    assert asked(store, "4", tier="study")[1] is True
    with pytest.raises(TooManyQuestions):
        asked(store, "1", snapshot="s2")
    assert [row.query for row in store.questions.latest(asker="ana")] == ["4", "1", "2", "1", "0"]


def test_yesterday_s_questions_do_not_count(store: Store) -> None:
    yesterday = MIDNIGHT - dt.timedelta(microseconds=1)
    elsewhere = yesterday.astimezone(dt.timezone(dt.timedelta(hours=5)))
    for number in range(3):
        assert asked(store, str(number), at=elsewhere)[1]
    for number in range(3, 6):
        assert asked(store, str(number), at=MIDNIGHT)[1]
    with pytest.raises(TooManyQuestions):
        asked(store, "6")


def test_the_study_s_cap_counts_different_questions_of_all_its_members(store: Store) -> None:
    for number, asker in enumerate(("ana", "ben", "cat")):
        assert asked(store, str(number), study="x", asker=asker)[1]
    with pytest.raises(TooManyQuestions, match="This study"):
        asked(store, "3", study="x", asker="dan")
    assert asked(store, "0", study="x", asker="dan")[1] is True
    assert asked(store, "3", study="x", asker="dan", snapshot="s2")[1] is True
    assert asked(store, "3", asker="dan")[1] is True


def test_many_at_once_never_exceed_a_cap(store: Store) -> None:
    def ask(number: int) -> bool:
        try:
            return asked(store, str(number % 8))[1]
        except TooManyQuestions:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(32))) == 3
    assert [row.seq for row in store.questions.latest()] == [3, 2, 1]


def test_a_question_longer_than_an_index_takes_is_kept(store: Store) -> None:
    row, _ = store.questions.record(replace(QUESTION, query="x" * 100_000))
    assert store.questions.latest() == [row]


@pytest.mark.parametrize("change", [{"asker": ""}, {"at": dt.datetime(2026, 11, 21)}, {"query": "\x00"}])
def test_a_question_that_breaks_a_rule_is_refused(store: Store, change: dict[str, object]) -> None:
    with pytest.raises(StoreError, match="question"):
        store.questions.record(replace(QUESTION, **change))  # type: ignore[arg-type]
    assert store.questions.latest() == []


ALERT = Alert("a1", NOON, "core", "ana", None, "s1", "[]")


def test_an_alert_is_raised_once_a_kind_asker_core_and_snapshot(store: Store) -> None:
    assert store.questions.raise_alert(ALERT) is True
    assert store.questions.raise_alert(replace(ALERT, id="a2", study="x")) is False
    others = [{"kind": "other"}, {"asker": "ben"}, {"core": "[1]"}, {"snapshot": "s2"}]
    for number, other in enumerate(others):
        assert store.questions.raise_alert(replace(ALERT, id=f"b{number}", **other)) is True  # type: ignore[arg-type]
    assert [alert.id for alert in store.questions.alerts()] == ["b3", "b2", "b1", "b0", "a1"]


def test_an_alert_that_was_seen_stays_and_says_by_whom_first(store: Store) -> None:
    store.questions.raise_alert(ALERT)
    store.questions.raise_alert(replace(ALERT, id="a2", core="[1]", at=NOON + dt.timedelta(hours=1)))
    store.questions.mark_seen("a1", "eva", NOON + dt.timedelta(hours=2))
    store.questions.mark_seen("a1", "fil", NOON + dt.timedelta(hours=3))
    assert [alert.id for alert in store.questions.alerts(unseen=True)] == ["a2"]
    seen = replace(ALERT, seen_at=NOON + dt.timedelta(hours=2), seen_by="eva")
    assert store.questions.alerts()[-1] == seen
    with pytest.raises(StoreError, match="no such alert"):
        store.questions.mark_seen("a3", "eva", NOON)
