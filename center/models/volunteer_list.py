"""Volunteers as lists and pages show them: with card, this year's points and the newest star."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from center.models.registration import Registration
from center.models.transfer import Transfer
from center.models.volunteer import Card, Star, Volunteer
from center.models.volunteer_year import VolunteerYear
from shared.domain.card import Status as CardStatus
from shared.domain.registration import Status
from shared.errors import NotFoundError

CARD = (
    select(func.max(Card.number))
    .where(Card.volunteer == Volunteer.id, Card.status == CardStatus.VALID)
    .scalar_subquery()
)


def by_id(session: Session, id: UUID) -> Volunteer:
    """The volunteer, to be shown; NotFoundError `volunteer.unknown`."""
    found = session.get(Volunteer, id)
    if found is None:
        raise NotFoundError("volunteer.unknown", id=str(id))
    return found


def points_in(year: int) -> Any:
    """A volunteer's points of a year, over all stations; 0 without any accepted record."""
    query = select(func.coalesce(func.sum(VolunteerYear.points), 0)).where(
        VolunteerYear.volunteer == Volunteer.id, VolunteerYear.year == year
    )
    return query.scalar_subquery()


def star_of(year: int) -> Any:
    """The star decided for a year; None without a decision."""
    query = select(Star.star).where(Star.volunteer == Volunteer.id, Star.year == year)
    return query.scalar_subquery()


def listed(year: int, wanted: Mapping[str, str]) -> Select[*tuple[Any, ...]]:
    """(volunteer, card number, points of the year, star of the year before), filtered."""
    columns = (CARD.label("card"), points_in(year).label("points"), star_of(year - 1).label("star"))
    query = select(Volunteer, *columns)
    for name in ("status", "station"):
        if name in wanted:
            query = query.where(getattr(Volunteer, name) == wanted[name])
    return query


def lengths(session: Session, station: str | None) -> dict[str, int]:
    """Status → how many, of one station or all."""
    query = select(Volunteer.status, func.count()).group_by(Volunteer.status)
    if station is not None:
        query = query.where(Volunteer.station == station)
    return {status: count for status, count in session.execute(query)}


def cards_of(session: Session, who: UUID) -> list[Card]:
    """All cards that a volunteer ever had, the newest first."""
    query = select(Card).where(Card.volunteer == who)
    return list(session.scalars(query.order_by(Card.issued_on.desc(), Card.number.desc())))


def transfers_of(session: Session, who: UUID) -> list[Transfer]:
    """All questions about where a volunteer serves, the newest first."""
    query = select(Transfer).where(Transfer.volunteer == who)
    return list(session.scalars(query.order_by(Transfer.asked_on.desc(), Transfer.id)))


def offers(session: Session) -> Iterator[tuple[str, dict[str, Any]]]:
    """Station and what a volunteer in service offers, as told last; one query for the center."""
    columns = (Volunteer.station, Volunteer.profile, Registration.form)
    query = select(*columns).join(Registration, Registration.id == Volunteer.registration)
    rows = session.execute(query.where(Volunteer.status == Status.APPROVED))
    for name, profile, form in rows:
        yield name, json.loads(profile or form)
