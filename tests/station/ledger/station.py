"""A station in a test: its people, its JSON API, and messages as they come from the center."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import Context
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.federation.link import Message
from shared.sign_in import NewAccount, add_account
from shared.wire.table import TYPES
from station.database import db
from station.federation import LINK
from station.models.account import ACCOUNTS, Account
from station.models.federation import TABLES
from station.models.member import Member, MemberStay
from station.models.volunteer import Volunteer, VolunteerSpan

ADMIN = Actor(UUID(int=0), "管理员", "administrator", "command")
PASSWORD = "station-password"
SLIP = "ab" * 32
SIGNED = {"summary": "本月小结", "no_photo_reason": "没有照片"}


class Station:
    """One station's app; what is written here goes through actions or the API."""

    def __init__(self, app: Flask, clock: Callable[[str], None]) -> None:
        self.app = app
        self.at = clock
        self.people: dict[str, UUID] = {}
        self.tokens: dict[str, str] = {}
        self.vers: dict[tuple[str, str], int] = {}

    @property
    def session(self) -> Session:
        db.session.rollback()
        return db.session()

    def account(self, login: str, name: str, role: str) -> UUID:
        new = NewAccount(login, name, role, PASSWORD, lasting=True)
        with transaction(db) as session:
            return add_account(session, ACCOUNTS, ADMIN, business_now(), new).id

    def actor(self, login: str) -> Actor:
        account = self.session.scalars(select(Account).filter_by(login=login)).one()
        return Actor(account.id, account.name, account.role, "api")

    def volunteer(self, name: str, approved: date | None, last: date | None = None) -> UUID:
        with transaction(db) as session:
            member = Member(
                name=name,
                sex="male",
                id_number=f"{len(self.people):018d}",
                phone="13900000000",
                joined_party_on="2010-07-01",
                birth_date="1980-01-01",
                post="教师",
                search_digest=f"{len(self.people):064d}",
                duplicate_digest=None,
            )
            session.add(member)
            session.flush()
            session.add(MemberStay(member_id=member.id, first_day=date(2024, 12, 1)))
            status = "approved" if approved else "submitted"
            person = Volunteer(
                member_id=member.id,
                name=name,
                status=status,
                approval_date=approved,
                station_since=date(2025, 1, 1),
            )
            session.add(person)
            session.flush()
            if approved:
                span = VolunteerSpan(volunteer_id=person.id, first_day=approved, last_day=last)
                session.add(span)
        self.people[name] = person.id
        return person.id

    def row(self, **changes: Any) -> dict[str, Any]:
        """A row of POST /api/records: Zhao's two group hours on 20 January, satisfied."""
        name = changes.pop("name", "赵一")
        return {
            "volunteer": str(self.people.get(name, uuid4())),
            "day": "2025-01-20",
            "start": "08:00",
            "end": "10:00",
            "category": "civic_education",
            "form": "group",
            "place": "社区广场",
            "content": "政策宣讲",
            "evaluation": "satisfied",
        } | changes

    def enter(self, *rows: dict[str, Any], login: str = "clerk") -> list[str]:
        """Enters rows that must all be taken; their ids."""
        status, answer = self.call(login, "POST", "/api/records", {"records": list(rows)})
        assert status == 201, answer
        return [row["id"] for row in answer["items"]]

    def certify(self, *ids: str, login: str = "clerk", **more: Any) -> list[dict[str, Any]]:
        return self._act("/api/records/certification", ids, login, more)

    def second(self, *ids: str, login: str = "second") -> list[dict[str, Any]]:
        return self._act("/api/records/second", ids, login, {})

    def certified(self, *rows: dict[str, Any]) -> list[str]:
        """Entered and certified by one officer."""
        ids = self.enter(*rows)
        assert [row["status"] for row in self.certify(*ids)] == ["certified"] * len(rows)
        return ids

    def record(self, record: str) -> dict[str, Any]:
        _, answer = self.call("clerk", "GET", "/api/records?page_size=1000")
        found: dict[str, Any] = next(row for row in answer["items"] if row["id"] == record)
        return found

    def close(self, month: str, login: str = "head") -> tuple[int, dict[str, Any]]:
        return self.call(login, "POST", f"/api/months/{month}/closing")

    def sign(self, month: str, login: str = "head", **more: Any) -> tuple[int, dict[str, Any]]:
        return self.call(login, "POST", f"/api/months/{month}/signature", SIGNED | more)

    def reported(self, month: str) -> dict[str, Any]:
        """Closed and signed by the head."""
        assert self.close(month)[0] == 200
        status, answer = self.sign(month)
        assert status == 201, answer
        return answer

    def month(self, month: str) -> dict[str, Any]:
        status, answer = self.call("clerk", "GET", f"/api/months/{month}")
        assert status == 200, answer
        return answer

    def decide(self, signed: dict[str, Any], decision: str, **changes: Any) -> Message:
        """The center's word on a revision that was just signed."""
        data = {
            "tally": signed["tally"],
            "month": signed["month"],
            "revision": signed["revision"],
            "content": signed["content"],
            "decision": decision,
            "reason": "",
            "by": "吴主任",
            "decided_on": "2025-02-05",
            "arrived_at": "2025-02-04T01:00:00+00:00",
            "on_time": True,
        }
        message = self.message("tally.decided", f"tally:{signed['tally']}", data | changes)
        self.receive(message)
        return message

    def message(
        self, type: str, subject: str, data: dict[str, Any], sender: str = "center:01"
    ) -> Message:
        """A message with the next version of its subject, its data loaded as the spine does."""
        key = (type, subject)
        self.vers[key] = self.vers.get(key, 0) + 1
        kind = TYPES[type]
        return Message(
            id=uuid4(),
            type=type,
            v=kind.v,
            subject=subject,
            ver=self.vers[key],
            sender=sender,
            via="center:01",
            occurred=business_now(),
            cause=None,
            actor=None,
            data=kind.schemas[kind.v]().load(data),
            body=b"{}",
            seal=None,
            received_at=machine_now(),
            business_at=business_now(),
        )

    def receive(self, message: Message) -> None:
        """Has the link's handler apply it."""
        with transaction(db) as session:
            LINK.handlers[message.type](session, message, business_now())

    def promised(self, type: str) -> list[dict[str, Any]]:
        """The data of what was promised, oldest first."""
        query = select(TABLES.outbox).where(TABLES.outbox.type == type)
        rows = self.session.scalars(query.order_by(TABLES.outbox.id))
        return [json.loads(row.body or b"")["data"] for row in rows]

    def call(
        self, login: str, method: str, path: str, body: dict[str, Any] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Status and JSON of a request by an account."""
        if login not in self.tokens:
            who = {"login": login, "password": PASSWORD}
            self.tokens[login] = self._send("POST", "/api/tokens", who, {})[1]["token"]
        headers = {"Authorization": f"Bearer {self.tokens[login]}"}
        return self._send(method, path, body, headers)

    def visit(self, method: str, path: str) -> int:
        """The status for somebody who isn't signed in."""
        return self._send(method, path, {} if method == "POST" else None, {})[0]

    def _send(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        """In a context of its own: Flask would take the test's for the request's."""
        db.session.rollback()
        client = self.app.test_client()
        send = partial(client.open, path, method=method, json=body, headers=headers)
        answer = Context().run(send)
        return answer.status_code, answer.get_json()

    def _act(
        self, path: str, ids: tuple[str, ...], login: str, more: dict[str, Any]
    ) -> list[dict[str, Any]]:
        body = {"ids": list(ids), "count": len(ids)} | more
        status, answer = self.call(login, "POST", path, body)
        assert status == 200, answer
        items: list[dict[str, Any]] = answer["items"]
        return items
