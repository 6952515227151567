"""The audit log as a list, newest first."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields
from sqlalchemy import select

from shared.web.login import needs
from shared.web.page import PageSchema, page_of
from shared.web.tier import this_tier


class AuditQuerySchema(PageSchema):
    """Which lines: of one subject, or all."""

    subject = fields.String()


class LineSchema(Schema):
    """Who, when, by which channel, what, before and after."""

    id = fields.UUID()
    business_at = fields.AwareDateTime(format="iso")
    machine_at = fields.AwareDateTime(format="iso")
    actor_id = fields.UUID()
    actor_name = fields.String()
    actor_role = fields.String()
    channel = fields.String()
    action = fields.String()
    subject = fields.String()
    before = fields.Dict(allow_none=True)
    after = fields.Dict(allow_none=True)


class LinesSchema(Schema):
    """A page of lines."""

    items = fields.List(fields.Nested(LineSchema))
    total = fields.Integer()


def audit_blueprint() -> Blueprint:
    """GET /api/audit."""
    blueprint = Blueprint("audit", __name__, url_prefix="/api")

    @blueprint.route("/audit")
    @needs("audit.read")
    @blueprint.arguments(AuditQuerySchema, location="query")
    @blueprint.response(200, LinesSchema)
    def list_audit(asked: dict[str, Any]) -> dict[str, Any]:
        """Changes of state, newest first."""
        tier = this_tier()
        session, table = tier.db.session(), tier.accounts.audit
        chosen = [table.subject == asked["subject"]] if "subject" in asked else []
        query = select(table).where(*chosen).order_by(table.id.desc())
        page, total = page_of(session, query, asked)
        return {"items": [line for (line,) in page], "total": total}

    return blueprint
