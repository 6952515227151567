"""上报与同步 as JSON: the state of the links, send now, what is stuck, enrolling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from shared.audit import Change, write_line
from shared.clock import business_now
from shared.database import transaction
from shared.federation import mending, schedule
from shared.federation.application import enrol
from shared.federation.blob import photo_status
from shared.federation.link import Link
from shared.federation.schema import (
    DiscardSchema,
    EnrolledSchema,
    LinkSchema,
    StringSchema,
    StuckListSchema,
    StuckQuerySchema,
    StuckSchema,
)
from shared.federation.status import status
from shared.web.login import current_actor, needs
from shared.web.page import page_of
from shared.web.tier import this_tier


def link_blueprint(db: SQLAlchemy, link: Link) -> Blueprint:
    """/api/link and what hangs below it."""
    blueprint = Blueprint("link", __name__, url_prefix="/api/link")
    _add_link(blueprint, db, link)
    _add_messages(blueprint, db, link)
    return blueprint


def _add_link(blueprint: Blueprint, db: SQLAlchemy, link: Link) -> None:
    @blueprint.get("")
    @needs("link.read")
    @blueprint.response(200, LinkSchema)
    def show_link() -> dict[str, Any]:
        """Last contact, what waits, what is stuck, link by link; photos under way."""
        session = db.session()
        return status(session, link.tables) | {"photos": photo_status(session, link.tables)}

    @blueprint.post("/dispatch")
    @needs("link.dispatch")
    @blueprint.response(204)
    def send_now() -> None:
        """Wakes the agent and ends what holds promises back."""
        with transaction(db) as session:
            schedule.wake(session, link.tables)

    @blueprint.post("/enrolment")
    @needs("link.enrol")
    @blueprint.arguments(StringSchema)
    @blueprint.response(200, EnrolledSchema)
    def enrol_here(asked: dict[str, str]) -> dict[str, Any]:
        """Applies to the upper node with a one-time string."""
        actor = current_actor()
        shown = enrol(db, link, asked["string"])
        with transaction(db) as session:
            change = Change("link.enrolled", f"node:{shown['upper']}", None, shown)
            write_line(session, this_tier().accounts.audit, actor, business_now(), change)
        return shown


def _add_messages(blueprint: Blueprint, db: SQLAlchemy, link: Link) -> None:
    @blueprint.get("/messages")
    @needs("link.read")
    @blueprint.arguments(StuckQuerySchema, location="query")
    @blueprint.response(200, StuckListSchema)
    def list_messages(asked: dict[str, Any]) -> dict[str, Any]:
        """Parked or rejected messages, oldest first."""
        session, table = db.session(), link.tables.inbox
        query = select(table).where(table.state == asked["state"]).order_by(table.id)
        page, total = page_of(session, query, asked)
        return {"items": [message for (message,) in page], "total": total}

    @blueprint.post("/messages/<uuid:id>/retry")
    @needs("link.mend")
    @blueprint.response(200, StuckSchema)
    def retry_message(id: UUID) -> Any:
        """Tries a parked or rejected message once more."""
        now, actor = business_now(), current_actor()
        with transaction(db) as session:
            row, change = mending.retry_message(session, link, now, id)
            write_line(session, this_tier().accounts.audit, actor, now, change)
        return row

    @blueprint.post("/messages/<uuid:id>/discard")
    @needs("link.mend")
    @blueprint.arguments(DiscardSchema)
    @blueprint.response(200, StuckSchema)
    def discard_message(asked: dict[str, str], id: UUID) -> Any:
        """Gives a parked or rejected message up, with a reason."""
        now, actor = business_now(), current_actor()
        with transaction(db) as session:
            row, change = mending.discard_message(session, link, id, asked["reason"])
            write_line(session, this_tier().accounts.audit, actor, now, change)
        return row
