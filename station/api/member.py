"""The roster as it stood on a day, and coverage."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select

from shared.clock import business_now, local_day
from shared.web.login import needs
from shared.web.page import offset_of
from station.database import db
from station.models.member import Member, members_on, on_roster
from station.models.volunteer import Volunteer, volunteers_on
from station.schemas.member import MemberListSchema, RosterQuerySchema

blueprint = Blueprint("member", __name__, url_prefix="/api")


@blueprint.route("/members", methods=["GET"])
@needs("member.read")
@blueprint.arguments(RosterQuerySchema, location="query")
@blueprint.response(200, MemberListSchema)
def list_members(asked: dict[str, Any]) -> dict[str, Any]:
    """The roster of a day by name, with whoever registered."""
    session, day = db.session(), asked["day"] or local_day(business_now())
    query = (
        select(Member, Volunteer)
        .outerjoin(
            Volunteer,
            (Volunteer.member_id == Member.id) & Volunteer.superseded_by.is_(None),
        )
        .where(Member.id.in_(on_roster(day)))
        .order_by(Member.name, Member.id)
    )
    page = session.execute(query.offset(offset_of(asked)).limit(asked["page_size"]))
    members = members_on(session, day)
    return {
        "items": [_shown(member, volunteer) for member, volunteer in page],
        "total": members,
        "members": members,
        "volunteers": volunteers_on(session, day),
    }


def _shown(member: Member, volunteer: Volunteer | None) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "sex": member.sex,
        "post": member.post,
        "last_four": member.last_four,
        "volunteer": volunteer.id if volunteer else None,
        "status": volunteer.status if volunteer else None,
    }
