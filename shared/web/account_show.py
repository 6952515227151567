"""One account's page, as it is shown and as it is shown again after a refusal."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from marshmallow import Schema, fields, validate
from sqlalchemy import select

from shared.account import AccountMixin
from shared.errors import NotFoundError
from shared.web.edit import history
from shared.web.form import Form, open_form
from shared.web.tier import this_tier
from shared.web.word import word

ACTIVE, CLOSED, UNCHANGED = "active", "closed", "unchanged"


class RoleSchema(Schema):
    """The role that the account is to have."""

    role = fields.String(required=True, validate=validate.Length(min=1, max=64))


class HandOverSchema(Schema):
    """The login of whoever goes on with what waits; nobody is named where nothing is to move."""

    to = fields.String(validate=validate.Length(max=64))


def state_of(account: AccountMixin) -> str:
    """Active, closed, or with a slip's password that wasn't changed yet."""
    if not account.active:
        return CLOSED
    return UNCHANGED if account.must_change else ACTIVE


def found_account(id: UUID) -> AccountMixin:
    """The account of an address."""
    tier = this_tier()
    account = tier.db.session().get(tier.accounts.account, id)
    if account is None:
        raise NotFoundError("account.unknown", login=id)
    return account


def roles() -> list[tuple[str, str]]:
    """Those of the tier, with their words."""
    return [(role, word(role)) for role in sorted(this_tier().accounts.roles)]


def receivers(account: AccountMixin) -> list[tuple[str, str]]:
    """Who can go on with an account's tasks; empty where it has none by its role."""
    tier = this_tier()
    if tier.hand_over is None or account.role not in tier.hand_over.receivers:
        return []
    table = tier.accounts.account
    able = (table.active, table.role.in_(tier.hand_over.receivers), table.id != account.id)
    found = tier.db.session().scalars(select(table).where(*able).order_by(table.name))
    return [(one.login, f"{one.name} · {word(one.role)}") for one in found]


def account_page(
    account: AccountMixin, role: Form | None = None, moving: Form | None = None
) -> str:
    """Who it is, what was done to it, what can be done; with the form that was refused."""
    tier = this_tier()
    by_command = tier.accounts.by_command
    return render_template(
        "account/show.html",
        account=account,
        state=state_of(account),
        form=role or open_form(RoleSchema(), {"role": account.role}),
        moving=moving or Form(HandOverSchema()),
        receivers=receivers(account),
        roles=[pair for pair in roles() if pair[0] not in by_command],
        by_command=account.role in by_command,
        lines=history(tier.db.session(), f"account:{account.id}"),
    )
