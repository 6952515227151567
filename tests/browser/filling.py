"""The last weeks of a district whose year went by: work that waits at every desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from deploy.district import District, Node
from deploy.year import Year
from shared.domain.month import Month
from tests.browser.asking import Asking
from tests.browser.knocking import Knocking
from tests.browser.tying import VISITED, Tying
from tests.federation.school import SmallSchool

NOTICED = date(2026, 1, 14)
TODAY = date(2026, 2, 2)
JANUARY, NOVEMBER = Month(2026, 1), Month(2025, 11)
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
        tying = Tying(self.school, [row["id"] for row in self.volunteers])
        tying.remember_stars()
        pairing = tying.pair()
        self.district.clock.set(VISITED, 18)
        self._give_accounts()
        tying.visit(pairing)
        self._register()
        self._ask_transfer_and_unlock()
        self._enter_records()
        asking = Asking(self.district, self.school, self.other, self.volunteers[0]["id"])
        self.hidden = asking.leave()
        knocking = Knocking(self.district, self.other)
        self.hidden["knocked"] = knocking.leave()
        self.district.clock.set(TODAY, 8)
        asking.call_again()
        tying.call_on_holders()
        self.hidden["signed-away"] = knocking.finish()
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
