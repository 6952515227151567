"""Who may do what at a station (domain.md part 12): permission to the roles that have it."""

from __future__ import annotations

ADMINISTRATOR = "administrator"
HEAD = "head"
CLERK = "clerk"

ROLES = frozenset({ADMINISTRATOR, HEAD, CLERK})
WORKING = frozenset({HEAD, CLERK})
ALL = ROLES

PERMISSIONS: dict[str, frozenset[str]] = {
    "account.manage": frozenset({ADMINISTRATOR}),
    "audit.read": frozenset({ADMINISTRATOR}) | WORKING,
    "link.read": ALL,
    "link.dispatch": frozenset({ADMINISTRATOR}) | WORKING,
    "link.mend": frozenset({ADMINISTRATOR}) | WORKING,
}
