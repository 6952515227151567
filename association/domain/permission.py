"""Who may do what at the association (domain.md part 12): permission to the roles that have it."""

from __future__ import annotations

ADMINISTRATOR = "administrator"
OFFICER = "officer"
CARD_MAKER = "card_maker"

ROLES = frozenset({ADMINISTRATOR, OFFICER, CARD_MAKER})
WORKING = frozenset({OFFICER})
ALL = ROLES

PERMISSIONS: dict[str, frozenset[str]] = {
    "account.manage": frozenset({ADMINISTRATOR}),
    "audit.read": frozenset({ADMINISTRATOR}) | WORKING,
    "link.read": ALL,
    "link.dispatch": frozenset({ADMINISTRATOR}) | WORKING,
    "link.mend": frozenset({ADMINISTRATOR}) | WORKING,
    "enrolment.manage": frozenset({ADMINISTRATOR}),
}
