"""Cards and those who wait for one, as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from association.models.card import IS_UNPRINTED, IS_VALID, IS_WANTED_ANEW, Card, queue_length
from association.models.station import Station, titles
from association.models.volunteer import Volunteer
from shared.domain.card import Status
from shared.errors import NotFoundError

LOST, UNPRINTED = "lost", "unprinted"
_KINDS = {LOST: IS_WANTED_ANEW, UNPRINTED: IS_UNPRINTED, Status.VALID: IS_VALID}


@dataclass(frozen=True)
class Waiting:
    """Somebody without a card."""

    id: UUID
    name: str
    station: str
    approval_date: date


@dataclass(frozen=True)
class CardRow:
    """A card, its holder's name and the title of the station that it was issued for."""

    card: Card
    name: str
    station: str


def queue_rows(session: Session, people: Sequence[Volunteer]) -> list[Waiting]:
    """The people of a page of the queue, with the titles of their stations."""
    names = titles(session, {person.station for person in people})
    return [
        Waiting(person.id, person.name, names.get(person.station, ""), person.approval_date)
        for person in people
    ]


def listed(kind: str | None, number: str | None) -> Select[Card, str, str]:
    """Rows of `CardRow`: of a status, lost, not printed, or all; whose number holds a text."""
    query = (
        select(Card, Volunteer.name, Station.title)
        .join(Volunteer, Volunteer.id == Card.volunteer)
        .join(Station, Station.name == Card.station)
    )
    if number:
        query = query.where(Card.number.contains(number, autoescape=True))
    if kind in _KINDS:
        return query.where(_KINDS[kind])
    return query.where(Card.status == kind) if kind in [*Status] else query


def find(session: Session, id: UUID) -> CardRow:
    """One card; NotFoundError for one never issued here."""
    row = session.execute(listed(None, None).where(Card.id == id)).first()
    if row is None:
        raise NotFoundError("card.unknown", card=str(id))
    return CardRow(*row)


def counts(session: Session) -> dict[str, int]:
    """How many wait, are lost, not printed, and in each status."""
    by_status = session.execute(select(Card.status, func.count()).group_by(Card.status))
    lost, unprinted = session.execute(
        select(
            func.count().filter(IS_WANTED_ANEW),
            func.count().filter(IS_UNPRINTED),
        ).select_from(Card)
    ).one()
    found = {status: count for status, count in by_status}
    return found | {"queue": queue_length(session), LOST: lost, UNPRINTED: unprinted}
