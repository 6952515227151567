"""Cards, the queue of those who wait for one, and those whose holders want another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Select, String, and_, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from association.database import Base
from association.models.volunteer import Volunteer
from shared.domain.card import Status
from shared.errors import NotFoundError

_VALID = text("status = 'valid'")


class Card(Base):
    """One issued card; a volunteer has at most one that is valid.

    One reported lost is valid until another takes its place. `withheld`: an officer revoked it,
    so its holder gets no other one but by name. `batch` is the first one it was printed in.
    """

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
    batch: Mapped[UUID | None] = mapped_column(ForeignKey("card_batch.id"), index=True)
    handed_on: Mapped[date | None]
    badge: Mapped[bool | None]
    lost_on: Mapped[date | None] = mapped_column(index=True)
    lost_reason: Mapped[str | None] = mapped_column(String(20))
    revoked_on: Mapped[date | None]
    revoked_reason: Mapped[str | None] = mapped_column(String(500))
    revoked_by: Mapped[str | None] = mapped_column(String(60))
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("card.id"))
    withheld: Mapped[bool] = mapped_column(default=False)


IS_VALID = Card.status == Status.VALID
IS_WANTED_ANEW = and_(IS_VALID, Card.lost_on.is_not(None))
IS_UNPRINTED = and_(IS_VALID, Card.batch.is_(None))


def by_id(session: Session, id: UUID) -> Card:
    """NotFoundError for a card never issued here."""
    card = session.get(Card, id, with_for_update=True)
    if card is None:
        raise NotFoundError("card.unknown", card=str(id))
    return card


def among(session: Session, ids: Iterable[UUID]) -> dict[UUID, Card]:
    """Those of these cards that were issued here, by id, locked in one order."""
    query = select(Card).where(Card.id.in_(list(ids))).order_by(Card.id).with_for_update()
    return {card.id: card for card in session.scalars(query)}


def valid_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, Card]:
    """The valid card of each volunteer who has one."""
    query = select(Card).where(Card.volunteer.in_(list(ids)), IS_VALID)
    return {card.volunteer: card for card in session.scalars(query)}


def holders(session: Session, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Card to volunteer, of those of these cards that were issued here."""
    query = select(Card.id, Card.volunteer).where(Card.id.in_(list(ids)))
    return {card: volunteer for card, volunteer in session.execute(query)}


def queued() -> Select[Volunteer]:
    """Volunteers in service with no valid card and none withheld, the longest approved first."""
    barring = select(Card.id).where(
        Card.volunteer == Volunteer.id, or_(IS_VALID, Card.withheld.is_(True))
    )
    return (
        select(Volunteer)
        .where(Volunteer.left_on.is_(None), ~barring.exists())
        .order_by(Volunteer.approval_date, Volunteer.id)
    )


def queue_length(session: Session) -> int:
    """How many wait for a card."""
    return session.scalar(select(func.count()).select_from(queued().subquery())) or 0


def end_withholding(session: Session, volunteer: UUID) -> None:
    """Whoever got a card by name is no longer barred from the next one."""
    query = select(Card).where(Card.volunteer == volunteer, Card.withheld.is_(True))
    for card in session.scalars(query):
        card.withheld = False
