"""An association with a center and stations whose messages a test brings in by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from association.database import db
from association.federation import LINK
from association.models.account import ACCOUNTS
from association.models.audit import Audit
from association.models.center import Center
from association.models.federation import TABLES, Outbox
from shared.account import Actor
from shared.database import transaction
from shared.domain.month import Month, months_of
from shared.federation.link import Message
from shared.federation.node_key import put_key, to_text
from shared.sign_in import NewAccount, add_account
from shared.wire.table import TYPES

CENTER, OTHER_CENTER = "center:01", "center:02"
A, B = "station:01-3301", "station:01-3302"
OFFICER = Actor(UUID(int=5), "协会审核员", "officer", "api")
CARD_MAKER = Actor(UUID(int=6), "制证员", "card_maker", "api")
NOW = datetime(2025, 1, 6, 1, tzinfo=UTC)
ROLES = ("officer", "card_maker", "administrator")


def keys() -> dict[str, str]:
    """A new pair of public keys, as a profile carries them."""
    sign_key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    seal_key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    return {"sign_key": to_text(sign_key), "seal_key": to_text(seal_key)}


class District:
    """The association's app, and what its peers tell it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.now = NOW
        self.keys = {A: keys(), B: keys()}

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with transaction(db) as session:
            yield session

    def admit(self, name: str, title: str) -> None:
        """A center as if it had been enrolled and approved."""
        with self.writing() as session:
            session.add(Center(name=name, title=title, approved_on=date(2025, 1, 1)))
            put_key(session, TABLES, name, title, **keys())

    def receive(self, type_: str, sender: str, data: dict[str, Any], **more: Any) -> None:
        """Applies a message as the spine would: data read by its schema, in one transaction."""
        kind = TYPES[type_]
        schema = kind.schemas[kind.v]()
        loaded = schema.load(json.loads(json.dumps(schema.dump(data))))
        message = Message(
            id=uuid7(),
            type=type_,
            v=kind.v,
            subject=more.get("subject", "x"),
            ver=1,
            sender=sender,
            via=more.get("via", sender),
            occurred=more.get("occurred", self.now),
            cause=None,
            actor=more.get("actor"),
            data=loaded,
            body=b"",
            seal=None,
            received_at=self.now,
            business_at=self.now,
        )
        with self.writing() as session:
            LINK.handlers[type_](session, message, self.now)

    def profile(self, *stations: str, center: str = CENTER, **more: Any) -> None:
        """A center names its stations; keys stay unless `keys` was changed."""
        rows = [
            {
                "station": name,
                "title": f"站{name[-2:]}",
                "opened_on": date(2025, 1, 1),
                "closed_on": None,
                **self.keys.setdefault(name, keys()),
                **more,
            }
            for name in stations
        ]
        data = {"center": center, "title": "教育局", "stations": rows}
        self.receive("center.profile", center, data)

    def approve(self, station: str = A, **more: Any) -> UUID:
        """A center announces an approved volunteer."""
        sender = more.pop("sender", CENTER)
        occurred = more.pop("occurred", self.now)
        data = {
            "volunteer": uuid7(),
            "name": "王娟",
            "photo": None,
            "station": station,
            "station_title": "实验小学",
            "approval_date": date(2025, 1, 1),
            "consents": {"sensitive": True, "naming": False, "photos": False},
            **more,
        }
        self.receive("volunteer.approved", sender, data, occurred=occurred)
        id: UUID = data["volunteer"]
        return id

    def total(
        self, station: str, month: Month, figures: tuple[int, int, int, int], **more: Any
    ) -> None:
        """A center's sums of an accepted month."""
        data = {
            "station": station,
            "month": month,
            "revision": 1,
            "records": 1,
            **dict(zip(FIGURES, figures, strict=True)),
            "content": "0" * 64,
            **more,
        }
        self.receive("tally.total", CENTER, data)

    def seal(self, station: str, hours: dict[UUID, int], **more: Any) -> None:
        """A station's year: all hours in May, satisfied and earning; zeros elsewhere."""
        year = more.pop("year", 2025)
        via = more.pop("via", CENTER)
        data = {
            "station": station,
            "year": year,
            "version": 1,
            "part": 1,
            "parts": 1,
            "signed_by": "站长",
            "sealed_at": self.now,
            "volunteers": [year_of(id, year, count) for id, count in hours.items()],
            **more,
        }
        self.receive("year.sealed", station, data, via=via)

    def check(self, station: str, **more: Any) -> None:
        """The center's check of that year."""
        data = {
            "station": station,
            "year": 2025,
            "version": 1,
            "parts": 1,
            "agrees": True,
            "differences": [],
            "by": "李审核",
            **more,
        }
        self.receive("year.checked", more.get("sender", CENTER), data)

    def bring_in(self, station: str, hours: dict[UUID, int], version: int = 1) -> None:
        """A whole year that agrees: month's sums, sealed year, check."""
        whole = sum(hours.values())
        self.total(station, Month(2025, 5), (whole, whole, whole, whole * 5), revision=version)
        self.seal(station, hours, version=version)
        self.check(station, version=version)

    def promised(self, type_: str, to: str | None = None) -> list[dict[str, Any]]:
        """The data of what was promised, oldest first."""
        query = select(Outbox).where(Outbox.type == type_).order_by(Outbox.id)
        if to is not None:
            query = query.where(Outbox.stream.like(f"%>{to}"))
        session = db.session()
        rows = [json.loads(row.body or b"{}")["data"] for row in session.scalars(query)]
        session.rollback()
        return rows

    def audited(self, action: str) -> list[Audit]:
        session = db.session()
        query = select(Audit).where(Audit.action == action).order_by(Audit.id)
        rows = list(session.scalars(query))
        session.rollback()
        return rows

    def client(self, role: str) -> Client:
        """A signed-in account of a role; the administrator is there from the start."""
        login, password = f"{role}-1", f"{role}-password"
        with self.writing() as session:
            new = NewAccount(login, role, role, password, lasting=True)
            add_account(session, ACCOUNTS, OFFICER, self.now, new)
        credentials = {"login": login, "password": password}
        _, answer = Client(self.app, "").post("/api/tokens", credentials)
        return Client(self.app, answer["token"])


class Client:
    """An account at the API: answers are (status, JSON)."""

    def __init__(self, app: Flask, token: str) -> None:
        self.app = app
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str) -> tuple[int, Any]:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        return self.ask("POST", path, body or {})

    def put(self, path: str, body: Any) -> tuple[int, Any]:
        return self.ask("PUT", path, body)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        # a context of its own: who is signed in must not outlive the request
        with self.app.app_context():
            answer = self.app.test_client().open(
                path, method=method, json=body, headers=self.headers
            )
        return answer.status_code, answer.get_json(silent=True)


FIGURES = ("hours", "satisfied_hours", "points_hours", "points")


def year_of(id: UUID, year: int, hours: int) -> dict[str, Any]:
    """A volunteer's twelve months with all hours in May, as a sealed year carries them."""
    counted = dict(zip(FIGURES, (hours, hours, hours, hours * 5), strict=True))
    nothing = dict.fromkeys(FIGURES, 0)
    months = [
        {"month": month, "revision": 1, **(counted if month.month == 5 else nothing)}
        for month in months_of(year)
    ]
    return {"volunteer": id, "months": months, **counted}
