"""/api/years/<y>/notice: the public notice of proposed stars."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from association.actions.notice import Announcement, start_notice
from association.database import db
from association.domain.name import public
from association.domain.notice import is_over
from association.models import notice, volunteer
from association.models.notice import Notice
from association.schemas.notice import NoticeSchema, NoticesSchema, StartNoticeSchema
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.login import current_actor, needs

blueprint = Blueprint("notice", __name__, url_prefix="/api")


@blueprint.route("/years/<int:year>/notice", methods=["POST"])
@needs("notice.start")
@blueprint.arguments(StartNoticeSchema)
@blueprint.response(201, NoticeSchema)
def post_notice(asked: dict[str, Any], year: int) -> dict[str, Any]:
    """Publishes the ripe proposals that aren't public yet, over the policy's working days."""
    announcement = Announcement(year, asked["telephone"])
    with transaction(db) as session:
        return _shown(start_notice(session, current_actor(), business_now(), announcement))


@blueprint.route("/years/<int:year>/notice")
@needs("notice.read")
@blueprint.response(200, NoticesSchema)
def get_notice(year: int) -> dict[str, Any]:
    """What is public: names as consented, masked otherwise, and until when."""
    session = db.session()
    notices = notice.of_year(session, year)
    last_days = {found.id: found.last_day for found in notices}
    lines = notice.lines(session, year)
    people = volunteer.among(session, {line.volunteer for line in lines})
    items = [
        {
            "name": public(people[line.volunteer].name, naming=people[line.volunteer].naming),
            "station": line.station,
            "hours": line.hours,
            "star": line.star,
            "last_day": last_days[line.notice],
        }
        for line in lines
    ]
    last = notices[-1].last_day if notices else None
    return {
        "year": year,
        "last_day": last,
        "is_over": last is not None and is_over(last, local_day(business_now())),
        "notices": [_shown(found) for found in notices],
        "items": items,
        "total": len(items),
    }


def _shown(found: Notice) -> dict[str, Any]:
    names = (
        "id",
        "year",
        "started_on",
        "last_day",
        "working_days",
        "without_table",
        "telephone",
    )
    shown = {name: getattr(found, name) for name in names}
    return {**shown, "is_over": is_over(found.last_day, local_day(business_now()))}
