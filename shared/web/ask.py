"""The public page on which residents ask for help, without a login; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain import tracking_code
from shared.domain.promise import answered_and_served, closing_on
from shared.resident import Desk, Given, Reception, Residents, Wish
from shared.web import guard
from shared.web.address import code_picture
from shared.web.ask_form import LONGEST_WORDS, OTHER, OWN, AskSchema, doubt_word, wish_of
from shared.web.form import Form
from shared.web.item_word import choices
from shared.web.resident_form import sent
from shared.web.tier import this_tier
from shared.web.track_cookie import code_in_cookie, let_follow

SOON = timedelta(days=14)


def ask_blueprint(residents: Residents) -> Blueprint:
    """/ask, /ask/done."""
    blueprint = Blueprint("ask", __name__, url_prefix="/ask")
    _add_asking(blueprint, residents)
    _add_done(blueprint, residents)
    return blueprint


def _add_asking(blueprint: Blueprint, residents: Residents) -> None:
    @blueprint.get("")
    def show_ask() -> str:
        """The form of the station; where there are several, which one is asked."""
        return _opened(residents)

    @blueprint.post("")
    def post_ask() -> Response | tuple[str, int]:
        """Receives it; whatever speaks against it, the form comes back as it was."""
        reception, form = _named(residents), _sent()
        doubt = guard.doubt(request.form)
        if doubt is not None:
            return _again(residents, reception, form, doubt_word(doubt))
        wish = form.submit(lambda typed: wish_of(reception, typed))
        if wish is None:
            return _again(residents, reception, form)
        if not _may(residents, wish):
            return _again(residents, reception, form, _often(), 429)
        given = form.submit(lambda _typed: _ask(residents, wish))
        if given is None:
            return _again(residents, reception, form)
        return let_follow(redirect(url_for("ask.show_done")), given.code)

    @blueprint.errorhandler(CSRFError)
    def _(_error: CSRFError) -> tuple[str, int]:
        """The browser kept no cookie, or the page lay about for too long."""
        return _reopened(residents)


def _add_done(blueprint: Blueprint, residents: Residents) -> None:
    @blueprint.get("/done")
    def show_done() -> str | Response:
        """The code, what to do with it, what is promised: a slip to print or photograph."""
        session, code = this_tier().db.session(), code_in_cookie()
        followed = residents.follow(session, code or "")
        if code is None or followed is None:
            return redirect(url_for("track.show_request"))
        reception = residents.reception(session, followed.node, local_day(business_now()))
        if reception is None:
            return redirect(url_for("track.show_request"))
        return render_template(
            "ask/done.html",
            followed=followed,
            reception=reception,
            code=tracking_code.shown(code),
            reach=_reach(residents, reception),
            code_picture=code_picture(_reach(residents, reception), code),
            relay=residents.is_relay,
            **_promised(reception),
            closing=_closing(reception),
        )


def _opened(residents: Residents) -> str:
    """The empty form, or the stations to choose from."""
    reception, desks = _chosen(residents)
    if reception is None:
        return render_template("ask/station.html", desks=desks)
    return _page(residents, reception, Form(AskSchema()))


def _reopened(residents: Residents) -> tuple[str, int]:
    """What was sent without a token that counts, to be sent again."""
    reception, _desks = _chosen(residents)
    if reception is None:
        return _opened(residents), 403
    return _again(residents, reception, _sent(), _lost(), 403)


def _again(
    residents: Residents, reception: Reception, form: Form, sentence: str = "", status: int = 422
) -> tuple[str, int]:
    """The form with all that was typed, and what is wrong."""
    if sentence:
        form.errors[""] = sentence
    return _page(residents, reception, form), status


def _often() -> str:
    said = _("这个网络上一小时里提得太多了，过一会儿再试。填的都还在，打电话也一样。")
    return str(said)


def _lost() -> str:
    return str(_("没有收到，这不怪您。请再按一次提交；还不行就打电话。"))


def _named(residents: Residents) -> Reception:
    found, _desks = _chosen(residents)
    if found is None:
        raise NotFound
    return found


def _chosen(residents: Residents) -> tuple[Reception | None, Sequence[Desk]]:
    """The station that is asked: the one named, or the only one; else those to choose from."""
    session, day = this_tier().db.session(), local_day(business_now())
    named = residents.reception(session, request.values.get("station", ""), day)
    if named is not None:
        return named, ()
    desks = residents.desks(session, day)
    if len(desks) == 1 and not desks[0].elsewhere:
        return residents.reception(session, desks[0].node, day), ()
    return None, desks


def _page(residents: Residents, reception: Reception, form: Form) -> str:
    return render_template(
        "ask/new.html",
        form=form,
        reception=reception,
        items=choices(reception.items),
        other=OTHER,
        longest=LONGEST_WORDS,
        stamp=guard.kept_stamp(request.form) if request.form else guard.new_stamp(),
        stamp_name=guard.STAMP,
        trap=guard.TRAP,
        knows_own=OWN in this_tier().permissions,
        **_promised(reception),
        closing=_closing(reception),
        relay=residents.is_relay,
    )


def _promised(reception: Reception) -> dict[str, Any]:
    """Until when, and the year of it of which no holidays are known."""
    days = answered_and_served(business_now(), reception.days, reception.promise)
    return {"promised": days, "unknown_year": reception.days.unknown_year(*days)}


def _closing(reception: Reception) -> Any:
    """The closing of today, or one that begins soon."""
    today = local_day(business_now())
    coming = (one for one in reception.closings if today < one.first <= today + SOON)
    return closing_on(reception.closings, today) or min(
        coming, key=lambda one: one.first, default=None
    )


def _reach(residents: Residents, reception: Reception) -> str:
    """The address for residents to keep: at a front door the one under which they came."""
    return (request.url_root if residents.is_relay else reception.reach).rstrip("/")


def _sent() -> Form:
    return sent(AskSchema(), wished="day")


def _may(residents: Residents, wish: Wish) -> bool:
    """Whether it isn't asked too often; a thumb's next press of the same form asks nothing more.

    Whoever knows such an id has the form's own stamp and all that was typed in it.
    """
    stands = wish.request and residents.knows(this_tier().db.session(), wish.request)
    return guard.may("again" if stands else "ask", wish.node)


def _ask(residents: Residents, wish: Wish) -> Given:
    with transaction(this_tier().db) as session:
        return residents.ask(session, business_now(), wish)
