"""The audit log of a station."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import AuditMixin, Change, write_line
from station.database import Base


class Audit(AuditMixin, Base):
    """One line of the log."""


def log(session: Session, actor: Actor, now: datetime, change: Change) -> None:
    """Writes what an actor changed into the log, in the caller's transaction."""
    write_line(session, Audit, actor, now, change)
