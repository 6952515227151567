"""Who took part beside whom: in one activity, or in rows of one day, time, place and content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from shared.domain.service_record import Evaluation, Form, overlaps
from station.models.activity import Activity
from station.models.ledger import LIVE, Line, lines_where
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer

Person = tuple[UUID, str]


def people_beside(session: Session, records: Collection[ServiceRecord]) -> dict[UUID, list[Person]]:
    """Record → whoever takes part in its activity, with one query for all records."""
    activities = {record.activity_id for record in records} - {None}
    days = {record.day for record in records if record.form == Form.GROUP}
    if not activities and not days:
        return {}
    same = or_(
        ServiceRecord.activity_id.in_(activities),
        and_(ServiceRecord.form == Form.GROUP, ServiceRecord.day.in_(days)),
    )
    by_activity, by_day = _sorted(lines_where(session, same, ServiceRecord.status.in_(LIVE)))
    return {
        record.id: [
            *by_activity.get(record.activity_id, ()),
            *(
                (line.record.volunteer_id, line.name)
                for line in by_day.get(record.day, ())
                if _is_beside(line.record, record)
            ),
        ]
        for record in records
    }


def evaluated_by_certifier(
    session: Session, records: Collection[ServiceRecord]
) -> dict[UUID, list[Person]]:
    """Of records with an activity, an evaluation and no host: who takes part in that activity.

    Whoever certifies these says how the service was; those who took part can't.
    """
    evaluated = {
        record.id: record.activity_id
        for record in records
        if record.activity_id is not None and record.evaluation != Evaluation.NONE
    }
    if not evaluated:
        return {}
    query = (
        select(ServiceRecord.activity_id, Volunteer.id, Volunteer.name)
        .join(Volunteer, Volunteer.id == ServiceRecord.volunteer_id)
        .join(Activity, Activity.id == ServiceRecord.activity_id)
        .where(
            Activity.id.in_(set(evaluated.values())),
            ~Activity.has_host,
            ServiceRecord.status.in_(LIVE),
        )
    )
    people: dict[UUID | None, list[Person]] = defaultdict(list)
    for activity, volunteer, name in session.execute(query):
        people[activity].append((volunteer, name))
    return {record: people[activity] for record, activity in evaluated.items()}


def _sorted(
    lines: Iterable[Line],
) -> tuple[dict[UUID | None, list[Person]], dict[date, list[Line]]]:
    by_activity: dict[UUID | None, list[Person]] = defaultdict(list)
    by_day: dict[date, list[Line]] = defaultdict(list)
    for line in lines:
        if line.record.activity_id is not None:
            by_activity[line.record.activity_id].append((line.record.volunteer_id, line.name))
        if line.record.form == Form.GROUP:
            by_day[line.record.day].append(line)
    return by_activity, by_day


def _is_beside(one: ServiceRecord, other: ServiceRecord) -> bool:
    """Both group rows of one day: the same time, place and content."""
    if other.form != Form.GROUP or (one.place, one.content) != (other.place, other.content):
        return False
    return overlaps((one.start, one.end), (other.start, other.end))
