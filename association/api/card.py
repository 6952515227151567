"""/api/cards: the queue, the cards; issued, replaced and revoked in bulk."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import Select, select

from association.actions.card import Issue, issue_cards
from association.actions.card_ending import Ending, reissue_cards, revoke_cards
from association.api.row import results
from association.database import db
from association.models import card, volunteer
from association.models.card import IS_UNPRINTED, IS_WANTED_ANEW, Card
from association.models.volunteer import Volunteer
from association.schemas.bulk import ResultsSchema
from association.schemas.card import (
    LOST,
    QUEUED,
    UNPRINTED,
    CardQuerySchema,
    CardsSchema,
    IssueSchema,
    ReissueSchema,
    RevokeSchema,
)
from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import page_of

blueprint = Blueprint("card", __name__, url_prefix="/api")
FACTS = (
    *("station", "number", "status", "issued_on", "handed_on", "badge", "batch"),
    *("lost_on", "lost_reason", "revoked_on", "revoked_reason", "replaced_by", "withheld"),
)


@blueprint.route("/cards")
@needs("card.read")
@blueprint.arguments(CardQuerySchema, location="query")
@blueprint.response(200, CardsSchema)
def list_cards(asked: dict[str, Any]) -> dict[str, Any]:
    """Who waits for a card, the longest approved first; or cards by status, newest first."""
    return _queue(asked) if asked["status"] == QUEUED else _cards(asked)


@blueprint.route("/cards/issue", methods=["POST"])
@needs("card.issue")
@blueprint.arguments(IssueSchema)
@blueprint.response(200, ResultsSchema)
def post_issue(asked: dict[str, Any]) -> dict[str, Any]:
    """Issues cards to these volunteers, or to the whole queue, if the count agrees."""
    issue = Issue(asked.get("ids"), asked["count"])
    with transaction(db) as session:
        return results(issue_cards(session, current_actor(), business_now(), issue))


@blueprint.route("/cards/reissue", methods=["POST"])
@needs("card.end")
@blueprint.arguments(ReissueSchema)
@blueprint.response(200, ResultsSchema)
def post_reissue(asked: dict[str, Any]) -> dict[str, Any]:
    """Another card under a new number in the place of each of these."""
    ending = Ending(asked["ids"], asked["count"], asked["reason"])
    with transaction(db) as session:
        return results(reissue_cards(session, current_actor(), business_now(), ending))


@blueprint.route("/cards/revocation", methods=["POST"])
@needs("card.end")
@blueprint.arguments(RevokeSchema)
@blueprint.response(200, ResultsSchema)
def post_revocation(asked: dict[str, Any]) -> dict[str, Any]:
    """Ends these cards without another."""
    ending = Ending(asked["ids"], asked["count"], asked["reason"])
    with transaction(db) as session:
        return results(revoke_cards(session, current_actor(), business_now(), ending))


def _queue(asked: dict[str, Any]) -> dict[str, Any]:
    page, total = page_of(db.session(), card.queued(), asked)
    items = [{**_holder(person), "status": QUEUED} for (person,) in page]
    return {"items": items, "total": total}


def _cards(asked: dict[str, Any]) -> dict[str, Any]:
    session = db.session()
    page, total = page_of(session, _chosen(asked["status"]), asked)
    people = volunteer.among(session, [found.volunteer for (found,) in page])
    return {"items": [_card(found, people[found.volunteer]) for (found,) in page], "total": total}


def _chosen(status: str) -> Select[Card]:
    if status == LOST:
        return select(Card).where(IS_WANTED_ANEW).order_by(Card.lost_on, Card.id)
    if status == UNPRINTED:
        return select(Card).where(IS_UNPRINTED).order_by(Card.number)
    return select(Card).where(Card.status == status).order_by(Card.id.desc())


def _card(found: Card, person: Volunteer) -> dict[str, Any]:
    return {
        **_holder(person),
        "card": found.id,
        **{name: getattr(found, name) for name in FACTS},
    }


def _holder(person: Volunteer) -> dict[str, Any]:
    return {
        "volunteer": person.id,
        "name": person.name,
        "station": person.station,
        "approval_date": person.approval_date,
    }
