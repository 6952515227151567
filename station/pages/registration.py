"""Registrations by hand: the form taken down in person, the list, one with the center's words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.registration import Status
from shared.federation.travel import travelled
from shared.web.edit import history, require_unchanged, seen
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.saved_filter import saved_filters
from shared.web.say import say
from shared.web.word import word
from shared.wire.registration import SUBMITTED
from station.actions.registration import register_in_person, resubmit_registration
from station.database import db
from station.domain.registration_form import RegistrationForm, to_complete
from station.models.federation import TABLES
from station.models.photo import portrait_of, portraits_of
from station.models.registration import Registration
from station.models.registration_list import RegistrationRow, find, listed, unregistered_names
from station.pages.portrait import keep_sent_along
from station.schemas.registration_page import (
    PLACES,
    SLOTS,
    DeclaredSchema,
    RegisterPageSchema,
    declared,
    written,
)

blueprint = Blueprint("registration_page", __name__, url_prefix="/registrations")
MENDABLE = (Status.RETURNED, Status.LEFT)
LISTING = Listing(
    "registrations",
    (
        Column("name", _l("姓名"), lambda row: row.volunteer.name),
        Column(
            "status", _l("状态"), lambda row: word(row.registration.status), Registration.status
        ),
        Column(
            "applied_on",
            _l("申请日期"),
            lambda row: row.registration.applied_on,
            Registration.applied_on,
        ),
        Column("origin", _l("来源"), lambda row: word(f"origin:{row.registration.origin}")),
        Column("decided_on", _l("决定日期"), lambda row: row.registration.decided_on),
        Column("reason", _l("中心的话"), lambda row: row.registration.decision_reason),
        Column(
            "missing", _l("待补"), lambda row: str(_("、")).join(word(one) for one in row.missing)
        ),
    ),
    filters=("status",),
    sort="-applied_on",
)


@blueprint.get("")
@needs("registration.read")
def list_registrations() -> str | Response:
    """All forms, by state; what is to be completed stands in the row."""
    asked = LISTING.ask()
    query = listed(asked.filters.get("status"))
    session = db.session()
    found = rows_of(session, query.order_by(*asked.order(), Registration.id.desc()), asked)
    photos = portraits_of(session, [row[1].id for row in found.items])
    items = [
        RegistrationRow(form, who, _missing(form, has_photo=who.id in photos))
        for form, who in found.items
    ]
    rows = type(found)(found.asked, items, found.total)
    if asked.excel:
        return excel(rows)
    saved = saved_filters(LISTING.name)
    return render_template("registration/list.html", rows=rows, saved=saved, statuses=[*Status])


@blueprint.get("/new")
@needs("registration.write")
def new_registration() -> str:
    """The form, for a member who stands before the clerk."""
    form = open_form(RegisterPageSchema(), {"name": request.args.get("name", "")})
    return _form_page(form)


@blueprint.post("/new")
@needs("registration.write")
def post_registration() -> Response | tuple[str, int]:
    """Takes the form down and submits it to the center."""
    form = sent_form(RegisterPageSchema())
    form.places = PLACES
    done = form.submit(_register) if keep_sent_along(form) else None
    if done is None:
        return _form_page(form), 422
    say(_("%(name)s的登记已送服务中心审核。结果会出现在“今日”。", name=form.value("name")))
    return redirect(url_for("registration_page.show_registration", registration_id=done))


@blueprint.get("/<uuid:registration_id>")
@needs("registration.read")
def show_registration(registration_id: UUID) -> str:
    """One form: who holds it, since when, the center's words, and a way to mend it."""
    return _detail(registration_id, None)


@blueprint.post("/<uuid:registration_id>/submission")
@needs("registration.write")
def post_submission(registration_id: UUID) -> Response | tuple[str, int]:
    """Submits a returned form again, mended, or that of a former volunteer who comes back."""
    form = sent_form(DeclaredSchema())
    form.places = PLACES

    def resubmit(typed: dict[str, Any]) -> UUID:
        with transaction(db) as session:
            require_unchanged(session, f"registration:{registration_id}")
            changes = declared(typed)
            resubmit_registration(
                session, current_actor(), business_now(), registration_id, changes
            )
        return registration_id

    if form.submit(resubmit) is None:
        return _detail(registration_id, form), 422
    say(_("已改好再送服务中心。"))
    return redirect(url_for("registration_page.show_registration", registration_id=registration_id))


def _register(typed: dict[str, Any]) -> UUID:
    now = business_now()
    form = RegistrationForm(
        applied_on=local_day(now),
        id_card_seen=typed["id_card_seen"],
        party_card_seen=typed["party_card_seen"],
        photo=typed["photo"],
        **declared(typed),
    )
    with transaction(db) as session:
        person = (typed["id_number"], typed["name"])
        return register_in_person(session, current_actor(), now, person, form).id


def _form_page(form: Form) -> str:
    names = unregistered_names(db.session(), local_day(business_now()))
    return render_template("registration/new.html", form=form, names=names, slots=SLOTS)


def _detail(registration_id: UUID, form: Form | None) -> str:
    session = db.session()
    row = find(session, registration_id)
    subject = f"registration:{registration_id}"
    portrait = portrait_of(session, row.volunteer.id)
    if form is None and row.registration.status in MENDABLE:
        key = url_for("registration_page.show_registration", registration_id=registration_id)
        form = open_form(DeclaredSchema(), _initial(row.registration), key)
    return render_template(
        "registration/show.html",
        row=row,
        portrait=portrait,
        missing=_missing(row.registration, has_photo=portrait is not None),
        form=form if row.registration.status in MENDABLE else None,
        seen=seen(session, subject),
        sent=travelled(session, TABLES, SUBMITTED, [subject]).get(subject, ""),
        lines=history(session, subject),
        slots=SLOTS,
    )


def _initial(registration: Registration) -> dict[str, Any]:
    given = {name: kept["given"] for name, kept in registration.consents.items()}
    return given | {
        "specialties": written(registration.specialties),
        "categories": registration.categories,
        "free_times": registration.free_times,
        "health": registration.health,
        "conduct": registration.conduct,
    }


def _missing(registration: Registration, *, has_photo: bool) -> list[str]:
    how = registration.originals["how"]
    return to_complete(registration.health, registration.conduct, how, has_photo=has_photo)
