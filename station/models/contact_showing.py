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
HOUSEHOLD_SHOWN: Final = "pairing.contact_shown"


def shown_until(
    session: Session, request_id: UUID, account_id: UUID, now: datetime
) -> datetime | None:
    """None where it is masked; `now` is the machine's."""
    return ends_at(_last(session, SHOWN, f"request:{request_id}", account_id), now)


def household_shown_until(
    session: Session, pairing_id: UUID, account_id: UUID, now: datetime
) -> datetime | None:
    """Likewise of a paired household."""
    return ends_at(_last(session, HOUSEHOLD_SHOWN, f"pairing:{pairing_id}", account_id), now)


def _last(session: Session, action: str, subject: str, account_id: UUID) -> datetime | None:
    query = select(func.max(Audit.machine_at)).where(
        Audit.subject == subject, Audit.action == action, Audit.actor_id == account_id
    )
    return session.scalar(query)
