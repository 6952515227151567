"""Imported workbooks: the file as it came, how its rows were judged, who wrote it in and when."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.vault import EncryptedBytes
from station.database import Base


class Kind(StrEnum):
    """The three workbooks."""

    ROSTER = "roster"
    REGISTRATION = "registration"
    RECORD = "record"


class Status(StrEnum):
    """Shown, written in, or written in and taken back."""

    PREVIEWED = "previewed"
    WRITTEN = "written"
    TAKEN_BACK = "taken_back"


class WorkbookImport(Base):
    """One upload; `preview` holds its rows as encrypted JSON, `months` the months they speak of.

    The file is the evidence of its records (channel `workbook`), under `digest` (SHA-256). `undo`
    is how a roster's members stood (`domain.roster_undo`).
    """

    __tablename__ = "workbook_import"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    kind: Mapped[str] = mapped_column(String(20))
    file_name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    file: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)
    month: Mapped[str | None] = mapped_column(String(7))
    months: Mapped[list[str]] = mapped_column(JSON)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    preview: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)
    status: Mapped[str] = mapped_column(String(20))
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[UUID | None]
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undo: Mapped[bytes | None] = mapped_column(EncryptedBytes, deferred=True)
    taken_back_by: Mapped[UUID | None]
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def lock_import(session: Session, import_id: UUID) -> WorkbookImport | None:
    """The row, locked until the transaction ends."""
    return session.get(WorkbookImport, import_id, with_for_update=True)
