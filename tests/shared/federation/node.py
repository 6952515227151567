"""A node for tests of the spine: its app, its handlers that note what came, its web server."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from shared.clock import business_now
from shared.database import set_up_sqlite, transaction
from shared.federation import agent, caller, schedule
from shared.federation.application import enrol
from shared.federation.blueprint import federation_blueprint
from shared.federation.call import Call, compose
from shared.federation.enrolment import approve_peer, make_string
from shared.federation.http import Answer, Http
from shared.federation.link import Link, Message
from shared.federation.node_key import public_keys, put_key
from shared.federation.outbox import Draft, promise
from shared.federation.tables import InboxMixin, OutboxMixin, PeerMixin, Tables
from shared.vault import Vault, attach, make_vault
from tests.database import Databases

LEFT = "volunteer.left"
SEALED = "year.sealed"


@dataclass
class TestNode:
    """One node; `seen` is what its handlers were given, in order."""

    __test__ = False

    app: Flask
    db: SQLAlchemy
    link: Link
    name: str
    vault: Vault
    home: Path
    seen: list[Message] = field(default_factory=list)
    url: str = ""
    http: Http = field(default_factory=Http)

    @property
    def tables(self) -> Tables:
        return self.link.tables

    @contextmanager
    def act(self) -> Iterator[Session]:
        """A transaction, as an edge opens one."""
        with self.app.app_context(), transaction(self.db) as session:
            yield session

    def say(self, to: str, type: str = LEFT, /, subject: str = "", **data: Any) -> UUID:
        """Promises a message, as an action does."""
        with self.act() as session:
            draft = Draft(type, subject or f"volunteer:{uuid4()}", data or left(), business_now())
            return promise(session, self.tables, to, draft)

    def call(self) -> bool:
        """One exchange with the upper node."""
        with self.app.app_context():
            return caller.call_upper(self.db, self.link, self.http)

    def settle(self) -> None:
        """Exchanges until nothing moves; the first comes though none is due."""
        for _ in range(50):
            if not self.call():
                return
        raise AssertionError(f"{self.name} doesn't come to rest")

    def turn(self) -> None:
        with self.app.app_context():
            agent.turn(self.db, self.link, agent.Agent(self.http, self.home / "witness.json"))

    def retry(self) -> int:
        with self.app.app_context():
            return agent.retry_parked(self.db, self.link)

    def wake(self) -> None:
        with self.act() as session:
            schedule.wake(session, self.tables)

    def inbox(self) -> Sequence[InboxMixin]:
        with self.act() as session:
            return session.scalars(select(self.tables.inbox).order_by(self.tables.inbox.id)).all()

    def outbox(self) -> Sequence[OutboxMixin]:
        with self.act() as session:
            return session.scalars(select(self.tables.outbox).order_by(self.tables.outbox.id)).all()

    def states(self) -> list[str]:
        return [row.state for row in self.inbox()]

    def peer(self, name: str) -> PeerMixin:
        with self.act() as session:
            return session.get_one(self.tables.peer, name)

    def composed(self) -> Call:
        """A signed exchange that is not sent."""
        with self.act() as session:
            composed = compose(session, self.link)
            assert composed is not None
            return composed

    def send(self, call: Call) -> Answer:
        """Sends exactly these bytes."""
        return self.http.call("POST", call.url, headers=call.headers, body=call.body)


def left(**other: Any) -> dict[str, Any]:
    return {"volunteer": uuid4(), "left_on": date(2025, 3, 1), "reason": "died", **other}


def make_node(databases: Databases, folder: Path, name: str, upper: str | None) -> TestNode:
    """Founds a node with the tier's own tables, keys in `folder`."""
    tier, _, code = name.partition(":")
    database = importlib.import_module(f"{tier}.database")
    tables: Tables = importlib.import_module(f"{tier}.models.federation").TABLES
    app, home = Flask(name), folder / name.replace(":", "-")
    url = databases.with_tables(database.Base.metadata, f"federation-{tier}")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    database.db.init_app(app)
    node = TestNode(app, database.db, Link(tables, {}), name, make_vault(home / "keys"), home)
    node.link = Link(tables, {LEFT: _noting(node), SEALED: _noting(node)})
    with app.app_context():
        if databases.kind == "sqlite":
            set_up_sqlite(node.db.engine)
        attach(node.db.engine, node.vault)
    with node.act() as session:
        row = {"name": name, "tier": tier, "code": code, "title": f"{name} 节点", "upper": upper}
        session.add(tables.node(id=1, instance=uuid4(), **row))
        put_key(session, tables, name, f"{name} 节点", *public_keys(node.vault))
    return node


def _noting(node: TestNode) -> Callable[[Session, Message, datetime], None]:
    def note(_session: Session, message: Message, _now: datetime) -> None:
        node.seen.append(message)

    return note


def handle(node: TestNode, type: str, handler: Callable[..., None]) -> None:
    """Has a node answer a type with this handler."""
    node.link = replace(node.link, handlers={**node.link.handlers, type: handler})


@contextmanager
def serving(node: TestNode) -> Iterator[str]:
    """Serves the node's federation on a free port of the loopback."""
    handlers = _Live(node)
    node.app.register_blueprint(federation_blueprint(node.db, handlers))
    with listening(node.app) as url:
        node.url = url
        yield url


class _Live(Link):
    """Looks a node's handlers up at each call, so that a test may change them."""

    def __init__(self, node: TestNode) -> None:
        object.__setattr__(self, "node", node)

    def __getattribute__(self, name: str) -> Any:
        if name in ("tables", "handlers", "sentence"):
            return getattr(object.__getattribute__(self, "node").link, name)
        return object.__getattribute__(self, name)


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """A real web server for any WSGI app, in a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def join(upper: TestNode, lower: TestNode) -> None:
    """Invites, enrols and approves over HTTP."""
    with upper.act() as session:
        string = make_string(session, upper.tables, lower.name, lower.name, upper.url)
    with lower.app.app_context():
        enrol(lower.db, lower.link, string)
    with upper.act() as session:
        approve_peer(session, upper.tables, lower.name, business_now())
    lower.settle()
