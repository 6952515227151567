"""/api/teams: the station's teams, and those to which whoever asks belongs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from station.actions.team import close_team, create_team, rename_team, set_leader, set_members
from station.database import db
from station.domain.team import TeamForm
from station.models.account import volunteer_of_account
from station.models.team import Team, members_of, teams, teams_of
from station.schemas.team import (
    TeamFormSchema,
    TeamLeaderSchema,
    TeamListSchema,
    TeamMembersSchema,
    TeamNameSchema,
    TeamQuerySchema,
    TeamSchema,
)

blueprint = Blueprint("team", __name__, url_prefix="/api")


@blueprint.route("/teams")
@needs("team.read")
@blueprint.arguments(TeamQuerySchema, location="query")
@blueprint.response(200, TeamListSchema)
def list_teams(asked: dict[str, Any]) -> dict[str, Any]:
    """The teams with their people."""
    return _listed(teams(db.session(), closed_too=asked["closed"]))


@blueprint.route("/own/teams")
@needs("own.read")
@blueprint.response(200, TeamListSchema)
def list_own_teams() -> dict[str, Any]:
    """The teams to which whoever asks belongs, with their people."""
    volunteer = volunteer_of_account(db.session(), current_actor().id)
    return _listed(teams_of(db.session(), volunteer.id) if volunteer else [])


@blueprint.route("/teams", methods=["POST"])
@needs("team.write")
@blueprint.arguments(TeamFormSchema)
@blueprint.response(201, TeamSchema)
def post_team(form: TeamForm) -> dict[str, Any]:
    """A new team."""
    with transaction(db) as session:
        return _shown(create_team(session, current_actor(), business_now(), form))


@blueprint.route("/teams/<uuid:team>/name", methods=["POST"])
@needs("team.write")
@blueprint.arguments(TeamNameSchema)
@blueprint.response(200, TeamSchema)
def post_name(asked: dict[str, Any], team: UUID) -> dict[str, Any]:
    """Renames it."""
    with transaction(db) as session:
        return _shown(rename_team(session, current_actor(), business_now(), team, asked["name"]))


@blueprint.route("/teams/<uuid:team>/members", methods=["POST"])
@needs("team.write")
@blueprint.arguments(TeamMembersSchema)
@blueprint.response(200, TeamSchema)
def post_members(asked: dict[str, Any], team: UUID) -> dict[str, Any]:
    """Says who belongs to it."""
    with transaction(db) as session:
        members = asked["members"]
        return _shown(set_members(session, current_actor(), business_now(), team, members))


@blueprint.route("/teams/<uuid:team>/leader", methods=["POST"])
@needs("team.write")
@blueprint.arguments(TeamLeaderSchema)
@blueprint.response(200, TeamSchema)
def post_leader(asked: dict[str, Any], team: UUID) -> dict[str, Any]:
    """Says who leads it."""
    with transaction(db) as session:
        return _shown(set_leader(session, current_actor(), business_now(), team, asked["leader"]))


@blueprint.route("/teams/<uuid:team>/closing", methods=["POST"])
@needs("team.write")
@blueprint.response(200, TeamSchema)
def post_team_closing(team: UUID) -> dict[str, Any]:
    """Closes it for good."""
    with transaction(db) as session:
        return _shown(close_team(session, current_actor(), business_now(), team))


def _shown(team: Team) -> dict[str, Any]:
    shown: dict[str, Any] = _listed([team])["items"][0]
    return shown


def _listed(found: Sequence[Team]) -> dict[str, Any]:
    members = members_of(db.session(), [team.id for team in found])
    names = ("id", "name", "leader_id", "active", "created_on", "closed_on")
    items = [
        {name: getattr(team, name) for name in names} | {"members": members.get(team.id, [])}
        for team in found
    ]
    return {"items": items, "total": len(items)}
