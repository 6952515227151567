"""The audit log as a page: who did what, when, before and after."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response

from shared.audit import AuditMixin
from shared.clock import ZONE
from shared.web.export import excel
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import needs
from shared.web.tier import this_tier
from shared.web.word import word


def listing(table: type[AuditMixin]) -> Listing:
    """The log's columns."""
    columns = (
        Column("at", _l("时间"), lambda line: line.business_at.astimezone(ZONE), table.business_at),
        Column("name", _l("谁"), lambda line: line.actor_name, table.actor_name),
        Column("role", _l("角色"), lambda line: word(line.actor_role)),
        Column("action", _l("做了什么"), lambda line: word(line.action), table.action),
        Column("subject", _l("对什么"), lambda line: line.subject),
        Column("channel", _l("渠道"), lambda line: word(line.channel), start=False),
    )
    return Listing("audit", columns, ("q", "subject"), sort="-at")


def audit_pages() -> Blueprint:
    """/history: the whole log, or one subject's."""
    blueprint = Blueprint("audit_page", __name__, url_prefix="/history")

    @blueprint.get("")
    @needs("audit.read")
    def list_lines() -> str | Response:
        """Newest first; `q` filters by who, `subject` by what it was done to."""
        tier = this_tier()
        table = tier.accounts.audit
        asked = listing(table).ask()
        query = select(table).order_by(*asked.order(), table.id.desc())
        if name := asked.filters.get("q"):
            query = query.where(table.actor_name.contains(name, autoescape=True))
        if subject := asked.filters.get("subject"):
            query = query.where(table.subject == subject)
        rows = rows_of(tier.db.session(), query, asked)
        return excel(rows) if asked.excel else render_template("history.html", rows=rows)

    return blueprint
