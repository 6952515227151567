"""Cards of this station's volunteers and their hand-over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from sqlalchemy import select

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import PageSchema, page_of
from station.actions.card import (
    Finding,
    HandOver,
    LossReport,
    hand_over_card,
    report_found_card,
    report_lost_card,
)
from station.actions.own import own_volunteer
from station.database import db
from station.models.card import Card, cards_of
from station.models.volunteer import Volunteer
from station.schemas.card import (
    CardListSchema,
    CardSchema,
    FindingSchema,
    HandOverSchema,
    LossSchema,
)

blueprint = Blueprint("card", __name__, url_prefix="/api")
FACTS = (
    *("id", "number", "volunteer_id", "status", "issued_on", "handed_on", "badge", "proof"),
    *("lost_on", "lost_reason", "revoked_on", "revoked_reason"),
)


@blueprint.route("/cards", methods=["GET"])
@needs("card.read")
@blueprint.arguments(PageSchema, location="query")
@blueprint.response(200, CardListSchema)
def list_cards(asked: dict[str, Any]) -> dict[str, Any]:
    """Every card that came here, by number."""
    query = (
        select(Card, Volunteer.name)
        .join(Volunteer, Volunteer.id == Card.volunteer_id)
        .order_by(Card.number)
    )
    page, total = page_of(db.session(), query, asked)
    return {"items": [_shown(*row) for row in page], "total": total}


@blueprint.route("/own/cards", methods=["GET"])
@needs("own.read")
@blueprint.response(200, CardListSchema)
def list_own_cards() -> dict[str, Any]:
    """One's own cards, the newest last; `proof` is the text of the QR code."""
    volunteer = own_volunteer(db.session(), current_actor())
    items = [_shown(card, volunteer.name) for card in cards_of(db.session(), volunteer.id)]
    return {"items": items, "total": len(items)}


@blueprint.route("/cards/<uuid:card_id>/hand-over", methods=["POST"])
@needs("card.write")
@blueprint.arguments(HandOverSchema)
@blueprint.response(200, CardSchema)
def post_hand_over(asked: dict[str, Any], card_id: UUID) -> dict[str, Any]:
    """Confirms that its holder has the card."""
    now = business_now()
    hand_over = HandOver(asked["handed_on"] or local_day(now), asked["badge"])
    with transaction(db) as session:
        card = hand_over_card(session, current_actor(), now, card_id, hand_over)
        return _shown(card, session.get_one(Volunteer, card.volunteer_id).name)


@blueprint.route("/cards/<uuid:card_id>/loss", methods=["POST"])
@needs("card.write")
@blueprint.arguments(LossSchema)
@blueprint.response(200, CardSchema)
def post_loss(asked: dict[str, Any], card_id: UUID) -> dict[str, Any]:
    """Tells the association that its holder wants another one; this one stays valid till then."""
    now = business_now()
    loss = LossReport(asked["lost_on"] or local_day(now), asked["reason"])
    with transaction(db) as session:
        card = report_lost_card(session, current_actor(), now, card_id, loss)
        return _shown(card, session.get_one(Volunteer, card.volunteer_id).name)


@blueprint.route("/cards/<uuid:card_id>/finding", methods=["POST"])
@needs("card.write")
@blueprint.arguments(FindingSchema)
@blueprint.response(200, CardSchema)
def post_finding(asked: dict[str, Any], card_id: UUID) -> dict[str, Any]:
    """Takes the report of its loss back, unless another one was issued."""
    now = business_now()
    finding = Finding(asked["found_on"] or local_day(now), asked["reason"])
    with transaction(db) as session:
        card = report_found_card(session, current_actor(), now, card_id, finding)
        return _shown(card, session.get_one(Volunteer, card.volunteer_id).name)


def _shown(card: Card, name: str) -> dict[str, Any]:
    return {each: getattr(card, each) for each in FACTS} | {"name": name}
