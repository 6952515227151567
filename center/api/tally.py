"""/api/tallies: monthly reports, one with its check, and the center's word on them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from center.actions.tally_check import differences
from center.actions.tally_decision import decide_tallies, decide_tally, unlock_tally
from center.api.row import results
from center.database import db
from center.domain.decision import Decision
from center.models import report, station, tally
from center.models.photo import pictures
from center.models.tally import Revision, Tally
from center.schemas.tally import (
    DecideTalliesSchema,
    DecideTallySchema,
    TalliesSchema,
    TallyDetailSchema,
    TallyQuerySchema,
    TallySchema,
    UnlockSchema,
)
from shared.clock import business_now
from shared.database import transaction
from shared.web.bulk import RowsSchema
from shared.web.login import current_actor, needs
from shared.web.page import page_of

blueprint = Blueprint("tally", __name__, url_prefix="/api")
OF_MONTH = (
    "id",
    "station",
    "month",
    "status",
    "revision",
    "accepted",
    "on_time",
    "times_returned",
    "unlock_asked_at",
)
OF_REVISION = (
    "channel",
    "sealed_at",
    "volunteers_on_roster",
    "members",
    "people",
    "entries",
    "cells",
    "requests",
    "visits",
)
DETAILS = ("summary", "photos", "no_photo_reason", "signed_by", "amends")


@blueprint.route("/tallies")
@needs("tally.list")
@blueprint.arguments(TallyQuerySchema, location="query")
@blueprint.response(200, TalliesSchema)
def list_tallies(asked: dict[str, Any]) -> dict[str, Any]:
    """By month and station, with the figures of the newest revision."""
    rows, total = page_of(db.session(), report.listed(asked), asked)
    titles = station.titles(db.session())
    return {"items": [_shown(row[0], row[1], titles) for row in rows], "total": total}


@blueprint.route("/tallies/<uuid:id>")
@needs("tally.show")
@blueprint.response(200, TallyDetailSchema)
def show_tally(id: UUID) -> dict[str, Any]:
    """One month: text, volunteers, whether it adds up, and every version with its decision."""
    session = db.session()
    return _detail(session, tally.by_id(session, id))


@blueprint.route("/tallies/<uuid:id>/decision", methods=["POST"])
@needs("tally.decide")
@blueprint.arguments(DecideTallySchema)
@blueprint.response(200, TallySchema)
def post_decision(asked: dict[str, Any], id: UUID) -> dict[str, Any]:
    """Accepts or returns one; the revision must be the newest, and an accepted one add up."""
    decision = Decision(asked["decision"], asked["reason"], asked["revision"])
    with transaction(db) as session:
        decide_tally(session, current_actor(), business_now(), id, decision)
        return _one(session, id)


@blueprint.route("/tallies/decisions", methods=["POST"])
@needs("tally.decide")
@blueprint.arguments(DecideTalliesSchema)
@blueprint.response(200, RowsSchema)
def post_decisions(asked: dict[str, Any]) -> dict[str, Any]:
    """The same decision on several, if the count agrees; a result a row."""
    decision = Decision(asked["decision"], asked["reason"], versions=asked["versions"])
    word = (decision, asked["count"])
    with transaction(db) as session:
        rows = decide_tallies(session, current_actor(), business_now(), asked["ids"], word)
    return results(rows)


@blueprint.route("/tallies/<uuid:id>/unlock", methods=["POST"])
@needs("tally.decide")
@blueprint.arguments(UnlockSchema)
@blueprint.response(200, TallySchema)
def post_unlock(asked: dict[str, Any], id: UUID) -> dict[str, Any]:
    """Answers a station's request to change an accepted month."""
    word = "unlocked" if asked["grant"] else "unlock_refused"
    with transaction(db) as session:
        decision = Decision(word, asked["reason"])
        unlock_tally(session, current_actor(), business_now(), id, decision)
        return _one(session, id)


def _one(session: Session, id: UUID) -> dict[str, Any]:
    month = tally.by_id(session, id)
    return _shown(month, tally.newest(session, month), station.titles(session))


def _shown(month: Tally, revision: Revision, titles: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: getattr(month, name) for name in OF_MONTH},
        **{name: getattr(revision, name) for name in OF_REVISION},
        "title": titles[month.station],
        "arrived_at": month.arrived_at or revision.arrived_at,
    }


def _detail(session: Session, month: Tally) -> dict[str, Any]:
    revision = tally.newest(session, month)
    rows = tally.rows_of(session, month.id, month.revision)
    found = differences(session, month, revision)
    return {
        **_one(session, month.id),
        **{name: getattr(revision, name) for name in DETAILS},
        "pictures": pictures(session, revision),
        "unlock_reason": month.unlock_reason,
        "volunteers": [{"volunteer": who, **asdict(line)} for who, line in sorted(rows.items())],
        "check": {"complete": found is not None, "agrees": found == [], "differences": found},
        "revisions": report.revisions(session, month.id),
    }
