"""A center whose stations and association a test speaks for, through the real schemas and seals."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7
from werkzeug.test import TestResponse

from center.actions.registration import decide_registration
from center.actions.station import Invitation, approve_station, invite_station
from center.actions.tally_decision import decide_tally, unlock_tally
from center.database import db
from center.domain.decision import Decision
from center.federation import LINK
from center.models.account import ACCOUNTS
from center.models.audit import Audit
from center.models.federation import TABLES, Inbox, Key, Outbox
from center.models.tally import Tally
from shared.account import Actor
from shared.database import transaction
from shared.domain.entry import Entry
from shared.domain.month import Month
from shared.federation import envelope
from shared.federation.enrolment import Applicant, accept, read_string
from shared.federation.link import Message
from shared.federation.node_key import fingerprint, public_keys, thumbprint
from shared.federation.proof import seal_body
from shared.sign_in import NewAccount, add_account
from shared.vault import Vault
from shared.wire.table import TYPES
from tests.center.report import Report, wire_line

CENTER, ASSOCIATION = "center:01", "association:13"
A, B = "station:01-3301", "station:01-3302"
OFFICER = Actor(UUID(int=5), "李审核", "officer", "api")
NOW = datetime(2025, 2, 3, 1, tzinfo=UTC)
T = TypeVar("T")
KEPT = ("type", "v", "subject", "ver", "sender", "body", "seal", "received_at", "business_at")
CONSENTS = {"sensitive": True, "naming": False, "photos": False}


def new_vault() -> Vault:
    """The secrets of a node that only a test speaks for."""
    keys = (Ed25519PrivateKey.generate(), X25519PrivateKey.generate())
    return Vault(os.urandom(32), os.urandom(32), *keys)


class Bureau:
    """The center's app, and what its peers tell it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.now = NOW
        self.vaults = {name: new_vault() for name in (A, B, ASSOCIATION)}
        self.versions: Counter[tuple[str, ...]] = Counter()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with transaction(db) as session:
            yield session

    def enrol(self, station: str, *, approved: bool = True) -> str:
        """By a one-time string and the fingerprint, which is returned."""
        sign_key, seal_key = public_keys(self.vaults.setdefault(station, new_vault()))
        shown = fingerprint(sign_key)
        with self.writing() as session:
            invited = Invitation(station, f"站{station[-2:]}", "http://center")
            token = read_string(invite_station(session, OFFICER, self.now, invited)).token
            accept(session, TABLES, token, Applicant(station, sign_key, seal_key, uuid7()))
            if approved:
                approve_station(session, OFFICER, self.now, station, shown)
        return shown

    def key_of(self, node: str) -> Key:
        """The public keys of a node that the test speaks for."""
        sign_key, seal_key = public_keys(self.vaults[node])
        return Key(id=thumbprint(sign_key), node=node, sign_key=sign_key, seal_key=seal_key)

    def profile(self, station: str, **more: Any) -> None:
        data = {
            "station": station,
            "title": f"站{station[-2:]}",
            "opened_on": date(2025, 1, 1),
            "closed_on": None,
            **more,
        }
        self.receive("station.profile", station, data)

    def receive(self, type_: str, sender: str, data: dict[str, Any], **more: Any) -> Message:
        """Stores and applies a message as the spine does: one transaction, sealed where due."""
        message = self.message(type_, sender, data, **more)
        with self.writing() as session:
            self.deliver(session, message)
        return message

    def message(self, type_: str, sender: str, data: dict[str, Any], **more: Any) -> Message:
        kind = TYPES[type_]
        schema = kind.schemas[kind.v]()
        dumped = json.loads(json.dumps(schema.dump(data)))
        subject = more.get("subject", "x")
        self.versions[type_, sender, subject] += 1
        built = envelope.Envelope(
            id=uuid7(),
            type=type_,
            v=kind.v,
            sender=sender,
            to=CENTER,
            subject=subject,
            ver=more.get("ver", self.versions[type_, sender, subject]),
            occurred=self.now,
            cause=None,
            actor=more.get("actor"),
            data=dumped,
        )
        body = envelope.build(built)
        outside = {name: getattr(built, name) for name in built.__dataclass_fields__}
        del outside["to"]
        return Message(
            **(outside | {"data": schema.load(dumped)}),
            via=sender,
            body=body,
            seal=seal_body(self.vaults[sender], body) if kind.origin else None,
            received_at=self.now,
            business_at=more.get("at", self.now),
        )

    def deliver(self, session: Session, message: Message) -> None:
        row = {name: getattr(message, name) for name in KEPT}
        position = {"stream": f"{message.via}>{CENTER}", "epoch": UUID(int=1), "chain": b""}
        seq = session.scalar(select(func.count()).select_from(Inbox)) or 0
        kept = Inbox(msg_id=message.id, seq=seq + 1, body_sha256=b"", **row, **position)
        session.add(kept)
        session.flush()
        LINK.handlers[message.type](session, message, self.now)
        kept.state = "applied"

    def register(self, station: str = A, **more: Any) -> UUID:
        """A submitted registration; its id. `volunteer`, `digest`, `claim` … as wanted."""
        data = {
            "registration": uuid7(),
            "volunteer": uuid7(),
            "version": 1,
            "name": "王娟",
            "sex": "female",
            "birth_year": 1980,
            "post": "教师",
            "specialties": ["书法"],
            "categories": ["convenience"],
            "free_times": [],
            "health": True,
            "conduct": True,
            "consents": CONSENTS,
            "digest": f"w1:{uuid7().hex}",
            "applied_on": date(2025, 1, 10),
            "origin": "workbook",
            "claim": None,
            **more,
        }
        self.receive("registration.submitted", station, data)
        id: UUID = data["registration"]
        return id

    def claim(self, station: str = A, decision: str = "approved", **more: Any) -> UUID:
        """A registration with the paper's decision of 1 June 2024."""
        claim = {"decision": decision, "decided_on": date(2024, 6, 1)}
        return self.register(station, claim=claim, applied_on=date(2024, 5, 20), **more)

    def decide(self, registration: UUID, word: str = "approved", reason: str = "") -> None:
        with self.writing() as session:
            decision = Decision(word, reason)
            decide_registration(session, OFFICER, self.now, registration, decision)

    def volunteer(self, station: str = A, *, on: date = date(2025, 1, 1), **more: Any) -> UUID:
        """An approved volunteer; its id."""
        id = more.setdefault("volunteer", uuid7())
        registration = self.register(station, **more)
        before, self.now = self.now, datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
        self.decide(registration)
        self.now = before
        return UUID(str(id))

    def report(self, month: str, entries: Sequence[Entry], **more: Any) -> UUID:
        """A month of station A (or `station`) as it adds up, then its entries; the tally's id."""
        entries_too = more.pop("entries_too", True)
        report = Report(month, tuple(entries), more)
        self.receive("tally.month", report.station, report.data, **report.envelope)
        if entries_too:
            self.detail(report)
        return report.id

    def detail(self, report: Report, part: int = 1, parts: int = 1) -> None:
        """One of the parts of a report's entries."""
        lines = [wire_line(entry) for entry in report.entries[part - 1 :: parts]]
        data = {name: report.data[name] for name in ("tally", "station", "month", "revision")}
        data |= {"part": part, "parts": parts, "entries": lines}
        subject = f"tally:{report.id}:r{report.data['revision']}:{part}"
        self.receive("tally.entries", report.station, data, subject=subject)

    def judge(self, tally: UUID, word: str = "accepted", reason: str = "") -> None:
        with self.writing() as session:
            decide_tally(session, OFFICER, self.now, tally, Decision(word, reason))

    def unlock(self, tally: UUID, month: str, word: str = "unlocked", reason: str = "") -> None:
        """Asked by station A for the accepted revision, answered by the officer."""
        revision = self.get(Tally, tally).accepted
        data = {"tally": tally, "month": Month.parse(month), "revision": revision, "reason": "错"}
        self.receive("tally.unlock_asked", A, data, subject=f"tally:{tally}")
        with self.writing() as session:
            unlock_tally(session, OFFICER, self.now, tally, Decision(word, reason))

    def sent(self, type_: str, to: str) -> list[dict[str, Any]]:
        """The data of what was promised or forwarded to a node, oldest first."""
        return [json.loads(row.body or b"{}")["data"] for row in self.rows(type_, to)]

    def rows(self, type_: str, to: str) -> list[Outbox]:
        query = select(Outbox).where(Outbox.type == type_, Outbox.stream == f"{CENTER}>{to}")
        session = db.session()
        rows = list(session.scalars(query.order_by(Outbox.id)))
        session.rollback()
        return rows

    def audited(self, action: str) -> list[Audit]:
        session = db.session()
        rows = list(session.scalars(select(Audit).where(Audit.action == action)))
        session.rollback()
        return rows

    def get(self, kind: type[T], key: Any) -> T:
        session = db.session()
        found = session.get_one(kind, key, populate_existing=True)
        session.rollback()
        return found

    def client(self, role: str) -> Client:
        """A signed-in account of a role."""
        login, password = f"{role}-1", f"{role}-password"
        with self.writing() as session:
            new = NewAccount(login, role, role, password, lasting=True)
            add_account(session, ACCOUNTS, OFFICER, self.now, new)
        client = self.app.test_client()
        answer = apart(client.post, "/api/tokens", json={"login": login, "password": password})
        return Client(client, (answer.json or {})["token"])


class Client:
    """An account at the API: answers are (status, JSON).

    Each call has a context of its own, as a worker's has: no session and no user is shared.
    """

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> tuple[int, Any]:
        answer = apart(self.client.get, path, headers=self.headers)
        return answer.status_code, answer.json

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        answer = apart(self.client.post, path, json=body or {}, headers=self.headers)
        return answer.status_code, answer.json if answer.data else None


def apart(call: Callable[..., TestResponse], path: str, **more: Any) -> TestResponse:
    """A request outside the app context in which the test itself runs."""
    return Context().run(call, path, **more)
