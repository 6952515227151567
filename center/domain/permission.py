"""Who may do what at a center: one table, permission → roles (domain.md part 12)."""

from __future__ import annotations

from typing import Final

ADMINISTRATOR: Final = "administrator"
OFFICER: Final = "officer"
VIEWER: Final = "viewer"
ROLES: Final = frozenset({ADMINISTRATOR, OFFICER, VIEWER})

_HOUSE = frozenset({ADMINISTRATOR})
_DESK = frozenset({OFFICER})
_GATE = frozenset({ADMINISTRATOR, OFFICER})
_FIGURES = frozenset({OFFICER, VIEWER})
_ALL = ROLES

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "account.manage": _HOUSE,
    "account.reset": _HOUSE,
    "audit.read": _GATE,
    "first_step.read": _ALL,
    "link.read": _ALL,
    "link.dispatch": _GATE,
    "link.mend": _GATE,
    "link.enrol": _HOUSE,
    "enrolment.manage": _GATE,
    "station.list": _ALL,
    "registration.list": _DESK,
    "registration.decide": _DESK,
    "volunteer.list": _DESK,
    "volunteer.search": _DESK,
    "tally.list": _FIGURES,
    "tally.show": _DESK,
    "tally.decide": _DESK,
    "grid.show": _FIGURES,
    "statistics.show": _FIGURES,
    "volunteer_year.list": _FIGURES,
    "year.show": _DESK,
    "year.decide": _DESK,
    "transfer.list": _DESK,
    "transfer.decide": _DESK,
    "request.list": _DESK,
    "request.route": _DESK,
    "oddity.list": _DESK,
    "exemption.list": _FIGURES,
    "exemption.grant": _DESK,
    "report.remind": _DESK,
    "station.close": _DESK,
}
