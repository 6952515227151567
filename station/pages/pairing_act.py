"""What is done to a pairing: rhythm, pause, end, erasure; visits given or missed; hand-over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared.account import Actor
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.service_order import Assignee
from shared.errors import NotFoundError
from shared.web.edit import require_unchanged, seen
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.sentences import sentence_of
from shared.web.tier import this_tier
from shared.web.word import word
from station.actions.household import erase_household
from station.actions.pairing import change_rhythm, resume_pairing, stop_pairing
from station.actions.pairing_people import HandedOver, hand_over_pairings
from station.actions.pairing_visit import give_visit, miss_visit
from station.database import db
from station.domain.pairing import Rhythm
from station.domain.pairing_change import State, next_round
from station.models import pairing as pairings
from station.models.attendance import in_service
from station.models.pairing import spans_of, visit_by_id
from station.models.pairing_view import open_pairings_of, views_of
from station.models.volunteer import Volunteer
from station.pages.pairing import blueprint
from station.schemas.order_page import GiveVisitPageSchema, offer_to
from station.schemas.pairing import (
    ErasureSchema,
    PairingHandOverSchema,
    ResumeSchema,
    RhythmSchema,
    StopSchema,
)

Act = Callable[[Session, Actor, UUID, dict[str, Any]], object]
SCHEMAS: Mapping[str, type[Schema]] = {
    "rhythm": RhythmSchema,
    "pause": StopSchema,
    "end": StopSchema,
    "resumption": ResumeSchema,
    "erasure": ErasureSchema,
}


@blueprint.get("/<uuid:pairing_id>/<any(rhythm,pause,end,resumption,erasure):what>")
@needs("pairing.write")
def new_change(pairing_id: UUID, what: str) -> str:
    """What it means, before it is said."""
    spans = spans_of(db.session(), pairing_id)
    initial: dict[str, Any] = {}
    if spans and what in ("rhythm", "resumption"):
        initial["rhythm"] = spans[-1].rhythm
    if spans and what == "rhythm":
        initial["first"] = next_round(spans[-1].span, local_day(business_now()))
    return _change_page(pairing_id, what, open_form(SCHEMAS[what](), initial))


@blueprint.post("/<uuid:pairing_id>/<any(rhythm,pause,end,resumption,erasure):what>")
@needs("pairing.write")
def post_change(pairing_id: UUID, what: str) -> Response | tuple[str, int]:
    """Another rhythm, a pause, the end; gone on with; the household erased."""
    form = sent_form(SCHEMAS[what]())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            require_unchanged(session, f"pairing:{pairing_id}")
            ACTS[what](session, current_actor(), pairing_id, typed)
        return True

    if form.submit(write) is None:
        return _change_page(pairing_id, what, form), 422
    say(_SAID[what]())
    return redirect(url_for("pairing_page.show_pairing", pairing_id=pairing_id))


@blueprint.get("/visits/<uuid:visit_id>/<any(order,omission):what>")
@needs("pairing.write")
def new_settling(visit_id: UUID, what: str) -> str:
    """Who is asked to go, or why nobody went."""
    schema = GiveVisitPageSchema() if what == "order" else StopSchema()
    return _visit_page(visit_id, what, open_form(schema))


@blueprint.post("/visits/<uuid:visit_id>/order")
@needs("pairing.write")
def post_order(visit_id: UUID) -> Response | tuple[str, int]:
    """They answer on their phone or by telephone, as for any order."""
    form = sent_form(GiveVisitPageSchema())

    def write(typed: dict[str, Any]) -> UUID:
        offer = offer_to(Assignee(volunteer=typed["volunteer"]), typed)
        with transaction(db) as session:
            return give_visit(session, current_actor(), business_now(), visit_id, offer).id

    done = form.submit(write)
    if done is None:
        return _visit_page(visit_id, "order", form), 422
    say(_("已派单，等答复。"))
    return redirect(url_for("order_page.show_order", order_id=done))


@blueprint.post("/visits/<uuid:visit_id>/omission")
@needs("pairing.write")
def post_omission(visit_id: UUID) -> Response | tuple[str, int]:
    """It stays owed, and calls for nobody any more."""
    form = sent_form(StopSchema())

    def write(typed: dict[str, Any]) -> UUID:
        with transaction(db) as session:
            actor, now = current_actor(), business_now()
            return miss_visit(session, actor, now, visit_id, typed["reason"]).pairing_id

    done = form.submit(write)
    if done is None:
        return _visit_page(visit_id, "omission", form), 422
    say(_("记下了：没去成，算应去未去。"))
    return redirect(url_for("pairing_page.show_pairing", pairing_id=done))


@blueprint.get("/volunteers/<uuid:volunteer_id>")
@needs("pairing.write")
def new_hand_over(volunteer_id: UUID) -> str:
    """Whose households want somebody, and who takes them."""
    return _hand_over_page(volunteer_id, open_form(PairingHandOverSchema()))


@blueprint.post("/volunteers/<uuid:volunteer_id>")
@needs("pairing.write")
def post_hand_over(volunteer_id: UUID) -> Response | tuple[str, int]:
    """All of them, or those that are ticked; what couldn't be handed over is said."""
    form = sent_form(PairingHandOverSchema())

    def write(typed: dict[str, Any]) -> HandedOver:
        with transaction(db) as session:
            pair, now = (volunteer_id, typed["to"]), business_now()
            return hand_over_pairings(session, current_actor(), now, pair, *typed["pairings"])

    done = form.submit(write)
    if done is None:
        return _hand_over_page(volunteer_id, form), 422
    say_handed_over(done)
    return redirect(url_for("pairing_page.list_pairings", status="active"))


def say_handed_over(done: HandedOver) -> None:
    """How many went over, and why the others couldn't."""
    if done.moved:
        say(_("%(n)s 户交接好了，没去的走访也改由新的义工去。", n=len(done.moved)))
    for code in dict.fromkeys(code for _id, code in done.kept):
        count = sum(code == other for _id, other in done.kept)
        why = sentence_of(this_tier().sentences, code, {})
        say(_("%(n)s 户没交成：%(why)s", n=count, why=why))


def _change_page(pairing_id: UUID, what: str, form: Form) -> str:
    session = db.session()
    row = pairings.by_id(session, pairing_id)
    [view] = views_of(session, [row], local_day(business_now()))
    return render_template(
        "pairing/change.html",
        row=row,
        view=view,
        what=what,
        form=form,
        rhythms=[(str(one), word(one)) for one in Rhythm],
        seen=seen(session, f"pairing:{row.id}"),
    )


def _visit_page(visit_id: UUID, what: str, form: Form) -> str:
    session, today = db.session(), local_day(business_now())
    visit = visit_by_id(session, visit_id)
    [view] = views_of(session, [pairings.by_id(session, visit.pairing_id)], today)
    people = in_service(session, today) if what == "order" else ()
    return render_template(
        "pairing/visit.html", visit=visit, view=view, what=what, form=form, people=people
    )


def _hand_over_page(volunteer_id: UUID, form: Form) -> str:
    session, today = db.session(), local_day(business_now())
    volunteer = session.get(Volunteer, volunteer_id)
    if volunteer is None:
        raise NotFoundError("volunteer.unknown")
    found = open_pairings_of(session, volunteer_id)
    return render_template(
        "pairing/hand_over.html",
        volunteer=volunteer,
        views=views_of(session, found, today),
        form=form,
        people=[one for one in in_service(session, today) if one[0] != volunteer_id],
    )


ACTS: Mapping[str, Act] = {
    "rhythm": lambda session, actor, id, typed: change_rhythm(
        session, actor, business_now(), id, (typed["rhythm"], typed["first"])
    ),
    "pause": lambda session, actor, id, typed: stop_pairing(
        session, actor, business_now(), id, (State.PAUSED, typed["reason"])
    ),
    "end": lambda session, actor, id, typed: stop_pairing(
        session, actor, business_now(), id, (State.ENDED, typed["reason"])
    ),
    "resumption": lambda session, actor, id, typed: resume_pairing(
        session, actor, business_now(), id, typed["rhythm"]
    ),
    "erasure": lambda session, actor, id, typed: erase_household(
        session, actor, business_now(), id, typed["name"]
    ),
}
_SAID: Mapping[str, Callable[[], str]] = {
    "rhythm": lambda: _("频次改好了，从那天起按新的排。"),
    "pause": lambda: _("暂停了。没做完的这一次不用去了。"),
    "end": lambda: _("结对结束了。没做完的这一次不用去了。"),
    "resumption": lambda: _("又开始走访了。"),
    "erasure": lambda: _("这一户的姓名、电话、地址和情况都清除了。"),
}
