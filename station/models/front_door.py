"""What was done at the center's front door for this station, each once, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.database import UtcDateTime
from station.database import Base
from station.models.service_order import ServiceOrder
from station.models.signature import SignatureLink


class FrontEntry(Base):
    """`id` is the center's own number of it; `refused` the code of why it couldn't be entered.

    Of what couldn't be read there is no row, of what couldn't be entered no request.
    """

    __tablename__ = "front_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    came_at: Mapped[datetime] = mapped_column(UtcDateTime)
    refused: Mapped[str] = mapped_column(String(80), default="")


def entries_of(session: Session, request_id: UUID) -> Sequence[FrontEntry]:
    """In the order in which they came."""
    query = select(FrontEntry).filter_by(request_id=request_id)
    return session.scalars(query.order_by(FrontEntry.came_at, FrontEntry.id)).all()


def open_links(session: Session, request_id: UUID, since: datetime) -> Sequence[SignatureLink]:
    """The links to sign a request's orders with that still open something, made after `since`."""
    query = (
        select(SignatureLink)
        .join(ServiceOrder, ServiceOrder.id == SignatureLink.order_id)
        .where(
            ServiceOrder.request_id == request_id,
            SignatureLink.used_at.is_(None),
            SignatureLink.revoked_at.is_(None),
            SignatureLink.made_at > since,
        )
        .order_by(SignatureLink.made_at.desc())
    )
    return session.scalars(query).all()
