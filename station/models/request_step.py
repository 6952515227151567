"""The steps of a request, as requester and clerk see them; appended, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, String, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from station.database import Base


class RequestStep(Base):
    """Since when it stands so, with whom, because of what; `by` says who, "" the requester.

    `visitor` is a masked name, `visit_on` and `visit_time` what was agreed upon. `is_ours`: this
    station has it from then on, or ended it itself; `promised_at`: until when it promised more.
    """

    __tablename__ = "request_step"
    __table_args__ = (Index(None, "request_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_request.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(20))
    holder_title: Mapped[str] = mapped_column(String(100))
    by: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    visitor: Mapped[str] = mapped_column(String(60), default="")
    visit_on: Mapped[date | None]
    visit_time: Mapped[str] = mapped_column(String(30), default="")
    is_ours: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    promised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def steps_of(session: Session, request_id: UUID) -> Sequence[RequestStep]:
    """In the order in which they were made."""
    query = select(RequestStep).filter_by(request_id=request_id)
    return session.scalars(query.order_by(RequestStep.at, RequestStep.id)).all()
