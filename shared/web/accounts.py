"""A node's accounts: listed, made with a one-time password for the slip, reset, closed, changed."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate
from sqlalchemy import select

from shared.account import AccountMixin
from shared.account_change import change_role, close_account, reopen_account
from shared.clock import business_now
from shared.database import transaction
from shared.password import one_time_password, reset_password
from shared.sign_in import Credentials, NewAccount, add_account
from shared.web.login import current_actor, needs
from shared.web.tier import this_tier

LONGEST = validate.Length(min=1, max=64)


class AddAccountSchema(Schema):
    """What the administrator types; the password is made here."""

    login = fields.String(required=True, validate=LONGEST)
    name = fields.String(required=True, validate=LONGEST)
    role = fields.String(required=True, validate=LONGEST)


class RoleSchema(Schema):
    """The role that an account is to have."""

    role = fields.String(required=True, validate=LONGEST)


class AccountSchema(Schema):
    """An account without its password."""

    id = fields.UUID()
    login = fields.String()
    name = fields.String()
    role = fields.String()
    active = fields.Boolean()
    must_change = fields.Boolean()


class AccountSlipSchema(AccountSchema):
    """With the one-time password, shown this once."""

    one_time_password = fields.String()


class AccountsSchema(Schema):
    """All of a node's accounts."""

    items = fields.List(fields.Nested(AccountSchema))
    total = fields.Integer()


def accounts_blueprint() -> Blueprint:
    """GET and POST /api/accounts; POST /api/accounts/<login>/reset, closing, reopening, role."""
    blueprint = Blueprint("accounts", __name__, url_prefix="/api")
    _add_changes(blueprint)

    @blueprint.route("/accounts")
    @needs("account.manage")
    @blueprint.response(200, AccountsSchema)
    def list_accounts() -> dict[str, Any]:
        """Who can sign in here."""
        tier = this_tier()
        table = tier.accounts.account
        items = tier.db.session().scalars(select(table).order_by(table.login)).all()
        return {"items": items, "total": len(items)}

    @blueprint.route("/accounts", methods=["POST"])
    @needs("account.manage")
    @blueprint.arguments(AddAccountSchema)
    @blueprint.response(201, AccountSlipSchema)
    def post_account(typed: dict[str, str]) -> dict[str, Any]:
        """A new account with a one-time password that must be changed at the first sign-in."""
        tier, password = this_tier(), one_time_password()
        with transaction(tier.db) as session:
            new = NewAccount(typed["login"], typed["name"], typed["role"], password)
            account = add_account(session, tier.accounts, current_actor(), business_now(), new)
        return _slip(account, password)

    @blueprint.route("/accounts/<login>/reset", methods=["POST"])
    @needs("account.reset")
    @blueprint.response(200, AccountSlipSchema)
    def post_reset(login: str) -> dict[str, Any]:
        """A new one-time password at the counter; every session of the account ends."""
        tier, password = this_tier(), one_time_password()
        with transaction(tier.db) as session:
            given = Credentials(login, password, "api")
            account = reset_password(session, tier.accounts, current_actor(), business_now(), given)
        return _slip(account, password)

    return blueprint


def _add_changes(blueprint: Blueprint) -> None:
    @blueprint.route("/accounts/<login>/closing", methods=["POST"])
    @needs("account.reset")
    @blueprint.response(200, AccountSchema)
    def post_closing(login: str) -> AccountMixin:
        """Its holder signs in no more; every session of theirs ends."""
        tier = this_tier()
        with transaction(tier.db) as session:
            return close_account(session, tier.accounts, current_actor(), business_now(), login)

    @blueprint.route("/accounts/<login>/reopening", methods=["POST"])
    @needs("account.reset")
    @blueprint.response(200, AccountSchema)
    def post_reopening(login: str) -> AccountMixin:
        """Its holder signs in again."""
        tier = this_tier()
        with transaction(tier.db) as session:
            return reopen_account(session, tier.accounts, current_actor(), business_now(), login)

    @blueprint.route("/accounts/<login>/role", methods=["POST"])
    @needs("account.manage")
    @blueprint.arguments(RoleSchema)
    @blueprint.response(200, AccountSchema)
    def post_role(typed: dict[str, str], login: str) -> AccountMixin:
        """Another role, in force at once."""
        tier, to = this_tier(), (login, typed["role"])
        with transaction(tier.db) as session:
            return change_role(session, tier.accounts, current_actor(), business_now(), to)


def _slip(account: AccountMixin, password: str) -> dict[str, Any]:
    shown = {name: getattr(account, name) for name in AccountSchema().fields}
    return {**shown, "one_time_password": password}
