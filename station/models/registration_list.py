"""Registrations as lists and pages show them: form and volunteer together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shared.domain.registration import Status
from shared.errors import NotFoundError
from station.models.member import Member, on_roster
from station.models.registration import Registration
from station.models.volunteer import Volunteer

SETTLED = (Status.REJECTED, Status.DRAFT)


@dataclass(frozen=True)
class RegistrationRow:
    """A form, whose it is, and the codes of what is still to be completed."""

    registration: Registration
    volunteer: Volunteer
    missing: Sequence[str] = field(default=())


def listed(status: str | None) -> Select[Registration, Volunteer]:
    """Forms in one state, or all, each with its volunteer."""
    query = select(Registration, Volunteer).join(
        Volunteer, Volunteer.id == Registration.volunteer_id
    )
    return query.where(Registration.status == status) if status else query


def find(session: Session, registration_id: UUID) -> RegistrationRow:
    """One form; NotFoundError for none."""
    row = session.execute(listed(None).where(Registration.id == registration_id)).first()
    if row is None:
        raise NotFoundError("registration.unknown")
    return RegistrationRow(*row)


def unregistered_names(session: Session, day: date) -> list[str]:
    """Who is on the roster and has no form under way or approved, by name."""
    open_here = (
        select(Volunteer.id)
        .where(Volunteer.member_id == Member.id, Volunteer.status.not_in(SETTLED))
        .exists()
    )
    query = select(Member.name).where(Member.id.in_(on_roster(day)), ~open_here)
    return list(session.scalars(query.order_by(Member.name)))
