"""Cards, the queue of those who wait for one, and the counter that gives the numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from association.database import Base
from association.models.volunteer import Volunteer
from shared.domain.card import Status
from shared.errors import NotFoundError
from shared.federation.upsert import insert_into

_VALID = text("status = 'valid'")


class Card(Base):
    """One issued card; a volunteer has at most one that is valid."""

    __tablename__ = "card"
    __table_args__ = (
        Index(
            "uq_card_valid", "volunteer", unique=True, sqlite_where=_VALID, postgresql_where=_VALID
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    volunteer: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    station: Mapped[str] = mapped_column(ForeignKey("station.name"))
    center: Mapped[str] = mapped_column(ForeignKey("center.name"))
    status: Mapped[str] = mapped_column(String(20), index=True)
    issued_on: Mapped[date]
    issued_by: Mapped[str] = mapped_column(String(60))
    handed_on: Mapped[date | None]
    badge: Mapped[bool | None]


class CardCounter(Base):
    """The last running number of a year; only ever counts on."""

    __tablename__ = "card_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


def by_id(session: Session, id: UUID) -> Card:
    """NotFoundError for a card never issued here."""
    card = session.get(Card, id, with_for_update=True)
    if card is None:
        raise NotFoundError("card.unknown", card=str(id))
    return card


def valid_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, Card]:
    """The valid card of each volunteer who has one."""
    query = select(Card).where(Card.volunteer.in_(list(ids)), Card.status == Status.VALID)
    return {card.volunteer: card for card in session.scalars(query)}


def queued() -> Select[Volunteer]:
    """Volunteers in service without a valid card, the longest approved first."""
    valid = select(Card.id).where(Card.volunteer == Volunteer.id, Card.status == Status.VALID)
    return (
        select(Volunteer)
        .where(Volunteer.left_on.is_(None), ~valid.exists())
        .order_by(Volunteer.approval_date, Volunteer.id)
    )


def queue_length(session: Session) -> int:
    """How many wait for a card."""
    return session.scalar(select(func.count()).select_from(queued().subquery())) or 0


def lock_counter(session: Session, year: int) -> CardCounter:
    """The year's counter, locked until the transaction ends; made at the first use."""
    first = insert_into(session, CardCounter).values(year=year, last=0)
    session.execute(first.on_conflict_do_nothing())
    return session.get_one(CardCounter, year, with_for_update=True)
