"""How every store keeps saved cohorts."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from data_access.store import Store
from tests.spec.store_examples import NOON, cohort
from workbench.errors import StoreError


def test_a_new_cohort_is_version_one_whatever_version_it_says(store: Store) -> None:
    wanted = replace(cohort(version=7, note="to look at again", definition='{"age": "5-11"}'), version=1)
    assert store.save_cohort(replace(wanted, version=7)) == wanted
    assert store.cohorts(owner="ana") == [wanted]


def test_each_saving_is_the_next_version_and_none_is_lost(store: Store) -> None:
    saved = [store.save_cohort(cohort(hour=hour, name=f"try {hour}")) for hour in range(3)]
    assert [version.version for version in saved] == [1, 2, 3]
    assert store.cohort_versions("c1", owner="ana") == saved[::-1]
    assert store.cohorts(owner="ana") == [saved[-1]]


def test_cohorts_come_newest_first(store: Store) -> None:
    for cohort_id, hour in (("a", 5), ("b", 9), ("c", 1), ("a", 7)):
        store.save_cohort(cohort(cohort_id, hour=hour))
    assert [found.id for found in store.cohorts(owner="ana")] == ["b", "a", "c"]


def test_versions_come_newest_first_even_when_a_clock_went_back(store: Store) -> None:
    for hour in (5, 2, 9):
        store.save_cohort(cohort(hour=hour))
    assert [found.version for found in store.cohort_versions("c1", owner="ana")] == [3, 2, 1]
    assert [found.version for found in store.cohorts(owner="ana")] == [3]


def test_owners_do_not_see_each_others_cohorts(store: Store) -> None:
    hers, his = store.save_cohort(cohort("c1")), store.save_cohort(cohort("c2", owner="ben"))
    assert store.cohorts(owner="ana") == [hers]
    assert store.cohorts(owner="ben") == [his]
    assert store.cohort_versions("c1", owner="ben") == []
    assert store.cohort_versions("c2", owner="ben") == [his]


def test_nobody_can_save_over_another_owners_cohort(store: Store) -> None:
    hers = store.save_cohort(cohort())
    with pytest.raises(StoreError, match="somebody else"):
        store.save_cohort(cohort(owner="ben"))
    assert store.cohort_versions("c1", owner="ana") == [hers]
    assert store.cohorts(owner="ben") == []


@pytest.mark.parametrize("text", ["", "nobody", "%", "\x00", "\ud800"])
def test_an_unknown_cohort_or_owner_has_no_versions(store: Store, text: str) -> None:
    store.save_cohort(cohort())
    assert store.cohort_versions(text, owner="ana") == []
    assert store.cohort_versions("c1", owner=text) == []
    assert store.cohorts(owner=text) == []


def test_moments_are_kept_to_the_microsecond_and_in_utc(store: Store) -> None:
    zone = dt.timezone(dt.timedelta(hours=-7))
    moment = dt.datetime(2026, 11, 21, 23, 59, 59, 999_999, tzinfo=zone)
    store.save_cohort(replace(cohort(), saved_at=moment))
    (saved,) = store.cohorts(owner="ana")
    assert saved.saved_at == moment
    assert saved.saved_at.tzinfo is dt.UTC


def test_two_people_saving_at_once_get_different_versions(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(lambda turn: store.save_cohort(cohort(name=f"turn {turn}")), range(12)))
    assert sorted(version.version for version in saved) == list(range(1, 13))
    versions = store.cohort_versions("c1", owner="ana")
    assert versions == sorted(saved, key=lambda version: version.version, reverse=True)
    assert all(version.saved_at == NOON for version in versions)
