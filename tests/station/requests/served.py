"""Orders in tests: volunteers with accounts, an order on its way, and what is drawn."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from shared.clock import business_now
from shared.database import transaction
from shared.domain.one_time_signature import Signer
from shared.domain.service_order import Assignee
from shared.domain.service_record import Evaluation
from shared.resident import resident
from station.actions.order_done import report_done
from station.actions.service_order import Answer, answer_order, offer_order
from station.actions.signature import Signing, make_link, shown_by, sign_order
from station.actions.team import create_team
from station.database import db
from station.domain.service_order import Done, Offer, Part
from station.domain.team import TeamForm
from station.models import service_order
from station.models.account import Account
from station.models.ledger import Line
from station.models.service_order import ServiceOrder
from station.models.signature import lines_of_order
from tests.station.ledger.station import Station
from tests.station.requests.desk import accept, ask

DRAWN = json.dumps([[[10 * n, 20] for n in range(12)], [[30, 10], [30, 90]]])
SIGNER = Signer("郑桂芳")


class Serving:
    """A station with an accepted request, and orders of it; `request` was accepted before."""

    def __init__(self, station: Station, request: UUID | None = None) -> None:
        self.station = station
        self.request = request or ask(station).id
        if request is None:
            accept(station, self.request)

    def link(self, login: str, name: str, role: str = "volunteer") -> str:
        """An account of a volunteer's own."""
        account = self.station.account(login, f"{name}账号", role)
        with transaction(db) as session:
            session.get_one(Account, account).volunteer_id = self.station.people[name]
        return login

    def team(self, leader: str, *others: str) -> UUID:
        people = [self.station.people[name] for name in (leader, *others)]
        with transaction(db) as session:
            who = self.station.actor("clerk")
            form = TeamForm("抢修队", people[0], tuple(people))
            return create_team(session, who, business_now(), form).id

    def offer(self, name: str = "赵一", **more: Any) -> UUID:
        assignee = more.pop("assignee", None) or Assignee(volunteer=self.station.people[name])
        with transaction(db) as session:
            actor, offer = self.station.actor("clerk"), Offer(assignee, **more)
            return offer_order(session, actor, business_now(), self.request, offer).id

    def answer(self, order: UUID, login: str = "clerk", reason: str = "", **more: Any) -> None:
        with transaction(db) as session:
            answer = Answer(not reason, reason, **more)
            answer_order(session, self.station.actor(login), business_now(), order, answer)

    def done(self, order: UUID, *names: str, login: str = "clerk", **changes: Any) -> None:
        people = [self.station.people[name] for name in names or ("赵一",)]
        told = {
            "day": date(2025, 2, 3),
            "content": "换了阀芯",
            "place": "东片",
            "parts": tuple(Part(one, "07:00", "08:35") for one in people),
        }
        with transaction(db) as session:
            actor = self.station.actor(login)
            report_done(session, actor, business_now(), order, Done(**told | changes))

    def accepted(self, name: str = "赵一") -> UUID:
        order = self.offer(name)
        self.answer(order)
        return order

    def reported(self, name: str = "赵一") -> UUID:
        order = self.accepted(name)
        self.done(order, name)
        return order

    def token(self, order: UUID, login: str = "clerk") -> str:
        with transaction(db) as session:
            return make_link(session, self.station.actor(login), business_now(), order)

    def sign(self, token: str, **changes: Any) -> None:
        """All satisfied, by the recipient herself, unless something else is said."""
        with transaction(db) as session:
            shown = shown_by(session, token)
            said = {line.record.id: Evaluation.SATISFIED for line in shown.lines}
            given = {"said": said, "signer": SIGNER, "ink": DRAWN, "seen": shown.seen} | changes
            sign_order(session, resident("page"), business_now(), token, Signing(**given))

    def order(self, order: UUID) -> ServiceOrder:
        return service_order.by_id(self.station.session, order)

    def lines(self, order: UUID) -> list[Line]:
        return lines_of_order(self.station.session, order)
