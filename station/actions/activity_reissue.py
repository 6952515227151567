"""A whole activity set right: voided with a reason, or issued anew with the form filled in (五)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.service_record import Status as RecordStatus
from shared.domain.service_record import whole_hours
from station.actions.activity import check_team, end_activity, locked, new_activity
from station.actions.attendance import Taken, take_list
from station.actions.certification import reject_all
from station.actions.judgement import Desk
from station.actions.reissue import as_entered, void_all
from station.actions.service_record import check_officers, is_refused, write_rows
from station.domain.activity import Plan, Status, check_plan
from station.domain.attendance import Attendance, check_attendance, filled_in, records_of
from station.domain.entered_record import NewRecord, Source
from station.models.activity import Activity, by_id, plan_of
from station.models.ledger import LIVE, Line, lines_where
from station.models.policy import policy_of
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station

CHANNEL = "reissue"


@dataclass(frozen=True)
class Ended:
    """How many of an activity's records were voided, and how many waiting ones rejected."""

    voided: int
    rejected: int


@dataclass(frozen=True)
class Anew:
    """Why, and the whole form as it was sent again."""

    reason: str
    plan: Plan
    attendance: Attendance


def form_of(session: Session, activity_id: UUID) -> tuple[Plan, Attendance]:
    """The form filled in: the plan, and whoever stands recorded, a line where one differs."""
    activity = by_id(session, activity_id)
    policy = policy_of(session, activity.day.year)
    rows = []
    for line in _live(session, activity_id):
        computed = whole_hours(line.record.minutes, policy)
        row = as_entered(line)
        rows.append(replace(row, hours=None) if row.hours == computed else row)
    return plan_of(session, activity), filled_in(rows)


def void_activity(
    session: Session, actor: Actor, now: datetime, activity_id: UUID, reason: str
) -> Ended:
    """None of its records counts or waits any more; all of them stay, with the reason."""
    lock_station(session)
    activity = locked(session, activity_id)
    check_team(session, actor, activity.team_id)
    end_activity(session, (actor, now), activity, Status.VOIDED, reason)
    return _end_records(session, (actor, now), _live(session, activity_id), reason)


def reissue_activity(
    session: Session, actor: Actor, now: datetime, activity_id: UUID, anew: Anew
) -> Taken:
    """The old one voided and a new one in its place, each pointing at the other, record by record.

    A result per line; nothing is written while one is refused. The new records wait for their
    officers; what was reported stands until the amendment is signed.
    """
    lock_station(session)
    old = locked(session, activity_id)
    check_team(session, actor, old.team_id)
    check_team(session, actor, anew.plan.team)
    check_plan(anew.plan)
    check_attendance(anew.attendance)
    lines = _live(session, activity_id)
    attendance = replace(anew.attendance, late_reason=anew.reason)
    rows = records_of(anew.plan, attendance)
    check_officers(session, rows)
    desk = Desk(session, now, rows, without=[line.record.id for line in lines])
    judged = [desk.judge(row) for row in rows]
    if is_refused(judged):
        return Taken(None, judged)
    end_activity(session, (actor, now), old, Status.VOIDED, anew.reason)
    _end_records(session, (actor, now), lines, anew.reason)
    new = _new(session, (actor, now), old, anew.plan)
    replaced = _replaced(rows, [line.record for line in lines])
    sources = [Source(CHANNEL, one.id if one else None, new.id) for one in replaced]
    written = write_rows(session, (actor, now), rows, judged, sources)
    for one, entered in zip(replaced, written, strict=True):
        if one is not None:
            one.replaced_by_id = entered.record
    take_list(session, (actor, now), new, attendance)
    return Taken(new.id, written)


def _new(session: Session, who: tuple[Actor, datetime], old: Activity, plan: Plan) -> Activity:
    new = new_activity(session, *who, plan)
    new.replaces_id, old.replaced_by_id = old.id, new.id
    return new


def _live(session: Session, activity_id: UUID) -> list[Line]:
    return lines_where(
        session, ServiceRecord.activity_id == activity_id, ServiceRecord.status.in_(LIVE)
    )


def _end_records(
    session: Session, who: tuple[Actor, datetime], lines: Sequence[Line], reason: str
) -> Ended:
    records = [line.record for line in lines]
    certified = [one for one in records if one.status == RecordStatus.CERTIFIED]
    waiting = [one for one in records if one.status == RecordStatus.SUBMITTED]
    void_all(session, who, certified, reason)
    reject_all(session, who, waiting, reason)
    return Ended(len(certified), len(waiting))


def _replaced(
    rows: Sequence[NewRecord], records: Sequence[ServiceRecord]
) -> list[ServiceRecord | None]:
    """For each row the record of the same volunteer that it stands for, the earliest one first."""
    left: dict[UUID, list[ServiceRecord]] = defaultdict(list)
    for record in records:
        left[record.volunteer_id].append(record)
    return [left[row.volunteer].pop(0) if left[row.volunteer] else None for row in rows]
