"""Sessions: who is signed in, and for how long. The browser holds a random token, the store its SHA-256."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from dataclasses import dataclass, field, replace
from hashlib import sha256

from data_access.identity import Account, IdentityStore, SessionRow
from workbench.errors import NotAllowed

_TOKEN_BYTES = 32
_TOUCHED_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in.

    Attributes:
        csrf: What every form of this session has to carry.
        study: Study on whose behalf they work, None outside of one.
        started: When they signed in.
        last_seen: When they last asked for something, to the minute.
    """

    account: Account
    csrf: str = field(repr=False)
    study: str | None
    started: dt.datetime
    last_seen: dt.datetime

    def accepts(self, token: str) -> bool:
        """True where a form carries this session's token; takes as long for every wrong one."""
        return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), self.csrf.encode())


class Sessions:
    """Begins, finds and ends sessions.

    Args:
        identity: Where they are kept.
        idle_minutes: Minutes without use after which a session ends.
        longest_hours: Hours after sign-in when it ends however much it is used.
    """

    def __init__(self, identity: IdentityStore, *, idle_minutes: int, longest_hours: int = 12) -> None:
        self._identity = identity
        self._idle = dt.timedelta(minutes=idle_minutes)
        self._longest = dt.timedelta(hours=longest_hours)

    def begin(self, account_id: str, now: dt.datetime) -> str:
        """The token of a new session. Sign-in always makes a new one, whatever token the browser brought.

        Raises:
            NotAllowed: There is no such account, or it is disabled.
        """
        self._identity.sessions.end_before(started=now - self._longest, last_seen=now - self._idle)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        row = SessionRow(_hash(token), account_id, secrets.token_urlsafe(_TOKEN_BYTES), None, now, now)
        if not self._identity.sessions.put(row):
            raise NotAllowed("This account cannot be used.", do="Ask a data steward.")
        self._identity.keep_sign_in(account_id, now.astimezone(dt.UTC).date())
        return token

    def find(self, token: str, now: dt.datetime) -> Session | None:
        """The session of the token; None where there is none, it has ended, or its account is disabled."""
        token_hash = _hash(token)
        found = self._identity.sessions.find(token_hash)
        if found is None:
            return None
        row, account = found
        if not hmac.compare_digest(row.token_hash, token_hash):
            return None
        if not account.enabled or not self._is_young(row, now):
            self._identity.sessions.end(token_hash)
            return None
        if now - row.last_seen >= _TOUCHED_EVERY:
            self._identity.sessions.touch(token_hash, now)
            row = replace(row, last_seen=now)
        study = row.study if row.study in account.studies else None
        return Session(account, row.csrf, study, row.started, row.last_seen)

    def end(self, token: str) -> None:
        """Ends the session, where there is one."""
        self._identity.sessions.end(_hash(token))

    def rotate(self, token: str, now: dt.datetime) -> str:
        """A new token, and a new one for forms, for the same session; the old one is worth nothing from now on.

        Raises:
            NotAllowed: There is no such session any more.
        """
        ended = NotAllowed("You are not signed in any more.", do="Sign in again.")
        session = self.find(token, now)
        if session is None:
            raise ended
        fresh = secrets.token_urlsafe(_TOKEN_BYTES)
        csrf = secrets.token_urlsafe(_TOKEN_BYTES)
        row = SessionRow(_hash(fresh), session.account.id, csrf, session.study, session.started, now)
        if not self._identity.sessions.put(row, instead_of=_hash(token)):
            raise ended
        return fresh

    def work_for(self, token: str, study: str | None, now: dt.datetime) -> None:
        """Works on behalf of a study from now on, or of none.

        Raises:
            NotAllowed: The account does not belong to the study, or there is no such session.
        """
        session = self.find(token, now)
        if session is None or (study is not None and study not in session.account.studies):
            raise NotAllowed("This account does not work for that study.", do="Ask a data steward.")
        self._identity.sessions.work_for(_hash(token), study)

    def _is_young(self, row: SessionRow, now: dt.datetime) -> bool:
        return now - row.last_seen < self._idle and now - row.started < self._longest


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
