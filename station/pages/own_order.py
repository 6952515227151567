"""A volunteer's own orders on the phone: yes or no, whom to visit, what was done, the signature."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from shared.domain.service_order import Status
from shared.web.login import current_actor, needs
from shared.web.secret import keep_nowhere
from station.actions.own import own_volunteer
from station.database import db
from station.models.order_view import contact_for_own, own_views
from station.models.signature import lines_of_order
from station.pages import order_part
from station.pages.order_part import OWN, choosable, opened

blueprint = Blueprint(OWN, __name__, url_prefix="/my/orders")
MOST = 50
OPEN = (Status.OFFERED, Status.ACCEPTED, Status.DISPUTED, Status.DONE)


@blueprint.get("")
@needs("order.own")
def list_orders() -> str:
    """What waits for an answer first, then what is in hand, then what is over."""
    session = db.session()
    who = own_volunteer(session, current_actor())
    views = own_views(session, who.id, MOST)
    live = [one for status in OPEN for one in views if one.order.status == status]
    over = [one for one in views if one.order.status not in OPEN]
    return render_template("service_order/own.html", live=live, over=over)


@blueprint.get("/<uuid:order_id>")
@needs("order.own")
def show_order(order_id: UUID) -> str:
    """One of them; name, telephone and address for those who go, from their yes on."""
    session = db.session()
    who = own_volunteer(session, current_actor())
    view = opened(order_id)
    keep_nowhere()
    return render_template(
        "service_order/own_show.html",
        view=view,
        goes=view.goes(who.id),
        contact=contact_for_own(session, view, who),
        choosable=choosable(view),
        lines=lines_of_order(session, order_id),
    )


@blueprint.post("/<uuid:order_id>/acceptance")
@needs("order.own")
def post_acceptance(order_id: UUID) -> Response:
    """Yes; for a team its leader says who goes."""
    return order_part.accept(order_id, OWN)


@blueprint.post("/<uuid:order_id>/refusal")
@needs("order.own")
def post_refusal(order_id: UUID) -> Response:
    """No, and why."""
    return order_part.refuse(order_id, OWN)


@blueprint.get("/<uuid:order_id>/completion")
@needs("order.own")
def new_completion(order_id: UUID) -> str:
    """What was done and when."""
    own_volunteer(db.session(), current_actor())
    return order_part.new_completion(order_id, OWN)


@blueprint.post("/<uuid:order_id>/completion")
@needs("order.own")
def post_completion(order_id: UUID) -> Response | tuple[str, int]:
    """Next the recipient signs."""
    return order_part.post_completion(order_id, OWN)


@blueprint.post("/<uuid:order_id>/link")
@needs("order.own")
def post_link(order_id: UUID) -> Response:
    """The link to show or send to whom was served."""
    return order_part.post_link(order_id, OWN)
