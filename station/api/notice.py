"""/api/notices: what the center told, and one put aside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from station.actions.notice import put_aside
from station.database import db
from station.models.notice import Notice, newest_first, told
from station.schemas.notice import NoticeListSchema, NoticeSchema

blueprint = Blueprint("notice", __name__, url_prefix="/api")
FACTS = (
    *("id", "kind", "first", "last", "last_day", "reason", "said_by", "said_on"),
    *("received_at", "aside_by"),
)


@blueprint.route("/notices")
@needs("notice.read")
@blueprint.response(200, NoticeListSchema)
def list_notices() -> dict[str, Any]:
    """Of each thing the newest; which of them wait for somebody."""
    session = db.session()
    waits = {one.id for one in told(session).waiting}
    items = [_shown(one, one.id in waits) for one in newest_first(session)]
    return {"items": items, "total": len(items)}


@blueprint.route("/notices/<uuid:notice_id>/aside", methods=["POST"])
@needs("notice.put_aside")
@blueprint.response(200, NoticeSchema)
def post_aside(notice_id: UUID) -> dict[str, Any]:
    """Off 今日; what it says stays true."""
    with transaction(db) as session:
        found = put_aside(session, current_actor(), business_now(), notice_id)
        return _shown(found, False)


def _shown(one: Notice, waits: bool) -> dict[str, Any]:
    return {name: getattr(one, name) for name in FACTS} | {"waits": waits}
