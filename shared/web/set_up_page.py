"""The first hour's first page: a node without accounts gets its name and first administrator."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_login import login_user
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.account_change import ADMINISTRATOR
from shared.clock import business_now
from shared.database import transaction
from shared.errors import ConflictError, InvalidError
from shared.home import title_now
from shared.set_up import LONGEST_TITLE, FirstAccount, close, is_waiting, set_up
from shared.sign_in import Credentials, NewAccount, Ticket, actor_of, sign_in
from shared.web.form import Form
from shared.web.login import SignedIn
from shared.web.say import say
from shared.web.tier import this_settings, this_tier

TRIES = "20 per minute;100 per hour"
OPEN = ("/api/", "/federation/", "/health", "/style/", "/static/", "/preferences", "/setup")


class SetUpSchema(Schema):
    """The code from the console, the node's name, who its administrator is."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=64))
    title = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_TITLE))
    name = fields.String(required=True, validate=validate.Length(min=1, max=60))
    login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    password = fields.String(required=True, validate=validate.Length(min=1, max=1024))
    again = fields.String(required=True, validate=validate.Length(min=1, max=1024))


def lead_to_set_up(app: Flask) -> None:
    """Every page of a node without accounts leads to its set-up."""

    @app.before_request
    def _() -> Response | None:
        is_page = request.url_rule is not None and not request.path.startswith(OPEN)
        if is_page and request.endpoint != "bootstrap.static" and _is_waiting():
            return redirect(url_for("set_up_page.show_set_up"))
        return None


def set_up_pages(limiter: Limiter) -> Blueprint:
    """/setup, for as long as nobody can sign in."""
    blueprint = Blueprint("set_up_page", __name__, url_prefix="/setup")

    @blueprint.get("")
    def show_set_up() -> str | Response:
        """Asks for the code, the name and the first account; later it leads to the front page."""
        if not _is_waiting():
            return redirect(url_for("start.show_start"))
        form = Form(SetUpSchema())
        form.typed["title"] = title_now(this_settings())
        return render_template("set_up.html", form=form)

    def post_set_up() -> Response | tuple[str, int]:
        """Makes the first account and signs it in; on to the upper node, or the first steps."""
        if not _is_waiting():
            raise ConflictError("set_up.done")
        form = Form(SetUpSchema(), request.form.copy())
        ticket = form.submit(_set_up)
        if ticket is None:
            return render_template("set_up.html", form=form), 422
        login_user(SignedIn(ticket.token, actor_of(ticket.account, "page"), False))
        say(_("设置好了，您是本节点的管理员。"))
        upper = this_settings().upper
        return redirect(
            url_for("enrolment_page.new_link" if upper else "first_step_page.list_steps")
        )

    limited = limiter.limit(TRIES)(post_set_up)
    blueprint.add_url_rule("", "post_set_up", limited, methods=["POST"])
    return blueprint


def _is_waiting() -> bool:
    tier = this_tier()
    return is_waiting(tier.db.session(), tier, this_settings().home)


def _set_up(typed: dict[str, Any]) -> Ticket:
    """The account and its first sign-in, in one transaction; then the code is gone."""
    if typed["password"] != typed["again"]:
        raise InvalidError("password.differs", field="again")
    tier, now = this_tier(), business_now()
    first = NewAccount(typed["login"], typed["name"], ADMINISTRATOR, typed["password"], True)
    with transaction(tier.db) as session:
        asked = FirstAccount(typed["code"], typed["title"], first)
        account = set_up(session, tier, this_settings().home, now, asked)
        credentials = Credentials(account.login, typed["password"], "page")
        ticket = sign_in(session, tier.accounts, now, credentials)
    close(tier.db.session(), tier, this_settings())
    return ticket
