"""Who left and who came back: accounts closed and opened again, open tasks moved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared.account import AccountMixin
from shared.account_change import close_account, reopen_account
from shared.clock import business_now
from shared.database import transaction
from shared.errors import InvalidError
from shared.web.account_show import HandOverSchema, account_page, found_account, receivers
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.tier import this_tier


def add_leaving(blueprint: Blueprint) -> None:
    """/accounts/<id>/closing, /reopening and /hand-over."""
    _add_closing(blueprint)

    @blueprint.post("/<uuid:id>/reopening")
    @needs("account.manage")
    def post_reopening(id: UUID) -> Response:
        """Whoever came back signs in as before."""
        tier, actor, login = this_tier(), current_actor(), found_account(id).login
        with transaction(tier.db) as session:
            name = reopen_account(session, tier.accounts, actor, business_now(), login).name
        say(_("%(name)s的账号已恢复，用原来的密码登录。", name=name))
        return redirect(url_for("account_page.show_account", id=id))

    @blueprint.post("/<uuid:id>/hand-over")
    @needs("account.manage")
    def post_hand_over(id: UUID) -> Response | tuple[str, int]:
        """What waits for the account moves to another one by one press."""
        tier, login, form = this_tier(), found_account(id).login, sent_form(HandOverSchema())

        def act(typed: dict[str, str]) -> str:
            if not typed.get("to"):
                raise InvalidError("account.no_receiver", field="to")
            with transaction(tier.db) as session:
                return _move(session, business_now(), login, typed["to"])

        said = form.submit(act)
        if said is None:
            return account_page(found_account(id), moving=form), 422
        say(said)
        return redirect(url_for("account_page.show_account", id=id))


def _add_closing(blueprint: Blueprint) -> None:
    @blueprint.get("/<uuid:id>/closing")
    @needs("account.manage")
    def new_closing(id: UUID) -> str:
        """Says what it means that an account is closed, and asks who goes on with its tasks."""
        return _closing_page(found_account(id), open_form(HandOverSchema()))

    @blueprint.post("/<uuid:id>/closing")
    @needs("account.manage")
    def post_closing(id: UUID) -> Response | tuple[str, int]:
        """Whoever left signs in no more; what waits for them moves, if somebody was named."""
        tier, account, form = this_tier(), found_account(id), sent_form(HandOverSchema())
        name, login, actor = account.name, account.login, current_actor()

        def act(typed: dict[str, str]) -> str:
            now = business_now()
            with transaction(tier.db) as session:
                moved = _move(session, now, login, typed.get("to", ""))
                close_account(session, tier.accounts, actor, now, login)
            return str(_("%(name)s的账号已停用。", name=name)) + moved

        said = form.submit(act)
        if said is None:
            return _closing_page(found_account(id), form), 422
        say(said)
        return redirect(url_for("account_page.show_account", id=id))


def _move(session: Session, now: datetime, login: str, to: str) -> str:
    """Moves the open tasks, and says so; nothing where nobody is named."""
    hand_over = this_tier().hand_over
    if hand_over is None or not to:
        return ""
    moved, kept = hand_over.move(session, current_actor(), now, login, to)
    said = str(_("没办完的 %(n)s 件已移交给 %(to)s。", n=moved, to=to))
    return said + (str(_("%(n)s 件对方不能接手，留在原处。", n=kept)) if kept else "")


def _closing_page(account: AccountMixin, form: Form) -> str:
    able = receivers(account)
    return render_template("account/close.html", account=account, form=form, receivers=able)
