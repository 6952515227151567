"""What waits at the association: how many of each kind, and since when; three queries in all."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, Select, and_, case, cast, exists, func, literal, null, select
from sqlalchemy.orm import Session, aliased

from association.domain.proposal import least_hours
from association.domain.year import Status as YearStatus
from association.models.card import IS_UNPRINTED, IS_WANTED_ANEW, Card, queued
from association.models.federation import TABLES
from association.models.notice import Notice, NoticeLine
from association.models.policy import PolicyOfYear
from association.models.service_request import ServiceRequest
from association.models.star import StarDecision
from association.models.station import Station, at_work
from association.models.volunteer import Volunteer
from association.models.year import StationYear, VolunteerYear, YearPart
from shared.domain.policy import Policy
from shared.domain.star_decision import Status
from shared.federation.enrolment import LOWER, PENDING
from shared.waiting import Heap, heap, heaps


def waiting(session: Session, today: date) -> dict[str, Heap]:
    """Kind → what waits for an officer, card maker or administrator; empty kinds left out.

    Of last year's stars: `year` differs from its months, `proposal` is to be published,
    `notice` is over, `held` waits for a second look; `missing_year` is what others hold.
    """
    year = today.year - 1
    found = session.get(PolicyOfYear, year)
    peer, node = TABLES.peer, TABLES.node
    coming = and_(peer.side == LOWER, peer.state == PENDING)
    here = ServiceRequest.holder == select(node.name).where(node.id == 1).scalar_subquery()
    by_instant = [
        heap("enrolment", peer.enrolled_at, coming),
        heap("request", ServiceRequest.status_since, here),
        _differing(year),
    ]
    by_day = [
        _queue(),
        heap("lost", Card.lost_on, IS_WANTED_ANEW),
        heap("unprinted", Card.issued_on, IS_UNPRINTED),
        _over(year, today),
        _held(year),
        _missing(year),
    ]
    if found is not None:
        by_day.append(_proposed(found.value))
    return heaps(session, by_instant) | heaps(session, by_day)


def _queue() -> Select[*tuple[Any, ...]]:
    people = queued().order_by(None).with_only_columns(Volunteer.approval_date).subquery()
    return heap("queue", people.c.approval_date)


def _differing(year: int) -> Select[*tuple[Any, ...]]:
    """Station's years that differ, each since its newest version came."""
    arrived = (
        select(func.min(YearPart.received_at))
        .where(
            YearPart.station == StationYear.station,
            YearPart.year == StationYear.year,
            YearPart.version == StationYear.version,
        )
        .scalar_subquery()
    )
    differs = StationYear.status == YearStatus.DIFFERS
    each = select(arrived.label("since")).where(StationYear.year == year, differs).subquery()
    return heap("year", each.c.since)


def _missing(year: int) -> Select[*tuple[Any, ...]]:
    """Stations at work in the year whose figures aren't in; of no day."""
    there = exists().where(
        StationYear.station == Station.name,
        StationYear.year == year,
        StationYear.status.in_((YearStatus.IN, YearStatus.DIFFERS)),
    )
    return _undated("missing_year").select_from(Station).where(at_work(year), ~there)


def _over(year: int, today: date) -> Select[*tuple[Any, ...]]:
    """Volunteers whose last notice is over and on whom nothing final was decided."""
    later = aliased(Notice)
    later_line = aliased(NoticeLine)
    again = (
        select(later_line.volunteer)
        .join(later, later.id == later_line.notice)
        .where(later_line.volunteer == NoticeLine.volunteer, later.year == year)
        .where(later.last_day > Notice.last_day)
    )
    lines = (
        select(Notice.last_day)
        .join(NoticeLine, NoticeLine.notice == Notice.id)
        .where(Notice.year == year, Notice.last_day < today, ~again.exists())
        .where(~_decided(NoticeLine.volunteer, year))
        .subquery()
    )
    return heap("notice", lines.c.last_day)


def _held(year: int) -> Select[*tuple[Any, ...]]:
    held = and_(StarDecision.year == year, StarDecision.decision == Status.HELD)
    return heap("held", StarDecision.decided_on, held, ~_decided(StarDecision.volunteer, year))


def _proposed(rule: Policy) -> Select[*tuple[Any, ...]]:
    """Who reaches a star by years that are all in, isn't public and wasn't decided on."""
    same = and_(
        StationYear.station == VolunteerYear.station,
        StationYear.year == VolunteerYear.year,
        StationYear.version == VolunteerYear.version,
    )
    not_in = func.sum(case((StationYear.status == YearStatus.IN, 0), else_=1))
    public = (
        select(NoticeLine.volunteer)
        .join(Notice, Notice.id == NoticeLine.notice)
        .where(Notice.year == rule.year, NoticeLine.volunteer == VolunteerYear.volunteer)
    )
    known = exists().where(Volunteer.id == VolunteerYear.volunteer)
    people = (
        select(VolunteerYear.volunteer)
        .join(StationYear, same)
        .where(VolunteerYear.year == rule.year, known, ~public.exists())
        .where(~exists().where(*_on(VolunteerYear.volunteer, rule.year)))
        .group_by(VolunteerYear.volunteer)
        .having(func.sum(VolunteerYear.points_hours) >= least_hours(rule), not_in == 0)
        .subquery()
    )
    return _undated("proposal").select_from(people)


def _undated(kind: str) -> Select[*tuple[Any, ...]]:
    return select(literal(kind), func.count(), cast(null(), Date))


def _decided(volunteer: Any, year: int) -> Any:
    """Whether anything but a holding was decided."""
    decision = aliased(StarDecision)
    return exists().where(
        decision.volunteer == volunteer, decision.year == year, decision.decision != Status.HELD
    )


def _on(volunteer: Any, year: int) -> tuple[Any, ...]:
    return StarDecision.volunteer == volunteer, StarDecision.year == year
