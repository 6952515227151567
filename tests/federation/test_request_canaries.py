"""Who can read whose contact and words: the first station and the taker, later nobody.

Seven nodes in one process, their real actions and lines. What is readable is what a node's own
keys open, in its database, in what it sealed and was sealed to it; what is written is every byte.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from association.actions import service_request as high
from center.actions import routing
from shared.account import Actor
from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.one_time_signature import Capacity, Signer
from shared.domain.service_request import Channel, Status, Why
from shared.errors import ConflictError, UntrustedError
from shared.federation import agent
from shared.federation.http import Http
from shared.federation.sealing import open_sealed
from shared.resident import Given, Wish
from shared.resident import resident as somebody
from station.actions import erasure, escalation, resident, service_request
from station.actions.signature import dispute_by_link
from station.domain.service_request import Acceptance
from station.models.service_request import by_id
from tests.conftest import MakeNode
from tests.database import Databases
from tests.federation.canary import Scanner
from tests.federation.opened import Opened
from tests.federation.request_tree import ABOVE, AWAY, FAR, FIRST, HOME, SISTER, Forest, forest
from tests.station.ledger.station import Station
from tests.station.requests.served import Serving

CLERK = Actor(UUID(int=7), "刘经办", "clerk", "page")
WHY, TEXT = "会修水电的义工这周都没空", "水管要修，要会水电维修的义工"
JWE = re.compile(rb"eyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){4}")
MONDAY = "2025-02-03T16:00+08:00"


KINDS = ("sqlite", "postgres") if os.environ.get("SOAK") else ("sqlite",)


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest) -> Databases:
    """What lies in a file is SQLite's alone; the rest is the same, and PostgreSQL's in a soak."""
    found: Databases = request.getfixturevalue(request.param)
    return found


@dataclass
class Asker:
    """Somebody with words that stand nowhere else: what they told so far, at home and the taker."""

    contact: Contact
    added: tuple[str, str]
    dispute: str
    witness: str
    given: Given = field(default_factory=lambda: Given(UUID(int=0), ""))
    told: set[str] = field(default_factory=set)
    told_there: set[str] = field(default_factory=set)

    @property
    def secrets(self) -> list[str]:
        contact = vars(self.contact).values()
        return [*contact, *self.added, self.dispute, self.witness]

    @property
    def id(self) -> UUID:
        return self.given.request


ZHENG = Asker(
    Contact("司徒琬瑜", "13850276493", "榆荫巷417号6单元", "厨房阀门锈穿了滴到楼下"),
    ("按门铃没用请敲窗", "我改到礼拜六下午"),
    "只来了四十分钟不是两个钟头",
    "欧阳槐序",
)
FENG = Asker(
    Contact("慕容筱岚", "13794108652", "枫桥里93号顶楼", "灯一开就跳闸老人怕黑"),
    ("楼道口有只黄狗", "备用钥匙在传达室"),
    "换的灯泡第二天又坏",
    "端木砚秋",
)


class Trail:
    """The tree, who serves where, and what of whom each node can read."""

    def __init__(self, woods: Forest, homes: Path, clock: Callable[[str], None]) -> None:
        self.woods, self.homes = woods, homes
        self.servings: dict[str, Serving] = {}
        clock(MONDAY)
        for name in (SISTER, FAR):
            with woods.nodes[name].app.app_context():
                station = Station(woods.nodes[name].app, clock)
                station.account("clerk", "刘经办", "clerk")
                station.volunteer("赵一", date(2025, 1, 1))
                self.servings[name] = Serving(station, UUID(int=0))

    def opened(self, name: str) -> Opened:
        node = self.woods.nodes[name]
        with node.app.app_context():
            url = node.tier.db.engine.url.render_as_string(hide_password=False)
        tier, _, code = name.partition(":")
        return Opened(tier, self.homes / f"{tier}-{code}", url)

    def clear(self, name: str) -> bytes:
        """All that a node's own keys open: cells, and in them what was sealed for it."""
        opened = self.opened(name)
        cells = [blob for _, blob in opened.clear_cells()]
        with opened.session() as session:
            for sealed in [found for blob in cells for found in JWE.findall(blob)]:
                try:
                    cells.append(open_sealed(session, sealed.decode()))
                except UntrustedError:
                    continue
        return b"\0".join(cells)

    def check(self, *takers: tuple[Asker, str | None]) -> None:
        """Each asker's secrets are with the first station and the taker, and nowhere else."""
        for name in self.woods.nodes:
            clear = self.clear(name)
            for asker, taker in takers:
                here = {one for one in asker.secrets if one.encode() in clear}
                there = asker.told | asker.told_there if name == taker else set()
                assert here == (asker.told if name == FIRST else there), (name, asker.contact.name)

    def files(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Every byte on the disk of a node: its home, and its database with the log."""
        opened = self.opened(name)
        places = [file for file in opened.home.rglob("*") if file.is_file()]
        if opened.url.startswith("sqlite"):
            database = Path(opened.url.partition("///")[2])
            places += database.parent.glob(f"{database.name}*")
        for file in sorted(places):
            yield str(file), file.read_bytes()

    def ciphers(self, name: str, secrets: list[str]) -> list[bytes]:
        """The cells of a node in which any secret lies encrypted, or was sealed."""
        opened, words = self.opened(name), [secret.encode() for secret in secrets]
        found = []
        with opened.session() as session:
            for _, value in opened.cells():
                raw = bytes(value) if isinstance(value, bytes | memoryview) else b""
                with_contact = b"request.contact" in (clear := _opened(opened, raw))
                if with_contact or any(word in clear for word in words):
                    found.append(raw)
            session.rollback()
        return found

    def act(self, name: str, do: Callable[..., object], *more: object) -> object:
        """An action of a clerk or officer at a node, and all that follows on the lines."""
        with self.woods.nodes[name].writing() as session:
            done = do(session, CLERK, business_now(), *more)
        self.woods.settle()
        return done

    def says(self, asker: Asker, act: Callable[..., object], words: str) -> None:
        """By the tracking code."""
        asker.told.add(words)
        with self.woods.nodes[FIRST].writing() as session:
            act(session, business_now(), asker.given.code, words)
        self.woods.settle()

    def chores(self, name: str) -> None:
        """What the node's agent does once a minute."""
        node = self.woods.nodes[name]
        with node.app.app_context():
            agent.do_chores(node.tier.db, node.tier.link, agent.Agent(Http(), Path("witness")))


def _opened(opened: Opened, raw: bytes) -> bytes:
    try:
        return opened.vault.decrypt(raw)
    except (InvalidTag, ValueError):  # another's, or too short to be any
        return b""


def ask(trail: Trail, asker: Asker) -> None:
    asker.told |= set(vars(asker.contact).values())
    with trail.woods.nodes[FIRST].writing() as session:
        wish = Wish(FIRST, asker.contact, Channel.PUBLIC, "repair")
        asker.given = resident.ask(session, business_now(), wish)


def pass_up(trail: Trail, asker: Asker) -> None:
    confirmed = escalation.Confirmed(TEXT, Why.NOBODY_FITS, WHY)
    trail.act(FIRST, escalation.confirm_escalation, asker.id, confirmed)


def accept(trail: Trail, name: str, asker: Asker) -> None:
    trail.act(name, service_request.accept_request, asker.id, Acceptance("repair"))


def serve(trail: Trail, name: str, asker: Asker) -> None:
    """An order with the contact in its message, disputed, mended, signed by a proxy."""
    serving, node = trail.servings[name], trail.woods.nodes[name]
    serving.request = asker.id
    with node.app.app_context():
        order = serving.offer(message=f"{asker.contact.name}，{asker.contact.phone}")
        serving.answer(order)
        serving.done(order)
        asker.told_there = {asker.dispute}
        token = serving.token(order)
        with transaction(node.tier.db) as session:
            who = somebody("page")
            dispute_by_link(session, who, business_now(), token, asker.dispute)
    trail.woods.settle()
    trail.check((asker, name))
    asker.told_there = {asker.witness}
    with node.app.app_context():
        serving.done(order)
        signer = Signer(asker.contact.name, Capacity.PROXY, asker.witness)
        serving.sign(serving.token(order), signer=signer)
    trail.woods.settle()


def status(trail: Trail, name: str, asker: Asker) -> tuple[str, str]:
    """As a station has it, and whose telephone its requester reads."""
    with trail.woods.nodes[name].reading() as session:
        row = by_id(session, asker.id)
        return row.status, row.taker_phone


def test_contacts_are_read_where_they_must_be_and_erased_everywhere(
    make_node: MakeNode,
    tmp_path: Path,
    clock: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy")
    trail = Trail(forest(make_node), tmp_path, clock)
    for asker in (ZHENG, FENG):
        ask(trail, asker)
        trail.says(asker, resident.add, asker.added[0])
    trail.check((ZHENG, None), (FENG, None))
    for asker in (ZHENG, FENG):
        pass_up(trail, asker)
    trail.act(HOME, routing.route_request, ZHENG.id, routing.Routing(SISTER, WHY))
    trail.act(HOME, routing.escalate_request, FENG.id, WHY)
    trail.act(ABOVE, high.route_to_center, FENG.id, high.Routing(AWAY, WHY))
    trail.act(AWAY, routing.route_request, FENG.id, routing.Routing(FAR, WHY))
    trail.check((ZHENG, None), (FENG, None))
    accept(trail, SISTER, ZHENG)
    accept(trail, FAR, FENG)
    trail.check((ZHENG, SISTER), (FENG, FAR))
    trail.act(SISTER, escalation.return_request, ZHENG.id, WHY)
    trail.check((ZHENG, None), (FENG, FAR))
    trail.act(HOME, routing.route_request, ZHENG.id, routing.Routing(SISTER, WHY))
    accept(trail, SISTER, ZHENG)
    for asker, taker in ((ZHENG, SISTER), (FENG, FAR)):
        trail.says(asker, resident.add, asker.added[1])
        serve(trail, taker, asker)
        assert status(trail, FIRST, asker)[0] == Status.CLOSED
    trail.check((ZHENG, SISTER), (FENG, FAR))
    nothing_is_written_in_clear(trail, caplog.text)
    erased(trail, monkeypatch)


def nothing_is_written_in_clear(trail: Trail, logs: str) -> None:
    """Neither on a disk, nor on a line, nor in a log, in whatever form."""
    scanner = Scanner([*ZHENG.secrets, *FENG.secrets])
    assert len(trail.woods.sent) > 40
    assert not [find for sent in trail.woods.sent for find in scanner.scan(sent, "line")]
    assert "request_contact" in logs
    assert not list(scanner.scan(logs.encode(), "log"))
    for name in trail.woods.nodes:
        for place, blob in trail.files(name):
            assert not list(scanner.scan(blob, place))


def erased(trail: Trail, patch: pytest.MonkeyPatch) -> None:
    """A month later the first station's agent sees to it that nobody can read anything."""
    secrets = [*ZHENG.secrets, *FENG.secrets]
    kept = {name: trail.ciphers(name, secrets) for name in trail.woods.nodes}
    assert all(len(kept[name]) > 5 for name in (FIRST, SISTER, FAR))
    assert all(kept[name] for name in (HOME, AWAY, ABOVE))
    trail.chores(FIRST)
    trail.check((ZHENG, SISTER), (FENG, FAR))
    later = machine_now() + timedelta(days=30)
    patch.setattr(erasure, "machine_now", lambda: later)
    trail.chores(FIRST)
    trail.woods.settle()
    for asker in (ZHENG, FENG):
        asker.told.clear()
        asker.told_there.clear()
    trail.check((ZHENG, None), (FENG, None))
    sent = len(trail.woods.sent)
    for name in trail.woods.nodes:
        trail.chores(name)
    trail.woods.settle()
    assert len(trail.woods.sent) == sent, "erased is erased"
    for name in trail.woods.nodes:
        written = b"".join(blob for _, blob in trail.files(name))
        assert not [one for one in kept[name] if one in written], name
        with trail.woods.nodes[name].reading() as session:
            table = trail.woods.nodes[name].tier.link.tables.inbox
            assert not list(session.scalars(select(table.id).where(table.state == "parked")))
    what_stays(trail)


def what_stays(trail: Trail) -> None:
    """Number, service, state, dates; and nobody opens it again."""
    with trail.woods.nodes[FIRST].reading() as session:
        for asker in (ZHENG, FENG):
            row = by_id(session, asker.id)
            assert (row.status, row.item_name) == (Status.CLOSED, "义务维修")
            assert row.number and row.closed_at and row.erased_at and row.outcome
            found = resident.follow(session, asker.given.code)
            assert found is not None and found.is_erased and not found.may
    with (
        pytest.raises(ConflictError, match=r"service_request\.erased"),
        trail.woods.nodes[FIRST].writing() as session,
    ):
        resident.reopen(session, business_now(), ZHENG.given.code, "没修好")
