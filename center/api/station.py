"""/api/enrolments and /api/stations: who is invited, who asks, who is in."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from center.actions.station import (
    Closing,
    Invitation,
    approve_station,
    close_station,
    invite_station,
    reopen_station,
    revoke_station,
)
from center.actions.station_link import links_of
from center.database import db
from center.models import station
from center.models.federation import TABLES
from center.models.station import Station
from center.schemas.station import CloseSchema, InviteStationSchema, StationSchema, StationsSchema
from shared.clock import business_now
from shared.database import transaction
from shared.federation.enrolment import enrolments
from shared.federation.schema import ApproveSchema, EnrolmentsSchema, EnrolmentStringSchema
from shared.web.login import current_actor, needs

blueprint = Blueprint("station", __name__, url_prefix="/api")
FACTS = (
    *("name", "title", "opened_on", "closed_on", "closed_reason", "closed_by"),
    "approved_at",
)


@blueprint.route("/enrolments", methods=["POST"])
@needs("enrolment.manage")
@blueprint.arguments(InviteStationSchema)
@blueprint.response(201, EnrolmentStringSchema)
def post_enrolment(asked: dict[str, Any]) -> dict[str, Any]:
    """A one-time string for a station, valid 72 hours."""
    with transaction(db) as session:
        string = invite_station(session, current_actor(), business_now(), Invitation(**asked))
    return {"node": asked["node"], "string": string}


@blueprint.route("/enrolments")
@needs("enrolment.manage")
@blueprint.response(200, EnrolmentsSchema)
def list_enrolments() -> dict[str, Any]:
    """Stations that came with their string: pending, active or revoked."""
    items = enrolments(db.session(), TABLES)
    return {"items": items, "total": len(items)}


@blueprint.route("/enrolments/<node>/approval", methods=["POST"])
@needs("enrolment.manage")
@blueprint.arguments(ApproveSchema)
@blueprint.response(200, StationSchema)
def post_approval(asked: dict[str, Any], node: str) -> dict[str, Any]:
    """Lets a station in, by the fingerprint that its own screen shows."""
    with transaction(db) as session:
        shown = asked["fingerprint"]
        return _shown(approve_station(session, current_actor(), business_now(), node, shown))


@blueprint.route("/enrolments/<node>/revocation", methods=["POST"])
@needs("enrolment.manage")
@blueprint.response(204)
def post_revocation(node: str) -> None:
    """Shuts a station out from its next call on."""
    with transaction(db) as session:
        revoke_station(session, current_actor(), business_now(), node)


@blueprint.route("/stations")
@needs("station.list")
@blueprint.response(200, StationsSchema)
def list_stations() -> dict[str, Any]:
    """The approved stations, by name, each with the state of its line."""
    links = links_of(db.session())
    items = [
        {**_shown(home), "link": links.get(home.name)} for home in station.everyone(db.session())
    ]
    return {"items": items, "total": len(items)}


@blueprint.route("/stations/<name>/closing", methods=["POST"])
@needs("station.close")
@blueprint.arguments(CloseSchema)
@blueprint.response(200, StationSchema)
def post_closing(asked: dict[str, Any], name: str) -> dict[str, Any]:
    """Ends a station with its last day; what it reported stays."""
    with transaction(db) as session:
        closing = Closing(name, **asked)
        return _shown(close_station(session, current_actor(), business_now(), closing))


@blueprint.route("/stations/<name>/reopening", methods=["POST"])
@needs("station.close")
@blueprint.response(200, StationSchema)
def post_reopening(name: str) -> dict[str, Any]:
    """Takes the closing back."""
    with transaction(db) as session:
        return _shown(reopen_station(session, current_actor(), business_now(), name))


def _shown(home: Station) -> dict[str, Any]:
    facts = {name: getattr(home, name) for name in FACTS}
    return {**facts, "paper_open": home.ordinary_since is None}
