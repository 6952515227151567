"""A new node's first steps: each ticks itself from what the node's own data say."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, current_app, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.federation.enrolment import ACTIVE, UPPER
from shared.set_up import has_accounts
from shared.sign_in import Accounts
from shared.web.language import marked as _l
from shared.web.login import needs
from shared.web.shell import may_do
from shared.web.tier import Step, Tier, this_settings, this_tier


def first_step_pages() -> Blueprint:
    """/first-steps."""
    blueprint = Blueprint("first_step_page", __name__, url_prefix="/first-steps")

    @blueprint.get("")
    @needs("first_step.read")
    def list_steps() -> str:
        """What is done, and the next thing to do."""
        tier = this_tier()
        return render_template("first_steps.html", steps=_with_links(steps(tier)))

    return blueprint


def steps(tier: Tier) -> list[Step]:
    """Those of every node, then the tier's own."""
    session = tier.db.session()
    made = Step(
        _l("建管理员账号"),
        has_accounts(session, tier),
        "account_page.list_accounts",
        "account.manage",
    )
    return [made, *_upwards(session, tier), *tier.first_steps(session)]


def has_roles(session: Session, accounts: Accounts, *roles: str) -> bool:
    """Whether each of the roles has an account in use: for the tiers' own steps."""
    table = accounts.account
    query = select(table.role).where(table.role.in_(roles), table.active).distinct()
    return set(session.scalars(query)) == set(roles)


def _upwards(session: Session, tier: Tier) -> Sequence[Step]:
    settings = this_settings()
    if settings.upper is None or settings.practice:
        return ()
    table = tier.link.tables.peer
    state = session.scalar(select(table.state).where(table.side == UPPER))
    return (
        Step(
            _l("用注册串接入上级"),
            state is not None,
            "enrolment_page.new_link",
            "link.enrol",
            _l("注册串由上级给，72 小时内有效；没接入也能先办事。"),
        ),
        Step(
            _l("与上级核对指纹，等批准"),
            state == ACTIVE,
            "link_page.show_link",
            "link.read",
            _l("打电话把本节点的指纹读给上级听。"),
        ),
    )


def _with_links(found: Sequence[Step]) -> list[tuple[Step, str]]:
    """Each step with its address, "" for who may not go there."""
    known = current_app.view_functions
    return [
        (step, url_for(step.endpoint) if step.endpoint in known and may_do(step.permission) else "")
        for step in found
    ]
