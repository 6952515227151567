"""Households with their volunteers, holders of stars and who visits them: for pages to show."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy import resident
from deploy.district import Node, wait_until

FIRST, VISITED, CALLED = date(2026, 1, 14), date(2026, 1, 20), date(2026, 2, 2)
YEARS = {2023: "2024-01-15", 2024: "2025-01-15"}
EARLIER = """
    INSERT INTO star (id, volunteer_id, year, ver, station, points, proposed, star, decision,
        reason, decided_on, decided_by, first_approved_on, received_at)
    SELECT lower(hex(randomblob(16))), volunteer_id, :year, ver, station, points, proposed, star,
        decision, reason, :day, decided_by, :day, received_at FROM star WHERE star = 3
        AND year = 2025
"""
WIDOW = {"name": "蒋淑珍", "phone": "13931562204", "address": "东风里9号楼102", "words": "独居"}
COUPLE = {"name": "段福来", "phone": "13784501937", "address": "新苑小区3号楼401"}
OLD_LADY = {"name": "佟玉梅", "phone": "13513353842", "address": "育才里平房院7号"}


@dataclass
class Tying:
    """The first volunteer, who has an account, and the next ones visit; `people` are their ids."""

    school: Node
    people: list[str]

    @property
    def clerk(self) -> Any:
        return self.school.client("clerk")

    def pair(self) -> str:
        """One each week, one each month and paused, one each fortnight; the id of the first."""
        weekly = self._pair(WIDOW, "weekly", self.people[:2])
        monthly = self._pair(COUPLE, "monthly", self.people[2:3])
        self.clerk.post(f"/api/pairings/{monthly}/pause", {"reason": "去儿子家过冬"})
        self._pair(OLD_LADY, "fortnightly", self.people[3:4])
        return weekly

    def _pair(self, home: dict[str, str], rhythm: str, people: list[str]) -> str:
        new = home | {"rhythm": rhythm, "volunteers": people, "since": str(FIRST)}
        return str(self.clerk.post("/api/pairings", new)["id"])

    def visit(self, pairing: str) -> None:
        """The first round's is made and signed; nobody goes in the second."""
        [visit] = self.clerk.get(f"/api/pairings/{pairing}")["visits"]
        own, path = self.school.client("volunteer"), f"/api/service-orders/{visit['order']}"
        part = {"volunteer": self.people[0], "start": "15:00", "end": "16:40"}
        done = {"day": str(VISITED), "content": "买了米面，说了话", "place": WIDOW["address"]}
        own.post(f"{path}/completion", done | {"parts": [part]})
        link = own.post(f"{path}/links")
        resident.sign(f"{self.school.process.url}/s/{link['token']}", WIDOW["name"])

    def remember_stars(self) -> None:
        """Who has three stars had as many in the years before this district began."""
        process = self.school.process
        connection = sqlite3.connect(process.home / f"{process.tier}.db")
        with connection:
            for year, approved in YEARS.items():
                connection.execute(EARLIER, {"year": year, "day": approved})
        connection.close()

    def call_on_holders(self) -> None:
        """This month's visits: one was made, for one somebody said why not; others wait.

        The agent has its first turn of the day at once, and raises them.
        """
        self.school.process.kill("agent")
        self.school.process.start("agent")
        path = f"/api/benefit-visits?month={CALLED:%Y-%m}"
        wait_until(lambda: len(self.clerk.get(path)["items"]) > 1, 30, "visits to holders")
        made, owed, *_ = self.clerk.get(path)["items"]
        told = {"day": str(CALLED), "visitors": "孙校长、李文书"}
        self.clerk.post(f"/api/benefit-visits/{made['id']}/visit", told)
        why = {"reason": "人在外地，三月回来"}
        self.clerk.post(f"/api/benefit-visits/{owed['id']}/omission", why)
