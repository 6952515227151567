"""Activities planned, changed, cancelled; volunteers sign up (五)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.life_cycle import move
from shared.domain.month import Month
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from station.domain.activity import NEXT, Plan, Status, check_plan
from station.domain.permission import TEAM_LEADER
from station.models.account import volunteer_of_account
from station.models.activity import Activity, ActivityPerson, lock_activity, people_of
from station.models.audit import log
from station.models.team import Team
from station.models.volunteer import Volunteer

SAME = (
    "title",
    "category",
    "form",
    "place",
    "content",
    "day",
    "start",
    "end",
    "break_minutes",
    "places",
    "is_dangerous",
    "insured",
    "has_host",
    "key_work",
)


def plan_activity(session: Session, actor: Actor, now: datetime, plan: Plan) -> Activity:
    """A planned activity with those whom the plan names."""
    check_team(session, actor, plan.team)
    activity = new_activity(session, actor, now, plan)
    log_activity(session, (actor, now), activity, "planned", None)
    return activity


def change_activity(
    session: Session, actor: Actor, now: datetime, activity_id: UUID, plan: Plan
) -> Activity:
    """The plan anew, while nothing came of it; who signed up stays."""
    activity = locked(session, activity_id)
    check_team(session, actor, activity.team_id)
    check_team(session, actor, plan.team)
    check_planned(activity)
    _fill(activity, plan)
    _name_people(session, activity, plan)
    log_activity(session, (actor, now), activity, "changed", activity.status)
    return activity


def cancel_activity(
    session: Session, actor: Actor, now: datetime, activity_id: UUID, reason: str
) -> Activity:
    """What was planned and doesn't take place, with the reason."""
    activity = locked(session, activity_id)
    check_team(session, actor, activity.team_id)
    end_activity(session, (actor, now), activity, Status.CANCELLED, reason)
    return activity


def sign_up(
    session: Session, actor: Actor, now: datetime, activity_id: UUID, volunteer: UUID
) -> Activity:
    """A volunteer's own "I come", while there are places and until the day is over."""
    activity = locked(session, activity_id)
    _check_open(activity, now)
    people = people_of(session, activity_id)
    if any(person.volunteer_id == volunteer for person in people):
        raise ConflictError("activity.signed_up")
    if activity.places is not None and len(people) >= activity.places:
        raise ConflictError("activity.full", places=activity.places)
    session.add(ActivityPerson(activity_id=activity_id, volunteer_id=volunteer, signed_up_at=now))
    log_activity(session, (actor, now), activity, "signed_up", activity.status)
    return activity


def withdraw(
    session: Session, actor: Actor, now: datetime, activity_id: UUID, volunteer: UUID
) -> Activity:
    """A volunteer who comes after all not; the place is free again."""
    activity = locked(session, activity_id)
    _check_open(activity, now)
    person = session.get(ActivityPerson, (activity_id, volunteer))
    if person is None:
        raise NotFoundError("activity.not_signed_up")
    session.delete(person)
    session.flush()
    log_activity(session, (actor, now), activity, "withdrawn", activity.status)
    return activity


def new_activity(session: Session, actor: Actor, now: datetime, plan: Plan) -> Activity:
    """The row of a plan that the rules let pass, with whom it names; nothing is logged yet."""
    activity = Activity(status=Status.PLANNED, planned_by=actor.id, planned_at=now)
    _fill(activity, plan)
    session.add(activity)
    session.flush()
    _name_people(session, activity, plan)
    return activity


def end_activity(
    session: Session, who: tuple[Actor, datetime], activity: Activity, status: Status, reason: str
) -> None:
    """Cancelled or voided, for a reason."""
    if not reason.strip():
        raise InvalidError("activity.needs_reason", field="reason")
    before = activity.status
    activity.status = move(NEXT, Status(before), status)
    activity.reason, activity.ended_by, activity.ended_at = reason, who[0].id, who[1]
    log_activity(session, who, activity, str(status), before)


def locked(session: Session, activity_id: UUID) -> Activity:
    """The activity, locked to act on it."""
    activity = lock_activity(session, activity_id)
    if activity is None:
        raise NotFoundError("activity.unknown")
    return activity


def check_planned(activity: Activity) -> None:
    """Refuses what was held, cancelled or voided already."""
    if activity.status != Status.PLANNED:
        raise ConflictError("activity.not_planned", status=activity.status)


def check_team(session: Session, actor: Actor, team: UUID | None) -> None:
    """A team leader acts for a team of their own alone; a named team must be known."""
    found = None if team is None else session.get(Team, team)
    if team is not None and found is None:
        raise NotFoundError("team.unknown")
    if actor.role != TEAM_LEADER:
        return
    leader = volunteer_of_account(session, actor.id)
    if leader is None or found is None or found.leader_id != leader.id:
        raise ForbiddenError("activity.other_team")


def log_activity(
    session: Session,
    who: tuple[Actor, datetime],
    activity: Activity,
    verb: str,
    before: str | None,
    **more: Any,
) -> None:
    """A line for one activity: no title, no place, nobody's name."""
    after = {
        "status": activity.status,
        "day": activity.day,
        "category": activity.category,
        "form": activity.form,
        "reason": activity.reason or "",
        **more,
    }
    was = None if before is None else {"status": before}
    log(session, *who, Change(f"activity.{verb}", f"activity:{activity.id}", was, after))


def _fill(activity: Activity, plan: Plan) -> None:
    check_plan(plan)
    for name in SAME:
        setattr(activity, name, getattr(plan, name))
    activity.month, activity.team_id = str(Month.of(plan.day)), plan.team


def _name_people(session: Session, activity: Activity, plan: Plan) -> None:
    """Whom the plan names, in the place of those whom it named before."""
    wanted = set(plan.people)
    known = select(Volunteer.id).where(Volunteer.id.in_(wanted))
    if set(session.scalars(known)) != wanted:
        raise InvalidError("activity.unknown_person", field="people")
    query = select(ActivityPerson.volunteer_id).where(
        ActivityPerson.activity_id == activity.id, ActivityPerson.signed_up_at.is_not(None)
    )
    signed_up = set(session.scalars(query))
    session.execute(
        delete(ActivityPerson).where(
            ActivityPerson.activity_id == activity.id, ActivityPerson.signed_up_at.is_(None)
        )
    )
    session.add_all(
        ActivityPerson(activity_id=activity.id, volunteer_id=who) for who in wanted - signed_up
    )
    session.flush()


def _check_open(activity: Activity, now: datetime) -> None:
    check_planned(activity)
    if activity.day < local_day(now):
        raise ConflictError("activity.over")
