"""/api/pairings: households with their volunteers, changed, handed over, erased."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.contact_showing import masked
from shared.web.login import current_actor, needs
from shared.web.page import page_of
from station.actions.household import erase_household, show_household
from station.actions.pairing import (
    Edited,
    NewPairing,
    change_rhythm,
    edit_pairing,
    resume_pairing,
    start_pairing,
    stop_pairing,
)
from station.actions.pairing_people import hand_over_pairings, set_people
from station.database import db
from station.domain.pairing_change import State
from station.models import pairing as pairings
from station.models.pairing import Pairing, household_of
from station.models.pairing_need import listed
from station.models.pairing_view import PairingView, VisitView, views_of, visit_views
from station.schemas.pairing import (
    EditPairingSchema,
    ErasureSchema,
    NewPairingSchema,
    PairingHandOverSchema,
    PairingListSchema,
    PairingQuerySchema,
    PairingSchema,
    PairingsHandedOverSchema,
    PeopleSchema,
    ResumeSchema,
    RhythmSchema,
    StopSchema,
)
from station.schemas.service_request import ContactSchema, ShowingSchema

blueprint = Blueprint("pairing", __name__, url_prefix="/api")
ROW = ("id", "status", "since", "category", "item_code")
VISIT = ("id", "round", "first", "due", "missed")


@blueprint.route("/pairings")
@needs("pairing.read")
@blueprint.arguments(PairingQuerySchema, location="query")
@blueprint.response(200, PairingListSchema)
def list_pairings(asked: dict[str, Any]) -> dict[str, Any]:
    """The oldest first; those that want somebody, or have an overdue visit, by `status`."""
    session, today = db.session(), local_day(business_now())
    query = listed(asked["status"], today).order_by(Pairing.since, Pairing.id)
    rows, total = page_of(session, query, asked)
    views = views_of(session, [row for (row,) in rows], today)
    return {"items": [_row(view) for view in views], "total": total}


@blueprint.route("/pairings", methods=["POST"])
@needs("pairing.write")
@blueprint.arguments(NewPairingSchema)
@blueprint.response(201, PairingSchema)
def post_pairing(new: NewPairing) -> dict[str, Any]:
    """Begins one; the visit of the round that begins is raised at once."""
    with transaction(db) as session:
        id = start_pairing(session, current_actor(), business_now(), new).id
    return _shown(id)


@blueprint.route("/pairings/<uuid:pairing_id>")
@needs("pairing.read")
@blueprint.response(200, PairingSchema)
def get_pairing(pairing_id: UUID) -> dict[str, Any]:
    """One with its visits; the household is masked."""
    return _shown(pairing_id)


@blueprint.route("/pairings/<uuid:pairing_id>", methods=["PATCH"])
@needs("pairing.write")
@blueprint.arguments(EditPairingSchema)
@blueprint.response(200, PairingSchema)
def patch_pairing(edited: Edited, pairing_id: UUID) -> dict[str, Any]:
    """Household, item, district and first day."""
    with transaction(db) as session:
        edit_pairing(session, current_actor(), business_now(), pairing_id, edited)
    return _shown(pairing_id)


@blueprint.route("/pairings/<uuid:pairing_id>/people", methods=["PUT"])
@needs("pairing.write")
@blueprint.arguments(PeopleSchema)
@blueprint.response(200, PairingSchema)
def put_people(given: dict[str, Any], pairing_id: UUID) -> dict[str, Any]:
    """Who visits from today on."""
    with transaction(db) as session:
        set_people(session, current_actor(), business_now(), pairing_id, given["volunteers"])
    return _shown(pairing_id)


@blueprint.route("/pairings/<uuid:pairing_id>/rhythm", methods=["POST"])
@needs("pairing.write")
@blueprint.arguments(RhythmSchema)
@blueprint.response(200, PairingSchema)
def post_rhythm(given: dict[str, Any], pairing_id: UUID) -> dict[str, Any]:
    """Another one from a day on."""
    with transaction(db) as session:
        to = (given["rhythm"], given["first"])
        change_rhythm(session, current_actor(), business_now(), pairing_id, to)
    return _shown(pairing_id)


@blueprint.route("/pairings/<uuid:pairing_id>/<any(pause,end):what>", methods=["POST"])
@needs("pairing.write")
@blueprint.arguments(StopSchema)
@blueprint.response(200, PairingSchema)
def post_stop(given: dict[str, Any], pairing_id: UUID, what: str) -> dict[str, Any]:
    """Today is the last day."""
    to = State.PAUSED if what == "pause" else State.ENDED
    with transaction(db) as session:
        stop_pairing(session, current_actor(), business_now(), pairing_id, (to, given["reason"]))
    return _shown(pairing_id)


@blueprint.route("/pairings/<uuid:pairing_id>/resumption", methods=["POST"])
@needs("pairing.write")
@blueprint.arguments(ResumeSchema)
@blueprint.response(200, PairingSchema)
def post_resumption(given: dict[str, Any], pairing_id: UUID) -> dict[str, Any]:
    """It goes on after a pause."""
    with transaction(db) as session:
        resume_pairing(session, current_actor(), business_now(), pairing_id, given["rhythm"])
    return _shown(pairing_id)


@blueprint.route("/pairings/<uuid:pairing_id>/contact-showing", methods=["POST"])
@needs("pairing.write")
@blueprint.arguments(ShowingSchema)
@blueprint.response(200, ContactSchema)
def post_showing(given: dict[str, Any], pairing_id: UUID) -> Contact:
    """The household in clear; who asked, when and why is logged."""
    with transaction(db) as session:
        reason = given["reason"]
        return show_household(session, current_actor(), business_now(), pairing_id, reason)


@blueprint.route("/pairings/<uuid:pairing_id>/erasure", methods=["POST"])
@needs("pairing.write")
@blueprint.arguments(ErasureSchema)
@blueprint.response(200, PairingSchema)
def post_erasure(given: dict[str, Any], pairing_id: UUID) -> dict[str, Any]:
    """Name, telephone, address and words of an ended one are gone for good."""
    with transaction(db) as session:
        erase_household(session, current_actor(), business_now(), pairing_id, given["name"])
    return _shown(pairing_id)


@blueprint.route("/volunteers/<uuid:volunteer_id>/pairing-hand-over", methods=["POST"])
@needs("pairing.write")
@blueprint.arguments(PairingHandOverSchema)
@blueprint.response(200, PairingsHandedOverSchema)
def post_hand_over(given: dict[str, Any], volunteer_id: UUID) -> dict[str, Any]:
    """All of somebody's pairings to another, or some; a result for each."""
    with transaction(db) as session:
        pair = (volunteer_id, given["to"])
        done = hand_over_pairings(
            session, current_actor(), business_now(), pair, *given["pairings"]
        )
    kept = [{"pairing": id, "reason": code} for id, code in done.kept]
    return {"moved": done.moved, "kept": kept}


def _shown(pairing_id: UUID) -> dict[str, Any]:
    session, today = db.session(), local_day(business_now())
    row = pairings.by_id(session, pairing_id)
    household = household_of(session, row.id)
    [view] = views_of(session, [row], today)
    return _row(view) | {
        "reason": row.reason,
        "ended_on": row.ended_on,
        "household": masked(household) if household else None,
        "words": household.words if household else None,
        "visits": [visit_row(one) for one in visit_views(session, row.id, today)],
    }


def _row(view: PairingView) -> dict[str, Any]:
    names = ("name", "what", "district", "rhythm", "people")
    return (
        {name: getattr(view.pairing, name) for name in ROW}
        | {name: getattr(view, name) for name in names}
        | vars(view.wanting)
    )


def visit_row(view: VisitView) -> dict[str, Any]:
    """A round's visit as the API shows it."""
    order = view.order.id if view.order else None
    row = {name: getattr(view.visit, name) for name in VISIT}
    return row | {"state": view.state, "counts": view.counts, "order": order}
