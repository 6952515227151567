"""Cards: who waits for one, all that were issued, lost ones; issued, replaced, revoked by hand."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from association.actions.card import Issue, issue_cards
from association.actions.card_ending import Ending, reissue_cards, revoke_cards
from association.database import db
from association.models import card, volunteer
from association.models.card import Card
from association.models.card_list import CardRow, counts, find, listed, queue_rows
from association.models.volunteer import Volunteer
from association.pages.bulk import some, ticked, told
from shared.clock import business_now
from shared.database import transaction
from shared.web.edit import history
from shared.web.export import excel
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, Rows, rows_of
from shared.web.login import current_actor, needs
from shared.web.saved_filter import saved_filters
from shared.web.word import word

blueprint = Blueprint("card_page", __name__, url_prefix="/cards")
QUEUE = Listing(
    "card-queue",
    (
        Column("name", _l("姓名"), lambda row: row.name),
        Column("station", _l("工作站"), lambda row: row.station, Volunteer.station),
        Column("approved", _l("通过日期"), lambda row: row.approval_date, Volunteer.approval_date),
    ),
    sort="approved",
)
ISSUED = Listing(
    "cards",
    (
        Column("number", _l("义工证号"), lambda row: row.card.number, Card.number),
        Column("name", _l("姓名"), lambda row: row.name),
        Column("station", _l("工作站"), lambda row: row.station, Card.station),
        Column("status", _l("状态"), lambda row: word(f"card:{row.card.status}"), Card.status),
        Column("issued_on", _l("发证"), lambda row: row.card.issued_on, Card.issued_on),
        Column("handed_on", _l("交给本人"), lambda row: row.card.handed_on, Card.handed_on),
        Column("lost_on", _l("报失"), lambda row: row.card.lost_on, Card.lost_on, start=False),
    ),
    filters=("status", "q"),
    sort="-number",
)


@blueprint.get("")
@needs("card.read")
def list_cards() -> str | Response:
    """Who waits for a card, the longest approved first."""
    asked, session = QUEUE.ask(), db.session()
    query = card.queued().order_by(None).order_by(*asked.order(), Volunteer.id)
    found = rows_of(session, query, asked)
    rows = Rows(asked, queue_rows(session, found.items), found.total)
    if asked.excel:
        return excel(rows)
    return render_template("card/queue.html", rows=rows, counts=counts(session))


@blueprint.get("/issued")
@needs("card.read")
def list_issued() -> str | Response:
    """All cards by number; valid, lost, not printed yet, replaced, revoked."""
    asked, session = ISSUED.ask(), db.session()
    query = listed(asked.filters.get("status"), asked.filters.get("q"))
    found = rows_of(session, query.order_by(*asked.order(), Card.id), asked)
    rows = Rows(asked, [CardRow(*row) for row in found.items], found.total)
    if asked.excel:
        return excel(rows)
    saved = saved_filters(ISSUED.name)
    return render_template("card/issued.html", rows=rows, saved=saved, counts=counts(session))


@blueprint.get("/<uuid:card_id>")
@needs("card.read")
def show_card(card_id: UUID) -> str:
    """One card: its holder, what became of it, ways to end it."""
    session = db.session()
    row = find(session, card_id)
    lines = history(session, f"card:{card_id}")
    return render_template("card/show.html", row=row, lines=lines)


@blueprint.post("/issue")
@needs("card.issue")
def post_issue() -> Response | str:
    """A number for each who is ticked, or for the whole queue."""
    ids, count = ticked()
    with transaction(db) as session:
        results = issue_cards(session, current_actor(), business_now(), Issue(ids, count))
    names = _holders([result.id for result in results])
    return told(results, names, _("制证"), _("已给 %(n)s 人编号制证。", n=len(results)))


@blueprint.post("/reissue")
@needs("card.end")
def post_reissue() -> Response | str:
    """Another card under a new number in the place of each."""
    ids, count = some()
    ending = Ending(ids, count, request.form.get("reason", ""))
    with transaction(db) as session:
        results = reissue_cards(session, current_actor(), business_now(), ending)
    return told(results, _numbers(ids), _("补发"), _("已补发 %(n)s 张，旧证作废。", n=count))


@blueprint.post("/revocation")
@needs("card.end")
def post_revocation() -> Response | str:
    """Ends the cards that are ticked, with a reason."""
    ids, count = some()
    ending = Ending(ids, count, request.form.get("reason", ""))
    with transaction(db) as session:
        results = revoke_cards(session, current_actor(), business_now(), ending)
    return told(results, _numbers(ids), _("作废"), _("已作废 %(n)s 张。", n=count))


def _holders(ids: list[UUID]) -> dict[UUID, str]:
    return {id: person.name for id, person in volunteer.among(db.session(), ids).items()}


def _numbers(ids: list[UUID]) -> dict[UUID, str]:
    return {id: found.number for id, found in card.among(db.session(), ids).items()}
