"""What the people of one station do in a year, each with an account of their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy.district import Node
from deploy.school import School
from shared.domain.month import Month


@dataclass(frozen=True)
class Paper:
    """A row of the registrations' workbook, as the station's preview shows it."""

    name: str
    last_four: str
    applied_on: date
    decision: str
    decided_on: date | None


class Clerk:
    """A school's head, clerk and certifying officers at their station."""

    def __init__(self, node: Node, school: School, year: int) -> None:
        self.node = node
        self.school = school
        self.year = year
        self.title = school.title
        self.station = node.process.name
        self.papers: list[Paper] = []
        self.roster: dict[str, Any] = {}
        self.records: dict[tuple[str, str, int], dict[str, Any]] = {}

    def import_roster(self) -> None:
        self.roster = self._import(self.school.roster, "roster")

    def import_registrations(self) -> None:
        preview = self._import(self.school.registrations, "registration")
        if not self.papers:
            self.papers = [_paper(row) for row in preview["rows"] if row["outcome"] != "refused"]

    def registration_of(self, paper: Paper) -> str | None:
        """The id under which a paper's registration waits for the center's decision."""
        waiting = self.node.client("clerk").items("/api/registrations?status=submitted")
        wanted = (paper.name, paper.last_four, paper.applied_on.isoformat())
        keys = ("name", "last_four", "applied_on")
        found = (row["id"] for row in waiting if tuple(row[key] for key in keys) == wanted)
        return next(found, None)

    def import_month(self, month: Month) -> None:
        """Imports the month's sheet and has every officer certify the rows that name them."""
        for file in self.school.records:
            preview = self._import(file, "record", month=str(month))
            for row in preview["rows"]:
                self._note(file.name, row)
            self._certify(preview["id"])

    def _note(self, file: str, row: dict[str, Any]) -> None:
        """Keeps a row once: a table that names no month is held against each, its own counts."""
        known = self.records.setdefault((file, row["sheet"], row["row"]), row)
        if known["reason"] == "not_this_month":
            known.update(row)

    def close(self, month: Month) -> None:
        self.node.client("head").post(f"/api/months/{month}/closing")

    def sign(self, month: Month, reason: str = "") -> None:
        body = {
            "summary": f"{self.title}{month.month}月党员义工服务情况汇报",
            "photos": [],
            "no_photo_reason": "演示数据,无照片",
            "reason": reason,
        }
        self.node.client("head").post(f"/api/months/{month}/signature", body)

    def hand_over_cards(self) -> None:
        clerk = self.node.client("clerk")
        for card in clerk.items("/api/cards"):
            if card["handed_on"] is None:
                clerk.post(f"/api/cards/{card['id']}/hand-over", {"badge": True})

    def group_records(self, month: Month) -> list[dict[str, Any]]:
        records = self.node.client("clerk").items(f"/api/records?month={month}&status=certified")
        return [record for record in records if record["form"] == "group"]

    def ask_unlock(self, month: Month) -> None:
        body = {"reason": "服务地点写错"}
        self.node.client("head").post(f"/api/months/{month}/unlock-request", body)

    def correct_place(self, month: Month, record: dict[str, Any]) -> None:
        """Voids a record and issues it anew with another place, seconded; signs r2."""
        clerk, head = self.node.client("clerk"), self.node.client("head")
        body = {"reason": "服务地点写错", "place": "更正后的地点"}
        new = clerk.post(f"/api/records/{record['id']}/reissue", body)
        clerk.post("/api/records/certification", {"ids": [new["id"]], "count": 1})
        head.post("/api/records/second", {"ids": [new["id"]], "count": 1})
        self.close(month)
        self.sign(month, "一条集中服务的地点写错,作废重开,数字不变")

    def seal_year(self) -> None:
        self.node.client("head").post(f"/api/years/{self.year}/seal")

    def judged(self) -> dict[str, Any]:
        """How many of the records' rows were accepted; place and reason of the others."""
        rows = self.records.values()
        accepted = sum(row["outcome"] == "accepted" for row in rows)
        keys = ("sheet", "row", "reason")
        others = {
            outcome: [{key: row[key] for key in keys} for row in rows if row["outcome"] == outcome]
            for outcome in ("held", "refused")
        }
        return {"accepted": accepted, **others}

    def _import(self, file: Any, kind: str, **fields: str) -> dict[str, Any]:
        clerk = self.node.client("clerk")
        preview: dict[str, Any] = clerk.upload("/api/imports", file, kind=kind, **fields)
        counts = Counter(preview["counts"])
        body = {"count": counts["accepted"] + counts["held"]}
        if body["count"]:
            clerk.post(f"/api/imports/{preview['id']}/confirmation", body)
        return preview

    def _certify(self, imported: str) -> None:
        path = f"/api/imports/{imported}/certification"
        for stage in ("certifier", "second_officer"):
            for officer in self.node.client("clerk").get(path)["items"]:
                if officer[stage]:
                    login = self._login_of(officer)
                    body = {"officer": officer["id"], "count": officer[stage]}
                    self.node.client(login).post(path, body)

    def _login_of(self, officer: dict[str, Any]) -> str:
        """The account of a certifying officer named in a sheet; made and linked once."""
        login = f"officer-{officer['id'][-6:]}"
        if all(each.login != login for each in self.node.logins):
            self.node.add_account("clerk", officer["name"], login)
            body = {"account": login}
            self.node.client("head").post(f"/api/officers/{officer['id']}/link", body)
        return login


def _paper(row: dict[str, Any]) -> Paper:
    values = row["values"]
    decided_on = values.get("decided_on")
    return Paper(
        row["name"],
        values["last_four"],
        date.fromisoformat(values["applied_on"]),
        values.get("decision") or "",
        date.fromisoformat(decided_on) if decided_on else None,
    )
