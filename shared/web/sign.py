"""Public: what was done, to be read, evaluated and signed by whom it was done for; by one link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.domain.ink import HEIGHT, WIDTH
from shared.signing import Signed, Signing
from shared.web.form import Form
from shared.web.limit import count_lookup
from shared.web.resident_form import sent
from shared.web.secret import once
from shared.web.sign_form import DisputeFormSchema, SigningFormSchema, said_of, signer_of
from shared.web.tier import this_tier

KIND = "signature"


def sign_blueprint(signing: Signing) -> Blueprint:
    """/s/<token>."""
    blueprint = Blueprint("sign_page", __name__, url_prefix="/s")

    @blueprint.get("/<token>")
    def show_signing(token: str) -> Response:
        """Facts, rounded hours, evaluation, the pad."""
        count_lookup(KIND)
        return once(_page(signing, token, Form(SigningFormSchema()), Form(DisputeFormSchema())))

    @blueprint.post("/<token>")
    def post_signing(token: str) -> Response:
        """Signs; the page that says so opens nothing any more."""
        count_lookup(KIND)
        form = sent(SigningFormSchema(), records="evaluation")
        shown = signing.show(this_tier().db.session(), token)
        if form.submit(lambda typed: _sign(signing, token, typed)) is None:
            return _again(signing, token, form, Form(DisputeFormSchema()))
        told = _("时间和评价已经定下来。链接不能再用。")
        if signing.is_relay:
            told = _("您签的已经封好，等%(title)s来取，取走以后才算定下来。", title=shown.title)
        return once(_said(_("签好了，谢谢您。"), told, shown.phone))

    @blueprint.post("/<token>/dispute")
    def post_dispute(token: str) -> Response:
        """It isn't so; whoever served mends it."""
        count_lookup(KIND)
        form = sent(DisputeFormSchema())
        shown = signing.show(this_tier().db.session(), token)
        if form.submit(lambda typed: _dispute(signing, token, typed["words"])) is None:
            return _again(signing, token, Form(SigningFormSchema()), form)
        said = _("义工会按您说的改，再请您看。现在什么都没有签。")
        return once(_said(_("记下了。"), said, shown.phone))

    return blueprint


def _sign(signing: Signing, token: str, typed: dict[str, Any]) -> bool:
    tier = this_tier()
    lines = signing.show(tier.db.session(), token).lines
    said = said_of(typed, request.form, [line.record for line in lines])
    given = Signed(said, signer_of(typed), typed["ink"], typed["seen"])
    with transaction(tier.db) as session:
        signing.sign(session, business_now(), token, given)
    return True


def _dispute(signing: Signing, token: str, words: str) -> bool:
    with transaction(this_tier().db) as session:
        signing.dispute(session, business_now(), token, words)
    return True


def _again(signing: Signing, token: str, form: Form, dispute: Form) -> Response:
    response = once(_page(signing, token, form, dispute))
    response.status_code = 422
    return response


def _page(signing: Signing, token: str, form: Form, dispute: Form) -> str:
    shown = signing.show(this_tier().db.session(), token)
    return render_template(
        "sign/show.html",
        shown=shown,
        lines=shown.lines,
        form=form,
        dispute=dispute,
        said={name: value for name, value in request.form.items() if name.startswith("e-")},
        act=url_for("sign_page.post_signing", token=token),
        act_dispute=url_for("sign_page.post_dispute", token=token),
        slip=url_for(signing.slip, token=token) if signing.slip else "",
        size=(WIDTH, HEIGHT),
        relay=signing.is_relay,
    )


def _said(title: str, text: str, phone: str) -> str:
    return render_template("sign/done.html", title=title, text=text, phone=phone)
