"""Teams: made, renamed, manned, led, closed; a leader's account has the leader's role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.account_change import give_role
from shared.audit import Change
from shared.clock import local_day
from shared.errors import ConflictError, NotFoundError
from station.domain import team as rules
from station.domain.permission import SERVING, TEAM_LEADER, VOLUNTEER
from station.domain.team import TeamForm
from station.models.account import ACCOUNTS, accounts_of
from station.models.audit import log
from station.models.station_state import lock_station
from station.models.team import (
    Team,
    TeamMember,
    lock_team,
    team_called,
    teams_led_by,
    teams_of,
)
from station.models.volunteer import Volunteer


def create_team(session: Session, actor: Actor, now: datetime, form: TeamForm) -> Team:
    """A team under a name that no active one has."""
    lock_station(session)
    name = rules.name_of(form.name)
    _check_name(session, name, None)
    rules.check_members(form.people(), _serving(session, form.people()))
    team = Team(name=name, leader_id=form.leader, created_on=local_day(now))
    session.add(team)
    session.flush()
    session.add_all(TeamMember(team_id=team.id, volunteer_id=who) for who in form.people())
    session.flush()
    _follow(session, (actor, now), {form.leader})
    _log(session, (actor, now), team, "created", None)
    return team


def rename_team(session: Session, actor: Actor, now: datetime, team_id: UUID, name: str) -> Team:
    """Another name; what the team did keeps its team."""
    team = _open_team(session, team_id)
    before, written = _facts(session, team), rules.name_of(name)
    _check_name(session, written, team.id)
    team.name = written
    _log(session, (actor, now), team, "renamed", before)
    return team


def set_members(
    session: Session, actor: Actor, now: datetime, team_id: UUID, members: Iterable[UUID]
) -> Team:
    """These and no others; the leader stays a member, whether named or not."""
    team = _open_team(session, team_id)
    before = _facts(session, team)
    people = TeamForm(team.name, team.leader_id, tuple(members)).people()
    rules.check_members(people, _serving(session, people))
    session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
    session.add_all(TeamMember(team_id=team.id, volunteer_id=who) for who in people)
    _log(session, (actor, now), team, "manned", before)
    return team


def set_leader(
    session: Session, actor: Actor, now: datetime, team_id: UUID, leader: UUID | None
) -> Team:
    """Another leader, who becomes a member too, or none for now; their accounts' roles follow."""
    team = _open_team(session, team_id)
    before, old = _facts(session, team), team.leader_id
    if leader is not None:
        rules.check_members([leader], _serving(session, [leader]))
        session.merge(TeamMember(team_id=team.id, volunteer_id=leader))
    team.leader_id = leader
    _follow(session, (actor, now), {old, leader})
    _log(session, (actor, now), team, "led", before)
    return team


def close_team(session: Session, actor: Actor, now: datetime, team_id: UUID) -> Team:
    """It takes no more part; members and leader stay on record."""
    team = _open_team(session, team_id)
    before = _facts(session, team)
    team.active, team.closed_on = False, local_day(now)
    _follow(session, (actor, now), {team.leader_id})
    _log(session, (actor, now), team, "closed", before)
    return team


def part_from_teams(session: Session, who: tuple[Actor, datetime], volunteer: Volunteer) -> None:
    """Whoever left or moved away is in no team; the teams they led are without a leader."""
    for team in teams_of(session, volunteer.id):
        before = _facts(session, team)
        session.execute(
            delete(TeamMember).where(
                TeamMember.team_id == team.id, TeamMember.volunteer_id == volunteer.id
            )
        )
        if team.leader_id == volunteer.id:
            team.leader_id = None
        _log(session, who, team, "manned", before)
    _follow(session, who, {volunteer.id})


def give_serving_role(session: Session, who: tuple[Actor, datetime], volunteer_id: UUID) -> None:
    """A volunteer's accounts are a leader's while they lead a team; an officer's stays one."""
    leads = bool(teams_led_by(session, volunteer_id))
    for account in accounts_of(session, volunteer_id):
        if account.role in SERVING:
            role = TEAM_LEADER if leads else VOLUNTEER
            give_role(session, ACCOUNTS, who, account, role)


def _follow(session: Session, who: tuple[Actor, datetime], people: set[UUID | None]) -> None:
    session.flush()
    for volunteer_id in sorted(people - {None}, key=str):
        assert volunteer_id is not None
        give_serving_role(session, who, volunteer_id)


def _open_team(session: Session, team_id: UUID) -> Team:
    lock_station(session)
    team = lock_team(session, team_id)
    if team is None:
        raise NotFoundError("team.unknown")
    rules.check_open(team.name, active=team.active)
    return team


def _check_name(session: Session, name: str, own: UUID | None) -> None:
    known = team_called(session, name)
    if known is not None and known.id != own:
        raise ConflictError("team.name_taken", name=name, field="name")


def _serving(session: Session, people: Iterable[UUID]) -> list[UUID]:
    query = select(Volunteer.id).where(Volunteer.id.in_(set(people)))
    return list(session.scalars(query.where(Volunteer.status.in_(rules.SERVING))))


def _facts(session: Session, team: Team) -> dict[str, Any]:
    members = select(TeamMember.volunteer_id).filter_by(team_id=team.id)
    return {
        "name": team.name,
        "leader": team.leader_id,
        "members": sorted(map(str, session.scalars(members))),
        "active": team.active,
    }


def _log(
    session: Session,
    who: tuple[Actor, datetime],
    team: Team,
    verb: str,
    before: dict[str, Any] | None,
) -> None:
    session.flush()
    after = _facts(session, team)
    if after == before:
        return
    changed = {name for name in after if before is None or after[name] != before[name]}
    was = None if before is None else {name: before[name] for name in changed}
    now = {name: after[name] for name in changed}
    log(session, *who, Change(f"team.{verb}", f"team:{team.id}", was, now))
