"""Who may do what at the association (domain.md part 12): one readable table."""

from __future__ import annotations

OFFICER = "officer"
CARD_MAKER = "card_maker"
ADMINISTRATOR = "administrator"
ROLES = frozenset({OFFICER, CARD_MAKER, ADMINISTRATOR})

_ALL = ROLES
_OFFICER = frozenset({OFFICER})
_CARDS = frozenset({CARD_MAKER})
_HOUSE = frozenset({ADMINISTRATOR})

PERMISSIONS: dict[str, frozenset[str]] = {
    "account.manage": _HOUSE,
    "account.reset": _HOUSE,
    "audit.read": _OFFICER | _HOUSE,
    "first_step.read": _ALL,
    "link.read": _ALL,
    "link.dispatch": _ALL,
    "link.mend": _OFFICER | _HOUSE,
    "link.enrol": _HOUSE,
    "enrolment.manage": _HOUSE,
    "center.read": _ALL,
    "card.read": _OFFICER | _CARDS,
    "card.issue": _CARDS,
    "card.end": _CARDS,
    "card.print": _CARDS,
    "volunteer.search": _OFFICER | _CARDS,
    "certificate.read": _OFFICER | _CARDS,
    "address.read": _ALL,
    "address.set": _HOUSE,
    "policy.read": _ALL,
    "policy.set": _OFFICER,
    "year.read": _OFFICER,
    "year.return": _OFFICER,
    "proposal.read": _OFFICER,
    "request.list": _OFFICER,
    "request.route": _OFFICER,
    "notice.read": _ALL,
    "notice.start": _OFFICER,
    "star.read": _OFFICER | _CARDS,
    "star.decide": _OFFICER,
}
