"""Public: what was done, to be read, evaluated and signed by whom it was done for; by one link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.errors import NotFoundError
from shared.web.export import PDF, download
from shared.web.form import Form
from shared.web.limit import count_lookup
from shared.web.secret import once
from station.actions.service_request import resident
from station.actions.signature import Signing, dispute_by_link, shown_by, sign_order
from station.database import db
from station.domain.ink import HEIGHT, WIDTH, path_of
from station.models.order_view import view_of
from station.models.station_state import station_state
from station.pages.device import logged_in, remember_device
from station.pages.order_paper import paper_of
from station.schemas.order_page import (
    DisputePageSchema,
    SigningPageSchema,
    said_of,
    signer_of,
)

blueprint = Blueprint("sign_page", __name__, url_prefix="/s")
blueprint.after_app_request(remember_device)
KIND = "signature"


@blueprint.app_context_processor
def _ink() -> dict[str, Any]:
    """How pages draw what was signed."""
    return {"path_of": path_of}


@blueprint.get("/<token>")
def show_signing(token: str) -> Response:
    """Facts, rounded hours, evaluation, the pad."""
    count_lookup(KIND)
    return once(_page(token, Form(SigningPageSchema()), Form(DisputePageSchema())))


@blueprint.post("/<token>")
def post_signing(token: str) -> Response:
    """Signs; the page that says so opens nothing any more."""
    count_lookup(KIND)
    form = Form(SigningPageSchema(), request.form.copy())
    form.places = {"records": "evaluation"}

    def write(typed: dict[str, Any]) -> bool:
        lines = shown_by(db.session(), token).lines
        said = said_of(typed, request.form, [line.record.id for line in lines])
        known = logged_in(db.session())
        signing = Signing(said, signer_of(typed), typed["ink"], typed["seen"], known)
        with transaction(db) as session:
            sign_order(session, resident("page"), business_now(), token, signing)
        return True

    if form.submit(write) is None:
        return _again(token, form, Form(DisputePageSchema()))
    return once(_said(_("签好了，谢谢您。"), _("时间和评价已经定下来。链接不能再用。")))


@blueprint.post("/<token>/dispute")
def post_dispute(token: str) -> Response:
    """It isn't so; whoever served mends it."""
    count_lookup(KIND)
    form = Form(DisputePageSchema(), request.form.copy())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            actor = resident("page")
            dispute_by_link(session, actor, business_now(), token, typed["words"])
        return True

    if form.submit(write) is None:
        return _again(token, Form(SigningPageSchema()), form)
    return once(_said(_("记下了。"), _("义工会按您说的改，再请您看。现在什么都没有签。")))


@blueprint.get("/<token>/slip.pdf")
def show_slip(token: str) -> Response:
    """The same on paper, for those who would rather sign there."""
    count_lookup(KIND)
    session = db.session()
    view = view_of(session, shown_by(session, token).order.id)
    assert view is not None
    return download(paper_of(view, None), "service-order.pdf", PDF)


def _again(token: str, form: Form, dispute: Form) -> Response:
    response = once(_page(token, form, dispute))
    response.status_code = 422
    return response


def _page(token: str, form: Form, dispute: Form) -> str:
    session = db.session()
    shown = shown_by(session, token)
    if not shown.lines:
        raise NotFoundError("one_time_signature.nothing_waits")
    return render_template(
        "sign/show.html",
        lines=shown.lines,
        seen=shown.seen,
        form=form,
        dispute=dispute,
        said={name: value for name, value in request.form.items() if name.startswith("e-")},
        phone=station_state(session).phone,
        act=url_for("sign_page.post_signing", token=token),
        act_dispute=url_for("sign_page.post_dispute", token=token),
        slip=url_for("sign_page.show_slip", token=token),
        size=(WIDTH, HEIGHT),
    )


def _said(title: str, text: str) -> str:
    phone = station_state(db.session()).phone
    return render_template("sign/done.html", title=title, text=text, phone=phone)
