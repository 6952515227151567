"""Volunteers of the station and the days on which each was in service."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    String,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.domain.id_number import last_four
from shared.domain.registration import Interval, Status
from station.database import Base
from station.models.member import Member, on_roster


class Volunteer(Base):
    """Whoever registered, approved or not; `status` mirrors the newest registration's.

    The UUID stays the person's over stations and over leaving and coming back;
    `approval_date` is set once and never changes. After a transfer to another station the row
    stays with `transferred_to`, for its records. Who applied here before a transfer brought
    their older UUID is `superseded_by` it.
    """

    __tablename__ = "volunteer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    approval_date: Mapped[date | None]
    approval_origin: Mapped[str | None] = mapped_column(String(20))
    station_since: Mapped[date]
    left_on: Mapped[date | None]
    left_reason: Mapped[str | None] = mapped_column(String(20))
    transferred_to: Mapped[str | None] = mapped_column(String(60))
    superseded_by: Mapped[UUID | None]


class VolunteerSpan(Base):
    """Days in service at this station, both ends included; no last day: still in service."""

    __tablename__ = "volunteer_span"
    __table_args__ = (UniqueConstraint("volunteer_id", "first_day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date | None]


def volunteer_of(session: Session, member_id: UUID) -> Volunteer | None:
    """The one row in force of whoever ever registered here."""
    query = select(Volunteer).filter_by(member_id=member_id, superseded_by=None)
    return session.scalar(query)


def lock_volunteer(session: Session, volunteer_id: UUID) -> Volunteer | None:
    """The row, locked until the transaction ends."""
    return session.get(Volunteer, volunteer_id, with_for_update=True)


def open_span(session: Session, volunteer_id: UUID) -> VolunteerSpan | None:
    """The span without an end; None for whoever is not in service."""
    return session.scalar(select(VolunteerSpan).filter_by(volunteer_id=volunteer_id, last_day=None))


def spans(
    session: Session, volunteers: Collection[UUID] | None = None
) -> dict[UUID, tuple[Interval, ...]]:
    """The days in service of these volunteers, or of all who were ever approved here."""
    found: dict[UUID, tuple[Interval, ...]] = {}
    query = select(VolunteerSpan).order_by(VolunteerSpan.first_day)
    if volunteers is not None:
        query = query.where(VolunteerSpan.volunteer_id.in_(volunteers))
    for span in session.scalars(query):
        interval = Interval(span.first_day, span.last_day)
        found[span.volunteer_id] = (*found.get(span.volunteer_id, ()), interval)
    return found


def is_serving() -> ColumnElement[bool]:
    """In service here now: neither suspended nor left nor moved away."""
    return and_(
        Volunteer.status == Status.APPROVED,
        Volunteer.superseded_by.is_(None),
        Volunteer.transferred_to.is_(None),
    )


def serves(volunteer: Volunteer) -> bool:
    """Likewise of one that was read."""
    is_elsewhere = volunteer.superseded_by is not None or volunteer.transferred_to is not None
    return volunteer.status == Status.APPROVED and not is_elsewhere


def serving(session: Session, volunteers: Iterable[UUID]) -> set[UUID]:
    """Those of them who are in service here now."""
    query = select(Volunteer.id).where(Volunteer.id.in_(set(volunteers)), is_serving())
    return set(session.scalars(query))


def last_fours(session: Session, volunteers: Iterable[UUID]) -> dict[UUID, str]:
    """Volunteer → what a list may show of the ID number."""
    query = (
        select(Volunteer.id, Member.id_number)
        .join(Member, Member.id == Volunteer.member_id)
        .where(Volunteer.id.in_(set(volunteers)))
    )
    return {volunteer: last_four(number) for volunteer, number in session.execute(query)}


def volunteers_on(session: Session, day: date) -> int:
    """How many in service on a day also stood on its roster: coverage can't pass 100 %."""
    return session.scalar(count_on(day)) or 0


def count_on(day: date) -> Select[int]:
    """`volunteers_on` as a query, for use in others."""
    return (
        select(func.count(Volunteer.id.distinct()))
        .join(VolunteerSpan, VolunteerSpan.volunteer_id == Volunteer.id)
        .where(
            VolunteerSpan.first_day <= day,
            or_(VolunteerSpan.last_day.is_(None), VolunteerSpan.last_day >= day),
            Volunteer.member_id.in_(on_roster(day)),
        )
    )
