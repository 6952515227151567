"""Teams of volunteers, their leaders and members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils.compat import uuid7

from station.database import Base
from station.models.volunteer import Volunteer


class Team(Base):
    """Without a leader since the last one left; a closed one stays for what it did."""

    __tablename__ = "team"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(60), index=True)
    leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_on: Mapped[date]
    closed_on: Mapped[date | None]


class TeamMember(Base):
    """One volunteer in one team, today."""

    __tablename__ = "team_member"

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    volunteer_id: Mapped[UUID] = mapped_column(
        ForeignKey("volunteer.id"), primary_key=True, index=True
    )


def teams(session: Session, *, closed_too: bool = False) -> list[Team]:
    """The teams by name, those still active unless said otherwise."""
    query = select(Team) if closed_too else select(Team).filter_by(active=True)
    return list(session.scalars(query.order_by(Team.name, Team.id)))


def lock_team(session: Session, team_id: UUID) -> Team | None:
    """The row, locked until the transaction ends."""
    return session.get(Team, team_id, with_for_update=True)


def team_called(session: Session, name: str) -> Team | None:
    """The active team of that name."""
    return session.scalars(select(Team).filter_by(name=name, active=True).limit(1)).first()


def teams_led_by(session: Session, volunteer_id: UUID) -> list[Team]:
    """The active teams that a volunteer leads, by name."""
    query = select(Team).filter_by(leader_id=volunteer_id, active=True)
    return list(session.scalars(query.order_by(Team.name, Team.id)))


def teams_of(session: Session, volunteer_id: UUID) -> list[Team]:
    """The active teams to which a volunteer belongs, by name."""
    query = select(Team).join(TeamMember, TeamMember.team_id == Team.id)
    mine = query.where(TeamMember.volunteer_id == volunteer_id, Team.active)
    return list(session.scalars(mine.order_by(Team.name, Team.id)))


def members_of(session: Session, team_ids: Iterable[UUID]) -> dict[UUID, list[Volunteer]]:
    """Team → its members by name; a team without any isn't named."""
    query = (
        select(TeamMember.team_id, Volunteer)
        .join(Volunteer, Volunteer.id == TeamMember.volunteer_id)
        .where(TeamMember.team_id.in_(set(team_ids)))
        .order_by(Volunteer.name, Volunteer.id)
    )
    found: dict[UUID, list[Volunteer]] = {}
    for team_id, volunteer in session.execute(query):
        found.setdefault(team_id, []).append(volunteer)
    return found
