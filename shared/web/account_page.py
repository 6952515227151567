"""Accounts as pages: who can sign in, new ones with a printed slip, reset, role, who left."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy import Select, or_, select
from werkzeug.wrappers import Response

from shared.account import AccountMixin, is_password
from shared.account_change import change_role
from shared.clock import business_now
from shared.database import transaction
from shared.documents.password_slip import PasswordSlip, print_password_slips
from shared.errors import InvalidError
from shared.password import one_time_password, reset_password
from shared.sign_in import LONGEST_NAME, Credentials, NewAccount, add_account
from shared.web.account_leaving import add_leaving
from shared.web.account_show import (
    ACTIVE,
    CLOSED,
    UNCHANGED,
    RoleSchema,
    account_page,
    found_account,
    roles,
    state_of,
)
from shared.web.export import PDF, download, excel
from shared.web.form import open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Asked, Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.saved_filter import saved_filters
from shared.web.say import say
from shared.web.secret import once
from shared.web.shell import own_title
from shared.web.tier import this_tier
from shared.web.word import word


class NewAccountSchema(Schema):
    """Whose account; the password is made here and stands on the slip."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_NAME))
    login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    role = fields.String(required=True, validate=validate.Length(min=1, max=64))


def listing(table: type[AccountMixin]) -> Listing:
    """The list's columns and filters."""
    columns = (
        Column("name", _l("姓名"), lambda one: one.name, table.name),
        Column("login", _l("登录名"), lambda one: one.login, table.login),
        Column("role", _l("角色"), lambda one: word(one.role), table.role),
        Column("state", _l("状态"), lambda one: word(f"account:{state_of(one)}")),
        Column("since", _l("建于"), lambda one: one.created_at, table.created_at),
    )
    return Listing("account", columns, ("q", "role", "state"), sort="name")


def account_pages() -> Blueprint:
    """/accounts, the administrator's."""
    blueprint = Blueprint("account_page", __name__, url_prefix="/accounts")
    _add_list(blueprint)
    _add_new(blueprint)
    _add_one(blueprint)
    _add_slip(blueprint)
    add_leaving(blueprint)
    return blueprint


def _add_list(blueprint: Blueprint) -> None:
    @blueprint.get("")
    @needs("account.manage")
    def list_accounts() -> str | Response:
        """Everybody who can sign in here, or once could."""
        tier = this_tier()
        asked = listing(tier.accounts.account).ask()
        rows = rows_of(tier.db.session(), _asked_for(tier.accounts.account, asked), asked)
        if asked.excel:
            return excel(rows)
        saved = saved_filters(asked.listing.name)
        return render_template(
            "account/list.html", rows=rows, roles=roles(), saved=saved, state_of=state_of
        )


def _asked_for(table: type[AccountMixin], asked: Asked) -> Select[AccountMixin]:
    query = select(table).order_by(*asked.order(), table.id)
    if typed := asked.filters.get("q"):
        like = [c.contains(typed, autoescape=True) for c in (table.name, table.login)]
        query = query.where(or_(*like))
    if role := asked.filters.get("role"):
        query = query.where(table.role == role)
    states = {
        ACTIVE: (table.active,),
        CLOSED: (~table.active,),
        UNCHANGED: (table.active, table.must_change),
    }
    return query.where(*states.get(asked.filters.get("state", ""), ()))


def _add_new(blueprint: Blueprint) -> None:
    @blueprint.get("/new")
    @needs("account.manage")
    def new_account() -> str:
        """Asks for name, login and role."""
        form = open_form(NewAccountSchema())
        return render_template("account/new.html", form=form, roles=roles())

    @blueprint.post("/new")
    @needs("account.manage")
    def post_account() -> Response | tuple[str, int]:
        """Makes it and shows the slip with the one-time password, this once."""
        tier, password, form = this_tier(), one_time_password(), sent_form(NewAccountSchema())

        def act(typed: dict[str, str]) -> AccountMixin:
            new = NewAccount(typed["login"], typed["name"], typed["role"], password)
            with transaction(tier.db) as session:
                return add_account(session, tier.accounts, current_actor(), business_now(), new)

        account = form.submit(act)
        if account is None:
            return render_template("account/new.html", form=form, roles=roles()), 422
        return _slip(account, password)


def _add_one(blueprint: Blueprint) -> None:
    @blueprint.get("/<uuid:id>")
    @needs("account.manage")
    def show_account(id: UUID) -> str:
        """Who it is, since when, what was done to it, and what can be done."""
        return account_page(found_account(id))

    @blueprint.post("/<uuid:id>/role")
    @needs("account.manage")
    def post_role(id: UUID) -> Response | tuple[str, int]:
        """Another role, in force at once."""
        tier, login, form = this_tier(), found_account(id).login, sent_form(RoleSchema())
        actor = current_actor()

        def act(typed: dict[str, str]) -> AccountMixin:
            with transaction(tier.db) as session:
                to = (login, typed["role"])
                return change_role(session, tier.accounts, actor, business_now(), to)

        changed = form.submit(act)
        if changed is None:
            return account_page(found_account(id), form), 422
        say(_("%(name)s现在是%(role)s。", name=changed.name, role=word(changed.role)))
        return redirect(url_for("account_page.show_account", id=id))


def _add_slip(blueprint: Blueprint) -> None:
    @blueprint.post("/<uuid:id>/slip")
    @needs("account.manage")
    def post_slip(id: UUID) -> Response:
        """A new one-time password on a slip; every session of the account ends."""
        tier, password, actor = this_tier(), one_time_password(), current_actor()
        given = Credentials(found_account(id).login, password, "page")
        with transaction(tier.db) as session:
            account = reset_password(session, tier.accounts, actor, business_now(), given)
        return _slip(account, password)

    @blueprint.post("/<uuid:id>/slip.pdf")
    @needs("account.manage")
    def post_document(id: UUID) -> Response:
        """The slip that is shown as a PDF; its password comes back from the page, never stored."""
        account, password = found_account(id), request.form.get("password", "")
        if not is_password(password, account.password_hash):
            raise InvalidError("password.wrong", field="password")
        node = own_title()
        slip = PasswordSlip(account.name, node, request.url_root, account.login, password)
        return download(print_password_slips([slip]), f"{account.id}.pdf", PDF)


def _slip(account: AccountMixin, password: str) -> Response:
    return once(render_template("account/slip.html", account=account, password=password))
