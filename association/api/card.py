"""/api/cards: the queue, the cards, and issuing in bulk."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select

from association.actions.card import Issue, issue_cards
from association.api.row import results
from association.database import db
from association.models import card, volunteer
from association.models.card import Card
from association.models.volunteer import Volunteer
from association.schemas.bulk import ResultsSchema
from association.schemas.card import QUEUED, CardQuerySchema, CardsSchema, IssueSchema
from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from shared.web.page import page_of

blueprint = Blueprint("card", __name__, url_prefix="/api")


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


def _queue(asked: dict[str, Any]) -> dict[str, Any]:
    page, total = page_of(db.session(), card.queued(), asked)
    items = [{**_holder(person), "status": QUEUED} for (person,) in page]
    return {"items": items, "total": total}


def _cards(asked: dict[str, Any]) -> dict[str, Any]:
    session = db.session()
    query = select(Card).where(Card.status == asked["status"]).order_by(Card.id.desc())
    page, total = page_of(session, query, asked)
    people = volunteer.among(session, [found.volunteer for (found,) in page])
    return {"items": [_card(found, people[found.volunteer]) for (found,) in page], "total": total}


def _card(found: Card, person: Volunteer) -> dict[str, Any]:
    return {
        **_holder(person),
        "station": found.station,
        "card": found.id,
        "number": found.number,
        "status": found.status,
        "issued_on": found.issued_on,
        "handed_on": found.handed_on,
        "badge": found.badge,
    }


def _holder(person: Volunteer) -> dict[str, Any]:
    return {
        "volunteer": person.id,
        "name": person.name,
        "station": person.station,
        "approval_date": person.approval_date,
    }
