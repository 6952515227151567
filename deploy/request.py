"""Residents' requests: served where they were asked, at a sister station, by another center."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from deploy import resident
from deploy.agenda import Agenda
from deploy.district import District, Node
from deploy.resident import Person

PHONE = "03153550126"
VOLUNTEER = "volunteer"
START, END = "15:00", "17:10"


@dataclass(frozen=True)
class Wish:
    """What is asked for, what of it may leave the station, and what was done in the end."""

    item: str
    person: Person
    done: str
    text: str = ""
    reason: str = ""


HERE = Wish(
    "errand",
    Person("郑桂芳", "13803156021", "育才里12号楼3单元501", "腿脚不便，想请人代交水电费"),
    "代交了水费和电费，票据交给本人",
)
SISTER = Wish(
    "repair",
    Person("田玉兰", "13932507718", "新苑小区7号楼202", "厨房水龙头关不紧，一直滴水"),
    "换了阀芯，试水不漏",
    "要会修水电的义工上门修一处漏水",
    "本站会修水电的义工这周都没空",
)
FAR = Wish(
    "farming_advice",
    Person("罗长山", "13731590246", "北范各庄21号", "院里三棵苹果树今年不挂果，想请人看看"),
    "看了果树，教了冬剪和施肥",
    "要懂果树的义工到院里看看",
    "本局没有懂果树的义工",
)


@dataclass
class Asked:
    """A request on its way: `server` is the station that serves it, once that is known."""

    wish: Wish
    id: str
    code: str
    server: Node | None = None
    order: str = ""
    volunteer: str = ""


class Requests:
    """Three residents ask at the first station on a day; `rows` is what came of it."""

    def __init__(self, district: District, day: date) -> None:
        self.district = district
        self.first = district.stations[0]
        self.day, self.visit_on = day, day + timedelta(days=1)
        self.asked: list[Asked] = []
        self.rows: list[dict[str, Any]] = []

    def plan(self, agenda: Agenda) -> None:
        """From the first word to the signature, within two days."""
        title, add = self.first.process.title, agenda.add
        add(self.day, 9, f"居民在{title}提需求：网上、来电、当面", self.ask)
        add(self.day, 10, f"{title}受理一件，办不了的转服务中心", self.accept)
        add(self.day, 11, "中心转给别的站；报协会的由协会转给别的中心", self.route)
        add(self.day, 14, "接下的站受理、派单，义工接单", self.dispatch)
        add(self.visit_on, 18, "义工报完成，居民用一次性链接签字", self.finish)

    def ask(self) -> None:
        """By another program, on the telephone, at the counter: as far as there is who serves."""
        for part in self.district.parts:
            for node in part.stations:
                _promise(node)
        self.asked.append(
            Asked(HERE, *resident.ask(self.first.process.url, HERE.item, HERE.person))
        )
        if self.district.stations[1:]:
            self.asked.append(self._enter(SISTER, "telephone"))
        if self.district.neighbour is not None and self.district.neighbour.stations:
            self.asked.append(self._enter(FAR, "walk_in"))

    def _enter(self, wish: Wish, channel: str) -> Asked:
        form = {"channel": channel, "item": wish.item, "consented": True, **vars(wish.person)}
        row = self.first.client("clerk").post("/api/service-requests", form)
        return Asked(wish, row["id"], row["tracking_code"])

    def accept(self) -> None:
        """The first is accepted where it was asked; the others leave, without who asks."""
        clerk = self.first.client("clerk")
        for asked in self.asked:
            path = f"/api/service-requests/{asked.id}"
            if asked.wish is HERE:
                clerk.post(f"{path}/acceptance", {"item": asked.wish.item})
                asked.server = self.first
            else:
                body = {"text": asked.wish.text, "why": "other", "reason": asked.wish.reason}
                clerk.post(f"{path}/escalation", body)

    def route(self) -> None:
        """The center by its proposals; what its stations can't do by way of the association."""
        for asked in self.asked:
            if asked.wish is SISTER:
                asked.server = self._route(self.district, asked)
            elif asked.wish is FAR:
                self._pass_on(asked)

    def _pass_on(self, asked: Asked) -> None:
        district, neighbour = self.district, self.district.neighbour
        assert neighbour is not None
        path = f"/api/service-requests/{asked.id}"
        reason = {"reason": asked.wish.reason}
        district.center.client("officer").post(f"{path}/escalation", reason)
        district.settle()
        to = {"to": neighbour.center.process.name}
        district.association.client("officer").post(f"{path}/routing", to)
        district.settle()
        asked.server = self._route(neighbour, asked)

    def _route(self, part: District, asked: Asked) -> Node:
        """To the station that the center's page proposes first, else to any that may."""
        officer, path = part.center.client("officer"), f"/api/service-requests/{asked.id}"
        found = officer.get(path)
        able = found["proposed"] or [one for one in found["left_out"] if one["may"]]
        officer.post(f"{path}/routing", {"to": able[0]["station"]})
        return next(node for node in part.stations if node.process.name == able[0]["station"])

    def dispatch(self) -> None:
        """Whoever took it accepts; the contact comes; the volunteer proposed first goes."""
        for asked, node in self._served():
            if node is not self.first:
                path = f"/api/service-requests/{asked.id}/acceptance"
                node.client("clerk").post(path, {"item": asked.wish.item})
        self.district.settle()
        for asked, node in self._served():
            asked.volunteer = _volunteer(node, asked.id)
            offer = {"request": asked.id, "volunteer": asked.volunteer}
            when = {"visit_on": str(self.visit_on), "start": START, "end": END}
            asked.order = node.client("clerk").post("/api/service-orders", offer | when)["id"]
            path = f"/api/service-orders/{asked.order}/answer"
            node.client(VOLUNTEER).post(path, {"accepts": True})

    def finish(self) -> None:
        """Done, a one-time link, signed by the requester; then what the first station knows."""
        for asked, node in self._served():
            volunteer, path = node.client(VOLUNTEER), f"/api/service-orders/{asked.order}"
            part = {"volunteer": asked.volunteer, "start": START, "end": END}
            done = {"day": str(self.visit_on), "content": asked.wish.done, "place": "居民家里"}
            volunteer.post(f"{path}/completion", done | {"parts": [part]})
            link = volunteer.post(f"{path}/links")["url"]
            resident.sign(link, asked.wish.person.name)
        self.district.settle()
        self.rows = [self._row(asked) for asked in self.asked]

    def _served(self) -> list[tuple[Asked, Node]]:
        return [(asked, asked.server) for asked in self.asked if asked.server is not None]

    def _row(self, asked: Asked) -> dict[str, Any]:
        """By the first station's own answers and the requester's page, whoever served."""
        row = self.first.client("clerk").get(f"/api/service-requests/{asked.id}")
        done = next(step for step in reversed(row["steps"]) if step["status"] == "done")
        return {
            "item": row["item_name"],
            "asked_at": self.first.process.title,
            "served_by": done["holder"],
            "hours": row["outcome"]["hours"],
            "evaluation": row["outcome"]["evaluation"],
            "told": resident.follow(self.first.process.url, asked.code).state,
        }


def _promise(node: Node) -> None:
    """Where residents call, and under which address they find the pages."""
    reached = {"phone": PHONE, "reach": node.process.url}
    node.client("head").post("/api/promise", {"accept_days": 1, "dispatch_days": 3, **reached})


def _volunteer(node: Node, request: str) -> str:
    """Whom the station proposes first, else anybody in service; with an account of their own."""
    found = node.client("clerk").get(f"/api/service-requests/{request}/proposals")
    others = [one for one in found["left_out"] if one["why"] not in ("not_in_service", "related")]
    who = [*found["proposed"], *others][0]
    node.add_account(VOLUNTEER, who["name"])
    path = f"/api/accounts/{VOLUNTEER}/volunteer"
    node.client("admin").post(path, {"volunteer": who["volunteer"]})
    return str(who["volunteer"])
