"""/api/trainings: sessions with their attendance, and the year's pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import page_of
from station.actions.training import change_training, enter_training, void_training
from station.database import db
from station.domain.tally import training_lines
from station.domain.training import Training, table_of
from station.models.policy import policy_of
from station.models.training import (
    TrainingSession,
    attendance_of,
    held_in_year,
    listed,
)
from station.models.training_pace import paces
from station.schemas.bulk import ReasonSchema
from station.schemas.monthly_report import YearQuerySchema
from station.schemas.training import (
    TrainingFormSchema,
    TrainingQuerySchema,
    TrainingSessionSchema,
    TrainingSessionsSchema,
    TrainingYearSchema,
)

blueprint = Blueprint("training", __name__, url_prefix="/api/trainings")
NAMES = ("id", "topic", "kind", "strand", "day", "minutes", "trainer", "status", "reason")


@blueprint.route("")
@needs("training.read")
@blueprint.arguments(TrainingQuerySchema, location="query")
@blueprint.response(200, TrainingSessionsSchema)
def list_trainings(asked: dict[str, Any]) -> dict[str, Any]:
    """A page of them with who attended."""
    rows, total = page_of(db.session(), listed(asked["year"]), asked)
    return {"items": _shown([row for (row,) in rows]), "total": total}


@blueprint.route("", methods=["POST"])
@needs("training.write")
@blueprint.arguments(TrainingFormSchema)
@blueprint.response(201, TrainingSessionSchema)
def post_training(training: Training) -> dict[str, Any]:
    """Enters a session that was held."""
    with transaction(db) as session:
        return _one(enter_training(session, current_actor(), business_now(), training))


@blueprint.route("/<uuid:training_id>", methods=["PUT"])
@needs("training.write")
@blueprint.arguments(TrainingFormSchema)
@blueprint.response(200, TrainingSessionSchema)
def put_training(training: Training, training_id: UUID) -> dict[str, Any]:
    """Sets it right."""
    with transaction(db) as session:
        held = change_training(session, current_actor(), business_now(), training_id, training)
        return _one(held)


@blueprint.route("/<uuid:training_id>/voiding", methods=["POST"])
@needs("training.write")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, TrainingSessionSchema)
def post_training_voiding(asked: dict[str, Any], training_id: UUID) -> dict[str, Any]:
    """Takes it out of the count."""
    reason = asked["reason"]
    with transaction(db) as session:
        return _one(void_training(session, current_actor(), business_now(), training_id, reason))


@blueprint.route("/pace")
@needs("training.read")
@blueprint.arguments(YearQuerySchema, location="query")
@blueprint.response(200, TrainingYearSchema)
def show_pace(asked: dict[str, Any]) -> dict[str, Any]:
    """What was offered, where each stands, and who lags."""
    session, year = db.session(), asked["year"]
    people = paces(session, year, local_day(business_now()))
    return {
        "year": year,
        "minimum": policy_of(session, year).training_minutes,
        "offered": training_lines(table_of(held_in_year(session, year))),
        "items": people,
        "total": len(people),
        "lagging": sum(one.pace.lags for one in people),
    }


def _one(held: TrainingSession) -> dict[str, Any]:
    return _shown([held])[0]


def _shown(sessions: Sequence[TrainingSession]) -> list[dict[str, Any]]:
    attended = attendance_of(db.session(), [one.id for one in sessions])
    return [
        {name: getattr(one, name) for name in NAMES}
        | {"reason": one.reason or "", "attendance": _lines(attended.get(one.id, {}))}
        for one in sessions
    ]


def _lines(attended: Mapping[UUID, int]) -> list[dict[str, Any]]:
    return [{"volunteer": who, "minutes": minutes} for who, minutes in sorted(attended.items())]
