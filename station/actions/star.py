"""Stars as the association decides them: kept, shown with their streak and time in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.audit import Change
from shared.domain.star import has_visits, in_force_until, streak
from shared.domain.star_decision import STANDING, Status
from shared.errors import NotFoundError
from shared.federation.link import Message
from shared.federation.sender import sender_of
from station.models.audit import log
from station.models.star import Star, star_of, stars_of
from station.models.volunteer import Volunteer

FIELDS = (
    *("station", "points", "proposed", "star", "decision", "reason", "decided_on"),
    *("certificate", "proof"),
)


@dataclass(frozen=True)
class Shown:
    """A decision and what follows from it: `ends_on` is the first day no longer in force."""

    star: Star
    name: str
    is_in_force: bool
    ends_on: date | None
    streak: int
    has_visits: bool


def on_decided(session: Session, message: Message, now: datetime) -> None:
    """Keeps the newest decision on a year; waits for a volunteer who isn't here yet."""
    data = message.data
    if session.get(Volunteer, data["volunteer"]) is None:
        raise NotFoundError("volunteer.unknown")
    known = star_of(session, data["volunteer"], data["year"])
    if known is not None and known.ver >= message.ver:
        return
    before = None if known is None else {"star": known.star, "decision": known.decision}
    row = known or Star(volunteer_id=data["volunteer"], year=data["year"])
    for field in FIELDS:
        setattr(row, field, data[field])
    row.ver, row.decided_by, row.received_at = message.ver, data["by"], now
    if data["decision"] == Status.APPROVED and row.first_approved_on is None:
        row.first_approved_on = data["decided_on"]
    session.add(row)
    session.flush()
    subject = f"star:{row.volunteer_id}:{row.year}"
    after = {"star": row.star, "decision": row.decision, "reason": row.reason}
    log(session, sender_of(message), now, Change("star.decided", subject, before, after))


def shown_stars(session: Session, year: int, today: date) -> list[Shown]:
    """The decisions on a year, by name; the streak counts approved years alone."""
    query = (
        select(Star, Volunteer.name)
        .join(Volunteer, Volunteer.id == Star.volunteer_id)
        .where(Star.year == year)
        .order_by(Volunteer.name, Star.volunteer_id)
    )
    found = [(star, name) for star, name in session.execute(query)]
    decided: dict[object, dict[int, int]] = {}
    for star in stars_of(session, {star.volunteer_id for star, _ in found}):
        if star.decision in STANDING:
            decided.setdefault(star.volunteer_id, {})[star.year] = star.star
    next_approved = session.scalar(
        select(func.min(Star.first_approved_on)).where(Star.year == year + 1)
    )
    ends = in_force_until(year, next_approved)
    return [
        _shown(star, name, decided.get(star.volunteer_id, {}), (today, ends))
        for star, name in found
    ]


def _shown(star: Star, name: str, decided: dict[int, int], days: tuple[date, date]) -> Shown:
    today, ends = days
    stands = star.year in decided and star.star > 0 and star.first_approved_on is not None
    begun = star.first_approved_on or ends
    return Shown(
        star=star,
        name=name,
        is_in_force=stands and begun <= today < ends,
        ends_on=ends if stands else None,
        streak=streak(decided, star.year),
        has_visits=has_visits(decided, star.year),
    )
