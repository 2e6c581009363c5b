"""When a consent stands, and how it is given, withdrawn, frozen and renewed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.records import AGE_BANDS, GIVERS, AgeBand, Consent, Donor, Giver
from workbench.consent.changing import freeze, give, withdraw
from workbench.consent.purposes import CURRENT_VERSION, is_purpose, study_of, study_purpose
from workbench.consent.standing import anniversary, freezes_on, standing, stands
from workbench.errors import StoreError

DAY = dt.date(2020, 6, 1)
LATER = dt.date(2026, 11, 22)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))
PURPOSES = st.sampled_from(["research", "matching", "contact", "study:S1"])
CONSENTS = st.lists(
    st.builds(
        Consent,
        PURPOSES,
        st.sampled_from(["1", CURRENT_VERSION]),
        st.sampled_from(GIVERS),
        DAYS,
        st.sampled_from([None, *AGE_BANDS]),
    ),
    max_size=5,
).map(tuple)


def by_parents(age: AgeBand | None = None) -> Consent:
    return Consent("research", "1", "legal_representative", DAY, age)


def test_a_consent_of_ones_own_stands_until_withdrawn() -> None:
    own = Consent("research", "1", "self", DAY, "18-39")
    assert standing(own, LATER) == "stands"
    (gone,) = withdraw((own,), "research", LATER)
    assert standing(gone, LATER) == "withdrawn"
    assert standing(gone, LATER - dt.timedelta(days=1)) == "stands"


def test_a_consent_of_tomorrow_does_not_stand_today() -> None:
    assert standing(by_parents("0-4"), DAY - dt.timedelta(days=1)) == "not_yet"


def test_what_parents_gave_freezes_on_the_day_of_majority() -> None:
    majority = dt.date(2026, 11, 22)
    assert standing(by_parents("12-17"), majority - dt.timedelta(days=1), majority) == "stands"
    assert standing(by_parents("12-17"), majority, majority) == "frozen"


@pytest.mark.parametrize(("age", "frozen_from"), [("0-4", 2038), ("5-11", 2033), ("12-17", 2026), (None, 2038)])
def test_without_a_known_day_it_freezes_once_the_youngest_of_the_band_is_of_age(
    age: AgeBand | None, frozen_from: int
) -> None:
    day = dt.date(frozen_from, 6, 1)
    assert standing(by_parents(age), day - dt.timedelta(days=1)) == "stands"
    assert standing(by_parents(age), day) == "frozen"


@pytest.mark.parametrize("age", ["18-39", "40-64", "65+"])
def test_what_is_given_for_an_adult_who_cannot_decide_alone_does_not_freeze(age: AgeBand) -> None:
    assert freezes_on(by_parents(age)) is None
    assert freezes_on(by_parents(age), DAY) is None


@pytest.mark.parametrize("giver", ["self", "publication", "operator"])
def test_only_what_a_legal_representative_gave_freezes(giver: Giver) -> None:
    assert freezes_on(Consent("research", "1", giver, DAY, "12-17"), dt.date(2021, 1, 1)) is None


def test_what_was_frozen_once_stays_frozen_whatever_is_learnt_later() -> None:
    (frozen,) = freeze((by_parents("12-17"),), LATER, dt.date(2025, 1, 1))
    assert frozen.frozen_on == dt.date(2025, 1, 1)
    assert not frozen.active
    assert standing(frozen, LATER, dt.date(2050, 1, 1)) == "frozen"


def test_a_person_of_age_renews_and_the_history_stays() -> None:
    frozen = freeze((by_parents("12-17"),), LATER, dt.date(2025, 1, 1))
    renewed = give(frozen, "research", by="self", today=LATER, age="18-39")
    assert renewed[0] == frozen[0]
    assert stands(Donor("0" * 32, "x", consents=renewed), "research", LATER, dt.date(2025, 1, 1))


def test_a_withdrawal_reaches_the_frozen_consent_too() -> None:
    consents = withdraw(freeze((by_parents("12-17"),), LATER, DAY + dt.timedelta(days=1)), "research", LATER)
    assert [one.withdrawn_on for one in consents] == [LATER]


def test_born_on_29_february_one_is_of_age_on_1_march() -> None:
    assert anniversary(dt.date(2008, 2, 29), 18) == dt.date(2026, 3, 1)
    assert anniversary(dt.date(2008, 2, 29), 20) == dt.date(2028, 2, 29)


def test_what_is_no_purpose_is_not_given() -> None:
    assert study_of(study_purpose("S-1")) == "S-1"
    for text in ("", "advertising", "study:", "study:a b", "study:\n", "Research"):
        assert not is_purpose(text)
        with pytest.raises(StoreError):
            give((), text, by="self", today=DAY)


@given(CONSENTS, PURPOSES, DAYS, st.one_of(st.none(), DAYS))
def test_after_a_withdrawal_nothing_stands_for_the_purpose(
    consents: tuple[Consent, ...], purpose: str, today: dt.date, majority: dt.date | None
) -> None:
    after = withdraw(consents, purpose, today)
    donor = Donor("0" * 32, "x", consents=after)
    assert not stands(donor, purpose, today, majority)
    assert not donor.consents_to(purpose)
    assert [one for one in after if one.purpose != purpose] == [one for one in consents if one.purpose != purpose]


@given(CONSENTS, PURPOSES, DAYS, st.one_of(st.none(), DAYS))
def test_what_the_person_gives_stands_and_takes_nothing_away(
    consents: tuple[Consent, ...], purpose: str, today: dt.date, majority: dt.date | None
) -> None:
    after = give(consents, purpose, by="self", today=today, majority_on=majority)
    assert after[: len(consents)] == consents
    assert stands(Donor("0" * 32, "x", consents=after), purpose, today, majority)
    assert give(after, purpose, by="self", today=today, majority_on=majority) == after


@given(CONSENTS, DAYS, st.one_of(st.none(), DAYS))
def test_freezing_marks_exactly_what_no_longer_stands_and_nothing_twice(
    consents: tuple[Consent, ...], today: dt.date, majority: dt.date | None
) -> None:
    after = freeze(consents, today, majority)
    for before, one in zip(consents, after, strict=True):
        assert (one.frozen_on is not None) == (standing(before, today, majority) == "frozen")
        assert standing(one, today, majority) == standing(before, today, majority)
    assert freeze(after, today, majority) == after
