"""Pairings in tests: one with Zhao, its visits by the API, signed for by the household."""

from __future__ import annotations

import io
from contextvars import Context
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.month import Month
from shared.domain.request_figures import VisitFigures
from shared.domain.service_record import Evaluation
from shared.resident import resident
from station.actions.order_done import report_done
from station.actions.signature import Signing, make_link, shown_by, sign_order
from station.database import db
from station.domain.service_order import Done, Part
from station.federation import LINK
from station.models.account import Account
from station.models.ledger import Line
from station.models.signature import lines_of_order
from station.models.visit_figures import visits_of
from tests.station.ledger.station import Station
from tests.station.requests.desk import form
from tests.station.requests.served import DRAWN, SIGNER

HOME = {
    "name": "郑桂芳",
    "phone": "138 1234 6021",
    "address": "建设路18号2楼",
    "words": "独居，腿脚不好，想有人说说话",
}


def do_chores() -> None:
    """What the agent does each minute, all of it, and each piece must succeed."""
    for chore in LINK.chores:
        with transaction(db) as session:
            chore(session, business_now())


class Pairs:
    """A station with catalogue, registrations, and what the agent does when it is told to."""

    def __init__(self, station: Station) -> None:
        self.station = station
        for name in station.people:
            form(station.people[name], specialties=[], categories=["hardship_aid"])

    def call(self, method: str, path: str, body: Any = None, login: str = "clerk") -> Any:
        status, answer = self.station.call(login, method, f"/api{path}", body)
        assert status < 300, answer
        return answer

    def refused(self, method: str, path: str, body: Any = None) -> str:
        status, answer = self.station.call("clerk", method, f"/api{path}", body)
        assert status in (403, 404, 409, 422), answer
        return str(answer["code"])

    def upload(self, path: str, file: bytes, form: dict[str, str]) -> dict[str, Any]:
        """A file with its form, as a clerk's client sends them."""
        db.session.rollback()
        data = form | {"file": (io.BytesIO(file), "visit.jpg")}
        headers = {"Authorization": f"Bearer {self.station.tokens['clerk']}"}
        send = partial(
            self.station.app.test_client().post, f"/api{path}", data=data, headers=headers
        )
        answer = Context().run(send)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def start(self, *names: str, **changes: Any) -> str:
        people = [str(self.station.people[name]) for name in names or ("赵一",)]
        body = HOME | {"volunteers": people, "rhythm": "weekly", "since": "2025-02-03"} | changes
        return str(self.call("POST", "/pairings", body)["id"])

    def shown(self, pairing: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", f"/pairings/{pairing}")
        return found

    def states(self, pairing: str) -> list[str]:
        """Of the visits that count, the first round first."""
        return [one["state"] for one in self.shown(pairing)["visits"][::-1] if one["counts"]]

    def order(self, pairing: str, back: int = 0) -> str:
        """Of a visit, the newest round being 0."""
        return str(self.shown(pairing)["visits"][back]["order"])

    def at(self, day: str) -> None:
        """The clock moves, and the agent looks at what is to be done; twice is once."""
        self.station.at(f"{day}T09:00+08:00")
        for _ in range(2):
            do_chores()

    def listed(self, status: str) -> list[str]:
        return [one["id"] for one in self.call("GET", f"/pairings?status={status}")["items"]]

    def people(self, pairing: str) -> list[str]:
        return [one["name"] for one in self.shown(pairing)["people"]]

    def going(self, order: str) -> list[str]:
        return [one["name"] for one in self.call("GET", f"/service-orders/{order}")["people"]]

    def link(self, login: str, name: str) -> str:
        account = self.station.account(login, f"{name}账号", "volunteer")
        with transaction(db) as session:
            session.get_one(Account, account).volunteer_id = self.station.people[name]
        return login

    def made(self, order: str, *names: str, day: date | None = None) -> list[Line]:
        """Reported, late where a day is given, and signed for; the records."""
        people = [self.station.people[name] for name in names or ("赵一",)]
        parts = tuple(Part(one, "07:00", "08:35") for one in people)
        told = Done(day or local_day(business_now()), "说了话，买了菜", "东片", parts)
        told = replace(told, late_reason="忘了报") if day else told
        with transaction(db) as session:
            actor, now = self.station.actor("clerk"), business_now()
            report_done(session, actor, now, UUID(order), told)
            token = make_link(session, actor, now, UUID(order))
        with transaction(db) as session:
            shown = shown_by(session, token)
            said = {line.record.id: Evaluation.SATISFIED for line in shown.lines}
            signing = Signing(said, SIGNER, DRAWN, shown.seen)
            sign_order(session, resident("page"), business_now(), token, signing)
        return lines_of_order(self.station.session, UUID(order))

    def figures(self, month: str) -> VisitFigures:
        return visits_of(self.station.session, Month.parse(month))
