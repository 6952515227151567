"""/api/reminders: a station is reminded of a report that is missed."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from center.actions.reminder import Asking, remind_station
from center.database import db
from center.models.reminder import Reminder
from center.schemas.reminder import ReminderSchema, RemindSchema
from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs

blueprint = Blueprint("reminder", __name__, url_prefix="/api")


@blueprint.route("/reminders", methods=["POST"])
@needs("report.remind")
@blueprint.arguments(RemindSchema)
@blueprint.response(201, ReminderSchema)
def post_reminder(asked: dict[str, Any]) -> Reminder:
    """Told to the station with its next call; once a day at most."""
    asking = Asking(asked["station"], asked["month"], asked["reason"])
    with transaction(db) as session:
        return remind_station(session, current_actor(), business_now(), asking)
