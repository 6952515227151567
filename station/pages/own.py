"""A volunteer's own pages: card, this year's points, records to contest, training, a report."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.asked import uuid_in
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.documents import qr
from shared.domain.card import Status as CardStatus
from shared.domain.service_record import Category
from shared.errors import InvalidError
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, Rows, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.word import word
from station.actions.contest import contest_subject
from station.actions.own import own_volunteer
from station.actions.reported_service import Report, report_service
from station.database import db
from station.domain.contest import Subject
from station.domain.outcome import Outcome
from station.models.card import cards_of
from station.models.contest import contests
from station.models.ledger import Filter, line_of, listed
from station.models.order_view import own_views
from station.models.own_year import own_year
from station.models.service_record import ServiceRecord
from station.models.team import teams_of
from station.models.volunteer_list import latest_lines
from station.schemas.activity_page import clock

blueprint = Blueprint("own_page", __name__, url_prefix="/my")
LATEST = 5
MOST_ORDERS = 50
TIME = validate.Regexp(r"^\d{1,2}:\d{2}$")
TEXT = validate.Length(min=1, max=200)
LISTING = Listing(
    "own-records",
    (
        Column("day", _l("日期"), lambda line: line.record.day, ServiceRecord.day),
        Column("content", _l("做了什么"), lambda line: line.record.content),
        Column("hours", _l("小时"), lambda line: line.record.hours, number=True),
        Column("evaluation", _l("评价"), lambda line: word(line.evaluation)),
        Column("status", _l("状态"), lambda line: word(f"record:{line.record.status}")),
    ),
    sort="-day",
)


class ReportSchema(Schema):
    """A service that somebody did on their own; the recipient evaluates on the slip."""

    day = fields.Date(required=True)
    start = fields.String(required=True, validate=TIME)
    end = fields.String(required=True, validate=TIME)
    break_minutes = fields.Integer(load_default=0, validate=validate.Range(min=0, max=600))
    category = fields.String(required=True, validate=validate.OneOf([*Category]))
    place = fields.String(required=True, validate=TEXT)
    content = fields.String(required=True, validate=TEXT)
    recipient = fields.String(required=True, validate=validate.Length(min=1, max=60))
    paid = fields.Boolean()
    late_reason = fields.String(load_default="", validate=validate.Length(max=500))


@blueprint.get("")
@needs("own.read")
def show_own() -> str:
    """Orders to answer, card, points and the way to the next star, the latest records, training."""
    session, today = db.session(), local_day(business_now())
    who = own_volunteer(session, current_actor())
    cards = [card for card in cards_of(session, who.id) if card.status == CardStatus.VALID]
    return render_template(
        "own/show.html",
        who=who,
        card=cards[-1] if cards else None,
        qr=qr.inline,
        own=own_year(session, who, today.year, today),
        records=latest_lines(session, who.id, LATEST),
        teams=teams_of(session, who.id),
        orders=[one for one in own_views(session, who.id, MOST_ORDERS) if one.awaits_answer],
    )


@blueprint.get("/records")
@needs("own.read")
def list_own_records() -> str:
    """All of one's own, each with a way to contest it."""
    session = db.session()
    who, asked = own_volunteer(session, current_actor()), LISTING.ask()
    query = listed(Filter(volunteer=who.id)).order_by(None)
    found = rows_of(session, query.order_by(*asked.order(), ServiceRecord.id), asked)
    rows = Rows(asked, [line_of(*row) for row in found.items], found.total)
    mine = session.execute(contests(volunteer_id=who.id)).all()
    return render_template("own/records.html", rows=rows, who=who, contests=mine)


@blueprint.get("/service")
@needs("own.write")
def new_service() -> str:
    """What one did on one's own, to be certified once the slip is signed."""
    return _service_page(open_form(ReportSchema()))


@blueprint.post("/service")
@needs("own.write")
def post_service() -> Response | tuple[str, int]:
    """Waits for the recipient's signature."""
    form = sent_form(ReportSchema())

    def report(typed: dict[str, Any]) -> bool:
        times = {name: clock(typed[name], name) for name in ("start", "end")}
        told = Report(**typed | times | {"category": Category(typed["category"])})
        with transaction(db) as session:
            who = own_volunteer(session, current_actor())
            entered = report_service(session, current_actor(), business_now(), who.id, told)
        if entered.outcome is Outcome.REFUSED:
            raise InvalidError(str(entered.reason))
        return True

    if form.submit(report) is None:
        return _service_page(form), 422
    say(_("已报上。请把服务对象签过字的单子交到工作站。"))
    return redirect(url_for("own_page.list_own_records"))


@blueprint.post("/contests")
@needs("own.write")
def post_contest() -> Response:
    """Contests a record, or a total, with one press; answered within ten working days."""
    subject = Subject(uuid_in(request.form.get("record", "")), request.form.get("period") or None)
    with transaction(db) as session:
        words = request.form.get("words", "")[:1000]
        opened = contest_subject(session, current_actor(), business_now(), subject, words)
    say(_("已提出异议，%(day)s 前答复。", day=opened.due_on.isoformat()))
    return redirect(url_for("own_page.list_own_records"))


def _service_page(form: Form) -> str:
    return render_template("own/service.html", form=form, categories=[*Category])
