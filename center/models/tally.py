"""Monthly reports: the station's month, its revisions for ever, and their rows per volunteer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from center.database import Base
from shared.database import UtcDateTime
from shared.domain.month import Month
from shared.domain.monthly_report import Status
from shared.domain.request_figures import Told
from shared.domain.tally import Figures
from shared.errors import NotFoundError
from shared.vault import EncryptedText


class Tally(Base):
    """A station's month: `accepted` is the newest accepted revision, `on_time` the first one's."""

    __tablename__ = "tally"
    __table_args__ = (UniqueConstraint("station", "month"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    station: Mapped[str] = mapped_column(ForeignKey("station.name"))
    year: Mapped[int] = mapped_column(index=True)
    month: Mapped[str] = mapped_column(String(7))
    status: Mapped[str] = mapped_column(String(20), index=True)
    revision: Mapped[int]
    accepted: Mapped[int | None]
    first_accepted: Mapped[int | None]
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    on_time: Mapped[bool | None]
    times_returned: Mapped[int] = mapped_column(default=0)
    unlock_reason: Mapped[str | None] = mapped_column(Text)
    unlock_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def of_month(self) -> Month:
        return Month.parse(self.month)


class Revision(Base):
    """One complete restatement of a month, as signed; the center's word on it beside it.

    `captions` says what the photos show: digest → words, as encrypted JSON. `requests` and
    `visits` are None where the station says nothing of them.
    """

    __tablename__ = "revision"

    tally: Mapped[UUID] = mapped_column(ForeignKey("tally.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(String(64))
    message: Mapped[UUID]
    channel: Mapped[str] = mapped_column(String(10))
    cells: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    people: Mapped[int]
    volunteers_on_roster: Mapped[int]
    members: Mapped[int]
    training: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    requests: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    visits: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    summary: Mapped[str] = mapped_column(EncryptedText)
    photos: Mapped[list[str]] = mapped_column(JSON)
    captions: Mapped[str] = mapped_column(EncryptedText, default="{}")
    no_photo_reason: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[str] = mapped_column(String(64))
    amends: Mapped[str | None] = mapped_column(Text)
    entries: Mapped[int]
    entries_digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(String(64))

    @property
    def told(self) -> Told:
        return Told.from_dict({"requests": self.requests, "visits": self.visits})


class TallyRow(Base):
    """A volunteer's figures in one revision; rows are only ever added."""

    __tablename__ = "tally_row"

    tally: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    volunteer: Mapped[UUID] = mapped_column(primary_key=True)
    records: Mapped[int]
    hours: Mapped[int]
    satisfied_hours: Mapped[int]
    points_hours: Mapped[int]
    points: Mapped[int]


FIGURES = ("records", "hours", "satisfied_hours", "points_hours", "points")
UNNEST = text(
    "INSERT INTO tally_row (tally, revision, volunteer, records, hours, satisfied_hours,"
    " points_hours, points) SELECT :tally, :revision, * FROM unnest(CAST(:volunteer AS uuid[]),"
    " CAST(:records AS integer[]), CAST(:hours AS integer[]),"
    " CAST(:satisfied_hours AS integer[]), CAST(:points_hours AS integer[]),"
    " CAST(:points AS integer[]))"
)


def locked(session: Session, id: UUID) -> Tally:
    """The month, locked to decide on it; NotFoundError `tally.unknown`."""
    found = session.get(Tally, id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError("tally.unknown", id=str(id))
    return found


def by_id(session: Session, id: UUID) -> Tally:
    """The month, to be shown; NotFoundError `tally.unknown`."""
    found = session.get(Tally, id)
    if found is None:
        raise NotFoundError("tally.unknown", id=str(id))
    return found


def newest(session: Session, tally: Tally) -> Revision:
    """The revision that came last."""
    return session.get_one(Revision, (tally.id, tally.revision))


def add_rows(session: Session, tally: UUID, revision: int, rows: list[dict[str, Any]]) -> None:
    """Stores a revision's rows with one statement: arrays on PostgreSQL (performance.md part 1)."""
    if not rows:
        return
    if session.get_bind().dialect.name != "postgresql":
        fixed = {"tally": tally, "revision": revision}
        session.execute(insert(TallyRow), [fixed | row for row in rows])
        return
    columns = {
        name: "{" + ",".join([str(row[name]) for row in rows]) + "}"
        for name in ("volunteer", *FIGURES)
    }
    session.execute(UNNEST, columns | {"tally": tally, "revision": revision})


def rows_of(session: Session, tally: UUID, revision: int | None) -> dict[UUID, Figures]:
    """Volunteer → figures in one revision."""
    query = select(TallyRow).where(TallyRow.tally == tally, TallyRow.revision == revision)
    return {row.volunteer: figures(row) for row in session.scalars(query)}


def figures(row: TallyRow) -> Figures:
    """The row as a value of the rules."""
    return Figures(**{name: getattr(row, name) for name in FIGURES})


def accepted_rows(
    session: Session, station: str, year: int
) -> Mapping[tuple[UUID, Month], TallyRow]:
    """(volunteer, month) → row in the newest accepted revision of a station's month."""
    query = (
        select(TallyRow, Tally.month)
        .join(Tally, (Tally.id == TallyRow.tally) & (Tally.accepted == TallyRow.revision))
        .where(Tally.station == station, Tally.year == year)
    )
    return {(row.volunteer, Month.parse(month)): row for row, month in session.execute(query)}


def statuses(session: Session, station: str, year: int) -> dict[Month, Status]:
    """Month → status, of the months that were reported."""
    query = select(Tally).where(Tally.station == station, Tally.year == year)
    return {row.of_month: Status(row.status) for row in session.scalars(query)}
