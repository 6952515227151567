"""Seven real nodes with volunteers: association, two centers, four stations; a window a role."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.founded import address, make_all_tables
from deploy import district as districts
from deploy.district import ACCOUNTS, District, Login, Node
from deploy.neighbour import Member, open_stations
from shared.founding import Founding, found_node
from shared.home import Home, read_district_word
from shared.sign_in import NewAccount
from tests.browser.visit import DESK, Setting, Visit, Visits
from tests.federation.trial import CLEAN
from tests.shared.web.conftest import add

OPENING, MONDAY, TUESDAY = date(2025, 1, 1), date(2025, 3, 3), date(2025, 3, 4)
PHONE = Setting(width=390)
HOTLINE = "03153550126"
ODD_JOBS = "便民利民、社会公共"
WANG = Member("王修平", "13020419750512001", "水电维修", ODD_JOBS)
LIU = Member("刘能工", "13020419820923003", "家电维修", ODD_JOBS)
TIAN = Member("田洁", "13020419790618004", "家政、保洁")
FENG = Member("冯春雨", "13020419680307006", "园艺、果树")
QIAN = Member("钱渠", "13020419850618005", "管道维修", "社会公共")
LU = Member("鲁敬", "13020419720925007", "护理", "困难帮扶")
PEOPLE = {
    "实验小学": (WANG, LIU),
    "第二中学": (TIAN, LU),
    "农技推广站": (FENG,),
    "水务站": (QIAN,),
}
UNREACHED = "水务站"


@dataclass
class Town:
    """The nodes, and the windows in which their people and the residents sit."""

    district: District
    visits: Visits
    stack: ExitStack
    windows: dict[tuple[str, str | None], Visit] = field(default_factory=dict)

    @property
    def first(self) -> Node:
        return self.district.stations[0]

    @property
    def sister(self) -> Node:
        return self.district.stations[1]

    @property
    def beside(self) -> District:
        """The other center with its two stations."""
        assert self.district.neighbour is not None
        return self.district.neighbour

    @property
    def far(self) -> Node:
        return self.beside.stations[0]

    @property
    def farther(self) -> Node:
        return self.beside.stations[1]

    def on(self, day: date, node: Node) -> None:
        """Another morning; the node's agent has its first turn, and raises what is due."""
        self.district.settle()
        self.district.clock.set(day, 9)
        node.process.kill("agent")
        node.process.start("agent")

    @cached_property
    def ids(self) -> dict[str, str]:
        """Volunteers by name."""
        stations = [*self.district.stations, *self.beside.stations]
        lists = [node.client("clerk").items("/api/volunteers?status=approved") for node in stations]
        return {row["name"]: row["id"] for rows in lists for row in rows}

    def at(self, node: Node, login: str | None = None, setting: Setting = DESK) -> Visit:
        """Somebody's window at a node: opened once, and left as it was the last time."""
        key = (node.process.name, login)
        if key not in self.windows:
            opening = self.visits.open(node, login, setting)
            self.windows[key] = self.stack.enter_context(opening)
        return self.windows[key]

    def clerk(self, node: Node) -> Visit:
        return self.at(node, "clerk")

    def resident(self, node: Node) -> Visit:
        """A resident's phone; nobody ever signs in on it."""
        return self.at(node, None, PHONE)

    def volunteer(self, node: Node, who: Member) -> Visit:
        """Their own phone, with an account made at the first use."""
        login = f"v{who.digits[-4:]}"
        if all(each.login != login for each in node.logins):
            node.add_account("volunteer", who.name, login)
            body = {"volunteer": self.ids[who.name]}
            node.client("admin").post(f"/api/accounts/{login}/volunteer", body)
        return self.at(node, login, PHONE)

    def records(self, node: Node, who: Member) -> list[dict[str, Any]]:
        """Somebody's service records, as their station keeps them."""
        found = node.client("clerk").items("/api/records?month=2025-03")
        return [row for row in found if row["volunteer"] == self.ids[who.name]]

    def faults(self) -> list[str]:
        """What went wrong in any window since it was last asked."""
        return [fault for visit in self.windows.values() for fault in visit.settled()]


@contextmanager
def town(root: Path, visits: Visits) -> Iterator[Town]:
    """Founded, joined, with everybody's volunteers; on a Monday morning in March."""
    root.mkdir(exist_ok=True)
    titles = list(PEOPLE)
    district = districts.plan(root, titles[:2], beside=titles[2:])
    district.clock.set(OPENING, 7)
    _found(district)
    with districts.running(district), ExitStack() as stack:
        districts.join(district)
        for part in district.parts:
            people = [PEOPLE[node.process.title] for node in part.stations]
            open_stations(part, people, OPENING.year)
            for node in part.stations:
                reach = "" if node.process.title == UNREACHED else node.process.url
                promised = {"accept_days": 1, "dispatch_days": 3, "phone": HOTLINE}
                node.client("head").post("/api/promise", promised | {"reach": reach})
        district.settle()
        district.clock.set(MONDAY, 9)
        yield Town(district, visits, stack)


def _found(district: District) -> None:
    """In this process, tables from the models, accounts at once: real processes take minutes."""
    _found_node(district.association, None, None)
    home = Home(district.association.process.home)
    word = read_district_word(home.district_word)
    for part in district.parts:
        for upper, lower in part.lines:
            _found_node(lower, upper, word if lower.process.tier == "station" else None)


def _found_node(node: Node, upper: Node | None, word: str | None) -> None:
    process = node.process
    process.environment = CLEAN | process.environment
    parts = importlib.import_module(f"{process.tier}.app")
    admin = Login("admin", "administrator", "admin-password")
    founding = Founding(
        process.code,
        process.title,
        upper.process.name if upper else None,
        OPENING,
        NewAccount("admin", "管理员", admin.role, admin.password, lasting=True),
        word,
    )
    with address(""):
        app = found_node(
            parts.TIER, parts.create_app, Home(process.home), founding, make_all_tables
        )
    node.logins.append(admin)
    for role, name in ACCOUNTS[process.tier]:
        add(app, role, role, name)
        node.logins.append(Login(role, role, f"{role}-password"))
    with app.app_context():
        app.extensions["yigong"].db.engine.dispose()
