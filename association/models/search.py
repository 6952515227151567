"""By what the association finds volunteers: names as they are read, numbers that it gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Select, Uuid, select, union
from sqlalchemy.orm import Mapped, Session, mapped_column

from association.database import Base
from association.models.card import Card, valid_of
from association.models.certificate import Certificate
from association.models.station import Station
from association.models.volunteer import Volunteer
from shared.search import (
    MOST_READ,
    NameMarkMixin,
    best,
    number_like,
    typed_mark,
    write_marks,
)


class NameMark(NameMarkMixin, Base):
    """A beginning of a volunteer's name."""

    subject: Mapped[UUID] = mapped_column(Uuid, ForeignKey("volunteer.id"), primary_key=True)


@dataclass(frozen=True)
class Found:
    """A volunteer as the search box shows one; `card` is the valid one, if any."""

    volunteer: UUID
    name: str
    station: str
    title: str
    left_on: date | None
    card: UUID | None = None
    number: str | None = None


def index_volunteer(session: Session, person: Volunteer) -> None:
    """Writes by what somebody is found, anew."""
    write_marks(session, NameMark, person.id, person.name)


def index_people(session: Session) -> int:
    """All of them, anew; how many there are."""
    rows = session.scalars(select(Volunteer).order_by(Volunteer.id)).all()
    for row in rows:
        index_volunteer(session, row)
    return len(rows)


def search_people(session: Session, typed: str, limit: int = 20) -> list[Found]:
    """Whoever is found by what was typed, by former numbers too; two queries."""
    mark, number = typed_mark(session, typed), number_like(typed)
    wanted = _wanted(mark, number)
    if not wanted:
        return []
    query = (
        select(Volunteer, Station.title)
        .join(Station, Station.name == Volunteer.station)
        .where(Volunteer.id.in_(union(*wanted)))
        .order_by(Volunteer.approval_date.desc(), Volunteer.id)
        .limit(MOST_READ)
    )
    found = best(((row[0].name, row) for row in session.execute(query)), typed, limit)
    held = valid_of(session, [person.id for person, _ in found])
    return [_found(person, title, held.get(person.id)) for person, title in found]


def _wanted(mark: int | None, number: str | None) -> list[Select[UUID]]:
    found: list[Select[UUID]] = []
    if mark is not None:
        found.append(select(NameMark.subject).where(NameMark.mark == mark))
    if number is not None:
        found.append(select(Card.volunteer).where(Card.number.like(number)))
        found.append(select(Certificate.volunteer).where(Certificate.number.like(number)))
    return found


def _found(person: Volunteer, title: str, card: Card | None) -> Found:
    return Found(
        volunteer=person.id,
        name=person.name,
        station=person.station,
        title=title,
        left_on=person.left_on,
        card=card.id if card else None,
        number=card.number if card else None,
    )
