"""What a month's sheet is held against: volunteers, the month's ledger, policy and deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.clock import ZONE, local_day
from shared.domain.id_number import last_four
from shared.domain.month import Month
from shared.domain.service_record import Status
from shared.federation.outbox import this_node
from station.actions.judgement import NEVER, as_rule
from station.domain.lateness import is_taken_over, late_before
from station.domain.service_record import Record, Situation, Volunteer
from station.models import volunteer as table
from station.models.federation import TABLES
from station.models.member import Member
from station.models.month_report import has_ordinary_month
from station.models.officer import officers
from station.models.policy import policy_of, working_days
from station.models.service_record import ServiceRecord


class MonthDesk:
    """Loads volunteers and officers once, a month's ledger at a time."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.today = local_day(now)
        self.clock = f"{now.astimezone(ZONE):%H:%M}"
        self.volunteers = _volunteers(session)
        self.officers = {officer.id: officer.name for officer in officers(session)}
        self.opened = this_node(session, TABLES).opened_on
        self.door_closed = has_ordinary_month(session)
        self.late_before = late_before(
            now, lambda year: policy_of(session, year), working_days(session)
        )

    def situation(self, month: Month) -> Situation:
        """For rows of one month; the year's policy, lateness by the month's deadline."""
        return Situation(
            volunteers=self.volunteers.values(),
            existing=self._existing(month),
            policy=policy_of(self.session, month.year),
            today=self.today,
            clock=self.clock,
            late_before=None if self.is_taken_over(month) else self.late_before,
        )

    def is_taken_over(self, month: Month) -> bool:
        """Whether the month ended before the station opened and paper is still taken over."""
        return is_taken_over(month.first_day, self.opened, door_closed=self.door_closed)

    def is_late(self, day: date) -> bool:
        """Whether a record of that day, entered now, needs a reason and a second officer."""
        return day < self.late_before and not self.is_taken_over(Month.of(day))

    def _existing(self, month: Month) -> list[Record]:
        query = select(ServiceRecord).where(
            ServiceRecord.month == str(month),
            ServiceRecord.status.in_((Status.SUBMITTED, Status.CERTIFIED)),
        )
        return [self._as_row(record) for record in self.session.scalars(query)]

    def _as_row(self, record: ServiceRecord) -> Record:
        return replace(
            as_rule(record),
            location=record.place,
            content=record.content,
            certifier=self.officers.get(record.certifier_id, "") if record.certifier_id else "",
            second_officer=self.officers.get(record.second_id, "") if record.second_id else "",
        )


def _volunteers(session: Session) -> dict[UUID, Volunteer]:
    """All who ever registered; whoever was approved and has no span never was in service."""
    spans = table.spans(session)
    query = (
        select(table.Volunteer, Member)
        .join(Member, Member.id == table.Volunteer.member_id)
        .where(table.Volunteer.superseded_by.is_(None))
    )
    return {
        row.id: Volunteer(
            row.id,
            row.name,
            last_four(member.id_number),
            row.approval_date,
            spans.get(row.id, NEVER),
        )
        for row, member in session.execute(query)
    }
