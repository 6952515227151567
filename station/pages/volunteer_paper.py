"""A volunteer's papers as PDF: the year's service record, the registration form filled in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.asked import year_in
from shared.audit import Change
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.export import PDF, download
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.shell import own_title
from station.database import db
from station.documents.registration_form import print_registration_form
from station.documents.service_record import print_service_record
from station.documents.volunteer_paper import masked_form, service_sheet, whole_form
from station.models.audit import log
from station.models.month_paper import officer_names
from station.models.registration_list import find
from station.models.volunteer_paper import form_paper, year_paper

blueprint = Blueprint("volunteer_paper_page", __name__)


class WholeFormSchema(Schema):
    """Why the form is wanted with number, birth date and telephone."""

    reason = fields.String(required=True, validate=validate.Length(min=2, max=200))


@blueprint.get("/volunteers/<uuid:volunteer_id>/service-record.pdf")
@needs("volunteer.read")
def show_service_record(volunteer_id: UUID) -> Response:
    """A year's certified services to sign, this year's unless another is named."""
    session, today = db.session(), local_day(business_now())
    year = year_in(request.args.get("year", ""), today.year)
    paper = year_paper(session, volunteer_id, year)
    sheet = service_sheet(paper, own_title(), officer_names(session), today)
    return download(print_service_record(sheet), f"service-record-{year}.pdf", PDF)


@blueprint.get("/registrations/<uuid:registration_id>/form.pdf")
@needs("registration.read")
def show_form(registration_id: UUID) -> Response:
    """The form with the number's last four alone."""
    paper = form_paper(db.session(), registration_id)
    return _pdf(print_registration_form(masked_form(paper, own_title())))


@blueprint.get("/registrations/<uuid:registration_id>/whole-form")
@needs("registration.read")
def new_whole_form(registration_id: UUID) -> str:
    """Asks why, before the form with the full number is made."""
    return _asking(registration_id, open_form(WholeFormSchema()))


@blueprint.post("/registrations/<uuid:registration_id>/whole-form")
@needs("registration.read")
def post_whole_form(registration_id: UUID) -> Response | tuple[str, int]:
    """The form with the full number; who asked, when and why is kept."""
    form = sent_form(WholeFormSchema())

    def print_whole(typed: dict[str, Any]) -> bytes:
        with transaction(db) as session:
            paper = form_paper(session, registration_id)
            after = {"reason": typed["reason"]}
            subject = f"registration:{registration_id}"
            change = Change("registration.printed", subject, None, after)
            log(session, current_actor(), business_now(), change)
            return print_registration_form(whole_form(paper, own_title()))

    paper = form.submit(print_whole)
    if paper is None:
        return _asking(registration_id, form), 422
    return _pdf(paper)


def _pdf(paper: bytes) -> Response:
    return download(paper, "registration-form.pdf", PDF)


def _asking(registration_id: UUID, form: Form) -> str:
    row = find(db.session(), registration_id)
    return render_template("registration/whole_form.html", row=row, form=form)
