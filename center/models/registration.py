"""Registrations as the stations submitted them, newest version each, with the center's decision."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from shared.database import UtcDateTime
from shared.domain.registration import Status
from shared.errors import NotFoundError
from shared.vault import EncryptedText

LIVE = (Status.SUBMITTED, Status.APPROVED, Status.SUSPENDED)


class Registration(Base):
    """`form` holds the person (JSON, encrypted); `content` is the digest of what is decided.

    `claimed` is the paper's decision of `claimed_on`; once confirmed `decision_origin` is paper.
    `photo` is the digest of the portrait, whose bytes follow the message.
    """

    __tablename__ = "registration"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    volunteer: Mapped[UUID] = mapped_column(index=True)
    station: Mapped[str] = mapped_column(ForeignKey("station.name"), index=True)
    version: Mapped[int]
    content: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(EncryptedText)
    form: Mapped[str] = mapped_column(EncryptedText)
    digest: Mapped[str] = mapped_column(String(80), index=True)
    applied_on: Mapped[date]
    origin: Mapped[str] = mapped_column(String(20))
    claimed: Mapped[str | None] = mapped_column(String(20))
    claimed_on: Mapped[date | None]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    message: Mapped[UUID]
    decision: Mapped[str | None] = mapped_column(String(20))
    decision_origin: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(64))
    approval_date: Mapped[date | None]
    photo: Mapped[str | None] = mapped_column(String(64))

    @property
    def person(self) -> dict[str, Any]:
        """The form's fields as the station sent them."""
        fields: dict[str, Any] = json.loads(self.form)
        return fields


IS_CLAIM = (Registration.status == Status.SUBMITTED, Registration.claimed.is_not(None))
IS_WAITING = (Registration.status == Status.SUBMITTED, Registration.claimed.is_(None))
WAITING, CLAIMS = "waiting", "claims"
QUEUES = (WAITING, CLAIMS, *(Status.RETURNED, Status.REJECTED, Status.APPROVED, Status.SUSPENDED))


def queue_of(status: str, claimed: str | None) -> str:
    """The queue in which a registration stands: what waits is parted from paper claims."""
    if status != Status.SUBMITTED:
        return status
    return WAITING if claimed is None else CLAIMS


def queue(name: str, station: str | None = None) -> Select[Registration]:
    """The registrations of a queue, of one station or all; not in any order yet."""
    parts = {WAITING: IS_WAITING, CLAIMS: IS_CLAIM}
    query = select(Registration).where(*parts.get(name, (Registration.status == name,)))
    return query if station is None else query.where(Registration.station == station)


def queue_lengths(session: Session) -> dict[str, int]:
    """Queue → how many stand in it."""
    is_claim = Registration.claimed.is_not(None)
    query = select(Registration.status, is_claim, func.count())
    lengths = dict.fromkeys(QUEUES, 0)
    for status, claimed, count in session.execute(query.group_by(Registration.status, is_claim)):
        name = queue_of(status, "claim" if claimed else None)
        lengths[name] = lengths.get(name, 0) + count
    return lengths


def by_id(session: Session, id: UUID) -> Registration:
    """The registration, to be shown; NotFoundError `registration.unknown`."""
    found = session.get(Registration, id)
    if found is None:
        raise NotFoundError("registration.unknown", id=str(id))
    return found


def locked(session: Session, id: UUID) -> Registration:
    """The registration, locked with all of the same number; NotFoundError `registration.unknown`.

    Locked together in the order of their ids, so that two officers can't approve one each.
    """
    digest = session.scalar(select(Registration.digest).where(Registration.id == id))
    query = select(Registration).where(Registration.digest == digest).order_by(Registration.id)
    again = query.with_for_update().execution_options(populate_existing=True)
    found = next((row for row in session.scalars(again) if row.id == id), None)
    if found is None:
        raise NotFoundError("registration.unknown", id=str(id))
    return found


def duplicates(session: Session, digests: Iterable[str]) -> dict[str, list[Registration]]:
    """Digest → every registration that carries it, at whatever station, by day of application."""
    query = select(Registration).where(Registration.digest.in_(set(digests)))
    found: dict[str, list[Registration]] = {}
    for row in session.scalars(query.order_by(Registration.applied_on, Registration.id)):
        found.setdefault(row.digest, []).append(row)
    return found


def live_duplicates(session: Session, of: Registration) -> list[Registration]:
    """Other registrations of the same number that wait or serve; `locked` has locked them."""
    same = duplicates(session, [of.digest])[of.digest]
    return [row for row in same if row.id != of.id and row.status in LIVE]


def stations(session: Session, ids: Iterable[UUID]) -> Sequence[str]:
    """The stations from which these registrations came, in the order of their names."""
    query = select(Registration.station).where(Registration.id.in_(set(ids))).distinct()
    return session.scalars(query.order_by(Registration.station)).all()


def claims(session: Session) -> Sequence[UUID]:
    """The ids of the paper claims that wait for confirmation."""
    query = select(Registration.id).where(*IS_CLAIM).order_by(Registration.id)
    return session.scalars(query).all()
