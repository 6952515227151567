"""Tracking codes that stations gave out, by which residents follow at the center."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from center.models.audit import log
from center.models.front_door import FrontRequest, by_code, code_digest
from shared.audit import Change
from shared.domain import tracking_code
from shared.errors import ConflictError, UntrustedError
from shared.federation.link import Message
from shared.federation.sealing import open_sealed
from shared.federation.sender import sender_of


def received_there(session: Session, message: Message, now: datetime) -> FrontRequest:
    """The row of a request that its station received itself, at the station's first word on it.

    A code that another one bears here stays with that one: this one is followed by telephone.
    ConflictError for one that nobody gave a code for.
    """
    data = message.data
    if not data["sealed"]:
        raise ConflictError("front_door.unknown")
    code = _opened(session, data["sealed"])
    digest = None if by_code(session, code) is not None else code_digest(session, code)
    received = min((step["since"] for step in data["steps"]), default=data["since"])
    row = FrontRequest(id=data["request"], station=message.sender, code_digest=digest, ver=0)
    row.received_at, row.since, row.told = received, data["since"], None
    session.add(row)
    session.flush()
    action = "front_door.code_taken" if digest is None else "front_door.code_told"
    after = {"station": row.station}
    log(session, sender_of(message), now, Change(action, f"request:{row.id}", None, after))
    return row


def _opened(session: Session, sealed: str) -> str:
    try:
        return tracking_code.normalise(open_sealed(session, sealed).decode())
    except UnicodeDecodeError as broken:
        raise UntrustedError("sealed.unreadable") from broken
