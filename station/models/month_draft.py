"""A month's report as it would be signed now: table, training, text, photos, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.clock import local_day
from shared.domain.month import Month
from shared.domain.policy import Policy
from shared.domain.request_figures import Told, VisitFigures
from shared.domain.service_record import Form
from shared.domain.tally import Tally, add_up
from station.domain.month_check import Check, Draft, month_checks
from station.domain.summary import Trained, summary
from station.domain.tally import table_of
from station.domain.training import Held
from station.models.activity import activity_counts
from station.models.member import count_members
from station.models.month_ledger import MonthLedger, month_ledger
from station.models.month_report import MonthReport
from station.models.month_told import month_told, opened_on
from station.models.month_view import MonthView
from station.models.month_year import MonthLine
from station.models.notice import told
from station.models.photo import Photo, photos_of_month
from station.models.policy import policy_of
from station.models.training import count_held, held_in
from station.models.visit_figures import visit_counts
from station.models.volunteer import count_on
from station.models.waiting import LedgerMonth, ledger_months


@dataclass(frozen=True)
class MonthDraft:
    """`table` is the computed part as `table_of` gives it, `summary` the clerk's or the figures'.

    `names` says who the volunteers of the table are; `roster` is volunteers and members on the
    month's last day; `told` is what is said of requests and visits.
    """

    month: Month
    tally: Tally
    table: Mapping[str, Any]
    names: Mapping[UUID, str]
    roster: tuple[int, int]
    told: Told
    training: Sequence[Held]
    photos: Sequence[Photo]
    summary: str
    is_own_summary: bool
    no_photo_reason: str
    checks: Sequence[Check]


@dataclass(frozen=True)
class _Known:
    """What was read of the month already: its row, counts, certified records, policy, and more."""

    month: Month
    report: MonthReport | None
    policy: Policy
    counts: LedgerMonth
    ledger: MonthLedger
    exempt: str
    opened: date | None


def month_draft(
    session: Session, month: Month, report: MonthReport | None, now: datetime
) -> MonthDraft:
    """Reads the ledger as it stands; nothing is written by looking."""
    counts = ledger_months(session, month, month).get(month, LedgerMonth())
    policy, ledger = policy_of(session, month.year), month_ledger(session, month)
    exempt = told(session).exempt(month)
    known = _Known(month, report, policy, counts, ledger, exempt, opened_on(session))
    return _draft(session, known, now)


def draft_of(session: Session, found: MonthView, now: datetime) -> MonthDraft:
    """The same of a month that was looked at already: what its view read isn't read again."""
    ledger = found.ledger or month_ledger(session, found.month)
    read = (found.policy, found.counts, ledger, found.exempt, found.opened)
    return _draft(session, _Known(found.month, found.report, *read), now)


def line_checks(session: Session, line: MonthLine, now: datetime) -> list[Check]:
    """What a month of the year's list lacks, without reading its records: two queries.

    The figures always give a text, so that nothing is said of it.
    """
    counts, (held, unattended, trainings) = line.counts, _planned(session, line.month, now)
    draft = Draft(
        month=line.month,
        is_over=line.is_over,
        waiting=counts.waiting,
        group_activities=max(held, counts.gatherings),
        records=counts.records,
        late=counts.late,
        unattended=unattended,
        trainings=trainings,
        summary=str(line.month),
        exempt=line.exempt,
        **_pictured(photos_of_month(session, line.month), line.report),
    )
    return month_checks(draft)


def _draft(session: Session, known: _Known, now: datetime) -> MonthDraft:
    month, report = known.month, known.report
    tally = add_up(known.ledger.entries, known.policy)
    (volunteers, members, held, unattended), visits = _standing(session, month, now)
    training, photos = held_in(session, month), photos_of_month(session, month)
    written = report.draft_summary if report else None
    said = month_told(session, month, known.opened, now, visits)
    text = written or summary(tally, _trained(training), (volunteers, members), said)
    pictured = _pictured(photos, report)
    draft = Draft(
        month=month,
        is_over=now >= month.ends,
        waiting=known.counts.waiting,
        group_activities=max(held, _group_activities(tally)),
        records=tally.total.records,
        late=known.counts.late,
        unattended=unattended,
        trainings=len(training),
        summary=text,
        exempt=known.exempt,
        **pictured,
    )
    return MonthDraft(
        month=month,
        tally=tally,
        table=table_of(tally),
        names=known.ledger.names,
        roster=(volunteers, members),
        told=said,
        training=training,
        photos=photos,
        summary=text,
        is_own_summary=bool(written),
        no_photo_reason=pictured["no_photo_reason"],
        checks=month_checks(draft),
    )


def _standing(
    session: Session, month: Month, now: datetime
) -> tuple[tuple[int, ...], VisitFigures]:
    """Volunteers and members on the last day, group activities held, plans past their day; visits.

    One query.
    """
    day, activities = month.last_day, activity_counts(month, local_day(now))
    counted = (count_on(day), count_members(day), *activities, *visit_counts(month))
    row = session.execute(select(*(query.scalar_subquery() for query in counted))).one()
    figures = tuple(int(value or 0) for value in row)
    return figures[:4], VisitFigures(*figures[4:])


def _planned(session: Session, month: Month, now: datetime) -> tuple[int, int, int]:
    """Group activities held, plans past their day, and trainings held."""
    counted = (*activity_counts(month, local_day(now)), count_held(month))
    row = session.execute(select(*(query.scalar_subquery() for query in counted))).one()
    held, unattended, trainings = (int(value or 0) for value in row)
    return held, unattended, trainings


def _pictured(photos: Sequence[Photo], report: MonthReport | None) -> dict[str, Any]:
    """What the checks ask of the photos, and why there may be none."""
    return {
        "photos": len(photos),
        "uncaptioned": sum(not photo.caption.strip() for photo in photos),
        "no_photo_reason": (report.draft_no_photo_reason if report else None) or "",
    }


def _group_activities(tally: Tally) -> int:
    """As the table counts them: a workbook's rows know no planned activity."""
    return sum(cell.activities for key, cell in tally.table.items() if key[1] is Form.GROUP)


def _trained(sessions: Sequence[Held]) -> Trained:
    return Trained(len(sessions), sum(len(one.attended) for one in sessions))
