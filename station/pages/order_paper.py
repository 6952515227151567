"""Orders on paper: printed to be signed, blank slips, what an officer reads off a signed one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.asked import uuid_in
from shared.audit import Change
from shared.clock import business_now
from shared.database import transaction
from shared.domain.contact import Contact
from shared.errors import ConflictError, ForbiddenError, InvalidError
from shared.picture import read_slip
from shared.web.export import PDF, download
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.shell import own_title
from shared.web.sign_form import said_of, signer_of
from shared.web.today import short_day
from shared.web.word import word
from station.actions.own import own_volunteer
from station.actions.signature import OnPaper, sign_on_paper
from station.actions.slip import Slip, file_slip
from station.database import db
from station.documents.service_order import Line, OrderPaper, print_blank, print_order
from station.domain.service_order import visit_time
from station.domain.slip import order_text_of
from station.models.audit import log
from station.models.order_view import OrderView, contact_for, contact_for_own
from station.models.signature import lines_of_order, slips_of_order, waiting_records
from station.models.station_state import station_state
from station.pages.order_part import opened
from station.schemas.order_page import PaperPageSchema

blueprint = Blueprint("order_paper_page", __name__)
NAME = "service-order.pdf"


@blueprint.get("/my/orders/<uuid:order_id>/order.pdf")
@needs("order.own")
def show_own_paper(order_id: UUID) -> Response:
    """For those who go, with the contact."""
    session = db.session()
    who, view = own_volunteer(session, current_actor()), opened(order_id)
    contact = contact_for_own(session, view, who)
    if contact is None:
        raise ForbiddenError("service_order.other_assignee")
    return download(paper_of(view, contact), NAME, PDF)


@blueprint.post("/orders/<uuid:order_id>/paper")
@needs("order.write")
def post_paper(order_id: UUID) -> Response:
    """The same at the desk; since it shows the contact, who printed it is logged."""
    view = opened(order_id)
    contact = contact_for(db.session(), view)
    if contact is None:
        raise ConflictError("service_order.no_contact")
    paper = paper_of(view, contact)
    with transaction(db) as session:
        change = Change("order.printed", f"order:{order_id}")
        log(session, current_actor(), business_now(), change)
    return download(paper, NAME, PDF)


@blueprint.get("/orders/blank-slips.pdf")
@needs("order.read")
def show_blank() -> Response:
    """Ten slips without a thing on them, to take along."""
    blank = print_blank(own_title(), station_state(db.session()).phone)
    return download(blank, "blank-slips.pdf", PDF)


@blueprint.get("/orders/<uuid:order_id>/signature")
@needs("record.enter")
def new_signature(order_id: UUID) -> str:
    """What a signed slip says, beside its photo where there is one."""
    form = Form(PaperPageSchema())
    if (chosen := uuid_in(request.args.get("photo", ""))) is not None:
        form.typed["photo"] = str(chosen)
    return _page(order_id, form)


@blueprint.post("/orders/<uuid:order_id>/signature")
@needs("record.enter")
def post_signature(order_id: UUID) -> Response | tuple[str, int]:
    """Keeps the photo and what stands on it; from then on the records wait for an officer."""
    form = sent_form(PaperPageSchema())
    form.key = ""

    def write(typed: dict[str, Any]) -> bool:
        records = [line.record.id for line in waiting_records(db.session(), order_id)]
        said = said_of(typed, request.form, records)
        actor, now, slip = current_actor(), business_now(), _photographed(order_id)
        with transaction(db) as session:
            photo = typed["photo"]
            if slip is not None:
                photo = file_slip(session, actor, now, slip).photo.id
            if photo is None:
                raise InvalidError("photo.no_file", field="file")
            paper = OnPaper(said, signer_of(typed), photo)
            sign_on_paper(session, actor, now, order_id, paper)
        return True

    if form.submit(write) is None:
        return _page(order_id, form), 422
    say(_("签字已登记，等认定。"))
    return redirect(url_for("order_page.show_order", order_id=order_id))


def paper_of(view: OrderView, contact: Contact | None) -> bytes:
    """The order on paper; without a contact its recipient has it, by their link."""
    order, session = view.order, db.session()
    time = visit_time(order.start, order.end)
    day = f"{short_day(order.visit_on)} {time}".strip() if order.visit_on else ""
    lines = lines_of_order(session, order.id)
    recipient = next((line.record.recipient for line in lines), "")
    paper = OrderPaper(
        order=order.id,
        number=order.number,
        what=view.what or word(order.category),
        category=order.category,
        recipient=contact.name if contact else recipient,
        address=contact.address if contact else "",
        phone=contact.phone if contact else "",
        visit=day,
        people=[one.name for one in view.people],
        lines=[
            Line(
                line.name,
                line.record.day,
                line.record.start,
                line.record.end,
                line.record.break_minutes,
                line.record.hours,
            )
            for line in lines
        ],
    )
    return print_order(own_title(), station_state(session).phone, paper)


def _photographed(order_id: UUID) -> Slip | None:
    """The photo that was sent along, as one of this order, whatever could be read on it."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return None
    picture, codes = read_slip(file.read())
    return Slip(picture, (*codes, order_text_of(order_id)))


def _page(order_id: UUID, form: Form) -> str:
    session, view = db.session(), opened(order_id)
    lines = waiting_records(session, order_id)
    if not lines:
        raise ConflictError("one_time_signature.nothing_waits")
    photos = slips_of_order(session, order_id)
    return render_template(
        "service_order/paper.html",
        view=view,
        form=form,
        lines=lines,
        photos=photos,
        said={name: value for name, value in request.form.items() if name.startswith("e-")},
    )
