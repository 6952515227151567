"""What somebody asks at the counter or on the telephone, entered by a clerk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.tracking_code import shown
from shared.errors import InvalidError
from shared.web.form import Form, open_form, sent_form
from shared.web.language import chosen_language
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.request_entry import holder_seen
from station.actions.service_request import receive_request
from station.database import db
from station.models.attendance import in_service
from station.models.district import districts
from station.models.request_double import Double, doubles_of
from station.models.service_item import active_items
from station.models.service_request import ServiceRequest
from station.pages.service_request import blueprint
from station.schemas.service_request import ContactFieldsSchema, IntakeSchema, asked_of


class _LikelyDoublesError(Exception):
    """Others were found that the clerk hasn't seen yet."""


@blueprint.get("/new")
@needs("request.write")
def new_request() -> str:
    """An empty form."""
    return _page(open_form(IntakeSchema()))


@blueprint.post("/new")
@needs("request.write")
def post_request() -> Response | str | tuple[str, int]:
    """Enters it; what may be the same as another one is shown first, and nothing is written."""
    form = sent_form(IntakeSchema())
    unseen: list[Double] = []

    def write(typed: dict[str, Any]) -> ServiceRequest:
        if not typed["consented"]:
            raise InvalidError("service_request.needs_consent", field="consented")
        unseen.extend(_unseen(_doubles(typed)))
        if unseen:
            raise _LikelyDoublesError
        with transaction(db) as session:
            asked = asked_of(typed, chosen_language(), holder_seen(session, typed))
            return receive_request(session, current_actor(), business_now(), asked)

    try:
        done = form.submit(write)
    except _LikelyDoublesError:
        return _page(form, unseen)
    if done is None:
        return _page(form), 422
    code = shown(done.tracking_code or "")
    say(_("已记下 %(number)s，查询码 %(code)s，请告诉居民。", number=done.number, code=code))
    return redirect(url_for("request_page.show_request", request_id=done.id))


@blueprint.post("/doubles")
@needs("request.read")
def find_doubles() -> str:
    """While one types: which requests may be the same, as a part of the page."""
    form, found = sent_form(ContactFieldsSchema()), list[Double]()

    def look(typed: dict[str, Any]) -> bool:
        found.extend(_doubles(typed))
        return True

    form.key = ""
    form.submit(look)
    return render_template("service_request/doubles.html", doubles=found)


def _doubles(typed: dict[str, Any]) -> list[Double]:
    contact = Contact("", typed["phone"], typed["address"], "")
    placed = (typed["item"] or None, typed["district"])
    return doubles_of(db.session(), contact, placed, business_now())


def _unseen(found: list[Double]) -> list[Double]:
    """All of them, unless each was shown to the clerk before."""
    known = set(request.form.getlist("double"))
    return found if {str(one.request.id) for one in found} - known else []


def _page(form: Form, doubles: list[Double] | None = None) -> str:
    session = db.session()
    return render_template(
        "service_request/new.html",
        form=form,
        doubles=doubles or [],
        items=active_items(session),
        districts=districts(session),
        people=_people(),
    )


def _people() -> list[tuple[UUID, str]]:
    """Whose card it may be."""
    return in_service(db.session(), local_day(business_now()))
