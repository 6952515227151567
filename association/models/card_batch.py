"""Print runs: which cards were printed together, and each time that they were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from association.database import Base
from association.models.card import Card
from association.models.station import Station
from association.models.volunteer import Volunteer
from shared.database import UtcDateTime
from shared.errors import NotFoundError


class CardBatch(Base):
    """Cards that were first printed together, in the order of their numbers."""

    __tablename__ = "card_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    cards: Mapped[int]
    printed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    printed_by: Mapped[str] = mapped_column(String(60))


class Printing(Base):
    """One time that a batch, or some of its cards, went to the printer; the first has no reason."""

    __tablename__ = "printing"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    batch: Mapped[UUID] = mapped_column(ForeignKey("card_batch.id"), index=True)
    cards: Mapped[int]
    printed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    printed_by: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(500))


def by_id(session: Session, id: UUID, *, lock: bool = False) -> CardBatch:
    """NotFoundError for a batch never printed here."""
    found = session.get(CardBatch, id, with_for_update=lock or None)
    if found is None:
        raise NotFoundError("card_batch.unknown", batch=str(id))
    return found


def newest_first() -> Select[CardBatch]:
    """All batches."""
    return select(CardBatch).order_by(CardBatch.printed_at.desc(), CardBatch.id.desc())


def printings(session: Session, batch: UUID) -> Sequence[Printing]:
    """Each time that it was printed, the first one first."""
    query = select(Printing).where(Printing.batch == batch)
    return session.scalars(query.order_by(Printing.printed_at, Printing.id)).all()


def contents(session: Session, batch: UUID) -> Sequence[tuple[Card, Volunteer, Station]]:
    """Its cards by number, each with its holder and the station that it was issued for."""
    query = (
        select(Card, Volunteer, Station)
        .join(Volunteer, Volunteer.id == Card.volunteer)
        .join(Station, Station.name == Card.station)
        .where(Card.batch == batch)
        .order_by(Card.number)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]
