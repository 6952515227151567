"""By what the center finds people: names as they are read, card and certificate numbers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ForeignKey, Select, Uuid, select, union
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from center.models.registration import Registration
from center.models.station import Station
from center.models.volunteer import Card, Star, Volunteer, cards
from shared.search import (
    MOST_READ,
    NameMarkMixin,
    best,
    number_like,
    typed_mark,
    write_marks,
)


class NameMark(NameMarkMixin, Base):
    """A beginning of the name on a registration."""

    subject: Mapped[UUID] = mapped_column(Uuid, ForeignKey("registration.id"), primary_key=True)


@dataclass(frozen=True)
class Found:
    """An applicant or volunteer as the search box shows one; `card` is the valid one's number."""

    registration: UUID
    name: str
    station: str
    title: str
    status: str
    volunteer: UUID | None = None
    card: str | None = None


def index_registration(session: Session, found: Registration) -> None:
    """Writes by what somebody is found, anew."""
    write_marks(session, NameMark, found.id, found.name)


def index_people(session: Session) -> int:
    """All of them, anew; how many there are."""
    rows = session.scalars(select(Registration).order_by(Registration.id)).all()
    for row in rows:
        index_registration(session, row)
    return len(rows)


def search_people(session: Session, typed: str, limit: int = 20) -> list[Found]:
    """Whoever is found by what was typed, whole words first, then by name; two queries."""
    mark, number = typed_mark(session, typed), number_like(typed)
    wanted = _wanted(mark, number)
    if not wanted:
        return []
    query = (
        select(Registration, Volunteer, Station.title)
        .join(Station, Station.name == Registration.station)
        .outerjoin(Volunteer, Volunteer.registration == Registration.id)
        .where(Registration.id.in_(union(*wanted)))
        .order_by(Registration.applied_on.desc(), Registration.id)
        .limit(MOST_READ)
    )
    found = best(((row[0].name, row) for row in session.execute(query)), typed, limit)
    held = cards(session, [person.id for _, person, _ in found if person])
    return [_found(one, person, title, held) for one, person, title in found]


def _wanted(mark: int | None, number: str | None) -> list[Select[UUID]]:
    found: list[Select[UUID]] = []
    if mark is not None:
        found.append(select(NameMark.subject).where(NameMark.mark == mark))
    if number is not None:
        person = select(Volunteer.registration)
        by_card = person.join(Card, Card.volunteer == Volunteer.id)
        by_star = person.join(Star, Star.volunteer == Volunteer.id)
        found.append(by_card.where(Card.number.like(number)))
        found.append(by_star.where(Star.certificate.like(number)))
    return found


def _found(
    registration: Registration, person: Volunteer | None, title: str, held: dict[UUID, Card]
) -> Found:
    card = held.get(person.id) if person else None
    return Found(
        registration=registration.id,
        name=registration.name,
        station=registration.station,
        title=title,
        status=registration.status,
        volunteer=person.id if person else None,
        card=card.number if card else None,
    )
