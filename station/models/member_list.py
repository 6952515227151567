"""The roster as a list: each member with the state of their registration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, or_, select

from shared.domain.registration import Status
from station.models.member import Member, on_roster
from station.models.volunteer import Volunteer

NOT_YET = (Status.DRAFT, Status.REJECTED, Status.LEFT)


@dataclass(frozen=True)
class MemberRow:
    """A member and the state of their registration; None without one."""

    member: Member
    status: str | None


def listed(day: date, name: str | None, status: str | None) -> Select[Member, str]:
    """Rows of `MemberRow` of a day; status `none` asks for who isn't on the way to be one."""
    query = (
        select(Member, Volunteer.status)
        .outerjoin(
            Volunteer,
            and_(Volunteer.member_id == Member.id, Volunteer.superseded_by.is_(None)),
        )
        .where(Member.id.in_(on_roster(day)))
    )
    if name:
        query = query.where(Member.name.contains(name, autoescape=True))
    if status == "none":
        return query.where(or_(Volunteer.status.is_(None), Volunteer.status.in_(NOT_YET)))
    return query.where(Volunteer.status == status) if status else query
