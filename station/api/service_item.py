"""/api/service-items, /districts, /promise and /closings: what residents are offered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.promise import Closing as ClosingRule
from shared.web.login import current_actor, needs
from station.actions.promise import add_closing, remove_closing, set_promise
from station.actions.service_item import add_district, add_item, change_item, give_up_district
from station.database import db
from station.domain.promise import Offer
from station.models.closing import Closing, closings_from
from station.models.district import District, districts
from station.models.service_item import ServiceItem, all_items
from station.models.station_state import station_state
from station.schemas.service_item import (
    ClosingSchema,
    DistrictListSchema,
    DistrictSchema,
    ItemChangeSchema,
    ItemListSchema,
    ItemSchema,
    NewClosingSchema,
    NewDistrictSchema,
    NewItemSchema,
    OfferSchema,
    PromiseSchema,
    item_of,
)

blueprint = Blueprint("service_item", __name__, url_prefix="/api")


@blueprint.route("/service-items")
@needs("request.read")
@blueprint.response(200, ItemListSchema)
def list_items() -> dict[str, Any]:
    """The catalogue, what is offered no more included."""
    items = all_items(db.session())
    return {"items": items, "total": len(items)}


@blueprint.route("/service-items", methods=["POST"])
@needs("item.write")
@blueprint.arguments(NewItemSchema)
@blueprint.response(201, ItemSchema)
def post_item(typed: dict[str, Any]) -> ServiceItem:
    """A service of the station's own."""
    with transaction(db) as session:
        return add_item(session, current_actor(), business_now(), item_of(typed, typed["code"]))


@blueprint.route("/service-items/<code>", methods=["POST"])
@needs("item.write")
@blueprint.arguments(ItemChangeSchema)
@blueprint.response(200, ItemSchema)
def post_item_change(typed: dict[str, Any], code: str) -> ServiceItem:
    """As it is offered from now on."""
    with transaction(db) as session:
        who, item = (current_actor(), business_now()), item_of(typed, code)
        return change_item(session, who, item, is_active=typed["is_active"])


@blueprint.route("/districts")
@needs("request.read")
@blueprint.response(200, DistrictListSchema)
def list_districts() -> dict[str, Any]:
    """The districts that can be chosen."""
    found = districts(db.session())
    return {"items": found, "total": len(found)}


@blueprint.route("/districts", methods=["POST"])
@needs("item.write")
@blueprint.arguments(NewDistrictSchema)
@blueprint.response(201, DistrictSchema)
def post_district(typed: dict[str, Any]) -> District:
    """A part of the station's area."""
    with transaction(db) as session:
        return add_district(session, current_actor(), business_now(), typed["name"])


@blueprint.route("/districts/<uuid:district>/giving-up", methods=["POST"])
@needs("item.write")
@blueprint.response(200, DistrictSchema)
def post_district_giving_up(district: UUID) -> District:
    """Chosen no more."""
    with transaction(db) as session:
        return give_up_district(session, current_actor(), business_now(), district)


@blueprint.route("/promise")
@needs("request.read")
@blueprint.response(200, PromiseSchema)
def get_promise() -> dict[str, Any]:
    """What residents are promised, with the closings that lie ahead."""
    return _promised()


@blueprint.route("/promise", methods=["POST"])
@needs("closing.write")
@blueprint.arguments(OfferSchema)
@blueprint.response(200, PromiseSchema)
def post_promise(offer: Offer) -> dict[str, Any]:
    """From now on."""
    with transaction(db) as session:
        set_promise(session, current_actor(), business_now(), offer)
    return _promised()


@blueprint.route("/closings", methods=["POST"])
@needs("closing.write")
@blueprint.arguments(NewClosingSchema)
@blueprint.response(201, ClosingSchema)
def post_closing(closing: ClosingRule) -> Closing:
    """Days on which nobody is served."""
    with transaction(db) as session:
        return add_closing(session, current_actor(), business_now(), closing)


@blueprint.route("/closings/<uuid:closing>/removal", methods=["POST"])
@needs("closing.write")
@blueprint.response(200, PromiseSchema)
def post_closing_removal(closing: UUID) -> dict[str, Any]:
    """It isn't closed then after all."""
    with transaction(db) as session:
        remove_closing(session, current_actor(), business_now(), closing)
    return _promised()


def _promised() -> dict[str, Any]:
    session, today = db.session(), local_day(business_now())
    names = ("accept_days", "dispatch_days", "phone", "reach", "keep_days")
    state = station_state(session)
    return {name: getattr(state, name) for name in names} | {
        "closings": closings_from(session, today)
    }
