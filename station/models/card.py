"""Cards that the association issued to this station's volunteers, and their hand-over."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from station.database import Base


class Card(Base):
    """A card under the association's UUID and number; `handed_on` once its holder has it.

    One that was reported lost stays valid until the association says otherwise.
    """

    __tablename__ = "card"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    issued_on: Mapped[date]
    handed_on: Mapped[date | None]
    badge: Mapped[bool] = mapped_column(default=False)
    handed_by: Mapped[UUID | None]
    lost_on: Mapped[date | None]
    lost_reason: Mapped[str | None] = mapped_column(String(20))
    lost_by: Mapped[UUID | None]
    revoked_on: Mapped[date | None]
    revoked_reason: Mapped[str | None] = mapped_column(String(500))
    replaced_by: Mapped[UUID | None]
    proof: Mapped[str] = mapped_column(Text, default="")


def lock_card(session: Session, card_id: UUID) -> Card | None:
    """The row, locked until the transaction ends."""
    return session.get(Card, card_id, with_for_update=True)


def cards_of(session: Session, volunteer_id: UUID) -> list[Card]:
    """All that a volunteer ever had, the newest last."""
    query = select(Card).filter_by(volunteer_id=volunteer_id)
    return list(session.scalars(query.order_by(Card.issued_on, Card.number)))
