"""Residents of a school that nobody reaches, at the center that is its front door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from deploy import resident
from deploy.district import District, Node
from deploy.resident import Person
from tests.browser.asking import FRIDAY

MONDAY = date(2026, 2, 2)
LETTERS = Person("单文秀", "13653347712", "东风里3号楼2单元", "眼睛不好，想请人念念医院的单子")
WINDOW = Person("单文秀", "13653347712", "东风里3号楼2单元", "阳台的纱窗掉下来了")


@dataclass
class Knocking:
    """What they typed went to the school alone; the center shows how far it is."""

    district: District
    school: Node

    def leave(self) -> str:
        """One is just asked, for another somebody will come; the path by which the first looks."""
        self.district.clock.set(FRIDAY, 17)
        url, name = self.district.center.process.url, self.school.process.name
        _, code = resident.ask(url, "repair", WINDOW, name)
        asked, _ = resident.ask(url, "information", LETTERS, name)
        self.district.settle()
        self._order(asked)
        self.district.settle()
        return f"/t/{code}"

    def _order(self, request: str) -> None:
        clerk = self.school.client("clerk")
        body = {"item": "information", "reason": "周一早上去"}
        clerk.post(f"/api/service-requests/{request}/acceptance", body)
        offer = {"request": request, "volunteer": self.visitor, "visit_on": str(MONDAY)}
        clerk.post("/api/service-orders", offer | {"start": "07:00"})

    def finish(self) -> str:
        """They were there this morning; the path of the link to sign by."""
        own = self.school.client("visitor")
        [order] = own.get("/api/own/service-orders")["items"]
        path = f"/api/service-orders/{order['id']}"
        own.post(f"{path}/answer", {"accepts": True})
        part = {"volunteer": self.visitor, "start": "07:00", "end": "07:50"}
        done = {"day": str(MONDAY), "content": "念了单子，记下复查的日子", "place": "东风里"}
        own.post(f"{path}/completion", done | {"parts": [part]})
        token = own.post(f"{path}/links")["token"]
        self.district.settle()
        return f"/s/{token}"

    @cached_property
    def visitor(self) -> str:
        """The id of a volunteer of the school, who has an account."""
        who = self.school.client("clerk").items("/api/volunteers?status=approved")[0]
        account = self.school.add_account("volunteer", who["name"], "visitor")
        body = {"volunteer": who["id"]}
        self.school.client("admin").post(f"/api/accounts/{account.login}/volunteer", body)
        return str(who["id"])
