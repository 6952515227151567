"""A small district with a year behind it and work waiting at every desk; built once, then copied.

The copies run on ports of their own: to look at pages, or to go on working.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from deploy import district as districts
from deploy.clock import ClockFile
from deploy.district import District, Login, Node, wait_until
from deploy.process import NodeProcess, free_ports
from deploy.school import School
from deploy.year import Year
from shared.clock import machine_now
from shared.domain.month import Month
from tests.browser.asking import Asking
from tests.federation.school import SmallSchool
from tests.federation.trial import CLEAN, answers

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
OPENING = date(2025, 1, 1)
NOTICED = date(2026, 1, 14)
TODAY = date(2026, 2, 2)
JANUARY, NOVEMBER = Month(2026, 1), Month(2025, 11)
STORED, HIDDEN = "stored.json", "hidden.json"
FORM = {
    "specialties": ["法律咨询", "家电维修"],
    "categories": ["convenience", "hardship_aid"],
    "free_times": ["周六上午"],
    "health": True,
    "conduct": True,
    "consents": {"sensitive": True, "naming": True, "photos": False},
    "id_card_seen": True,
    "party_card_seen": True,
}
SERVICE = {
    "start": "08:30",
    "end": "11:00",
    "category": "convenience",
    "form": "group",
    "place": "东风里社区广场",
    "content": "清扫楼道,检修公用电器",
    "evaluation": "satisfied",
}


@dataclass
class Filling:
    """The last weeks of a district whose year went by: what still waits, and for whom.

    `hidden` are paths that no link leads to: what residents hold in their hands.
    """

    district: District
    year: Year
    east: SmallSchool
    folder: Path
    hidden: dict[str, str] = field(default_factory=dict)

    @property
    def school(self) -> Node:
        """Whose year is full; `other` is the small school of `east`."""
        return self.district.stations[0]

    @property
    def other(self) -> Node:
        return self.district.stations[-1]

    @cached_property
    def volunteers(self) -> list[dict[str, Any]]:
        return self.school.client("clerk").items("/api/volunteers?status=approved")

    def leave_work(self) -> None:
        """Each desk is left with something in each of the states that its pages show."""
        self._walk_year()
        self._decide_half_the_stars()
        self.district.clock.set(date(2026, 1, 20))
        self._give_accounts()
        self._register()
        self._ask_transfer_and_unlock()
        self._enter_records()
        asking = Asking(self.district, self.school, self.other, self.volunteers[0]["id"])
        self.hidden = asking.leave()
        self.district.clock.set(TODAY, 8)
        asking.call_again()
        self._tell()
        self._report_january()
        self._invite()
        self.district.settle()

    def _walk_year(self) -> None:
        while (step := self.year.agenda.next()) is not None and step.day < NOTICED:
            self.district.clock.set(step.day, step.hour)
            step.do()
            self.district.settle()

    def _decide_half_the_stars(self) -> None:
        self.district.clock.set(NOTICED)
        officer = self.district.association.client("officer")
        proposals = officer.items("/api/years/2025/proposals")
        some = [row["volunteer"] for row in proposals][: len(proposals) // 2]
        body = {"year": 2025, "ids": some, "count": len(some), "decision": "approved"}
        officer.post("/api/stars/decisions", body)
        self.district.settle()

    def _give_accounts(self) -> None:
        """One volunteer and one leader of a team sign in as well."""
        for number, (role, login) in enumerate((("volunteer", None), ("team_leader", "leader"))):
            who = self.volunteers[number]
            account = self.school.add_account(role, who["name"], login)
            body = {"volunteer": who["id"]}
            self.school.client("admin").post(f"/api/accounts/{account.login}/volunteer", body)

    def _register(self) -> None:
        """Four in person: approved without a card yet, returned, two waiting."""
        clerk, center = self.other.client("clerk"), self.district.center.client("officer")
        for who in self.east.people[self.east.volunteers :]:
            form = FORM | {"id_number": who.id_number, "name": who.name}
            clerk.post("/api/registrations", form)
        self.district.settle()
        waiting = center.items("/api/registrations?status=submitted")
        words = (("approved", ""), ("returned", "电话少一位,请对照原件补上"))
        for row, (decision, reason) in zip(waiting, words, strict=False):
            body = {"decision": decision, "reason": reason, "version": row["version"]}
            center.post(f"/api/registrations/{row['id']}/decision", body)
        self.district.settle()

    def _ask_transfer_and_unlock(self) -> None:
        who = self.east.people[0]
        body = {"id_number": who.id_number, "name": who.name}
        self.school.client("clerk").post("/api/transfers", body)
        reason = {"reason": "一条记录的日期写错"}
        self.school.client("head").post(f"/api/months/{NOVEMBER}/unlock-request", reason)
        self.district.settle()

    def _enter_records(self) -> None:
        """January's activity: most are certified, two wait, one is voided."""
        clerk, head = self.school.client("clerk"), self.school.client("head")
        rows = [
            SERVICE | {"volunteer": each["id"], "day": "2026-01-17"} for each in self.volunteers
        ]
        ids = [row["id"] for row in clerk.post("/api/records", {"records": rows})["items"]]
        some = {"ids": ids[2:], "count": len(ids) - 2}
        head.post("/api/records/certification", some)
        head.post(f"/api/records/{ids[-1]}/voiding", {"reason": "当天没有到场"})

    def _tell(self) -> None:
        """The center waives one school's January and asks after the other's; a card is lost."""
        center, clerk = self.district.center.client("officer"), self.school.client("clerk")
        months = {"first": str(JANUARY), "last": str(JANUARY), "reason": "寒假"}
        center.post("/api/exemptions", {"station": self.other.process.name, **months})
        asked = {"station": self.school.process.name, "month": str(JANUARY)}
        center.post("/api/reminders", asked | {"reason": "请明天前送到"})
        card = next(row for row in clerk.items("/api/cards") if row["status"] == "valid")
        clerk.post(f"/api/cards/{card['id']}/loss", {"reason": "lost"})

    def _report_january(self) -> None:
        """The other school's January lies at the center; this one's is due tomorrow."""
        head = self.other.client("head")
        head.post(f"/api/months/{JANUARY}/closing")
        words = {"summary": "寒假,没有组织服务。", "photos": [], "no_photo_reason": "没有活动"}
        head.post(f"/api/months/{JANUARY}/signature", words | {"reason": ""})

    def _invite(self) -> None:
        url = self.district.center.process.url
        facts = {"node": "station:01-77", "title": "西山中学", "url": url}
        self.district.center.client("admin").post("/api/enrolments", facts)


def schools(folder: Path, names: Sequence[str]) -> tuple[list[School], SmallSchool]:
    """The examples of these names, and a small invented school beside them."""
    east = SmallSchool("东风小学", 0, members=11, volunteers=7, rows=12, months=range(1, 13))
    return [*(School(EXAMPLES / name) for name in names), east.write(folder)], east


def build(folder: Path, names: Sequence[str] = ("中心幼儿园",)) -> None:
    """Walks a district through its year and leaves its homes in `folder`, nothing running."""
    found, east = schools(folder / "input", names)
    district = districts.plan(folder, [school.title for school in found], beside=[])
    for node in district.nodes:
        node.process.environment = CLEAN | node.process.environment
    district.clock.set(OPENING, 7)
    districts.found(district, OPENING)
    with districts.running(district):
        districts.enrol(district)
        filling = Filling(district, Year(district, found), east, folder)
        filling.leave_work()
    facts = [node.facts() for node in district.nodes]
    for name, content in ((HIDDEN, filling.hidden), (STORED, facts)):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def built_once(folder: Path, names: Sequence[str] = ("中心幼儿园",)) -> Path:
    """The folder with the district in it; whoever comes while another builds it waits."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / STORED).exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            build(folder, names)
    return folder


@contextmanager
def copy_running(
    stored: Path, root: Path, parts: Sequence[str] = ("web", "agent")
) -> Iterator[District]:
    """A copy of a stored district, started; ends with the block. The original stays as it is."""
    shutil.copytree(stored, root)
    facts = json.loads((root / STORED).read_text("utf-8"))
    clock = ClockFile(root / "clock")
    environment = CLEAN | {"YIGONG_CLOCK": str(clock.path)}
    ports = free_ports(len(facts))
    nodes = [_node(root, each, port, environment) for each, port in zip(facts, ports, strict=True)]
    moved = {old["url"]: new.process.url for old, new in zip(facts, nodes, strict=True)}
    for node in nodes:
        _move_lines(node, moved)
    try:
        for node in nodes:
            node.process.start(*parts)
        for node in nodes:
            wait_until(lambda node=node: answers(node), 60, node.process.name)  # type: ignore[misc]
        yield districts.district_of(nodes, clock)
    finally:
        with ThreadPoolExecutor(len(nodes)) as pool:
            list(pool.map(lambda node: node.process.stop(), nodes))


def _node(root: Path, facts: dict[str, Any], port: int, environment: dict[str, str]) -> Node:
    tier, _, code = facts["name"].partition(":")
    process = NodeProcess(root, tier, code, facts["title"], port, dict(environment))
    return Node(process, [Login(**each) for each in facts["logins"]])


def _move_lines(node: Node, moved: dict[str, str]) -> None:
    """The upper node answers at another port now; the line stands as it stood before the stop."""
    connection = sqlite3.connect(node.process.home / f"{node.process.tier}.db")
    now = f"{machine_now():%Y-%m-%d %H:%M:%S.%f}"
    with connection:
        for old, new in moved.items():
            connection.execute("UPDATE peer SET url = ? WHERE url = ?", (new, old))
        whole = "fails = 0, last_error = NULL, next_at = NULL, last_ok = ?"
        connection.execute(f"UPDATE peer SET {whole} WHERE last_ok IS NOT NULL", (now,))  # noqa: S608
    connection.close()
