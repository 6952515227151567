"""Volunteers whom the center approved, their cards, and the stars decided upon."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from shared.domain.card import Status as CardStatus
from shared.domain.registration import Status
from shared.errors import NotFoundError
from shared.vault import EncryptedText


class Volunteer(Base):
    """`station` is where they serve today; `approval_date` survives transfer and correction.

    Who left and is approved anew has a new approval date; `first_approved` stays. `profile` is what
    the station told since the approval (JSON, encrypted), of `profile_on`; None: nothing yet.
    """

    __tablename__ = "volunteer"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    station: Mapped[str] = mapped_column(ForeignKey("station.name"), index=True)
    registration: Mapped[UUID] = mapped_column(ForeignKey("registration.id"))
    name: Mapped[str] = mapped_column(EncryptedText)
    digest: Mapped[str] = mapped_column(String(80), index=True)
    status: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(20))
    approval_date: Mapped[date]
    first_approved: Mapped[date]
    left_on: Mapped[date | None]
    left_reason: Mapped[str | None] = mapped_column(String(20))
    profile: Mapped[str | None] = mapped_column(EncryptedText)
    profile_on: Mapped[date | None]

    @property
    def told(self) -> dict[str, Any]:
        """The newest profile's fields; nothing where the form that was approved still stands."""
        fields: dict[str, Any] = json.loads(self.profile) if self.profile else {}
        return fields


class Card(Base):
    """A card of the association's; `handed_on` once the station handed it over.

    One that was reported lost stays valid until the association ends it.
    """

    __tablename__ = "card"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    volunteer: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    issued_on: Mapped[date]
    handed_on: Mapped[date | None]
    badge: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(20), default=CardStatus.VALID)
    lost_on: Mapped[date | None]
    lost_reason: Mapped[str | None] = mapped_column(String(20))
    revoked_on: Mapped[date | None]
    revoked_reason: Mapped[str | None] = mapped_column(String(500))
    replaced_by: Mapped[UUID | None]


class Star(Base):
    """The association's newest decision on a volunteer's year."""

    __tablename__ = "star"

    volunteer: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    points: Mapped[int]
    proposed: Mapped[int]
    star: Mapped[int]
    decision: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    certificate: Mapped[str] = mapped_column(String(40), default="")


def locked(session: Session, id: UUID) -> Volunteer:
    """The volunteer, locked to decide on them; NotFoundError `volunteer.unknown`."""
    found = session.get(Volunteer, id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("volunteer.unknown", id=str(id))
    return found


def by_digest(session: Session, digest: str) -> Volunteer | None:
    """Who serves under this duplicate digest, locked; whoever left is not found."""
    query = select(Volunteer).where(Volunteer.digest == digest, Volunteer.status != Status.LEFT)
    return session.scalars(query.order_by(Volunteer.id).with_for_update()).first()


def names(session: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    """Volunteer → name, of those who are known here."""
    query = select(Volunteer.id, Volunteer.name).where(Volunteer.id.in_(list(people)))
    return {who: name for who, name in session.execute(query)}


def cards(session: Session, people: Sequence[UUID]) -> dict[UUID, Card]:
    """Volunteer → the valid card."""
    valid = select(Card).where(Card.volunteer.in_(people), Card.status == CardStatus.VALID)
    query = valid.order_by(Card.issued_on, Card.number)
    return {card.volunteer: card for card in session.scalars(query)}


def stars(session: Session, people: Sequence[UUID]) -> dict[UUID, list[Star]]:
    """Volunteer → decisions by year; an empty list for who has none."""
    found: dict[UUID, list[Star]] = {who: [] for who in people}
    for star in session.scalars(select(Star).where(Star.volunteer.in_(people)).order_by(Star.year)):
        found[star.volunteer].append(star)
    return found
