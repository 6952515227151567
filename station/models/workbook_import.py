"""Imported workbooks: the file as it came, how its rows were judged, who wrote it in and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.vault import EncryptedBytes
from station.database import Base


class WorkbookImport(Base):
    """One upload; `rows` holds the preview as encrypted JSON, `months` the months it speaks of.

    The file is the evidence of its records (channel `workbook`), under `digest` (SHA-256).
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
    rows: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)
    status: Mapped[str] = mapped_column(String(20))
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[UUID | None]
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
