"""The door: signing in and out by page, the first password, language and look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_login import current_user, login_user, logout_user
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.draft import claim_lost
from shared.password import PasswordChange, change_password
from shared.sign_in import Credentials, Ticket, actor_of, sign_in, sign_out
from shared.web.form import Form
from shared.web.limit import limit_sign_in
from shared.web.login import SignedIn, current_actor, needs_login
from shared.web.saved_filter import local
from shared.web.say import say
from shared.web.shell import SIZES, THEMES
from shared.web.tier import this_tier

YEAR = timedelta(days=365)
SHOWN_TRIES = 10
CHOICES = {"language": ("zh", "en"), "theme": THEMES, "size": SIZES, "keys": ("off",)}


class LoginSchema(Schema):
    """What is typed to sign in."""

    login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    password = fields.String(required=True, validate=validate.Length(min=1, max=1024))


class PasswordSchema(Schema):
    """The password that was, and the new one twice."""

    old = fields.String(required=True, validate=validate.Length(min=1, max=1024))
    new = fields.String(required=True, validate=validate.Length(min=1, max=1024))


def door_blueprint(limiter: Limiter) -> Blueprint:
    """/login, /logout, /password, /preferences."""
    blueprint = Blueprint("door", __name__)
    _add_login(blueprint, limiter)
    _add_password(blueprint)

    @blueprint.post("/logout")
    @needs_login
    def post_logout() -> Response:
        """Ends this session alone."""
        tier, token = this_tier(), current_user.token
        with transaction(tier.db) as session:
            sign_out(session, tier.accounts, token)
        logout_user()
        return redirect(url_for("door.show_login"))

    @blueprint.post("/preferences")
    def post_preferences() -> Response:
        """Language, colours, size of type, keys: cookies of the reader's machine."""
        answer = redirect(local(request.form.get("_next", "")))
        for name, known in CHOICES.items():
            if name in request.form:
                value = request.form[name] if request.form[name] in known else ""
                answer.set_cookie(name, value, max_age=YEAR, samesite="Lax")
        return answer

    return blueprint


def _add_login(blueprint: Blueprint, limiter: Limiter) -> None:
    @blueprint.get("/login")
    def show_login() -> str:
        """The door; `next` is where one was going, `kept` what was typed there."""
        return _login_page(Form(LoginSchema()), None)

    def post_login() -> Response | tuple[str, int]:
        """Signs in by cookie for 12 hours, and goes where one was going."""
        form = Form(LoginSchema(), request.form.copy())
        ticket = form.submit(_ticket)
        if ticket is None:
            return _login_page(form, _tries(limiter)), 401
        account = ticket.account
        login_user(SignedIn(ticket.token, actor_of(account, "page"), account.must_change))
        return redirect(_onward(account.id))

    blueprint.add_url_rule(
        "/login", "post_login", limit_sign_in(limiter, post_login), methods=["POST"]
    )


def _add_password(blueprint: Blueprint) -> None:
    @blueprint.get("/password")
    @needs_login
    def show_password() -> str:
        """One's own password; a one-time one must be changed here first."""
        return render_template("password.html", form=Form(PasswordSchema()))

    @blueprint.post("/password")
    @needs_login
    def post_password() -> Response | tuple[str, int]:
        """Every session ends but a fresh one of whoever changed it."""
        form = Form(PasswordSchema(), request.form.copy())
        ticket = form.submit(_changed)
        if ticket is None:
            return render_template("password.html", form=form), 422
        login_user(SignedIn(ticket.token, actor_of(ticket.account, "page"), False))
        say(_("密码已改。别处登录过的都已退出。"))
        return redirect(url_for("start.show_start"))


def _login_page(form: Form, tries: int | None) -> str:
    asked = request.form if request.method == "POST" else request.args
    names = ("next", "kept")
    return render_template(
        "login.html", form=form, tries=tries, **{name: asked.get(name, "") for name in names}
    )


def _ticket(typed: dict[str, Any]) -> Ticket:
    tier = this_tier()
    with transaction(tier.db) as session:
        credentials = Credentials(typed["login"], typed["password"], "page")
        return sign_in(session, tier.accounts, business_now(), credentials)


def _changed(typed: dict[str, Any]) -> Ticket:
    """Changes the password and signs in with it, in one transaction."""
    tier, actor = this_tier(), current_actor()
    with transaction(tier.db) as session:
        change_password(session, tier.accounts, actor, business_now(), PasswordChange(**typed))
        account = session.get_one(tier.accounts.account, actor.id)
        credentials = Credentials(account.login, typed["new"], "page")
        return sign_in(session, tier.accounts, business_now(), credentials)


def _onward(account_id: Any) -> str:
    """Where one was going; what was typed there before the session ended is offered again."""
    tier, key = this_tier(), request.form.get("kept", "")
    if key:
        with transaction(tier.db) as session:
            form = claim_lost(session, tier.accounts.draft, account_id, key)
        if form is not None:
            return f"{local(form)}?draft=1"
    return local(request.form.get("next", ""))


def _tries(limiter: Limiter) -> int | None:
    """How many tries the tightest limit leaves, once that is worth saying."""
    left = min((limit.remaining for limit in limiter.current_limits), default=SHOWN_TRIES + 1)
    return left if left <= SHOWN_TRIES else None
