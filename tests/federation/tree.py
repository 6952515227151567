"""Association, center and a station in one process: real apps, real exchanges over loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from association.actions.center import Approval, Invitation, approve_center, invite_center
from center.actions.station import Invitation as StationInvitation
from center.actions.station import approve_station, invite_station
from shared.account import Actor
from shared.clock import business_now
from shared.database import transaction
from shared.federation import agent
from shared.federation.application import enrol
from shared.federation.caller import call_upper
from shared.federation.http import Http
from shared.founding import COMMAND
from shared.web.tier import Tier
from tests.conftest import MakeNode
from tests.shared.federation.node import listening
from tests.station.people.school import WORD, School

Approve = Callable[[Session, Actor, Any, str], Any]


@dataclass
class Node:
    """One of the three: its app and what it has sent."""

    app: Flask
    http: Http

    @property
    def tier(self) -> Tier:
        found: Tier = self.app.extensions["yigong"]
        return found

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.app.app_context(), transaction(self.tier.db) as session:
            yield session

    def call(self) -> bool:
        """One exchange with the upper node, then what was parked."""
        with self.app.app_context():
            again = call_upper(self.tier.db, self.tier.link, self.http)
            agent.retry_parked(self.tier.db, self.tier.link)
        return again

    def came(self, type_: str) -> list[tuple[str, dict[str, Any]]]:
        """State and data of the messages of a type that came here, oldest first."""
        table = self.tier.link.tables.inbox
        with self.writing() as session:
            rows = session.scalars(select(table).where(table.type == type_).order_by(table.id))
            return [(row.state, json.loads(row.body or b"{}")["data"]) for row in rows]


@dataclass
class Tree:
    """The three nodes, enrolled; the station with its people."""

    association: Node
    center: Node
    station: Node
    school: School

    def settle(self) -> None:
        """Exchanges until nothing moves on either line."""
        for _ in range(20):
            moved = [node.call() for node in (self.station, self.center, self.station)]
            for node in (self.association, self.center):
                with node.app.app_context():
                    agent.retry_parked(node.tier.db, node.tier.link)
            if not any(moved):
                return
        raise AssertionError("the tree doesn't come to rest")


@contextmanager
def tree(make_node: MakeNode) -> Iterator[Tree]:
    """Founds, serves and enrols them."""
    with ExitStack() as stack:
        apps = (
            make_node("association", "13", title="党员义工协会"),
            make_node("center", "01", title="教育局党员义工服务中心", upper="association:13"),
            make_node("station", "01-3301", title="实验小学", upper="center:01", word=WORD),
        )
        nodes = [Node(app, Http()) for app in apps]
        for node in nodes:
            stack.callback(node.http.close)
        urls = [stack.enter_context(listening(app)) for app in apps[:2]]
        _join(nodes[0], nodes[1], _center_string(nodes[0], urls[0]), _let_center_in)
        _join(nodes[1], nodes[2], _station_string(nodes[1], urls[1]), _let_station_in)
        above, middle, below = nodes
        found = Tree(above, middle, below, School(apps[2]))
        found.settle()
        yield found


def _center_string(association: Node, url: str) -> str:
    with association.writing() as session:
        invited = Invitation("center:01", "教育局党员义工服务中心", url)
        return invite_center(session, COMMAND, business_now(), invited)


def _station_string(center: Node, url: str) -> str:
    with center.writing() as session:
        invited = StationInvitation("station:01-3301", "实验小学", url)
        return invite_station(session, COMMAND, business_now(), invited)


def _join(upper: Node, lower: Node, string: str, let_in: Callable[[Session], Any]) -> None:
    with lower.app.app_context():
        enrol(lower.tier.db, lower.tier.link, string)
    with upper.writing() as session:
        let_in(session)


def _let_center_in(session: Session) -> None:
    approve_center(session, COMMAND, business_now(), Approval("center:01"))


def _let_station_in(session: Session) -> None:
    approve_station(session, COMMAND, business_now(), "station:01-3301", None)
