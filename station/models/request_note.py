"""What is said of a request beside its steps: words added, texts that came too late, doubles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.contact_file import KINDS
from shared.vault import EncryptedText
from station.database import Base


class Kind(StrEnum):
    """Those of `WORDS` are the requester's own, erased with the contact."""

    ADDED = "added"
    NOT_SOLVED = "not_solved"
    WITHDRAWN = "withdrawn"  # why they want nothing any more
    STALE = "stale"  # said by somebody who had it no more
    DOUBLE = "double"  # judged to be one with another request, or not


WORDS = tuple(Kind(one) for one in KINDS)


class RequestNote(Base):
    """`by` names who wrote it, "" the requester."""

    __tablename__ = "request_note"
    __table_args__ = (Index(None, "request_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("service_request.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(64), default="")
    text: Mapped[str] = mapped_column(EncryptedText)


def notes_of(session: Session, request_id: UUID) -> Sequence[RequestNote]:
    """In the order in which they were written."""
    query = select(RequestNote).filter_by(request_id=request_id)
    return session.scalars(query.order_by(RequestNote.at, RequestNote.id)).all()


def added_at(session: Session, request_id: UUID) -> list[datetime]:
    """When the requester added words, in that order."""
    return [note.at for note in notes_of(session, request_id) if note.kind == Kind.ADDED]
