"""Talks with members who aren't volunteers yet, and who those members are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, and_, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.vault import EncryptedText
from station.database import Base
from station.domain.talk import REGISTERED
from station.models.member import Member, on_roster
from station.models.volunteer import Volunteer


class Talk(Base):
    """One talk; nobody edits one."""

    __tablename__ = "talk"
    __table_args__ = (Index(None, "member_id", "held_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    held_on: Mapped[date]
    words: Mapped[str] = mapped_column(EncryptedText)
    held_by: Mapped[str] = mapped_column(String(64))
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)


def unregistered(day: date) -> Select[Member, date]:
    """Members of a day's roster who haven't registered, with the day of the last talk.

    Whoever was never talked with comes first, then the longest ago.
    """
    last = func.max(Talk.held_on)
    registered = select(Volunteer.id).where(
        and_(
            Volunteer.member_id == Member.id,
            Volunteer.superseded_by.is_(None),
            Volunteer.status.in_(REGISTERED),
        )
    )
    return (
        select(Member, last)
        .outerjoin(Talk, Talk.member_id == Member.id)
        .where(Member.id.in_(on_roster(day)), ~registered.exists())
        .group_by(Member.id)
        .order_by(last.is_not(None), last, Member.name, Member.id)
    )


def talks_of(session: Session, member_id: UUID) -> list[Talk]:
    """All with one member, the newest first."""
    query = select(Talk).filter_by(member_id=member_id)
    return list(session.scalars(query.order_by(Talk.held_on.desc(), Talk.id.desc())))


def last_talks(session: Session, members: Iterable[UUID]) -> dict[UUID, Talk]:
    """Member → the newest talk."""
    query = select(Talk).where(Talk.member_id.in_(set(members)))
    found = session.scalars(query.order_by(Talk.held_on, Talk.id))
    return {talk.member_id: talk for talk in found}
