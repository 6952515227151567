"""An association, two centers and four stations in one process; messages go by hand, one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from association.actions.center import Approval, Invitation, approve_center, invite_center
from center.actions.station import Invitation as StationInvitation
from center.actions.station import approve_station, invite_station
from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.federation import inbox
from shared.federation.batch import Batch
from shared.federation.consumer import Arrival, take
from shared.federation.enrolment import Applicant, accept, read_string
from shared.federation.holding import HOLD
from shared.federation.name import ends_of, stream_of
from shared.federation.node_key import key_of, public_keys, put_key
from shared.federation.outbox import this_node
from shared.federation.stream import batch_after, seal
from shared.founding import COMMAND
from shared.vault import vault_of
from shared.web.tier import Tier
from tests.conftest import MakeNode

ABOVE, HOME, AWAY = "association:13", "center:01", "center:02"
FIRST, SISTER = "station:01-1", "station:01-2"
FAR, FARTHER = "station:02-1", "station:02-2"
UPPER = {FIRST: HOME, SISTER: HOME, FAR: AWAY, FARTHER: AWAY, HOME: ABOVE, AWAY: ABOVE}
STATIONS, CENTERS = (FIRST, SISTER, FAR, FARTHER), (HOME, AWAY)
LINES = tuple(stream_of(*pair) for low, up in UPPER.items() for pair in ((low, up), (up, low)))


@dataclass
class Node:
    """One of the seven."""

    name: str
    app: Flask

    @property
    def tier(self) -> Tier:
        found: Tier = self.app.extensions["yigong"]
        return found

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.app.app_context(), transaction(self.tier.db) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.app.app_context():
            yield self.tier.db.session()


@dataclass
class Forest:
    """All of them, the last batch that each line brought, and all that went over any of them."""

    nodes: dict[str, Node]
    last: dict[str, Batch] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)

    def waiting(self) -> list[str]:
        """The lines on which something waits."""
        found = {line for node in self.nodes.values() for line in self._unsent(node)}
        return [line for line in LINES if line in found]

    def deliver(self, line: str, most: int = 1) -> None:
        """Seals and brings the next messages of a line, as an exchange does a minute later."""
        producer, consumer = ends_of(line)
        node = self.nodes[producer]
        with node.writing() as session:
            tables = node.tier.link.tables
            stream = seal(session, tables, consumer, machine_now() + 2 * HOLD)
            batch = batch_after(session, tables, stream, most)
            stream.peer_seen_seq = batch.head.seq
        if batch.rows:
            self.last[line] = batch
            self.sent.append(json.dumps(batch.to_wire(), ensure_ascii=False).encode())
            self._bring(line, batch)

    def repeat(self, line: str) -> None:
        """Brings once more what came last: the answer was lost on the way."""
        if line in self.last:
            self._bring(line, self.last[line])

    def settle(self) -> None:
        """Until nothing waits on any line."""
        for _ in range(500):
            lines = self.waiting()
            if not lines:
                return
            for line in lines:
                self.deliver(line, 100)
        raise AssertionError("the lines never come to rest")

    def _unsent(self, node: Node) -> list[str]:
        outbox, stream = node.tier.link.tables.outbox, node.tier.link.tables.stream
        seen = select(stream.peer_seen_seq).where(stream.stream == outbox.stream)
        unsent = outbox.seq.is_(None) | (outbox.seq > func.coalesce(seen.scalar_subquery(), 0))
        with node.reading() as session:
            found = list(session.scalars(select(outbox.stream).where(unsent).distinct()))
            session.rollback()
        return found

    def _bring(self, line: str, batch: Batch) -> None:
        producer, consumer = ends_of(line)
        sender, node = self.nodes[producer], self.nodes[consumer]
        with sender.reading() as session:
            instance = this_node(session, sender.tier.link.tables).instance
        with node.writing() as session:
            link, now = node.tier.link, business_now()
            key = key_of(session, link.tables, producer)
            assert key is not None
            arrival = Arrival(producer, instance, key, machine_now(), now)
            verdict = take(session, link.tables, batch, arrival)
            assert verdict.refusal is None
            inbox.apply_rows(session, link, verdict.stored, now)
            inbox.retry(session, link, line, now)


def forest(make_node: MakeNode) -> Forest:
    """Founds and enrols them, and lets all that they have to say settle."""
    nodes = {}
    for name in (ABOVE, *CENTERS, *STATIONS):
        tier, _, code = name.partition(":")
        upper = UPPER.get(name)
        word = "w1:" + "5" * 64 if tier == "station" else None
        nodes[name] = Node(name, make_node(tier, code, title=f"{name}号", upper=upper, word=word))
    found = Forest(nodes)
    for name in (*CENTERS, *STATIONS):
        _enrol(nodes[UPPER[name]], nodes[name])
    found.settle()
    return found


def _enrol(upper: Node, lower: Node) -> None:
    """By the real actions, without a line: strings and keys change hands here."""
    tables = lower.tier.link.tables
    with lower.reading() as session:
        node = this_node(session, tables)
        sign_key, seal_key = public_keys(vault_of(session))
        applicant = Applicant(lower.name, sign_key, seal_key, node.instance)
    with upper.writing() as session:
        accept(
            session,
            upper.tier.link.tables,
            read_string(_invited(session, lower.name)).token,
            applicant,
        )
        if lower.name in CENTERS:
            approve_center(session, COMMAND, business_now(), Approval(lower.name))
        else:
            approve_station(session, COMMAND, business_now(), lower.name, None)
        keys = public_keys(vault_of(session))
    with lower.writing() as session:
        put_key(session, tables, upper.name, f"{upper.name}号", *keys)


def _invited(session: Session, name: str) -> str:
    if name in CENTERS:
        return invite_center(session, COMMAND, business_now(), Invitation(name, name, "http://up"))
    facts = StationInvitation(name, f"{name}号", "http://up")
    return invite_station(session, COMMAND, business_now(), facts)
