"""Print runs of cards: a batch as one PDF with crop marks, printed again with a reason."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from association.actions.card_batch import (
    CardRow,
    PrintOrder,
    card_rows,
    print_cards,
    reprint_batch,
)
from association.database import db
from association.documents import card as document
from association.models import card_batch
from association.models.card_list import counts
from association.models.federation import TABLES
from association.pages.bulk import ticked
from shared.clock import business_now
from shared.database import transaction
from shared.domain.card import Status
from shared.federation.blob import content_of
from shared.web.export import PDF, download
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.shell import own_title

blueprint = Blueprint("batch_page", __name__, url_prefix="/card-batches")
LISTING = Listing(
    "card-batches",
    (
        Column("number", _l("批号"), lambda one: one.number),
        Column("cards", _l("张数"), lambda one: one.cards, number=True),
        Column("at", _l("印制"), lambda one: one.printed_at),
        Column("by", _l("谁印的"), lambda one: one.printed_by),
    ),
)


@blueprint.get("")
@needs("card.print")
def list_batches() -> str:
    """The newest first, and how many cards wait for the printer."""
    session, asked = db.session(), LISTING.ask()
    rows = rows_of(session, card_batch.newest_first(), asked)
    return render_template("card_batch/list.html", rows=rows, counts=counts(session))


@blueprint.post("")
@needs("card.print")
def post_batch() -> Response:
    """A batch of the cards that were never printed, or of those that are ticked."""
    ids, count = ticked()
    with transaction(db) as session:
        batch = print_cards(session, current_actor(), business_now(), PrintOrder(ids, count))
    say(_("第 %(number)s 批已编好，下载去印。", number=batch.number))
    return redirect(url_for("batch_page.show_batch", batch_id=batch.id))


@blueprint.get("/<uuid:batch_id>")
@needs("card.print")
def show_batch(batch_id: UUID) -> str:
    """What is in it, and each time that it was printed."""
    session = db.session()
    return render_template(
        "card_batch/show.html",
        batch=card_batch.by_id(session, batch_id),
        rows=card_rows(session, batch_id),
        printings=card_batch.printings(session, batch_id),
    )


@blueprint.get("/<uuid:batch_id>/cards.pdf")
@needs("card.print")
def show_pdf(batch_id: UUID) -> Response:
    """The cards that still hold, on A4 with crop marks."""
    session = db.session()
    batch = card_batch.by_id(session, batch_id)
    title = own_title()
    cards = [_card(row, title) for row in card_rows(session, batch_id) if _holds(row)]
    return download(document.print_cards(cards, backs=True), f"{batch.number}.pdf", PDF)


@blueprint.post("/<uuid:batch_id>/printing")
@needs("card.print")
def post_printing(batch_id: UUID) -> Response:
    """Notes that the batch goes to the printer once more, and why."""
    with transaction(db) as session:
        reason = request.form.get("reason", "")
        reprint_batch(session, current_actor(), business_now(), batch_id, reason)
    say(_("已记下重印。"))
    return redirect(url_for("batch_page.show_batch", batch_id=batch_id))


def _holds(row: CardRow) -> bool:
    return row.status == Status.VALID


def _card(row: CardRow, association: str) -> document.Card:
    return document.Card(
        name=row.name,
        number=row.number,
        station=row.station,
        association=association,
        code=row.proof,
        photo=_photo(row.photo),
    )


def _photo(sha256: str | None) -> bytes | None:
    """None without one, and while it is still on its way."""
    return None if sha256 is None else content_of(db.session(), TABLES, sha256)
