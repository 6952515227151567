"""Pairings with households in difficulty: rhythm, who visits, each round's visit (五.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.contact import Contact
from shared.errors import NotFoundError
from shared.vault import EncryptedText
from station.database import Base
from station.domain.pairing import Rhythm, Span, Tie


class Pairing(Base):
    """A household with its volunteers; `since` is when they began, also before the system.

    `reason` is why it was paused or ended; `ended_on` its last day. `over_since` is the machine's:
    from then on it counts until the household is erased.
    """

    __tablename__ = "pairing"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    item_code: Mapped[str] = mapped_column(ForeignKey("service_item.code"))
    category: Mapped[str] = mapped_column(String(20))
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("district.id"))
    since: Mapped[date]
    status: Mapped[str] = mapped_column(String(10), index=True)
    reason: Mapped[str] = mapped_column(EncryptedText, default="")
    ended_on: Mapped[date | None]
    over_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Household(Base):
    """Whom to visit and what they are in need of; erasing deletes the row."""

    __tablename__ = "household"

    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id"), primary_key=True)
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    address: Mapped[str] = mapped_column(EncryptedText)
    words: Mapped[str] = mapped_column(EncryptedText)


class PairingSpan(Base):
    """A rhythm kept from a day on; a pause or another rhythm ends it."""

    __tablename__ = "pairing_span"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id"), index=True)
    rhythm: Mapped[str] = mapped_column(String(20))
    first: Mapped[date]
    last: Mapped[date | None]

    @property
    def span(self) -> Span:
        """As the rules take it."""
        return Span(Rhythm(self.rhythm), self.first, self.last)


class PairingTie(Base):
    """A volunteer's part in a pairing, days included; no last day: still theirs."""

    __tablename__ = "pairing_tie"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id"), index=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    first: Mapped[date]
    last: Mapped[date | None]

    @property
    def tie(self) -> Tie:
        """As the rules take it."""
        return Tie(self.volunteer_id, self.first, self.last)


class PairingVisit(Base):
    """The visit of one round, raised once; its orders point at it.

    `missed` is why nobody went, once somebody said so: it stays owed and calls for nobody.
    """

    __tablename__ = "pairing_visit"
    __table_args__ = (UniqueConstraint("span_id", "round"), Index(None, "pairing_id", "due"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id"))
    span_id: Mapped[UUID] = mapped_column(ForeignKey("pairing_span.id"))
    round: Mapped[int]
    first: Mapped[date]
    due: Mapped[date] = mapped_column(index=True)
    missed: Mapped[str] = mapped_column(EncryptedText, default="")
    missed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def by_id(session: Session, pairing_id: UUID, *, lock: bool = False) -> Pairing:
    """NotFoundError `pairing.unknown`; `lock` where a decision rests on it."""
    found = session.get(Pairing, pairing_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFoundError("pairing.unknown")
    return found


def visit_by_id(session: Session, visit_id: UUID, *, lock: bool = False) -> PairingVisit:
    """NotFoundError `pairing.no_visit`."""
    found = session.get(
        PairingVisit, visit_id, with_for_update=lock or None, populate_existing=lock
    )
    if found is None:
        raise NotFoundError("pairing.no_visit")
    return found


def household_of(session: Session, pairing_id: UUID) -> Contact | None:
    """Whom to visit; None once it is erased."""
    row = session.get(Household, pairing_id)
    return None if row is None else Contact(row.name, row.phone, row.address, row.words)


def spans_of(session: Session, pairing_id: UUID) -> Sequence[PairingSpan]:
    """The first one first."""
    query = select(PairingSpan).filter_by(pairing_id=pairing_id)
    return session.scalars(query.order_by(PairingSpan.first, PairingSpan.id)).all()


def ties_of(session: Session, pairing_id: UUID) -> Sequence[PairingTie]:
    """Whoever visits or visited, the first one first."""
    query = select(PairingTie).filter_by(pairing_id=pairing_id)
    return session.scalars(query.order_by(PairingTie.first, PairingTie.id)).all()


def visits_of(session: Session, pairing_id: UUID) -> Sequence[PairingVisit]:
    """The newest round first."""
    query = select(PairingVisit).filter_by(pairing_id=pairing_id)
    return session.scalars(query.order_by(PairingVisit.due.desc(), PairingVisit.id)).all()
