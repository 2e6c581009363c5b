"""Signing in with a password, and the accounts of demo mode.

Whoever fails is told one thing, whatever was wrong, and the same work is done: nobody learns which accounts exist.
Tries are counted in the identity store, so that neither another worker nor a restart forgets them.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from data_access.identity import Account, IdentityStore
from data_access.identity_rules import same_email
from workbench.accounts.passwords import WeakPassword, hash_password, is_password, needs_new_hash
from workbench.accounts.roles import ROLES, Role
from workbench.accounts.throttling import PER_ACCOUNT, PER_ADDRESS
from workbench.errors import SignInRefused

_DAY = dt.timedelta(days=1)
_KNOWN_FOR = dt.timedelta(days=30)
_DEMO_NAMES: Mapping[Role, str] = {
    "family": "Demo family",
    "researcher": "Demo researcher",
    "lead": "Demo study lead",
    "steward": "Demo data steward",
}


def refused() -> SignInRefused:
    """The one answer to everybody who may not sign in."""
    return SignInRefused(
        "This did not work: the e-mail address or the password is not right, or there were too many tries.",
        do="Check both, and wait a quarter of an hour if you have tried several times.",
    )


def sign_in(identity: IdentityStore, email: str, password: str, *, address: str, now: dt.datetime) -> Account:
    """The account that the address and the password belong to.

    Args:
        address: IP address that the try comes from.
        now: The moment, with its zone.

    Raises:
        SignInRefused: They do not belong together, the account is disabled, or there were too many tries.
    """
    tries = _Tries(same_email(email), _network(address))
    tries.begin(identity, now)
    account = identity.account_by_email(email)
    password_hash = account.password_hash if account is not None and account.enabled and not account.demo else None
    if not is_password(password_hash, password) or account is None or password_hash is None:
        raise refused()
    tries.succeed(identity, now)
    if needs_new_hash(password_hash):
        identity.replace_password_hash(account.id, password_hash, hash_password(password))
    return account


def change_password(
    identity: IdentityStore, account_id: str, old: str, new: str, *, address: str, now: dt.datetime
) -> None:
    """Changes one's own password, which ends all sessions of the account: begin a new one afterwards.

    Raises:
        SignInRefused: The old password is not right, or there were too many tries.
        WeakPassword: The new one does not keep the rules, or is the old one.
    """
    account = identity.account(account_id)
    if account is None:
        raise refused()
    sign_in(identity, account.email, old, address=address, now=now)
    made = hash_password(new)
    if is_password(account.password_hash, new):
        raise WeakPassword("This is the password that you have.", do="Choose another one.")
    identity.change_account(
        account_id, lambda standing: replace(standing, password_hash=made, must_change_password=False)
    )


def demo_accounts(identity: IdentityStore) -> dict[Role, Account]:
    """One account a role to look around with, made where they are missing. Call it in demo mode only.

    They have no password, so nobody signs in to them but through the cards of demo mode.
    """
    return {role: _demo_account(identity, role) for role in ROLES}


def _demo_account(identity: IdentityStore, role: Role) -> Account:
    standing = identity.account(f"demo-{role}")
    if standing is not None and standing.demo and standing.enabled and standing.role == role:
        return standing
    made = Account(
        id=f"demo-{role}",
        email=f"{role}@demo.invalid",  # .invalid is nobody's (RFC 2606)
        name=_DEMO_NAMES[role],
        role=role,
        language="en",
        studies=(),
        enabled=True,
        created=dt.datetime.now(dt.UTC),
        demo=True,
    )
    identity.put_account(made)
    return made


@dataclass(frozen=True, slots=True)
class _Tries:
    """Tries of one account from one address.

    From an address that the account has signed in from lately, only the tries from there count against the account:
    somebody who keeps trying from elsewhere cannot keep its owner out.
    """

    email: str
    network: str

    @property
    def account(self) -> str:
        return f"account:{_digest(self.email)}"

    @property
    def address(self) -> str:
        return f"address:{self.network}"

    @property
    def pair(self) -> str:
        return f"pair:{_digest(self.email, self.network)}"

    @property
    def known(self) -> str:
        return f"known:{_digest(self.email, self.network)}"

    def begin(self, identity: IdentityStore, now: dt.datetime) -> None:
        """Counts this try, before anything is looked up.

        Raises:
            SignInRefused: There were too many.
        """
        is_known = any(one > now - _KNOWN_FOR for one in identity.attempts.under(self.known))

        def allows(tries: Mapping[str, Sequence[dt.datetime]]) -> bool:
            against_account = tries[self.pair if is_known else self.account]
            return PER_ACCOUNT.allows(against_account, now) and PER_ADDRESS.allows(tries[self.address], now)

        ages = {"account:": PER_ACCOUNT.window, "pair:": _DAY, "address:": _DAY, "known:": _KNOWN_FOR}
        forgetting = {beginning: now - age for beginning, age in ages.items()}
        if not identity.attempts.add_if((self.account, self.pair, self.address), now, allows, forgetting=forgetting):
            raise refused()

    def succeed(self, identity: IdentityStore, now: dt.datetime) -> None:
        """Takes this try back, forgets those from here, and remembers the address. Tries from elsewhere stay."""
        identity.attempts.forget(self.account, now)
        identity.attempts.forget(self.address, now)
        identity.attempts.forget(self.pair)
        identity.attempts.forget(self.known)
        identity.attempts.add(self.known, now)


def _digest(*parts: str) -> str:
    text = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return sha256(text).hexdigest()[:32]


def _network(address: str) -> str:
    """Whose address it is: IPv4 as it is; of IPv6 the first 64 bits, for one household has all that follow."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)
