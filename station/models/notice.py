"""What the center told: exemptions, reminders, the station's closing; of each thing the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, and_, case, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.month import Month
from shared.domain.monthly_report import UNSIGNED
from shared.domain.notice import Kind
from station.database import Base
from station.models.month_report import MonthReport
from station.models.tally_version import TallyVersion

STANDING = (Kind.EXEMPTION_GRANTED, Kind.STATION_CLOSED)
OF_STATION = (Kind.STATION_CLOSED, Kind.STATION_REOPENED)


class Notice(Base):
    """One subject's newest state; months as `2025-07`, both ends included.

    `aside_at`: somebody here read it and needs it on 今日 no more; it stands all the same.
    """

    __tablename__ = "notice"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    subject: Mapped[str] = mapped_column(String(200), unique=True)
    ver: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    first: Mapped[str | None] = mapped_column(String(7))
    last: Mapped[str | None] = mapped_column(String(7))
    last_day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500))
    said_by: Mapped[str] = mapped_column(String(60))
    said_on: Mapped[date]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    aside_by: Mapped[str | None] = mapped_column(String(64))


@dataclass(frozen=True)
class Told:
    """What stands whether or not somebody read it, and what waits for somebody, oldest first."""

    standing: Sequence[Notice] = ()
    waiting: Sequence[Notice] = ()

    @property
    def closed_on(self) -> date | None:
        """After which day the center ended this station."""
        ends = (one.last_day for one in self.standing if one.kind == Kind.STATION_CLOSED)
        return next(ends, None)

    def exempt(self, month: Month) -> str:
        """Why a month needs no group activity; "" where it does."""
        granted = (one for one in self.standing if one.kind == Kind.EXEMPTION_GRANTED)
        return next((one.reason for one in granted if _covers(one, month)), "")

    def reminder(self, month: Month) -> Notice | None:
        """The word that waits for a month's report."""
        found = (one for one in self.waiting if one.kind == Kind.REPORT_REMINDED)
        return next((one for one in found if one.first == str(month)), None)


def by_subject(session: Session, subject: str) -> Notice | None:
    """What is known of a subject, locked to be replaced."""
    return session.scalar(select(Notice).filter_by(subject=subject).with_for_update())


def by_id(session: Session, id: UUID) -> Notice | None:
    """A notice, locked to be put aside."""
    return session.get(Notice, id, with_for_update=True)


def told(session: Session) -> Told:
    """All of it in one query.

    A reminder waits until a version of its month was signed since it came, the station's own end
    or return until somebody put it aside.
    """
    answered = and_(
        TallyVersion.report_id == MonthReport.id, TallyVersion.sealed_at >= Notice.received_at
    )
    reminder = and_(
        Notice.kind == Kind.REPORT_REMINDED,
        or_(MonthReport.id.is_(None), MonthReport.status.in_(UNSIGNED)),
        ~exists().where(answered),
    )
    waits = and_(Notice.aside_at.is_(None), or_(reminder, Notice.kind.in_(OF_STATION)))
    query = (
        select(Notice, case((waits, 1), else_=0))
        .outerjoin(MonthReport, MonthReport.month == Notice.first)
        .where(or_(Notice.kind.in_(STANDING), waits))
    )
    rows = session.execute(query.order_by(Notice.said_on, Notice.id)).all()
    standing = [one for one, _ in rows if one.kind in STANDING]
    return Told(standing, [one for one, is_waiting in rows if is_waiting])


def newest_first(session: Session) -> Sequence[Notice]:
    """All of them."""
    return session.scalars(select(Notice).order_by(Notice.received_at.desc(), Notice.id)).all()


def _covers(one: Notice, month: Month) -> bool:
    return (one.first or "") <= str(month) <= (one.last or "")
