"""/api/volunteers: whom the center approved, with card and stars."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy import select

from center.actions.profile import person_of
from center.database import db
from center.models import volunteer
from center.models.registration import Registration
from center.models.volunteer import Card, Star, Volunteer
from center.schemas.registration import PersonSchema, VolunteerQuerySchema, VolunteersSchema
from shared.errors import NotFoundError
from shared.web.login import needs
from shared.web.page import page_of

blueprint = Blueprint("volunteer", __name__, url_prefix="/api")
FACTS = (
    "id",
    "station",
    "name",
    "status",
    "origin",
    "approval_date",
    "left_on",
    "left_reason",
)


@blueprint.route("/volunteers")
@needs("volunteer.list")
@blueprint.arguments(VolunteerQuerySchema, location="query")
@blueprint.response(200, VolunteersSchema)
def list_volunteers(asked: dict[str, Any]) -> dict[str, Any]:
    """By station, where each serves today."""
    query = select(Volunteer).order_by(Volunteer.station, Volunteer.id)
    for name in ("status", "station"):
        if name in asked:
            query = query.where(getattr(Volunteer, name) == asked[name])
    rows, total = page_of(db.session(), query, asked)
    people = [row[0] for row in rows]
    ids = [person.id for person in people]
    cards, stars = volunteer.cards(db.session(), ids), volunteer.stars(db.session(), ids)
    items = [_shown(person, cards.get(person.id), stars[person.id]) for person in people]
    return {"items": items, "total": total}


@blueprint.route("/volunteers/<uuid:id>/profile")
@needs("volunteer.list")
@blueprint.response(200, PersonSchema)
def show_volunteer_profile(id: UUID) -> dict[str, Any]:
    """Posts, skills, times and consents as the station told last."""
    session = db.session()
    found = session.get(Volunteer, id)
    if found is None:
        raise NotFoundError("volunteer.unknown", id=str(id))
    person = person_of(found, session.get_one(Registration, found.registration))
    return {"id": found.id, "name": found.name, "profile_on": found.profile_on, **person}


def _shown(person: Volunteer, card: Card | None, stars: list[Star]) -> dict[str, Any]:
    facts = {name: getattr(person, name) for name in FACTS}
    held: dict[str, Any] = {"card": None, "handed_on": None, "badge": False}
    if card is not None:
        held = {"card": card.number, "handed_on": card.handed_on, "badge": card.badge}
    return {**facts, **held, "stars": stars}
