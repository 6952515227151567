"""Contacts of requests that a base of this center serves, as they came: sealed for it."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from center.models.audit import Audit
from shared.database import UtcDateTime
from shared.domain.contact_showing import ends_at
from shared.vault import EncryptedText

SHOWN: Final = "service_request.contact_shown"


class BaseContact(Base):
    """Opened for whoever is shown it, never kept in clear; erasing deletes the row."""

    __tablename__ = "base_contact"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_request.id"), primary_key=True)
    jwe: Mapped[str] = mapped_column(EncryptedText)
    came_at: Mapped[datetime] = mapped_column(UtcDateTime)


def shown_until(
    session: Session, request_id: UUID, account_id: UUID, now: datetime
) -> datetime | None:
    """Until when somebody sees it by the log; None where it is hidden. `now` is the machine's."""
    query = select(func.max(Audit.machine_at)).where(
        Audit.subject == f"request:{request_id}",
        Audit.action == SHOWN,
        Audit.actor_id == account_id,
    )
    return ends_at(session.scalar(query), now)
