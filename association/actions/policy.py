"""The policy of each year: seeded with the plan's figures, set by officers, sent to all centers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chinese_calendar import is_workday
from sqlalchemy.orm import Session

from association.actions import year as year_action
from association.models import center, notice, policy, star
from association.models.audit import log
from association.models.federation import TABLES
from association.models.policy import PolicyOfYear
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.policy import Policy, default_policy
from shared.domain.working_day import WorkingDays
from shared.errors import ConflictError, InvalidError
from shared.federation.outbox import Draft, promise
from shared.wire.policy import SET


@dataclass(frozen=True)
class Setting:
    """A year's policy and working days; `working_days` None keeps the table, or seeds it."""

    policy: Policy
    working_days: WorkingDays | None = None


def seeded_days(year: int) -> WorkingDays:
    """The days that differ from the week, by the package's table; none for years it lacks."""
    day, differing = date(year, 1, 1), {}
    try:
        while day.year == year:
            works = is_workday(day)
            if works != (day.weekday() < 5):
                differing[day] = works
            day += timedelta(days=1)
    except NotImplementedError:
        return WorkingDays()
    return WorkingDays(differing)


def seed_policies(session: Session, actor: Actor, now: datetime) -> list[PolicyOfYear]:
    """Gives the last, this and the next year the plan's own policy where they have none."""
    this = local_day(now).year
    known = {found.year for found in policy.newest_first(session)}
    missing = [year for year in (this - 1, this, this + 1) if year not in known]
    return [_write(session, actor, now, Setting(default_policy(year))) for year in missing]


def open_association(session: Session, actor: Actor, now: datetime) -> None:
    """What a new association does first: the years around get their policies."""
    seed_policies(session, actor, now)


def set_policy(session: Session, actor: Actor, now: datetime, setting: Setting) -> PolicyOfYear:
    """Sets a year's policy anew, tells all centers, and judges the years that are here by it.

    Refused from the year's first public notice or decision on: neither is computed anew.
    """
    year = setting.policy.year
    session.get(PolicyOfYear, year, with_for_update=True)
    if notice.of_year(session, year) or star.of_year(session, year):
        raise ConflictError("policy.in_use", year=year)
    for day in setting.working_days.exceptions if setting.working_days else ():
        if day.year != year:
            raise InvalidError("policy.day_of_other_year", day=day, year=year, field="working_days")
    found = _write(session, actor, now, setting)
    year_action.judge_anew(session, actor, now, year)
    return found


def send_policies(session: Session, actor: Actor, now: datetime, to: str) -> None:
    """Promises every year's policy to one center, as they stand."""
    for found in policy.newest_first(session):
        promise(session, TABLES, to, _draft(found, actor, now))


def _write(session: Session, actor: Actor, now: datetime, setting: Setting) -> PolicyOfYear:
    year = setting.policy.year
    found = session.get(PolicyOfYear, year, with_for_update=True)
    before = None
    if found is None:
        found = PolicyOfYear(year=year, version=0, working_days=seeded_days(year).to_dict())
        session.add(found)
    else:
        before = {"version": found.version, "policy": found.policy}
    if setting.working_days is not None:
        found.working_days = setting.working_days.to_dict()
    found.version += 1
    found.policy = setting.policy.to_dict()
    found.set_on, found.set_by = local_day(now), actor.name[:60]
    after = {"version": found.version, "policy": found.policy}
    log(session, actor, now, Change("policy.set", f"policy:{year}", before, after))
    session.flush()
    for name in center.names(session):
        promise(session, TABLES, name, _draft(found, actor, now))
    return found


def _draft(found: PolicyOfYear, actor: Actor, now: datetime) -> Draft:
    days = WorkingDays.from_dict(found.working_days).exceptions
    data = {"year": found.year, "policy": found.policy, "working_days": dict(days)}
    return Draft(SET, f"policy:{found.year}", data, now, actor=actor.id)
