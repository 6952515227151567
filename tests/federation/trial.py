"""A district of real processes whose lines run through proxies; the steps of its people."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from deploy import district as districts
from deploy.board import Board
from deploy.clerk import Clerk
from deploy.client import Client
from deploy.district import District, Login, Node, wait_until
from shared.domain.month import Month
from shared.federation.http import LineError
from tests.federation.opened import Opened
from tests.federation.proxy import Proxy
from tests.federation.school import YEAR, Person, SmallSchool, person

OPENING = date(YEAR, 1, 1)
CLEAN = {"DATABASE_URL": "", "YIGONG_HOME": "", "YIGONG_PROXIES": "0", "YIGONG_HTTPS": ""}


@dataclass
class Trial:
    """The running district; `lines` are the proxies by the lower node's name."""

    root: Path
    district: District
    schools: Sequence[SmallSchool]
    lines: dict[str, Proxy]
    clerks: list[Clerk] = field(default_factory=list)
    registered: dict[str, int] = field(default_factory=dict)
    months: int = 1
    strangers: int = 0

    def __post_init__(self) -> None:
        folders = [school.write(self.root / "input") for school in self.schools]
        pairs = zip(self.district.stations, folders, strict=True)
        self.clerks = [Clerk(node, folder, YEAR) for node, folder in pairs]

    @property
    def center(self) -> Node:
        return self.district.center

    @property
    def association(self) -> Node:
        return self.district.association

    @property
    def board(self) -> Board:
        return Board(self.district, YEAR)

    def line(self, node: Node) -> Proxy:
        return self.lines[node.process.name]

    def settle(self) -> None:
        self.district.settle()

    def join_up(self, clerk: Clerk) -> None:
        """Roster and registrations in, claims confirmed, cards issued and handed over."""
        clerk.import_roster()
        clerk.import_registrations()
        self.settle()
        self.confirm()
        self.settle()
        clerk.hand_over_cards()
        self.settle()

    def confirm(self) -> None:
        self.board.confirm_claims()
        self.settle()
        self.board.issue_cards()

    def report(self, clerk: Clerk, number: int) -> None:
        """A month's sheet in, certified, closed and signed on the first of the next month."""
        month = Month(YEAR, number)
        self.district.clock.set(month.next.first_day, 9)
        clerk.import_month(month)
        clerk.close(month)
        clerk.sign(month)

    def move(self, old: Clerk, new: Clerk, who: Person) -> None:
        """A transfer from one school to the other, until the file is there."""
        body = {"id_number": who.id_number, "name": who.name}
        new.node.client("clerk").post("/api/transfers", body)
        self.settle()
        [asked] = self.board.center.items("/api/transfers?status=asked")
        word = {"decision": "approved", "reason": "调动"}
        self.board.center.post(f"/api/transfers/{asked['id']}/decision", word)
        self.settle()

    def next_month(self) -> int:
        """The number of a month that no test has reported yet."""
        self.months += 1
        return self.months

    def register(self, clerk: Clerk, who: Person) -> None:
        """The paper form, in person."""
        form = {
            "id_number": who.id_number,
            "name": who.name,
            "specialties": ["法律咨询"],
            "categories": ["convenience"],
            "free_times": ["周六上午"],
            "health": True,
            "conduct": True,
            "consents": {"sensitive": True, "naming": False, "photos": False},
            "id_card_seen": True,
            "party_card_seen": True,
        }
        clerk.node.client("clerk").post("/api/registrations", form)

    def newcomers(self, clerk: Clerk, n: int) -> list[Person]:
        """The next `n` members of a school who haven't registered."""
        school = self.schools[self.clerks.index(clerk)]
        first = self.registered.setdefault(clerk.station, school.volunteers)
        self.registered[clerk.station] += n
        return school.people[first : first + n]

    def stranger(self) -> Person:
        """Somebody whom no school knows, another one each time."""
        self.strangers += 1
        return person(2, 0, self.strangers)

    def send_now(self, node: Node) -> None:
        node.client("admin").post("/api/link/dispatch")

    def upward(self, node: Node) -> dict[str, Any]:
        """How a lower node's link stands."""
        found: dict[str, Any] = node.client("admin").get("/api/link")["peers"][0]
        return found

    def reports(self, clerk: Clerk) -> dict[str, dict[str, Any]]:
        """What the center holds of a station's months."""
        rows = self.board.center.items(f"/api/tallies?year={YEAR}&station={clerk.station}")
        return {row["month"]: row for row in rows}

    def picture(self, clerk: Clerk) -> dict[str, Any]:
        """Everything that the center has from a station, as its officer sees it."""
        officer, station = self.board.center, clerk.station
        details = [officer.get(f"/api/tallies/{row['id']}") for row in self.reports(clerk).values()]
        with self.open(self.center).session() as session:
            stored = session.execute(
                text("SELECT count(*), max(seq) FROM inbox WHERE stream = :stream"),
                {"stream": f"{station}>{self.center.process.name}"},
            ).one()
        return {
            "registrations": officer.items(f"/api/registrations?station={station}"),
            "volunteers": officer.items(f"/api/volunteers?station={station}"),
            "tallies": details,
            "years": officer.items(f"/api/volunteer-years?year={YEAR}&station={station}"),
            "stored": tuple(stored),
        }

    def restart_center(self) -> None:
        self.center.process.start("web")
        wait_until(lambda: answers(self.center), 30, "the center's return")

    def open(self, node: Node) -> Opened:
        process = node.process
        return Opened(process.tier, process.home, process.environment["DATABASE_URL"])


def initialise(node: Node, upper: str) -> None:
    """Founds a single node with an administrator."""
    process = node.process
    account = Login("admin", "administrator", "admin-password")
    facts = ("--code", process.code, "--title", process.title, "--upper", upper)
    process.command("init", *facts, "--admin-password", account.password)
    node.logins.append(account)


def answers(node: Node) -> bool:
    """Whether a node's web server is there."""
    try:
        Client(node.process.url).get("/health")
    except LineError:
        return False
    return True


@contextlib.contextmanager
def trial(
    root: Path, schools: Sequence[SmallSchool], databases: list[str] | None = None
) -> Iterator[Trial]:
    """Founds, starts and enrols a district under `root`; all its processes end with it."""
    district = districts.plan(root, [school.title for school in schools], databases)
    for node in district.nodes:
        node.process.environment = CLEAN | node.process.environment
    district.clock.set(OPENING, 7)
    districts.found(district, OPENING)
    uppers = [district.association, *[district.center] * len(district.stations)]
    lines = {
        lower.process.name: Proxy(upper.process.port)
        for lower, upper in zip(district.nodes[1:], uppers, strict=True)
    }
    try:
        with districts.running(district):
            for node in district.nodes:
                for role, name in districts.ACCOUNTS[node.process.tier]:
                    node.add_account(role, name)
            for lower, upper in zip(district.nodes[1:], uppers, strict=True):
                join(upper, lower, lines[lower.process.name].url)
            district.settle()
            yield Trial(root, district, schools, lines)
    finally:
        for line in lines.values():
            line.close()


def join(upper: Node, lower: Node, url: str) -> None:
    """Enrols `lower`, which reaches `upper` at `url`."""
    facts = {"node": lower.process.name, "title": lower.process.title, "url": url}
    string = upper.client("admin").post("/api/enrolments", facts)["string"]
    shown = lower.client("admin").post("/api/link/enrolment", {"string": string})
    approve(upper, lower.process.name, shown["fingerprint"])


def approve(upper: Node, name: str, fingerprint: str) -> Any:
    body = {"fingerprint": fingerprint}
    return upper.client("admin").post(f"/api/enrolments/{name}/approval", body)
