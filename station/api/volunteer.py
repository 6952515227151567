"""Volunteers: listed, found by number, leaving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy import select

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import page_of
from station.actions.volunteer import Leaving, find_volunteer, leave_volunteer
from station.database import db
from station.models.member import Member
from station.models.registration import newest_registration
from station.models.volunteer import Volunteer
from station.schemas.volunteer import (
    FoundListSchema,
    LeaveSchema,
    SearchVolunteersSchema,
    VolunteerListSchema,
    VolunteerQuerySchema,
    VolunteerSchema,
)

blueprint = Blueprint("volunteer", __name__, url_prefix="/api")


@blueprint.route("/volunteers", methods=["GET"])
@needs("volunteer.read")
@blueprint.arguments(VolunteerQuerySchema, location="query")
@blueprint.response(200, VolunteerListSchema)
def list_volunteers(asked: dict[str, Any]) -> dict[str, Any]:
    """Whoever ever registered here, by name."""
    session, chosen = db.session(), [Volunteer.superseded_by.is_(None)]
    if asked["status"]:
        chosen.append(Volunteer.status == asked["status"])
    query = (
        select(Volunteer, Member)
        .join(Member, Member.id == Volunteer.member_id)
        .where(*chosen)
        .order_by(Volunteer.name, Volunteer.id)
    )
    page, total = page_of(session, query, asked)
    return {"items": [_shown(*row) for row in page], "total": total}


@blueprint.route("/volunteers/search", methods=["POST"])
@needs("volunteer.read")
@blueprint.arguments(SearchVolunteersSchema)
@blueprint.response(200, FoundListSchema)
def post_search(asked: dict[str, str]) -> dict[str, Any]:
    """Finds a volunteer by the whole ID number, through its keyed digest."""
    session = db.session()
    volunteer = find_volunteer(session, asked["id_number"], local_day(business_now()))
    if volunteer is None:
        return {"items": [], "total": 0}
    registration = newest_registration(session, volunteer.id)
    found = {
        "volunteer": volunteer.id,
        "registration": registration.id,
        "name": volunteer.name,
        "status": volunteer.status,
    }
    return {"items": [found], "total": 1}


@blueprint.route("/volunteers/<uuid:volunteer_id>/leaving", methods=["POST"])
@needs("volunteer.write")
@blueprint.arguments(LeaveSchema)
@blueprint.response(200, VolunteerSchema)
def post_leaving(asked: dict[str, Any], volunteer_id: UUID) -> dict[str, Any]:
    """Ends a volunteer's service; records stay, the number too."""
    with transaction(db) as session:
        volunteer = leave_volunteer(
            session, current_actor(), business_now(), volunteer_id, Leaving(**asked)
        )
        return _shown(volunteer, session.get_one(Member, volunteer.member_id))


def _shown(volunteer: Volunteer, member: Member) -> dict[str, Any]:
    names = VolunteerSchema().fields.keys() - {"last_four"}
    return {name: getattr(volunteer, name) for name in names} | {"last_four": member.last_four}
