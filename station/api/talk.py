"""Members who aren't volunteers yet, and the talks held with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import PageSchema, page_of
from station.actions.talk import note_talk
from station.database import db
from station.domain.talk import Note
from station.models.talk import Talk, last_talks, talks_of, unregistered
from station.schemas.talk import NoteSchema, TalkSchema, TalksSchema, UnregisteredListSchema

blueprint = Blueprint("talk", __name__, url_prefix="/api/members")


@blueprint.route("/unregistered")
@needs("talk.read")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, UnregisteredListSchema)
def list_unregistered(asked: dict[str, Any]) -> dict[str, Any]:
    """Today's members who haven't registered, with the last talk."""
    session = db.session()
    rows, total = page_of(session, unregistered(local_day(business_now())), asked)
    last = last_talks(session, [member.id for member, _ in rows])
    names = ("id", "name", "post", "last_four")
    items = [
        {name: getattr(member, name) for name in names} | {"last_talk": last.get(member.id)}
        for member, _ in rows
    ]
    return {"items": items, "total": total}


@blueprint.route("/<uuid:member>/talks")
@needs("talk.read")
@blueprint.response(200, TalksSchema)
def list_talks(member: UUID) -> dict[str, Any]:
    """All talks with one member."""
    items = talks_of(db.session(), member)
    return {"items": items, "total": len(items)}


@blueprint.route("/<uuid:member>/talks", methods=["POST"])
@needs("talk.write")
@blueprint.arguments(NoteSchema)
@blueprint.response(201, TalkSchema)
def post_talk(note: Note, member: UUID) -> Talk:
    """Notes a talk."""
    with transaction(db) as session:
        return note_talk(session, current_actor(), business_now(), member, note)
