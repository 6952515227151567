"""Evaluations that came after the signature: each dated to its service, none edits its record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from station.database import Base


class LateEvaluation(Base):
    """What the served said of a record that was certified without an evaluation; once for each."""

    __tablename__ = "late_evaluation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("service_record.id"), unique=True)
    evaluation: Mapped[str] = mapped_column(String(20))
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
