"""Sessions: they end when they should, and their tokens are nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.identity import IdentityStore, open_identity
from tests.integration.identity_world import NOW, with_accounts
from workbench.accounts import sessions as module
from workbench.accounts.sessions import Sessions
from workbench.errors import NotAllowed

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def identity(tmp_path: Path) -> Iterator[IdentityStore]:
    store = with_accounts(open_identity(f"sqlite:///{tmp_path / 'identity.db'}"))
    yield store
    store.close()


@pytest.fixture
def sessions(identity: IdentityStore) -> Sessions:
    return Sessions(identity, idle_minutes=30)


def test_a_session_is_found_by_its_token(sessions: Sessions) -> None:
    found = sessions.find(sessions.begin("id-ana", NOW), NOW)
    assert found is not None
    assert (found.account.id, found.study, found.started, found.last_seen) == ("id-ana", None, NOW, NOW)


def test_the_day_of_the_last_sign_in_is_kept_and_no_more(sessions: Sessions, identity: IdentityStore) -> None:
    sessions.begin("id-oriol", NOW)
    accounts = {account.id: account.last_sign_in for account in identity.accounts()}
    assert accounts["id-oriol"] == dt.date(2026, 11, 22)
    assert accounts["id-ana"] is None


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "x" * 100_000, "' OR 1=1 --"])
def test_no_other_token_finds_anything(sessions: Sessions, token: str) -> None:
    sessions.begin("id-ana", NOW)
    assert sessions.find(token, NOW) is None


@pytest.mark.parametrize("account", ["id-dan", "id-nobody"])
def test_nobody_begins_a_session_of_an_account_that_is_disabled_or_not_there(sessions: Sessions, account: str) -> None:
    with pytest.raises(NotAllowed):
        sessions.begin(account, NOW)


def test_half_an_hour_without_use_ends_it(sessions: Sessions) -> None:
    used, idle = sessions.begin("id-ana", NOW), sessions.begin("id-ana", NOW)
    assert sessions.find(used, NOW + 29 * MINUTE) is not None
    assert sessions.find(idle, NOW + 30 * MINUTE) is None
    assert sessions.find(used, NOW + 58 * MINUTE) is not None
    assert sessions.find(idle, NOW + MINUTE) is None, "what has ended stays ended"


def test_twelve_hours_end_it_however_much_it_is_used(sessions: Sessions) -> None:
    token = sessions.begin("id-ana", NOW)
    minutes = range(0, 12 * 60, 20)
    assert all(sessions.find(token, NOW + minute * MINUTE) is not None for minute in minutes)
    assert sessions.find(token, NOW + 12 * HOUR) is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pauses=st.lists(st.integers(0, 45), min_size=1, max_size=40))
def test_a_session_stands_exactly_while_no_pause_was_long_and_it_is_young(
    sessions: Sessions, pauses: list[int]
) -> None:
    token, now = sessions.begin("id-ana", NOW), NOW
    stands = True
    for pause in pauses:
        now += pause * MINUTE
        stands = stands and pause < 30 and now - NOW < 12 * HOUR
        assert (sessions.find(token, now) is not None) is stands


def test_its_use_is_written_at_most_once_a_minute(sessions: Sessions, identity: IdentityStore) -> None:
    token = sessions.begin("id-ana", NOW)
    for seconds in (1, 59, 60, 61, 119):
        sessions.find(token, NOW + dt.timedelta(seconds=seconds))
    assert [row.last_seen for row in identity.sessions.of("id-ana")] == [NOW + MINUTE]


def test_signing_out_ends_it_and_no_other(sessions: Sessions) -> None:
    one, other = sessions.begin("id-ana", NOW), sessions.begin("id-ana", NOW)
    sessions.end(one)
    sessions.end("never there")
    assert sessions.find(one, NOW) is None
    assert sessions.find(other, NOW) is not None


@pytest.mark.parametrize("change", [{"enabled": False}, {"role": "lead"}, {"password_hash": "new"}])
def test_a_change_of_the_account_ends_all_its_sessions_and_no_others(
    sessions: Sessions, identity: IdentityStore, change: dict[str, Any]
) -> None:
    mine = [sessions.begin("id-ana", NOW) for _ in range(2)]
    other = sessions.begin("id-lea", NOW)
    identity.change_account("id-ana", lambda account: replace(account, **change))
    assert [sessions.find(token, NOW) for token in mine] == [None, None]
    assert sessions.find(other, NOW) is not None


def test_rotation_gives_a_new_token_for_the_same_session(sessions: Sessions) -> None:
    old = sessions.begin("id-ana", NOW)
    before = sessions.find(old, NOW)
    new = sessions.rotate(old, NOW + MINUTE)
    after = sessions.find(new, NOW + MINUTE)
    assert sessions.find(old, NOW + MINUTE) is None
    assert before is not None
    assert after is not None
    assert new != old
    assert after.csrf != before.csrf
    assert (after.account, after.started) == (before.account, before.started)
    with pytest.raises(NotAllowed):
        sessions.rotate(old, NOW + MINUTE)


def test_rotation_does_not_make_it_live_longer(sessions: Sessions) -> None:
    token = sessions.begin("id-ana", NOW)
    for minute in range(20, 12 * 60, 20):
        token = sessions.rotate(token, NOW + minute * MINUTE)
    assert sessions.find(token, NOW + 12 * HOUR) is None


def test_every_sign_in_begins_a_token_of_its_own(sessions: Sessions) -> None:
    tokens = {sessions.begin("id-ana", NOW) for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) == 43 for token in tokens), "32 bytes, base64url"


def test_neither_token_nor_anything_that_opens_a_session_lies_in_the_file(
    sessions: Sessions, identity: IdentityStore, tmp_path: Path
) -> None:
    token = sessions.begin("id-ana", NOW)
    other = sessions.rotate(sessions.begin("id-lea", NOW), NOW)
    identity.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (token, other):
        assert secret.encode() not in kept
        assert sha256(secret.encode()).hexdigest().encode() in kept


def test_a_stolen_hash_opens_nothing(sessions: Sessions, identity: IdentityStore) -> None:
    sessions.begin("id-ana", NOW)
    (row,) = identity.sessions.of("id-ana")
    assert sessions.find(row.token_hash, NOW) is None


def test_no_representation_of_a_session_holds_a_secret(sessions: Sessions) -> None:
    found = sessions.find(sessions.begin("id-ana", NOW), NOW)
    assert found is not None
    assert found.csrf not in repr(found)
    assert "example.org" not in repr(found)
    assert "argon2" not in repr(found)


def test_tokens_are_compared_without_telling_how_far_they_agree(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[object, object]] = []

    class Watched:
        @staticmethod
        def compare_digest(one: Any, other: Any) -> bool:
            compared.append((one, other))
            return bool(one == other)

    monkeypatch.setattr(module, "hmac", Watched)
    found = sessions.find(sessions.begin("id-ana", NOW), NOW)
    assert found is not None
    assert found.accepts(found.csrf)
    assert not found.accepts("\ud800")
    assert len(compared) == 3


def test_a_session_works_for_a_study_of_its_account_only(sessions: Sessions, identity: IdentityStore) -> None:
    token = sessions.begin("id-lea", NOW)
    sessions.work_for(token, "s1", NOW)
    found = sessions.find(token, NOW)
    assert found is not None
    assert found.study == "s1"
    with pytest.raises(NotAllowed):
        sessions.work_for(token, "s2", NOW)
    identity.change_account("id-lea", lambda account: replace(account, studies=()))
    found = sessions.find(token, NOW)
    assert found is not None
    assert found.study is None
    with pytest.raises(NotAllowed):
        sessions.work_for("no token", None, NOW)


def test_old_sessions_are_swept_out_when_new_ones_begin(sessions: Sessions, identity: IdentityStore) -> None:
    sessions.begin("id-lea", NOW)
    sessions.begin("id-ana", NOW + HOUR)
    assert identity.sessions.of("id-lea") == []
