"""/volunteers: a card handed over, reported lost, found again; views of the volunteer's page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.domain.card import Loss, Recovery
from shared.web.form import sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.card import (
    Finding,
    HandOver,
    LossReport,
    hand_over_card,
    report_found_card,
    report_lost_card,
)
from station.database import db
from station.pages.volunteer import blueprint, detail


class CardSchema(Schema):
    """The day on which the holder got the card or lost it."""

    day = fields.Date(required=True)
    badge = fields.Boolean()


class FindingSchema(Schema):
    """The day on which a lost card came back, and why the report of its loss is taken back."""

    day = fields.Date(required=True)
    reason = fields.Enum(Recovery, by_value=True, required=True)


@blueprint.post("/<uuid:volunteer_id>/cards/<uuid:card_id>/hand-over")
@needs("card.write")
def post_hand_over(volunteer_id: UUID, card_id: UUID) -> Response | tuple[str, int]:
    """Confirms that the holder has the card, and the badge where it went with it."""
    form = sent_form(CardSchema())
    form.places = {"handed_on": "day"}

    def hand_over(typed: dict[str, Any]) -> str:
        with transaction(db) as session:
            given = HandOver(typed["day"], typed["badge"])
            return hand_over_card(session, current_actor(), business_now(), card_id, given).number

    number = form.submit(hand_over)
    if number is None:
        return detail(volunteer_id, form), 422
    say(_("义工证 %(number)s 已发给本人。", number=number))
    return redirect(url_for("volunteer_page.show_volunteer", volunteer_id=volunteer_id))


@blueprint.post("/<uuid:volunteer_id>/cards/<uuid:card_id>/loss")
@needs("card.write")
def post_loss(volunteer_id: UUID, card_id: UUID) -> Response | tuple[str, int]:
    """Tells the association that the card is lost and another is wanted."""
    form = sent_form(CardSchema())
    form.places = {"lost_on": "day"}

    def report(typed: dict[str, Any]) -> str:
        with transaction(db) as session:
            loss = LossReport(typed["day"], Loss.LOST)
            return report_lost_card(session, current_actor(), business_now(), card_id, loss).number

    number = form.submit(report)
    if number is None:
        return detail(volunteer_id, form), 422
    say(_("义工证 %(number)s 已报失，等协会补发。", number=number))
    return redirect(url_for("volunteer_page.show_volunteer", volunteer_id=volunteer_id))


@blueprint.post("/<uuid:volunteer_id>/cards/<uuid:card_id>/finding")
@needs("card.write")
def post_finding(volunteer_id: UUID, card_id: UUID) -> Response | tuple[str, int]:
    """Takes the report of a loss back, as long as no other card was issued."""
    form = sent_form(FindingSchema())
    form.places = {"found_on": "day"}

    def report(typed: dict[str, Any]) -> str:
        with transaction(db) as session:
            finding = Finding(typed["day"], typed["reason"])
            actor, now = current_actor(), business_now()
            return report_found_card(session, actor, now, card_id, finding).number

    number = form.submit(report)
    if number is None:
        return detail(volunteer_id, form), 422
    say(_("义工证 %(number)s 还能用，协会不再补发。", number=number))
    return redirect(url_for("volunteer_page.show_volunteer", volunteer_id=volunteer_id))
