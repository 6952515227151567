"""Who certifies: names as the sheets write them, each linked to an account once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from station.database import Base


class Officer(Base):
    """`account_id` is whose act counts as this officer's, set by head or administrator."""

    __tablename__ = "officer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    account_id: Mapped[UUID | None] = mapped_column(unique=True)
    linked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
