"""Teams: made, manned, led and closed by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.errors import NotFoundError
from shared.web.edit import history, require_unchanged, seen
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.team import close_team, create_team, rename_team, set_leader, set_members
from station.database import db
from station.domain.team import TeamForm
from station.models.attendance import in_service
from station.models.team import Team, members_of, teams

blueprint = Blueprint("team_page", __name__, url_prefix="/teams")


class TeamSchema(Schema):
    """A team's name, who leads it, and who belongs to it."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=60))
    leader = fields.UUID(allow_none=True, load_default=None)
    members = fields.List(fields.UUID())


@blueprint.get("")
@needs("team.read")
def list_teams() -> str:
    """The teams with their people."""
    session = db.session()
    found = teams(session, closed_too=True)
    members = members_of(session, [team.id for team in found])
    return render_template("team/list.html", teams=found, members=members)


@blueprint.get("/new")
@needs("team.write")
def new_team() -> str:
    """An empty form."""
    return _page(open_form(TeamSchema()), None)


@blueprint.post("/new")
@needs("team.write")
def post_team() -> Response | tuple[str, int]:
    """A new team."""
    form = sent_form(TeamSchema())

    def write(typed: dict[str, Any]) -> bool:
        made = TeamForm(typed["name"], typed["leader"], tuple(typed["members"]))
        with transaction(db) as session:
            create_team(session, current_actor(), business_now(), made)
        return True

    if form.submit(write) is None:
        return _page(form, None), 422
    say(_("服务队“%(name)s”已建好。", name=form.value("name")))
    return redirect(url_for("team_page.list_teams"))


@blueprint.get("/<uuid:team_id>")
@needs("team.write")
def edit_team(team_id: UUID) -> str:
    """The team's form, filled in."""
    team = _team(team_id)
    people = members_of(db.session(), [team_id]).get(team_id, [])
    initial = {"name": team.name, "leader": team.leader_id, "members": [one.id for one in people]}
    return _page(open_form(TeamSchema(), initial), team)


@blueprint.post("/<uuid:team_id>")
@needs("team.write")
def post_change(team_id: UUID) -> Response | tuple[str, int]:
    """Name, people and leader as they now stand."""
    form = sent_form(TeamSchema())

    def write(typed: dict[str, Any]) -> bool:
        actor, now = current_actor(), business_now()
        with transaction(db) as session:
            require_unchanged(session, f"team:{team_id}")
            rename_team(session, actor, now, team_id, typed["name"])
            set_leader(session, actor, now, team_id, typed["leader"])
            set_members(session, actor, now, team_id, typed["members"])
        return True

    if form.submit(write) is None:
        return _page(form, _team(team_id)), 422
    say(_("已存好。"))
    return redirect(url_for("team_page.list_teams"))


@blueprint.post("/<uuid:team_id>/closing")
@needs("team.write")
def post_closing(team_id: UUID) -> Response:
    """It takes no more part."""
    with transaction(db) as session:
        close_team(session, current_actor(), business_now(), team_id)
    say(_("服务队已解散，做过的都留着。"))
    return redirect(url_for("team_page.list_teams"))


def _team(team_id: UUID) -> Team:
    team = db.session().get(Team, team_id)
    if team is None:
        raise NotFoundError("team.unknown")
    return team


def _page(form: Form, team: Team | None) -> str:
    session = db.session()
    subject = f"team:{team.id}" if team else ""
    return render_template(
        "team/form.html",
        form=form,
        team=team,
        people=in_service(session, local_day(business_now())),
        seen=seen(session, subject) if team else "",
        lines=history(session, subject) if team else (),
    )
