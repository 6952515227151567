"""Who certifies: names as the sheets write them, each linked to an account once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from station.database import Base


class Officer(Base):
    """`account_id` is whose act counts as this officer's, set by head or administrator."""

    __tablename__ = "officer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), unique=True)
    linked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def officers(session: Session) -> list[Officer]:
    """All of them, by name."""
    return list(session.scalars(select(Officer).order_by(Officer.name)))


def officer_of(session: Session, account_id: UUID) -> Officer | None:
    """Whom an account is linked to."""
    return session.scalar(select(Officer).filter_by(account_id=account_id))
