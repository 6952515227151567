"""/api/contests for the desk, /api/own/contests for the volunteer."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import PageSchema, page_of
from station.actions.contest import Answer, answer_contest, assign_contest, contest_subject
from station.actions.own import own_volunteer
from station.database import db
from station.domain.contest import Status, Subject
from station.models.contest import Contest, contests
from station.models.service_record import ServiceRecord
from station.schemas.contest import (
    AnswerContestSchema,
    AssignContestSchema,
    ContestListSchema,
    ContestQuerySchema,
    ContestSchema,
    OpenContestSchema,
)

blueprint = Blueprint("contest", __name__, url_prefix="/api")


@blueprint.route("/contests")
@needs("contest.read")
@blueprint.arguments(ContestQuerySchema, location="query")
@blueprint.response(200, ContestListSchema)
def list_contests(asked: dict[str, Any]) -> dict[str, Any]:
    """What volunteers contest, by the day on which it is due."""
    return _page(contests(asked["status"]), asked)


@blueprint.route("/contests/<uuid:contest>/assignment", methods=["POST"])
@needs("contest.answer")
@blueprint.arguments(AssignContestSchema)
@blueprint.response(200, ContestSchema)
def post_assignment(asked: dict[str, Any], contest: UUID) -> dict[str, Any]:
    """Names who is to answer it."""
    with transaction(db) as session:
        assign_contest(session, current_actor(), business_now(), contest, asked["account"])
    return _one(contest)


@blueprint.route("/contests/<uuid:contest>/answer", methods=["POST"])
@needs("contest.answer")
@blueprint.arguments(AnswerContestSchema)
@blueprint.response(200, ContestSchema)
def post_answer(given: Answer, contest: UUID) -> dict[str, Any]:
    """Answers it, once."""
    with transaction(db) as session:
        answer_contest(session, current_actor(), business_now(), contest, given)
    return _one(contest)


@blueprint.route("/own/contests")
@needs("own.read")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, ContestListSchema)
def list_own_contests(asked: dict[str, Any]) -> dict[str, Any]:
    """What whoever asks contested, with the answers."""
    volunteer = own_volunteer(db.session(), current_actor())
    return _page(contests(volunteer_id=volunteer.id), asked)


@blueprint.route("/own/contests", methods=["POST"])
@needs("own.write")
@blueprint.arguments(OpenContestSchema)
@blueprint.response(201, ContestSchema)
def post_own_contest(typed: tuple[Subject, str]) -> dict[str, Any]:
    """Contests a record or a total of one's own."""
    with transaction(db) as session:
        contest = contest_subject(session, current_actor(), business_now(), *typed)
    return _one(contest.id)


def _page(query: Any, asked: dict[str, Any]) -> dict[str, Any]:
    rows, total = page_of(db.session(), query, asked)
    today = local_day(business_now())
    return {"items": [_shown(today, *row) for row in rows], "total": total}


def _one(contest: UUID) -> dict[str, Any]:
    row = db.session().execute(contests().where(Contest.id == contest)).one()
    return _shown(local_day(business_now()), *row)


def _shown(
    today: date, contest: Contest, name: str, record: ServiceRecord | None
) -> dict[str, Any]:
    """Its columns, and what the record and the day add."""
    columns = {column.key: getattr(contest, column.key) for column in Contest.__table__.columns}
    return columns | {
        "name": name,
        "day": record and record.day,
        "hours": record and record.hours,
        "overdue": contest.status == Status.OPEN and contest.due_on < today,
    }
