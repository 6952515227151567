"""Days on which the station serves nobody."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain import promise
from shared.errors import NotFoundError
from station.database import Base


class Closing(Base):
    """Both days included; `note` says why, for residents."""

    __tablename__ = "closing"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    first: Mapped[date]
    last: Mapped[date] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(String(200))
    set_by: Mapped[UUID]
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


def closings_from(session: Session, day: date) -> list[Closing]:
    """Those that last to this day or longer, the first one first."""
    query = select(Closing).where(Closing.last >= day)
    return list(session.scalars(query.order_by(Closing.first, Closing.id)))


def by_id(session: Session, closing_id: UUID) -> Closing:
    """The row, locked until the transaction ends; NotFoundError `closing.unknown`."""
    found = session.get(Closing, closing_id, with_for_update=True)
    if found is None:
        raise NotFoundError("closing.unknown")
    return found


def closing_of(row: Closing) -> promise.Closing:
    """The closing as the rules take it."""
    return promise.Closing(row.first, row.last, row.note)
