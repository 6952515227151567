"""What stations and association tell a center of a request, and what an officer does with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from uuid_utils.compat import uuid7

from center.actions import routing
from center.actions.routing import Routing
from center.database import db
from center.models.service_request import RequestStep, ServiceRequest
from shared.domain.service_request import Status
from tests.center.bureau import ASSOCIATION, CENTER, OFFICER, A, B, Bureau

WHY = "二中有会修水电的义工"
ELSEWHERE = "station:02-1"
AT = datetime(2025, 2, 3, 1, tzinfo=UTC)


def question(**more: Any) -> dict[str, Any]:
    """All that routing needs of a lamp that has to be repaired."""
    return {
        "request": uuid7(),
        "first_station": A,
        "category": "convenience",
        "item": "repair",
        "item_name": "义务维修",
        "district": "育才里",
        "wished": ["3-afternoon"],
        "urgency": "normal",
        "has_stars": False,
        "received_at": AT,
        "why": "nobody_fits",
        "routing_text": "卫生间灯不亮，要会水电维修的义工",
        **more,
    }


def number(association: int, center: int) -> dict[str, int]:
    return {"association": association, "center": center}


@dataclass
class Asked:
    """A request of station A at the center."""

    bureau: Bureau
    id: UUID

    @property
    def row(self) -> ServiceRequest:
        return self.bureau.get(ServiceRequest, self.id)

    @property
    def state(self) -> tuple[str, str | None, tuple[int, int]]:
        row = self.row
        return row.status, row.holder, (row.custody_association, row.custody_center)

    @property
    def subject(self) -> str:
        return f"request:{self.id}"

    def receive(self, kind: str, sender: str, data: dict[str, Any]) -> None:
        whole = {"request": self.id, **data}
        self.bureau.receive(f"request.{kind}", sender, whole, subject=self.subject)

    def says(
        self, status: str, station: str = B, custody: tuple[int, int] = (0, 2), **more: Any
    ) -> None:
        """A step of a station that serves."""
        facts = {"custody": number(*custody), "station": station, "title": "二中", "since": AT}
        self.receive("progress", more.pop("sender", station), facts | {"status": status} | more)

    def asks(self, by: str = "station", sender: str = A) -> None:
        """The first station wants it back, or its requester gives up."""
        facts = {"custody": number(0, 1), "by": by, "withdrawn_at": AT}
        self.receive("withdrawn", sender, facts)

    def seals(self, to: str = B, custody: tuple[int, int] = (0, 2), sender: str = A) -> None:
        self.receive("contact", sender, {"custody": number(*custody), "to": to, "sealed": "jwe"})

    def from_above(self, kind: str, said: tuple[int, int], /, **more: Any) -> None:
        self.receive(kind, ASSOCIATION, {**more, "custody": number(*said)})

    def route(self, to: str = B, reason: str = WHY) -> None:
        with self.bureau.writing() as session:
            now = self.bureau.now
            routing.route_request(session, OFFICER, now, self.id, Routing(to, reason))

    def act(self, name: str, reason: str = WHY) -> None:
        """`decline`, `escalate` or `return`."""
        with self.bureau.writing() as session:
            done = getattr(routing, f"{name}_request")
            done(session, OFFICER, self.bureau.now, self.id, reason)

    def sent(self, kind: str, to: str) -> list[dict[str, Any]]:
        return self.bureau.sent(f"request.{kind}", to)

    def steps(self) -> list[RequestStep]:
        session = db.session()
        query = select(RequestStep).where(RequestStep.request_id == self.id)
        found = list(session.scalars(query.order_by(RequestStep.at, RequestStep.id)))
        session.rollback()
        return found


def asked(bureau: Bureau, **more: Any) -> Asked:
    """Station A can't serve it."""
    data = question(**more) | {"custody": number(0, 0), "escalated_at": AT}
    found = Asked(bureau, data["request"])
    found.receive("escalated", more.get("sender", A), data)
    return found


def taken(bureau: Bureau) -> Asked:
    """Given to station B, which accepted it."""
    found = asked(bureau)
    found.route()
    found.says(Status.ACCEPTED)
    return found


def given(bureau: Bureau, **more: Any) -> Asked:
    """The association gives this center a request of another one."""
    found = Asked(bureau, uuid7())
    found.receive("routed", ASSOCIATION, routed_above(found.id, **more))
    return found


def routed_above(id: UUID, **more: Any) -> dict[str, Any]:
    """News from the association of who has it."""
    return question(request=id, first_station=ELSEWHERE) | {
        "status": "routed",
        "custody": number(2, 0),
        "to": CENTER,
        "to_title": "教育局党员义工服务中心",
        "reason": "本区只有你们有人",
        "routed_at": AT,
        "by": "协会",
        **more,
    }


OUTCOME = {
    "served_on": date(2025, 2, 5),
    "people": 2,
    "hours": 4,
    "evaluation": "satisfied",
    "signature": "a" * 64,
}
