"""What volunteers contest of their own records and totals, and what the station answered."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.vault import EncryptedText
from station.database import Base
from station.domain.contest import Status, Subject
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer


class Contest(Base):
    """Of a record, or of the total of `period` (`2025-03` or `2025`); `words` may be empty.

    `assigned_to` is the account that is to answer it, where one was named.
    """

    __tablename__ = "contest"
    __table_args__ = (Index(None, "status", "due_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_record.id"), index=True)
    period: Mapped[str | None] = mapped_column(String(7))
    words: Mapped[str] = mapped_column(EncryptedText)
    status: Mapped[str] = mapped_column(String(20))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    answer: Mapped[str] = mapped_column(EncryptedText, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(64))


def lock_contest(session: Session, contest_id: UUID) -> Contest | None:
    """The row, locked until the transaction ends."""
    return session.get(Contest, contest_id, with_for_update=True)


def open_contest(session: Session, volunteer_id: UUID, subject: Subject) -> Contest | None:
    """The one on this subject that waits for its answer."""
    query = select(Contest).filter_by(
        volunteer_id=volunteer_id,
        record_id=subject.record,
        period=subject.period,
        status=Status.OPEN,
    )
    return session.scalars(query.limit(1)).first()


def contests(
    status: Status | None = None, volunteer_id: UUID | None = None
) -> Select[Contest, str, ServiceRecord]:
    """With the volunteer's name, and the record where it is one; due first, then the newest."""
    query = (
        select(Contest, Volunteer.name, ServiceRecord)
        .join(Volunteer, Volunteer.id == Contest.volunteer_id)
        .outerjoin(ServiceRecord, ServiceRecord.id == Contest.record_id)
    )
    if status is not None:
        query = query.where(Contest.status == status)
    if volunteer_id is not None:
        query = query.where(Contest.volunteer_id == volunteer_id)
    newest = Contest.opened_at.desc()
    return query.order_by(Contest.status != Status.OPEN, Contest.due_on, newest, Contest.id)
