"""Until when somebody sees a requester's contact, by what the log says of its showings."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.domain.contact_showing import ends_at
from station.models.audit import Audit

SHOWN: Final = "request.contact_shown"


def shown_until(
    session: Session, request_id: UUID, account_id: UUID, now: datetime
) -> datetime | None:
    """None where it is masked; `now` is the machine's."""
    query = select(func.max(Audit.machine_at)).where(
        Audit.subject == f"request:{request_id}",
        Audit.action == SHOWN,
        Audit.actor_id == account_id,
    )
    return ends_at(session.scalar(query), now)
