"""The audit log: what a line holds, and what it never holds in clear."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select

from center.models.audit import Audit, log
from shared.account import Actor
from shared.audit import MASK, Change
from shared.database import transaction
from tests.conftest import MakeNode

ACTOR = Actor(UUID(int=7), "刘志远", "officer", "api")
NOW = datetime(2025, 3, 1, 1, tzinfo=UTC)


def test_a_line_has_both_clocks_and_plain_values(make_node: MakeNode) -> None:
    app = make_node("center", "01")
    after = {"day": date(2025, 3, 1), "volunteer": UUID(int=1), "status": "approved"}
    with app.app_context(), transaction(app.extensions["yigong"].db) as session:
        log(session, ACTOR, NOW, Change("registration.decided", "registration:1", None, after))
        session.flush()
        session.expire_all()
        line = session.scalars(select(Audit).where(Audit.subject == "registration:1")).one()
        assert (line.actor_id, line.actor_name, line.actor_role) == (ACTOR.id, "刘志远", "officer")
        assert line.business_at == NOW and line.machine_at > NOW
        assert line.before is None
        assert line.after == {
            "day": "2025-03-01",
            "volunteer": str(UUID(int=1)),
            "status": "approved",
        }


def test_personal_fields_are_masked(make_node: MakeNode) -> None:
    app = make_node("center", "01")
    before = {"id_number": "11010519491231002X", "phone": "13800138000", "post": "教师"}
    with app.app_context(), transaction(app.extensions["yigong"].db) as session:
        log(session, ACTOR, NOW, Change("member.changed", "member:1", before, None))
        session.flush()
        line = session.scalars(select(Audit).where(Audit.subject == "member:1")).one()
        assert line.before == {"id_number": MASK, "phone": MASK, "post": "教师"}
