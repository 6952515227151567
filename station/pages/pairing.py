"""结对: households with their volunteers, listed, shown, begun, edited."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day, machine_now
from shared.database import transaction
from shared.domain.contact_showing import Reason, masked
from shared.web.edit import history, require_unchanged, seen
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.secret import keep_nowhere
from shared.web.word import word
from station.actions.household import show_household
from station.actions.pairing import ITEM, edit_pairing, start_pairing
from station.actions.pairing_people import set_people
from station.database import db
from station.domain.pairing import Rhythm
from station.domain.pairing_change import State
from station.models import pairing as pairings
from station.models.attendance import in_service
from station.models.contact_showing import household_shown_until
from station.models.district import districts
from station.models.pairing import Pairing, household_of
from station.models.pairing_need import listed
from station.models.pairing_view import PairingView, views_of, visit_views
from station.models.service_item import active_items
from station.schemas.pairing import NEEDS, EditPairingPageSchema, NewPairingSchema

blueprint = Blueprint("pairing_page", __name__, url_prefix="/pairings")
STATUSES = (State.ACTIVE, *NEEDS, State.PAUSED, State.ENDED)
LISTING = Listing(
    "pairings",
    (
        Column("name", _l("哪一户"), lambda one: one.name),
        Column("people", _l("谁去"), lambda one: named(one)),
        Column("rhythm", _l("频次"), lambda one: word(one.rhythm)),
        Column("due", _l("这一次"), lambda one: one.wanting.next_due),
        Column("status", _l("状态"), lambda one: word(f"pairing:{standing(one)}"), Pairing.status),
        Column("since", _l("从"), lambda one: one.pairing.since, Pairing.since),
        Column("district", _l("片区"), lambda one: one.district, start=False),
    ),
    filters=("status",),
    sort="since",
)


def named(view: PairingView) -> str:
    """Who visits."""
    return str(_("、")).join(one.name for one in view.people)


def standing(view: PairingView) -> str:
    """What is to be seen first of a pairing: what it wants, else its state."""
    if view.wanting.overdue:
        return "overdue"
    wants = view.orphans or view.wanting.unmanned
    return "orphaned" if wants else view.pairing.status


@blueprint.get("")
@needs("pairing.read")
def list_pairings() -> str | Response:
    """The oldest first, or those that want something."""
    asked, session, today = LISTING.ask(), db.session(), local_day(business_now())
    status = asked.filters.get("status", "")
    query = listed(status if status in STATUSES else "", today)
    found = rows_of(session, query.order_by(*asked.order(), Pairing.id), asked)
    rows = replace(found, items=views_of(session, found.items, today))
    if asked.excel:
        return excel(rows)
    return render_template(
        "pairing/list.html", rows=rows, statuses=STATUSES, standing=standing, named=named
    )


@blueprint.get("/new")
@needs("pairing.write")
def new_pairing() -> str:
    """An empty form."""
    initial = {"item": ITEM, "since": local_day(business_now()), "rhythm": Rhythm.WEEKLY}
    return _form_page(open_form(NewPairingSchema(), initial), None)


@blueprint.post("/new")
@needs("pairing.write")
def post_pairing() -> Response | tuple[str, int]:
    """The visit of the round that begins is raised at once."""
    form = sent_form(NewPairingSchema())

    def write(new: Any) -> UUID:
        with transaction(db) as session:
            return start_pairing(session, current_actor(), business_now(), new).id

    done = form.submit(write)
    if done is None:
        return _form_page(form, None), 422
    say(_("结好了。到了走访的时候，服务单自动派给义工。"))
    return redirect(url_for("pairing_page.show_pairing", pairing_id=done))


@blueprint.get("/<uuid:pairing_id>")
@needs("pairing.read")
def show_pairing(pairing_id: UUID) -> str:
    """Who goes, how often, each visit and how it stands; the household is masked."""
    session, now = db.session(), business_now()
    row, today = pairings.by_id(session, pairing_id), local_day(now)
    household, machine = household_of(session, row.id), machine_now()
    ends = household_shown_until(session, row.id, current_actor().id, machine)
    [view] = views_of(session, [row], today)
    keep_nowhere()
    return render_template(
        "pairing/show.html",
        row=row,
        view=view,
        standing=standing(view),
        household=masked(household) if household else None,
        clear=household,
        left=max(0, int((ends - machine).total_seconds())) if ends else 0,
        visits=visit_views(session, row.id, today),
        reasons=[*Reason],
        lines=history(session, f"pairing:{row.id}"),
    )


@blueprint.post("/<uuid:pairing_id>/contact-showing")
@needs("pairing.write")
def post_showing(pairing_id: UUID) -> Response:
    """Name, telephone and address for ten minutes; who, when and why is logged."""
    with transaction(db) as session:
        reason = request.form.get("reason", "")
        show_household(session, current_actor(), business_now(), pairing_id, reason)
    return redirect(url_for("pairing_page.show_pairing", pairing_id=pairing_id))


@blueprint.get("/<uuid:pairing_id>/editing")
@needs("pairing.write")
def edit_row(pairing_id: UUID) -> str:
    """What may be changed; of the household only what is typed anew."""
    session = db.session()
    row = pairings.by_id(session, pairing_id)
    [view] = views_of(session, [row], local_day(business_now()))
    initial = {
        "item": row.item_code,
        "district": row.district_id,
        "since": row.since,
        "volunteers": [one.volunteer for one in view.people if one.serves],
    }
    return _form_page(open_form(EditPairingPageSchema(), initial), row)


@blueprint.post("/<uuid:pairing_id>/editing")
@needs("pairing.write")
def post_edit(pairing_id: UUID) -> Response | tuple[str, int]:
    """Household and people as they are now; those on the way change with it."""
    form = sent_form(EditPairingPageSchema())

    def write(typed: Any) -> bool:
        edited, people = typed
        actor, now = current_actor(), business_now()
        with transaction(db) as session:
            require_unchanged(session, f"pairing:{pairing_id}")
            edit_pairing(session, actor, now, pairing_id, edited)
            set_people(session, actor, now, pairing_id, people)
        return True

    if form.submit(write) is None:
        return _form_page(form, pairings.by_id(db.session(), pairing_id)), 422
    say(_("已存好。"))
    return redirect(url_for("pairing_page.show_pairing", pairing_id=pairing_id))


def _form_page(form: Form, row: Pairing | None) -> str:
    session = db.session()
    return render_template(
        "pairing/form.html",
        form=form,
        row=row,
        items=active_items(session),
        districts=districts(session),
        people=in_service(session, local_day(business_now())),
        rhythms=[(str(one), word(one)) for one in Rhythm],
        seen=seen(session, f"pairing:{row.id}") if row else "",
    )
