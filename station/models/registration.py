"""Registrations: the form as filled in, each version that was submitted, and the center's word."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.registration import Status
from station.database import Base


class Registration(Base):
    """One form of one volunteer; `version` counts its submissions, `content` digests the last.

    `consents` maps each of sensitive, naming, photos to `{given, text, how}`: the version of the
    text agreed to, and `in_person` or `paper`. `originals` says who saw ID card and party card.
    `paper` is what a workbook says was decided, `{decision, decided_on}`; `is_claim` whether that
    went to the center with the submission. `overtaken` is a decision on an older version.
    `photo` is the digest of the portrait that the center was told of last, `told` that of the
    profile. Of an approved volunteer's the newest form is the profile, kept up to date; each change
    stands in the log. `service_posts` are the X beside the main post of the roster.
    """

    __tablename__ = "registration"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    status: Mapped[str] = mapped_column(String(20), index=True)
    version: Mapped[int]
    content: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(20))
    applied_on: Mapped[date]
    specialties: Mapped[list[str]] = mapped_column(JSON)
    categories: Mapped[list[str]] = mapped_column(JSON)
    free_times: Mapped[list[str]] = mapped_column(JSON)
    service_posts: Mapped[list[str]] = mapped_column(JSON, default=list)
    health: Mapped[bool]
    conduct: Mapped[bool]
    consents: Mapped[dict[str, Any]] = mapped_column(JSON)
    originals: Mapped[dict[str, Any]] = mapped_column(JSON)
    paper: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    is_claim: Mapped[bool] = mapped_column(default=False)
    photo: Mapped[str | None] = mapped_column(String(64))
    told: Mapped[str] = mapped_column(String(64), default="")
    approval_date: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(String(20))
    decided_version: Mapped[int | None]
    decision_reason: Mapped[str] = mapped_column(String(500), default="")
    decision_origin: Mapped[str | None] = mapped_column(String(20))
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(60))
    overtaken: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("workbook_import.id"))
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)


def lock_registration(session: Session, registration_id: UUID) -> Registration | None:
    """The row, locked until the transaction ends."""
    return session.get(Registration, registration_id, with_for_update=True)


def newest_registration(session: Session, volunteer_id: UUID) -> Registration:
    """The one whose status the volunteer mirrors: ids are UUIDv7, ordered by time."""
    query = select(Registration).filter_by(volunteer_id=volunteer_id)
    return session.scalars(query.order_by(Registration.id.desc()).limit(1)).one()


def draft_of(session: Session, volunteer_id: UUID) -> Registration | None:
    """The newest one that was never submitted: its day of application is to come."""
    query = select(Registration).filter_by(volunteer_id=volunteer_id, status=Status.DRAFT)
    return session.scalar(query.order_by(Registration.id.desc()).limit(1))
