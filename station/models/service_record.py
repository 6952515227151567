"""Service records: the station's ledger of who served when, certified by whom."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, String, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.service_record import Status
from shared.vault import EncryptedText
from station.database import Base


class ServiceRecord(Base):
    """One volunteer's one service; a certified one is only ever voided.

    `waits_for` says what a submitted one lacks: `signature`, `certifier` or `second_officer`.
    `channel` is how it came in (`workbook`, `clerk`, `attendance`, `volunteer`, `reissue` …),
    `evidence` a SHA-256 in hexadecimal, `recipient` whom the entry names as served.
    `certifier_id` and `second_id` are whom the entry names, else whoever acted. `reason` says
    why it was rejected or voided (`ended_at`, `ended_by`), `lowered_from` the signed figure.
    """

    __tablename__ = "service_record"
    __table_args__ = (
        Index(None, "volunteer_id", "day"),
        Index(None, "month", "status"),
        Index(None, "import_id"),
        Index(None, "activity_id"),
        Index(None, "waits_for", "month"),
        Index(None, "day", "start", "id"),
        Index(None, "evaluation", "month"),
        Index(None, "is_late", "month"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    day: Mapped[date]
    month: Mapped[str] = mapped_column(String(7))
    start: Mapped[str] = mapped_column(String(5))
    end: Mapped[str] = mapped_column(String(5))
    break_minutes: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int]
    hours: Mapped[int]
    category: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(EncryptedText)
    content: Mapped[str] = mapped_column(EncryptedText)
    recipient: Mapped[str] = mapped_column(EncryptedText, default="")
    evaluation: Mapped[str] = mapped_column(String(20))
    paid: Mapped[bool]
    recipient_signed: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str] = mapped_column(String(64))

    status: Mapped[str] = mapped_column(String(20), active_history=True)
    waits_for: Mapped[str | None] = mapped_column(String(20))
    certifier_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    certified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    certified_by: Mapped[UUID | None]
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_by: Mapped[UUID | None]
    needs_second: Mapped[bool] = mapped_column(default=False)
    lowered_from: Mapped[int | None]
    lowered_reason: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[UUID | None]
    late_reason: Mapped[str] = mapped_column(String(500), default="")
    is_late: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_record.id"))
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("service_record.id"))

    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("workbook_import.id"))
    sheet: Mapped[str] = mapped_column(String(100), default="")
    row: Mapped[int] = mapped_column(default=0)
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)


AFTERWARDS = frozenset({"status", "reason", "ended_at", "ended_by", "replaced_by_id"})


@event.listens_for(ServiceRecord, "before_update")
def _(_mapper: Mapper[ServiceRecord], _connection: Connection, record: ServiceRecord) -> None:
    """A certified record is a ledger entry: whatever code tries to edit one is broken."""
    attributes = inspect(record).attrs
    was = (attributes["status"].history.deleted or [record.status])[0]
    changed = {attribute.key for attribute in attributes if attribute.history.has_changes()}
    if was != Status.SUBMITTED and not changed <= AFTERWARDS:
        raise RuntimeError(f"{was} record edited: {sorted(changed - AFTERWARDS)}")
