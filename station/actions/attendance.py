"""Attendance taken: a list's lines become the activity's records, all of them or none (五)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.life_cycle import move
from station.actions.activity import check_team, locked, log_activity, new_activity
from station.actions.judgement import judge_rows
from station.actions.service_record import check_officers, is_refused, write_rows
from station.domain.activity import NEXT, Plan, Status, check_plan
from station.domain.attendance import Attendance, check_attendance, list_of, records_of
from station.domain.entered_record import Entered, Source
from station.models.activity import Activity, plan_of
from station.models.attendance import AttendanceList
from station.models.station_state import lock_station

CHANNEL = "attendance"


@dataclass(frozen=True)
class Taken:
    """A result per line, in the list's order; no activity where one is refused, as none is held."""

    activity: UUID | None
    rows: Sequence[Entered]


def record_attendance(
    session: Session, actor: Actor, now: datetime, activity_id: UUID, attendance: Attendance
) -> Taken:
    """A list of a planned activity, or a further one of a held one."""
    lock_station(session)
    activity = locked(session, activity_id)
    check_team(session, actor, activity.team_id)
    move(NEXT, Status(activity.status), Status.HELD)
    plan = plan_of(session, activity)
    judged = _judge(session, now, plan, attendance)
    if is_refused(judged):
        return Taken(None, judged)
    return _take(session, (actor, now), (activity, plan), attendance, judged)


def enter_activity(
    session: Session, actor: Actor, now: datetime, plan: Plan, attendance: Attendance
) -> Taken:
    """An activity that nobody planned here, entered with its list in one act."""
    lock_station(session)
    check_team(session, actor, plan.team)
    check_plan(plan)
    judged = _judge(session, now, plan, attendance)
    if is_refused(judged):
        return Taken(None, judged)
    activity = new_activity(session, actor, now, plan)
    return _take(session, (actor, now), (activity, plan), attendance, judged)


def take_list(
    session: Session, who: tuple[Actor, datetime], activity: Activity, attendance: Attendance
) -> None:
    """Keeps the list as it was taken; with it the activity was held."""
    plan = plan_of(session, activity)
    before = activity.status
    activity.status = move(NEXT, Status(before), Status.HELD)
    kept = AttendanceList(
        activity_id=activity.id,
        digest=records_of(plan, attendance)[0].evidence,
        rows=list_of(plan, attendance),
        taken_by=who[0].id,
        taken_at=who[1],
    )
    session.add(kept)
    people = len(attendance.rows)
    log_activity(session, who, activity, "held", before, digest=kept.digest, people=people)


def _judge(session: Session, now: datetime, plan: Plan, attendance: Attendance) -> list[Entered]:
    check_attendance(attendance)
    rows = records_of(plan, attendance)
    check_officers(session, rows)
    return judge_rows(session, now, rows)


def _take(
    session: Session,
    who: tuple[Actor, datetime],
    held: tuple[Activity, Plan],
    attendance: Attendance,
    judged: Sequence[Entered],
) -> Taken:
    activity, plan = held
    rows = records_of(plan, attendance)
    source = Source(CHANNEL, activity=activity.id)
    written = write_rows(session, who, rows, judged, [source] * len(rows))
    take_list(session, who, activity, attendance)
    return Taken(activity.id, written)
