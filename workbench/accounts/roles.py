"""Roles and what each may do: the one table that the guard, the pages and `workbench.api` read.

What is not in the table is not allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Role = Literal["family", "researcher", "lead", "steward"]
Permission = Literal["explore", "evaluate", "own_data", "audit", "accounts", "studies"]

ROLES: tuple[Role, ...] = get_args(Role)
PERMISSIONS: tuple[Permission, ...] = get_args(Permission)

GRANTED: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        # What is held about oneself or one's child: see it, copy it, change what it is used for, leave.
        "family": frozenset({"own_data"}),
        # Cohorts, similar profiles, conditions and the map, through the explore tier.
        "researcher": frozenset({"explore"}),
        # Besides, a fixed number of evaluations of an approved study, through the study tier.
        "lead": frozenset({"explore", "evaluate"}),
        # Who asked what, alerts, erasures, accounts, approvals: never a question about donors.
        "steward": frozenset({"audit", "accounts", "studies"}),
    }
)


def is_allowed(role: str | None, permission: Permission) -> bool:
    """True where the role may do it; nobody in particular may do nothing."""
    return permission in GRANTED.get(role, frozenset()) if role is not None else False  # type: ignore[call-overload]
