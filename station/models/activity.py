"""Activities: planned, held, cancelled or voided; whom the plan names, who signed up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, case, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from shared.database import UtcDateTime
from shared.domain.month import Month
from shared.domain.service_record import Category, Form
from shared.domain.service_record import Status as RecordStatus
from shared.errors import NotFoundError
from shared.vault import EncryptedText
from station.database import Base
from station.domain.activity import Plan, Status
from station.models.service_record import ServiceRecord

RECENT = 40


class Activity(Base):
    """One day's activity; its records point at it. `reason` says why it was cancelled or voided."""

    __tablename__ = "activity"
    __table_args__ = (Index(None, "day", "id"), Index(None, "month", "status"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    title: Mapped[str] = mapped_column(EncryptedText)
    category: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(EncryptedText)
    content: Mapped[str] = mapped_column(EncryptedText)
    day: Mapped[date]
    month: Mapped[str] = mapped_column(String(7))
    start: Mapped[str] = mapped_column(String(5))
    end: Mapped[str] = mapped_column(String(5))
    break_minutes: Mapped[int]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    places: Mapped[int | None]
    is_dangerous: Mapped[bool]
    insured: Mapped[bool]
    has_host: Mapped[bool]
    key_work: Mapped[str] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(500), default="")
    planned_by: Mapped[UUID]
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"))
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"))


class ActivityPerson(Base):
    """Whom the plan names, or who signed up for it (`signed_up_at`)."""

    __tablename__ = "activity_person"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    volunteer_id: Mapped[UUID] = mapped_column(
        ForeignKey("volunteer.id"), primary_key=True, index=True
    )
    signed_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Filter:
    """Which activities a list shows; None leaves a column free."""

    month: Month | None = None
    status: Status | None = None
    team: UUID | None = None


@dataclass(frozen=True)
class Counts:
    """An activity's records: those that count or wait, waiting ones, certified ones, hours."""

    records: int = 0
    waiting: int = 0
    certified: int = 0
    hours: int = 0


def by_id(session: Session, activity_id: UUID) -> Activity:
    """NotFoundError `activity.unknown`."""
    found = session.get(Activity, activity_id)
    if found is None:
        raise NotFoundError("activity.unknown")
    return found


def lock_activity(session: Session, activity_id: UUID) -> Activity | None:
    """The row, locked until the transaction ends."""
    return session.get(Activity, activity_id, with_for_update=True)


def listed(chosen: Filter) -> Select[Activity]:
    """The newest day first."""
    columns = (
        (Activity.month, None if chosen.month is None else str(chosen.month)),
        (Activity.status, chosen.status),
        (Activity.team_id, chosen.team),
    )
    query = select(Activity).where(*(column == v for column, v in columns if v is not None))
    return query.order_by(Activity.day.desc(), Activity.id.desc())


def counts_of(session: Session, activities: Iterable[UUID]) -> dict[UUID, Counts]:
    """Of each activity; those without a live record have none."""
    live = ServiceRecord.status.in_((RecordStatus.SUBMITTED, RecordStatus.CERTIFIED))
    query = (
        select(
            ServiceRecord.activity_id,
            func.count(),
            _sum(ServiceRecord.status == RecordStatus.SUBMITTED),
            _sum(ServiceRecord.status == RecordStatus.CERTIFIED),
            func.sum(ServiceRecord.hours),
        )
        .where(ServiceRecord.activity_id.in_(set(activities)), live)
        .group_by(ServiceRecord.activity_id)
    )
    return {
        activity: Counts(int(records), int(waiting), int(certified), int(hours))
        for activity, records, waiting, certified, hours in session.execute(query)
        if activity is not None
    }


def people_of(session: Session, activity_id: UUID) -> list[ActivityPerson]:
    """Whom the plan names and who signed up, in that order."""
    query = select(ActivityPerson).filter_by(activity_id=activity_id)
    at = ActivityPerson.signed_up_at
    order = (at.is_not(None), at, ActivityPerson.volunteer_id)
    return list(session.scalars(query.order_by(*order)))


def plan_of(session: Session, activity: Activity) -> Plan:
    """The plan again, as a form shows it."""
    named = [p.volunteer_id for p in people_of(session, activity.id) if p.signed_up_at is None]
    return Plan(
        title=activity.title,
        category=Category(activity.category),
        place=activity.place,
        content=activity.content,
        day=activity.day,
        start=activity.start,
        end=activity.end,
        form=Form(activity.form),
        break_minutes=activity.break_minutes,
        people=tuple(named),
        team=activity.team_id,
        places=activity.places,
        is_dangerous=activity.is_dangerous,
        insured=activity.insured,
        has_host=activity.has_host,
        key_work=activity.key_work,
    )


def recent_words(session: Session) -> dict[str, list[str]]:
    """Titles, places, contents and key works of the newest activities, for a form to offer."""
    query = select(Activity).order_by(Activity.planned_at.desc(), Activity.id.desc()).limit(RECENT)
    newest = list(session.scalars(query))
    names = ("title", "place", "content", "key_work")
    words = {name: dict.fromkeys(getattr(one, name) for one in newest) for name in names}
    return {name: [word for word in found if word] for name, found in words.items()}


def activity_counts(month: Month, today: date) -> tuple[Select[int], Select[int]]:
    """Group activities held in a month, and planned ones whose day is past without a list."""
    here = select(func.count(Activity.id)).where(Activity.month == str(month))
    held = here.where(Activity.status == Status.HELD, Activity.form == Form.GROUP)
    return held, here.where(Activity.status == Status.PLANNED, Activity.day < today)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows meet it."""
    return func.sum(case((condition, 1), else_=0))
