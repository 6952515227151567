"""Cards that the association issued to this station's volunteers, and their hand-over."""

from __future__ import annotations

import unicodedata
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.domain.card import Status
from shared.errors import ConflictError, NotFoundError
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


def holder_of(session: Session, seen: str) -> UUID:
    """Whose valid card somebody saw, by its number or by the text of its code as it is scanned.

    NotFoundError `card.unknown` for none of this station's, ConflictError `card.not_valid` for one
    that was replaced or revoked.
    """
    typed = unicodedata.normalize("NFKC", seen).strip()
    codes = {typed, typed.rstrip("/").rpartition("/")[2]} - {""}
    own = or_(Card.number.in_((typed, typed.upper())), Card.proof.in_(codes))
    found = session.scalars(select(Card).where(own)).first()
    if found is None:
        raise NotFoundError("card.unknown", field="card")
    if found.status != Status.VALID:
        raise ConflictError("card.not_valid", number=found.number, field="card")
    return found.volunteer_id


def cards_of(session: Session, volunteer_id: UUID) -> list[Card]:
    """All that a volunteer ever had, the newest last."""
    query = select(Card).filter_by(volunteer_id=volunteer_id)
    return list(session.scalars(query.order_by(Card.issued_on, Card.number)))
