"""Accounts as pages: who can sign in, new ones with a printed slip, reset, role, who left."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy import or_, select
from werkzeug.wrappers import Response

from shared.account import AccountMixin
from shared.account_change import change_role, close_account, reopen_account
from shared.clock import business_now
from shared.database import transaction
from shared.errors import NotFoundError
from shared.password import one_time_password, reset_password
from shared.sign_in import LONGEST_NAME, Credentials, NewAccount, add_account
from shared.web.edit import history
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.saved_filter import saved_filters
from shared.web.say import say
from shared.web.secret import once
from shared.web.tier import this_tier
from shared.web.word import word

ACTIVE, CLOSED, UNCHANGED = "active", "closed", "unchanged"


class NewAccountSchema(Schema):
    """Whose account; the password is made here and stands on the slip."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_NAME))
    login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    role = fields.String(required=True, validate=validate.Length(min=1, max=64))


class RoleSchema(Schema):
    """The role that the account is to have."""

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


def state_of(account: AccountMixin) -> str:
    """Active, closed, or with a slip's password that wasn't changed yet."""
    if not account.active:
        return CLOSED
    return UNCHANGED if account.must_change else ACTIVE


def account_pages() -> Blueprint:
    """/accounts, the administrator's."""
    blueprint = Blueprint("account_page", __name__, url_prefix="/accounts")
    _add_list(blueprint)
    _add_new(blueprint)
    _add_one(blueprint)
    _add_changes(blueprint)
    return blueprint


def _add_list(blueprint: Blueprint) -> None:
    @blueprint.get("")
    @needs("account.manage")
    def list_accounts() -> str | Response:
        """Everybody who can sign in here, or once could."""
        tier = this_tier()
        table, asked = tier.accounts.account, listing(tier.accounts.account).ask()
        query = select(table).order_by(*asked.order(), table.id)
        if typed := asked.filters.get("q"):
            like = [c.contains(typed, autoescape=True) for c in (table.name, table.login)]
            query = query.where(or_(*like))
        if role := asked.filters.get("role"):
            query = query.where(table.role == role)
        match asked.filters.get("state"):
            case "active":
                query = query.where(table.active)
            case "closed":
                query = query.where(~table.active)
            case "unchanged":
                query = query.where(table.active, table.must_change)
        rows = rows_of(tier.db.session(), query, asked)
        if asked.excel:
            return excel(rows)
        saved = saved_filters(asked.listing.name)
        return render_template(
            "account/list.html", rows=rows, roles=_roles(), saved=saved, state_of=state_of
        )


def _add_new(blueprint: Blueprint) -> None:
    @blueprint.get("/new")
    @needs("account.manage")
    def new_account() -> str:
        """Asks for name, login and role."""
        return render_template(
            "account/new.html", form=open_form(NewAccountSchema()), roles=_roles()
        )

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
            return render_template("account/new.html", form=form, roles=_roles()), 422
        return _slip(account, password)


def _add_one(blueprint: Blueprint) -> None:
    @blueprint.get("/<uuid:id>")
    @needs("account.manage")
    def show_account(id: UUID) -> str:
        """Who it is, since when, what was done to it, and what can be done."""
        account = _found(id)
        return _account_page(account, open_form(RoleSchema(), {"role": account.role}))

    @blueprint.post("/<uuid:id>/slip")
    @needs("account.manage")
    def post_slip(id: UUID) -> Response:
        """A new one-time password on a slip; every session of the account ends."""
        tier, password, account = this_tier(), one_time_password(), _found(id)
        given = Credentials(account.login, password, "page")
        with transaction(tier.db) as session:
            account = reset_password(session, tier.accounts, current_actor(), business_now(), given)
        return _slip(account, password)

    @blueprint.post("/<uuid:id>/role")
    @needs("account.manage")
    def post_role(id: UUID) -> Response | tuple[str, int]:
        """Another role, in force at once."""
        tier, account, form = this_tier(), _found(id), sent_form(RoleSchema())
        login, actor = account.login, current_actor()

        def act(typed: dict[str, str]) -> AccountMixin:
            with transaction(tier.db) as session:
                to = (login, typed["role"])
                return change_role(session, tier.accounts, actor, business_now(), to)

        changed = form.submit(act)
        if changed is None:
            return _account_page(_found(id), form), 422
        say(_("%(name)s现在是%(role)s。", name=changed.name, role=word(changed.role)))
        return redirect(url_for("account_page.show_account", id=id))


def _add_changes(blueprint: Blueprint) -> None:
    @blueprint.get("/<uuid:id>/closing")
    @needs("account.manage")
    def new_closing(id: UUID) -> str:
        """Says what it means that an account is closed."""
        return render_template("account/close.html", account=_found(id))

    @blueprint.post("/<uuid:id>/closing")
    @needs("account.manage")
    def post_closing(id: UUID) -> Response:
        """Whoever left signs in no more."""
        tier, login = this_tier(), _found(id).login
        with transaction(tier.db) as session:
            account = close_account(session, tier.accounts, current_actor(), business_now(), login)
            name = account.name
        say(_("%(name)s的账号已停用。", name=name))
        return redirect(url_for("account_page.show_account", id=id))

    @blueprint.post("/<uuid:id>/reopening")
    @needs("account.manage")
    def post_reopening(id: UUID) -> Response:
        """Whoever came back signs in as before."""
        tier, login = this_tier(), _found(id).login
        with transaction(tier.db) as session:
            account = reopen_account(session, tier.accounts, current_actor(), business_now(), login)
            name = account.name
        say(_("%(name)s的账号已恢复，用原来的密码登录。", name=name))
        return redirect(url_for("account_page.show_account", id=id))


def _found(id: UUID) -> AccountMixin:
    tier = this_tier()
    account = tier.db.session().get(tier.accounts.account, id)
    if account is None:
        raise NotFoundError("account.unknown", login=id)
    return account


def _roles() -> list[tuple[str, str]]:
    return [(role, word(role)) for role in sorted(this_tier().accounts.roles)]


def _account_page(account: AccountMixin, form: Form) -> str:
    tier = this_tier()
    return render_template(
        "account/show.html",
        account=account,
        state=state_of(account),
        form=form,
        roles=[pair for pair in _roles() if pair[0] not in tier.accounts.by_command],
        by_command=account.role in tier.accounts.by_command,
        lines=history(tier.db.session(), f"account:{account.id}"),
    )


def _slip(account: AccountMixin, password: str) -> Response:
    return once(render_template("account/slip.html", account=account, password=password))
