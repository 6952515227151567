"""The administrator's accounts: a list, and new ones with a one-time password for the slip."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate
from sqlalchemy import select

from shared.account import AccountMixin
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


class AccountSchema(Schema):
    """An account without its password."""

    id = fields.UUID()
    login = fields.String()
    name = fields.String()
    role = fields.String()
    active = fields.Boolean()
    must_change = fields.Boolean()


class SlipSchema(AccountSchema):
    """With the one-time password, shown this once."""

    one_time_password = fields.String()


class AccountsSchema(Schema):
    """All of a node's accounts."""

    items = fields.List(fields.Nested(AccountSchema))
    total = fields.Integer()


def accounts_blueprint() -> Blueprint:
    """GET and POST /api/accounts; POST /api/accounts/<login>/reset."""
    blueprint = Blueprint("accounts", __name__, url_prefix="/api")

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
    @blueprint.response(201, SlipSchema)
    def post_account(typed: dict[str, str]) -> dict[str, Any]:
        """A new account with a one-time password that must be changed at the first sign-in."""
        tier, password = this_tier(), one_time_password()
        with transaction(tier.db) as session:
            new = NewAccount(typed["login"], typed["name"], typed["role"], password)
            account = add_account(session, tier.accounts, current_actor(), business_now(), new)
        return _slip(account, password)

    @blueprint.route("/accounts/<login>/reset", methods=["POST"])
    @needs("account.manage")
    @blueprint.response(200, SlipSchema)
    def post_reset(login: str) -> dict[str, Any]:
        """A new one-time password at the counter; every session of the account ends."""
        tier, password = this_tier(), one_time_password()
        with transaction(tier.db) as session:
            given = Credentials(login, password, "api")
            account = reset_password(session, tier.accounts, current_actor(), business_now(), given)
        return _slip(account, password)

    return blueprint


def _slip(account: AccountMixin, password: str) -> dict[str, Any]:
    shown = {name: getattr(account, name) for name in AccountSchema().fields}
    return {**shown, "one_time_password": password}
