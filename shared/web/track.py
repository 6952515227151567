"""The requester's page: by tracking code, every step of the request, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from marshmallow import Schema
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain import telephone, tracking_code
from shared.errors import NotFoundError
from shared.resident import ADD, REOPEN, WITHDRAW, Desk, Followed, Residents, Say
from shared.web import guard, track_word
from shared.web.form import Form
from shared.web.resident_form import sent
from shared.web.say import say
from shared.web.tier import this_tier
from shared.web.track_cookie import code_in, code_in_cookie, forget, let_follow
from shared.web.track_form import CodeSchema, FourSchema, ReasonSchema, WordsSchema

ACT = "any(words, withdrawal, reopening):act"
POSSIBLE = {"words": ADD, "withdrawal": WITHDRAW, "reopening": REOPEN}


def track_blueprint(residents: Residents) -> Blueprint:
    """/track and what stands under it; /t/<code>, to which a printed code leads."""
    blueprint = Blueprint("track", __name__)
    _add_finding(blueprint, residents)
    _add_following(blueprint, residents)
    _add_acts(blueprint, residents)

    @blueprint.errorhandler(CSRFError)
    def _(_error: CSRFError) -> tuple[str, int]:
        """The browser kept no cookie, or the page lay about for too long."""
        return _again(residents), 403

    return blueprint


def _again(residents: Residents) -> str:
    """The page that was sent, with what was typed."""
    form, followed = sent(WordsSchema()), _followed(residents)
    form.errors[""] = str(_("没有收到，这不怪您。请再按一次；还不行就打电话。"))
    if request.endpoint == "track.post_four":
        return _four_page(residents, form)
    if request.endpoint == "track.post_act" and followed is not None:
        return _act_page(residents, followed, form)
    return _code_page(form)


def _add_finding(blueprint: Blueprint, residents: Residents) -> None:
    @blueprint.get("/track")
    def show_find() -> str:
        """A field for the code."""
        return _code_page(Form(CodeSchema()))

    @blueprint.post("/track")
    def post_code() -> Response | tuple[str, int]:
        """Opens the request of a code; what is no code and what nobody has are one answer."""
        form = sent(CodeSchema())
        return _open(residents, form, 422)

    @blueprint.get("/t/<code>")
    def show_code(code: str) -> Response | tuple[str, int]:
        """The way of a scanned code; the address is left at once for one without it."""
        form = Form(CodeSchema(), MultiDict({"code": guard.usable(code)}))
        return _open(residents, form, 404)

    @blueprint.get("/track/lost")
    def show_four() -> str:
        """For whoever lost the code."""
        return _four_page(residents, Form(FourSchema()))

    @blueprint.post("/track/lost")
    def post_four() -> str | tuple[str, int]:
        """Number and state of open requests, with which to call; never the code."""
        return _found(residents, sent(FourSchema()))


def _add_following(blueprint: Blueprint, residents: Residents) -> None:
    @blueprint.get("/track/request")
    def show_request() -> str | Response:
        """Who has it, since when, because of what, until when."""
        followed = _followed(residents)
        return _to_find() if followed is None else _request_page(residents, followed)

    @blueprint.post("/track/leaving")
    def post_leaving() -> Response:
        """For those who share a telephone: the next one sees nothing."""
        say(_("看过的内容已经收起，要再看就输查询码。"))
        return forget(_to_find())


def _add_acts(blueprint: Blueprint, residents: Residents) -> None:
    @blueprint.get(f"/track/request/<{ACT}>")
    def show_act(act: str) -> str | Response:
        """A page for one thing to say, while it can be said."""
        followed = _followed(residents)
        if followed is None:
            return _to_find()
        if POSSIBLE[act] not in followed.may:
            return redirect(url_for("track.show_request"))
        return _act_page(residents, followed, Form(WordsSchema()))

    @blueprint.post(f"/track/request/<{ACT}>")
    def post_act(act: str) -> Response | tuple[str, int]:
        """Says it; the station reads it at once, at a front door with its next exchange."""
        followed = _followed(residents)
        return _to_find() if followed is None else _said(residents, followed, act)


def _found(residents: Residents, form: Form) -> str | tuple[str, int]:
    """What a telephone's last four find, where the node knows telephones."""
    find = residents.find
    if find is None:
        return _four_page(residents, form)
    asked = form.submit(lambda typed: (typed["station"], telephone.four(typed["phone"])))
    if asked is None:
        return _four_page(residents, form), 422
    if not guard.may("four"):
        form.errors[""] = _too_often()
        return _four_page(residents, form), 429
    session = this_tier().db.session()
    desks = _desks(residents)
    node = desks[0].node if len(desks) == 1 else asked[0]
    return _four_page(residents, form, find(session, node, asked[1]))


def _said(residents: Residents, followed: Followed, act: str) -> Response | tuple[str, int]:
    do, schema, done = _acts(residents)[act]
    form = sent(schema)
    if form.submit(lambda typed: typed) is None:
        return _act_page(residents, followed, form), 422
    if not guard.may("say"):
        form.errors[""] = _too_often()
        return _act_page(residents, followed, form), 429
    if form.submit(lambda typed: _do(do, typed["words"])) is None:
        return _act_page(residents, followed, form), 422
    say(_outcome(residents, done))
    return redirect(url_for("track.show_request"))


def _outcome(residents: Residents, done: str) -> str:
    """What is told of an act: that it waits, for the station or for an answer above, or is done."""
    if residents.is_relay:
        return str(_("已记下，等工作站来取。"))
    after = _followed(residents)
    return track_word.pending_word(after.pending if after else "") or done


def _acts(residents: Residents) -> dict[str, tuple[Say, Schema, str]]:
    return {
        "words": (residents.add, WordsSchema(), _("已经告诉工作站。")),
        "withdrawal": (residents.withdraw, ReasonSchema(), _("已撤回。要再办，重新提一次就行。")),
        "reopening": (residents.reopen, WordsSchema(), _("已重新打开，工作站会接着办。")),
    }


def _do(act: Say, words: str) -> bool:
    with transaction(this_tier().db) as session:
        act(session, business_now(), code_in_cookie() or "", words)
    return True


def _open(residents: Residents, form: Form, status: int) -> Response | tuple[str, int]:
    """Each try counts, right or wrong; a code that is none takes as long as one nobody has."""
    if not guard.may("code"):
        form.errors[""] = _too_often()
        return _code_page(form), 429
    code = form.submit(lambda typed: _known(residents, typed["code"]))
    if code is None:
        form.errors = {"code": _not_found()}
        return _code_page(form), status
    return let_follow(redirect(url_for("track.show_request")), code)


def _known(residents: Residents, typed: str) -> str:
    code = code_in(typed)
    if _follow(residents, code) is None:
        raise NotFoundError("service_request.unknown")
    return code


def _followed(residents: Residents) -> Followed | None:
    """The request of this browser's cookie."""
    code = code_in_cookie()
    return None if code is None else _follow(residents, code)


def _follow(residents: Residents, code: str) -> Followed | None:
    return residents.follow(this_tier().db.session(), code)


def _to_find() -> Response:
    return redirect(url_for("track.show_find"))


def _code_page(form: Form) -> str:
    return render_template("track/find.html", form=form)


def _four_page(residents: Residents, form: Form, found: Any = None) -> str:
    shown = {"found": found, "desks": _desks(residents), "state_word": track_word.state_word}
    return render_template("track/lost.html", form=form, finds=residents.find is not None, **shown)


def _desks(residents: Residents) -> Sequence[Desk]:
    return residents.desks(this_tier().db.session(), local_day(business_now()))


def _request_page(residents: Residents, followed: Followed) -> str:
    return render_template(
        "track/show.html",
        followed=followed,
        code=tracking_code.shown(code_in_cookie() or ""),
        next_step=track_word.next_step(followed, local_day(business_now())),
        unknown_year=residents.days(this_tier().db.session()).unknown_year(followed.last_day),
        afterwards=track_word.afterwards(followed),
        lines=track_word.told(followed),
        waits=track_word.waits(followed),
        refused=track_word.refused(followed),
        relay=residents.is_relay,
    )


def _act_page(residents: Residents, followed: Followed, form: Form) -> str:
    act = (request.view_args or {}).get("act", "words")
    shown = {"followed": followed, "relay": residents.is_relay}
    return render_template(f"track/{act}.html", form=form, **shown)


def _too_often() -> str:
    return str(_("这个网络上一小时里试得太多了，过一会儿再来，或者打电话。"))


def _not_found() -> str:
    said = _("查不到这个查询码。它有 8 位，没有数字 0 和 1，也没有字母 I、L、O，请再看一遍。")
    return str(said)
