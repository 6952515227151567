"""Entered records held against the ledger, each row weighing on those after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.clock import ZONE, local_day
from shared.domain.registration import Interval
from shared.domain.service_record import (
    Category,
    DayLimit,
    Evaluation,
    Form,
    clock_minutes,
    daily_limit,
    split_at_midnight,
    whole_hours,
)
from shared.errors import InvalidError
from shared.federation.outbox import this_node
from station.domain.cell import name_key
from station.domain.certification import SIGNATURE
from station.domain.entered_record import CLERK, Entered, Finding, NewRecord, Source
from station.domain.lateness import is_taken_over, late_before
from station.domain.outcome import Outcome, Reason
from station.domain.record_judgement import check_entered
from station.domain.service_record import Record, Situation, Volunteer
from station.models.federation import TABLES
from station.models.ledger import day_records
from station.models.month_report import has_ordinary_month
from station.models.officer import officers
from station.models.policy import policy_of, working_days
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer as VolunteerRow
from station.models.volunteer import spans

NEVER = (Interval(date.max),)


class Desk:
    """Judges rows one after the other; call it with the station's row locked.

    What the rows are held against is loaded once for all of them. Records in `without` are about
    to be voided and weigh on nothing.
    """

    def __init__(
        self,
        session: Session,
        now: datetime,
        rows: Sequence[NewRecord],
        source: Source = CLERK,
        without: Collection[UUID] = (),
    ) -> None:
        self.now = now
        self.policy = cache(lambda year: policy_of(session, year))
        self.is_unsigned = source.waits_for == SIGNATURE
        self.opened = this_node(session, TABLES).opened_on
        self.door_closed = has_ordinary_month(session)
        self.late_before = late_before(now, self.policy, working_days(session))
        self.volunteers = _volunteers(session, {row.volunteer for row in rows})
        self.officers = {officer.id: officer.name for officer in officers(session)}
        self.kept = _kept(session, rows, without)

    def judge(self, row: NewRecord) -> Entered:
        """Accepted, held or refused with the first reason in the order of the sheets."""
        volunteer = self.volunteers.get(row.volunteer)
        if volunteer is None:
            return Entered(Outcome.REFUSED, Reason.UNKNOWN_VOLUNTEER)
        try:
            _check_recipient(row, volunteer)
            record = self._record(row)
            reason = check_entered(record, volunteer, self._situation(row))
        except InvalidError as refused:
            return _refused(row, Reason(refused.code))
        is_late = self._is_late(row.day)
        if is_late and not row.late_reason.strip():
            return Entered(Outcome.REFUSED, Reason.LATE)
        finding = self._finding(row, record, is_late, reason)
        self.kept[row.volunteer, row.day].append(record)
        return Entered(Outcome.HELD if reason else Outcome.ACCEPTED, reason, finding)

    def _record(self, row: NewRecord) -> Record:
        policy = self.policy(row.day.year)
        served = max(clock_minutes(row.end) - clock_minutes(row.start) - row.break_minutes, 0)
        return Record(
            volunteer=row.volunteer,
            date=row.day,
            start=row.start,
            end=row.end,
            pause=row.break_minutes,
            hours=whole_hours(served, policy) if row.hours is None else row.hours,
            category=row.category,
            form=row.form,
            location=row.place,
            content=row.content,
            signed=bool(row.evidence) or self.is_unsigned,
            evaluation=row.evaluation,
            paid=row.paid,
            certifier=self._officer(row.certifier),
            second_officer=self._officer(row.second_officer),
        )

    def _officer(self, officer: UUID | None) -> str:
        return self.officers.get(officer, "") if officer else ""

    def _situation(self, row: NewRecord) -> Situation:
        local = self.now.astimezone(ZONE)
        return Situation(
            volunteers=(),
            existing=self.kept[row.volunteer, row.day],
            policy=self.policy(row.day.year),
            today=local_day(self.now),
            clock=f"{local:%H:%M}",
            late_before=self.late_before if self._is_late(row.day) else None,
        )

    def _is_late(self, day: date) -> bool:
        if is_taken_over(day, self.opened, door_closed=self.door_closed):
            return False
        return day < self.late_before

    def _finding(
        self, row: NewRecord, record: Record, is_late: bool, reason: Reason | None
    ) -> Finding:
        situation = self._situation(row)
        total = record.hours + sum(other.hours for other in situation.existing)
        limit = daily_limit(total, situation.policy)
        second = None if reason is Reason.NEEDS_SECOND_OFFICER else row.second_officer
        return Finding(
            minutes=clock_minutes(row.end) - clock_minutes(row.start) - row.break_minutes,
            hours=record.hours,
            needs_second=is_late or limit is DayLimit.SECOND_OFFICER or second is not None,
            is_late=is_late,
            second=second,
        )


def judge_rows(
    session: Session, now: datetime, rows: Sequence[NewRecord], source: Source = CLERK
) -> list[Entered]:
    """A finding or a reason for each row."""
    desk = Desk(session, now, rows, source)
    return [desk.judge(row) for row in rows]


def as_rule(record: ServiceRecord) -> Record:
    """A kept record as the rules take it; officers and signature don't matter any more."""
    return Record(
        volunteer=record.volunteer_id,
        date=record.day,
        start=record.start,
        end=record.end,
        pause=record.break_minutes,
        hours=record.hours,
        category=Category(record.category),
        form=Form(record.form),
        location="",
        content="",
        signed=record.recipient_signed,
        evaluation=Evaluation(record.evaluation),
        paid=record.paid,
        certifier="",
        second_officer="",
    )


def _volunteers(session: Session, ids: Collection[UUID]) -> dict[UUID, Volunteer]:
    """Those of them who are known; whoever was approved and has no span never was in service."""
    served = spans(session, ids)
    query = select(VolunteerRow).where(VolunteerRow.id.in_(ids))
    return {
        row.id: Volunteer(row.id, row.name, "", row.approval_date, served.get(row.id, NEVER))
        for row in session.scalars(query)
    }


def _kept(
    session: Session, rows: Sequence[NewRecord], without: Collection[UUID]
) -> dict[tuple[UUID, date], list[Record]]:
    people, days = {row.volunteer for row in rows}, {row.day for row in rows}
    kept: dict[tuple[UUID, date], list[Record]] = defaultdict(list)
    for record in day_records(session, people, days):
        if record.id not in without:
            kept[record.volunteer_id, record.day].append(as_rule(record))
    return kept


def _check_recipient(row: NewRecord, volunteer: Volunteer) -> None:
    """Whoever was served is never the volunteer (五)."""
    if row.recipient and name_key(row.recipient) == name_key(volunteer.name):
        raise InvalidError(Reason.OWN_RECIPIENT)


def _refused(row: NewRecord, reason: Reason) -> Entered:
    """With the two halves where the row crosses midnight."""
    crosses = reason is Reason.END_BEFORE_START and row.end < row.start
    split = split_at_midnight(row.day, row.start, row.end) if crosses else ()
    return Entered(Outcome.REFUSED, reason, split=split)
