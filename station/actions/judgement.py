"""Entered records held against the ledger, each row weighing on those after it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

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
from station.domain.entered_record import Entered, Finding, NewRecord
from station.domain.lateness import is_taken_over, late_before
from station.domain.outcome import Outcome, Reason
from station.domain.record_judgement import check_entered
from station.domain.service_record import Record, Situation, Volunteer
from station.models.federation import TABLES
from station.models.ledger import day_records
from station.models.month_report import has_ordinary_month
from station.models.officer import Officer
from station.models.policy import policy_of, working_days
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer as VolunteerRow
from station.models.volunteer import spans_of

NEVER = (Interval(date.max),)


class Desk:
    """Judges rows one after the other; call it with the station's row locked."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.opened = this_node(session, TABLES).opened_on
        self.door_closed = has_ordinary_month(session)
        self.late_before = late_before(
            now, lambda year: policy_of(session, year), working_days(session)
        )
        self.accepted: dict[tuple[UUID, date], list[Record]] = {}

    def judge(self, row: NewRecord) -> Entered:
        """Accepted, held or refused with the first reason in the order of the sheets."""
        volunteer = self._volunteer(row.volunteer)
        if volunteer is None:
            return Entered(Outcome.REFUSED, Reason.UNKNOWN_VOLUNTEER)
        try:
            record = self._record(row)
            reason = check_entered(record, volunteer, self._situation(row))
        except InvalidError as refused:
            return _refused(row, Reason(refused.code))
        is_late = self._is_late(row.day)
        if is_late and not row.late_reason.strip():
            return Entered(Outcome.REFUSED, Reason.LATE)
        finding = self._finding(row, record, is_late, reason)
        self.accepted.setdefault((row.volunteer, row.day), []).append(record)
        return Entered(Outcome.HELD if reason else Outcome.ACCEPTED, reason, finding)

    def _volunteer(self, volunteer: UUID) -> Volunteer | None:
        found = self.session.get(VolunteerRow, volunteer)
        if found is None:
            return None
        spans = spans_of(self.session, volunteer) or NEVER
        return Volunteer(found.id, found.name, "", found.approval_date, spans)

    def _record(self, row: NewRecord) -> Record:
        policy = policy_of(self.session, row.day.year)
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
            signed=bool(row.evidence),
            evaluation=row.evaluation,
            paid=row.paid,
            certifier=self._officer(row.certifier),
            second_officer=self._officer(row.second_officer),
        )

    def _officer(self, officer: UUID | None) -> str:
        found = officer and self.session.get(Officer, officer)
        return found.name if found else ""

    def _situation(self, row: NewRecord) -> Situation:
        local = self.now.astimezone(ZONE)
        kept = [as_rule(record) for record in day_records(self.session, row.volunteer, row.day)]
        return Situation(
            volunteers=(),
            existing=[*kept, *self.accepted.get((row.volunteer, row.day), [])],
            policy=policy_of(self.session, row.day.year),
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


def _refused(row: NewRecord, reason: Reason) -> Entered:
    """With the two halves where the row crosses midnight."""
    crosses = reason is Reason.END_BEFORE_START and row.end < row.start
    split = split_at_midnight(row.day, row.start, row.end) if crosses else ()
    return Entered(Outcome.REFUSED, reason, split=split)
