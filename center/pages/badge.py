"""How many things wait behind each way into this tier's pages."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g
from sqlalchemy.orm import Session

from center.models.waiting import NOTHING, Heap, waiting
from shared.account import Actor

BEHIND: Mapping[str, tuple[str, ...]] = {
    "registration_page.list_registrations": ("registration", "claim"),
    "request_page.list_requests": ("request",),
    "report_page.list_months": ("report", "unlock"),
    "year_page.list_years": ("year",),
    "station_page.list_stations": ("enrolment",),
}
WORKS_ON: Mapping[str, tuple[str, ...]] = {
    "registration_page.list_registrations": ("officer",),
    "request_page.list_requests": ("officer",),
    "report_page.list_months": ("officer",),
    "year_page.list_years": ("officer",),
    "station_page.list_stations": ("officer", "administrator"),
}


def note_heaps(heaps: Mapping[str, Heap]) -> None:
    """A page that has read what waits, and writes nothing, saves the shell its query."""
    g.heaps = heaps


def badges(session: Session, actor: Actor) -> Mapping[str, int]:
    """Endpoint → count, for whoever can do something about it; one query, none for a viewer."""
    mine = [endpoint for endpoint, roles in WORKS_ON.items() if actor.role in roles]
    if not mine:
        return {}
    heaps = g.heaps if "heaps" in g else waiting(session)
    return {end: sum(heaps.get(kind, NOTHING).count for kind in BEHIND[end]) for end in mine}
