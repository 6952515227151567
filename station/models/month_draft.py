"""A month's report as it would be signed now: table, training, text, photos, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.clock import local_day
from shared.domain.month import Month
from shared.domain.service_record import Form
from shared.domain.tally import Tally, add_up
from station.domain.month_check import Check, Draft, Waiting, month_checks
from station.domain.summary import Trained, summary
from station.domain.tally import table_of
from station.domain.training import Held
from station.models.activity import month_counts
from station.models.ledger import entries_of
from station.models.member import members_on
from station.models.month_report import MonthReport
from station.models.photo import Photo, photos_of_month
from station.models.policy import policy_of
from station.models.training import held_in
from station.models.volunteer import Volunteer, volunteers_on
from station.models.waiting import late_records, waiting_by_month


@dataclass(frozen=True)
class MonthDraft:
    """`table` is the computed part as `table_of` gives it, `summary` the clerk's or the figures'.

    `names` says who the volunteers of the table are; `roster` is volunteers and members on the
    month's last day.
    """

    month: Month
    tally: Tally
    table: Mapping[str, Any]
    names: Mapping[UUID, str]
    roster: tuple[int, int]
    training: Sequence[Held]
    photos: Sequence[Photo]
    summary: str
    is_own_summary: bool
    no_photo_reason: str
    checks: Sequence[Check]


def month_draft(
    session: Session, month: Month, report: MonthReport | None, now: datetime
) -> MonthDraft:
    """Reads the ledger as it stands; nothing is written by looking."""
    tally = add_up(entries_of(session, month), policy_of(session, month.year))
    roster = (volunteers_on(session, month.last_day), members_on(session, month.last_day))
    training, photos = held_in(session, month), photos_of_month(session, month)
    written = report.draft_summary if report else None
    text = written or summary(tally, _trained(training), roster)
    reason = (report.draft_no_photo_reason if report else None) or ""
    held, unattended = month_counts(session, month, local_day(now))
    draft = Draft(
        month=month,
        is_over=now >= month.ends,
        waiting=waiting_by_month(session, month, month).get(month, Waiting()),
        group_activities=max(held, _group_activities(tally)),
        records=tally.total.records,
        late=late_records(session, month),
        unattended=unattended,
        trainings=len(training),
        summary=text,
        photos=len(photos),
        uncaptioned=sum(not photo.caption.strip() for photo in photos),
        no_photo_reason=reason,
    )
    return MonthDraft(
        month=month,
        tally=tally,
        table=table_of(tally),
        names=_names(session, set(tally.volunteers)),
        roster=roster,
        training=training,
        photos=photos,
        summary=text,
        is_own_summary=bool(written),
        no_photo_reason=reason,
        checks=month_checks(draft),
    )


def _group_activities(tally: Tally) -> int:
    """As the table counts them: a workbook's rows know no planned activity."""
    return sum(cell.activities for key, cell in tally.table.items() if key[1] is Form.GROUP)


def _trained(sessions: Sequence[Held]) -> Trained:
    return Trained(len(sessions), sum(len(one.attended) for one in sessions))


def _names(session: Session, volunteers: set[UUID]) -> dict[UUID, str]:
    query = select(Volunteer.id, Volunteer.name).where(Volunteer.id.in_(volunteers))
    return {volunteer: name for volunteer, name in session.execute(query)}
