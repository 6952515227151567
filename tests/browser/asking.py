"""Requests in each of their states, left at a filled district's desks: for its pages to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from deploy import resident
from deploy.district import District, Node

THURSDAY, FRIDAY = date(2026, 1, 29), date(2026, 1, 30)
HOTLINE = "03153550126"
REACH = "https://yigong-01-01.guye.example.cn"
DISTRICTS = ("东风里", "育才里", "新苑小区")
FAMILY = {"name": "郑桂芳", "phone": "13803156021", "address": "育才里12号楼3单元501"}
NEIGHBOUR = {"name": "田玉兰", "phone": "13932507718", "address": "新苑小区7号楼202"}
OLD_MAN = {"name": "罗长山", "phone": "13731590246", "address": "东风里21号楼101"}
YARD = {"name": "韩秀英", "phone": "13582950731", "address": "东风里平房院3号"}
WISHED = ["2-afternoon", "3-afternoon"]


@dataclass
class Asking:
    """Residents ask at a school; it serves some, and what it can't do waits above.

    `volunteer` is the id of whoever has the school's account of this name.
    """

    district: District
    school: Node
    other: Node
    volunteer: str

    @cached_property
    def clerk(self) -> Any:
        return self.school.client("clerk")

    @cached_property
    def areas(self) -> dict[str, str]:
        for name in DISTRICTS:
            self.clerk.post("/api/districts", {"name": name})
        return {row["name"]: row["id"] for row in self.clerk.get("/api/districts")["items"]}

    def leave(self) -> dict[str, str]:
        """Paths that no link leads to: a link to sign by, and the code of who follows."""
        clock = self.district.clock
        clock.set(THURSDAY, 9)
        self._promise()
        self._pass_on()
        self._take_for_others()
        followed = self._offer()
        clock.set(FRIDAY, 16)
        signing = self._finish()
        self.district.settle()
        return {"sign": f"/s/{signing}", "track": f"/t/{followed}"}

    def call_again(self) -> None:
        """This morning's: somebody calls once more, and it is urgent now."""
        words = "厨房水管爆了，水往楼下流"
        self._ask("repair", words, FAMILY, urgent=True, district="育才里")

    def _promise(self) -> None:
        """The center is the other school's front door."""
        for node, reach in ((self.school, REACH), (self.other, "")):
            said = {"accept_days": 1, "dispatch_days": 3, "phone": HOTLINE, "reach": reach}
            node.client("head").post("/api/promise", said)
        closed = {"first": "2026-02-16", "last": "2026-02-23", "note": "春节"}
        self.school.client("head").post("/api/closings", closed)

    def _ask(self, item: str, words: str, who: dict[str, str], **more: Any) -> dict[str, Any]:
        """On the telephone, unless something else is said."""
        form = {"channel": "telephone", "item": item, "words": words, "consented": True}
        if "district" in more:
            more["district"] = self.areas[more["district"]]
        found: dict[str, Any] = self.clerk.post("/api/service-requests", form | who | more)
        return found

    def _accept(self, row: dict[str, Any]) -> str:
        path = f"/api/service-requests/{row['id']}/acceptance"
        body = {"item": row["item"], "reason": "义工这两天和您约时间"}
        self.clerk.post(path, body)
        return str(row["id"])

    def _pass_on(self) -> None:
        """To the association, to the other school, to the center; one is declined."""
        texts = {
            "farming_advice": "要懂果树的义工到院里看三棵苹果树",
            "clean_up": "楼道口的旧家具要两三个人抬走",
            "policy_advice": "要懂社保的义工到楼里讲一次",
        }
        words = ("三棵苹果树今年不挂果", "单元门口堆着旧沙发，没人管", "老人们想听听社保怎么算")
        rows = [
            self._ask(item, said, YARD, district="东风里")
            for item, said in zip(texts, words, strict=True)
        ]
        for row in rows:
            body = {
                "text": texts[row["item"]],
                "why": "nobody_fits",
                "reason": "本站没有合适的义工",
            }
            self.clerk.post(f"/api/service-requests/{row['id']}/escalation", body)
        self.district.settle()
        officer = self.district.center.client("officer")
        above = {"reason": "本中心的站都没有懂果树的"}
        officer.post(f"/api/service-requests/{rows[0]['id']}/escalation", above)
        to = {"to": self.other.process.name, "reason": "离得近"}
        officer.post(f"/api/service-requests/{rows[1]['id']}/routing", to)
        no = self._ask("errand", "想请人代写申诉信", OLD_MAN, channel="walk_in")
        body = {"reason": "代写文书请到司法所，那里免费"}
        self.clerk.post(f"/api/service-requests/{no['id']}/decline", body)
        self.district.settle()

    def _take_for_others(self) -> None:
        """The other school's, routed here and not accepted yet."""
        clerk, officer = self.other.client("clerk"), self.district.center.client("officer")
        form = {"channel": "walk_in", "item": "policy_advice", "words": "想问医保怎么转"}
        row = clerk.post("/api/service-requests", form | NEIGHBOUR | {"consented": True})
        path = f"/api/service-requests/{row['id']}"
        body = {"text": "要懂医保的义工打个电话", "why": "other", "reason": "本站的人在外地培训"}
        clerk.post(f"{path}/escalation", body)
        self.district.settle()
        officer.post(f"{path}/routing", {"to": self.school.process.name})

    def _offer(self) -> str:
        """Received, accepted, offered, accepted by who goes; the code of the one who follows."""
        self._ask("repair", "厨房水龙头关不紧，一直滴水", FAMILY, district="育才里", wished=WISHED)
        self._accept(self._ask("policy_advice", "想问独生子女费", OLD_MAN, district="东风里"))
        offered = self._ask("home_help", "腿脚不便，买菜不方便", OLD_MAN, district="东风里")
        self._order(self._accept(offered), "2026-02-03", "9:00")
        gone = self._ask("information", "想在楼里招一位照看老人的", NEIGHBOUR, district="新苑小区")
        self._go(self._order(self._accept(gone), "2026-02-04", "15:00"))
        return str(gone["tracking_code"])

    def _finish(self) -> str:
        """One is signed, one waits for its signature: the token of its link."""
        signed = self._served("charity", "旧衣服想捐", ("10:00", "11:40"))
        resident.sign(f"{self.school.process.url}/s/{signed}", NEIGHBOUR["name"])
        return self._served("policy_advice", "看不懂低保通知", ("13:00", "14:35"))

    def _served(self, item: str, words: str, times: tuple[str, str]) -> str:
        """Asked and done on one day; a token to sign by."""
        row = self._ask(item, words, NEIGHBOUR, district="新苑小区")
        order = self._order(self._accept(row), str(FRIDAY), times[0])
        self._go(order)
        part = {"volunteer": self.volunteer, "start": times[0], "end": times[1]}
        done = {"day": str(FRIDAY), "content": "上门讲清楚，陪着办好", "place": "新苑小区"}
        own = self.school.client("volunteer")
        own.post(f"/api/service-orders/{order}/completion", done | {"parts": [part]})
        return str(own.post(f"/api/service-orders/{order}/links")["token"])

    def _order(self, request: str, day: str, start: str) -> str:
        offer = {"request": request, "volunteer": self.volunteer, "message": "带上老花镜和纸笔"}
        when = {"visit_on": day, "start": start.rjust(5, "0")}
        return str(self.clerk.post("/api/service-orders", offer | when)["id"])

    def _go(self, order: str) -> None:
        path = f"/api/service-orders/{order}/answer"
        self.school.client("volunteer").post(path, {"accepts": True})
