"""承诺和停办: what residents are promised, where they reach the station, when it serves nobody."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.promise import Closing, answered_and_served
from shared.web.edit import history, require_unchanged
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.promise import SUBJECT, add_closing, remove_closing, set_promise
from station.database import db
from station.domain.promise import Offer
from station.models.closing import closings_from
from station.models.policy import working_days
from station.models.station_state import promise_of, station_state
from station.schemas.service_item import NewClosingSchema, OfferSchema

blueprint = Blueprint("promise_page", __name__, url_prefix="/promise")
NAMES = ("accept_days", "dispatch_days", "phone", "reach", "keep_days")


@blueprint.get("")
@needs("request.read")
def show_promise() -> str:
    """Both forms, for whoever may change it; else what stands."""
    state = station_state(db.session())
    initial = {name: getattr(state, name) for name in NAMES}
    return _page(open_form(OfferSchema(), initial), open_form(NewClosingSchema(), {}, CLOSINGS))


@blueprint.post("")
@needs("closing.write")
def post_promise() -> Response | tuple[str, int]:
    """From now on."""
    form = sent_form(OfferSchema())

    def write(offer: Offer) -> bool:
        with transaction(db) as session:
            require_unchanged(session, SUBJECT)
            set_promise(session, current_actor(), business_now(), offer)
        return True

    if form.submit(write) is None:  # type: ignore[arg-type]
        return _page(form, open_form(NewClosingSchema(), {}, CLOSINGS)), 422
    say(_("已存好。从现在起收到的需求按新的算。"))
    return redirect(url_for("promise_page.show_promise"))


CLOSINGS = "/promise/closings"


@blueprint.post("/closings")
@needs("closing.write")
def post_closing() -> Response | tuple[str, int]:
    """Days on which nobody is served."""
    form = sent_form(NewClosingSchema())

    def write(closing: Closing) -> bool:
        with transaction(db) as session:
            add_closing(session, current_actor(), business_now(), closing)
        return True

    if form.submit(write) is None:  # type: ignore[arg-type]
        state = station_state(db.session())
        initial = {name: getattr(state, name) for name in NAMES}
        return _page(open_form(OfferSchema(), initial, "/promise"), form), 422
    say(_("停办的日子记下了，居民看得到。"))
    return redirect(url_for("promise_page.show_promise"))


@blueprint.post("/closings/<uuid:closing>/removal")
@needs("closing.write")
def post_removal(closing: UUID) -> Response:
    """It isn't closed then after all."""
    with transaction(db) as session:
        remove_closing(session, current_actor(), business_now(), closing)
    say(_("那几天照常办。"))
    return redirect(url_for("promise_page.show_promise"))


def _page(form: Form, closing: Form) -> str:
    session = db.session()
    past, days = history(session, SUBJECT), working_days(session)
    today = local_day(business_now())
    promised = answered_and_served(business_now(), days, promise_of(station_state(session)))
    return render_template(
        "promise/show.html",
        form=form,
        closing=closing,
        closings=closings_from(session, today),
        unknown_year=days.unknown_year(today, *promised),
        lines=past,
        seen=request.form.get("_seen") or (str(past[0].line.id) if past else "-"),
    )
