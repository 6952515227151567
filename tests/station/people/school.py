"""A station with accounts, small sheets as .csv, and messages as the center would send them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7
from werkzeug.test import TestResponse

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.id_number import check_digit
from shared.federation.link import Message
from shared.founding import COMMAND
from shared.sign_in import NewAccount, add_account
from shared.wire.table import TYPES
from station.actions.member import write_roster
from station.database import db
from station.domain.outcome import Place
from station.domain.roster import RosterRow, judge_roster
from station.federation import LINK
from station.models.account import ACCOUNTS
from station.models.federation import Outbox

WORD = "w1:" + "5" * 64
CENTER = "center:01"
PASSWORDS = {"head": "head-password", "clerk": "clerk-password", "admin": "admin-password"}
ROSTER_HEADINGS = ("姓名", "性别", "身份证号", "入党时间", "职务", "联系电话")
FORM_HEADINGS = (
    *("姓名", "身份证号", "特长", "可服务类别", "可服务时间"),
    *("申请日期", "审核结果", "审核日期"),
)
RECORD_HEADINGS = (
    *("姓名", "证件后四位", "服务日期", "开始时间", "结束时间", "扣除(分钟)", "服务时长(小时)"),
    *("服务类别", "服务形式", "服务地点", "服务内容", "服务对象签字", "评价", "占用工作时间"),
    *("认定人", "复核人"),
)


def number(born: str, order: int) -> str:
    """A valid ID number of an invented person."""
    first = f"130204{born}{order:03d}"
    return first + check_digit(first + "0")


ANNA, BERT, CLEO = number("19800101", 2), number("19810202", 3), number("19820303", 4)
MEMBERS = (
    ("安安", "女", ANNA, "2005-05-05", "教师", "13800000001"),
    ("博博", "男", BERT, "2006-06-06", "教师", "13800000002"),
    ("可可", "女", CLEO, "2007-07-07", "校长", "13800000003"),
)

IN_PERSON = {
    "id_number": ANNA,
    "name": "安安",
    "specialties": ["书法"],
    "categories": ["convenience"],
    "free_times": ["6-morning"],
    "health": True,
    "conduct": True,
    "consents": {"sensitive": True, "naming": True, "photos": False},
    "id_card_seen": True,
    "party_card_seen": True,
}


def csv(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet as .csv in UTF-8."""
    return "\n".join(",".join(row) for row in (headings, *rows)).encode()


def form(name: str, id_number: str, applied: str, *decision: str) -> tuple[str, ...]:
    """A row of the registrations' sheet."""
    paper = decision or ("", "")
    return (name, id_number, "书法", "便民利民", "周六上午", applied, *paper)


def record(name: str, day: str, start: str, end: str, **cells: str) -> tuple[str, ...]:
    """A row of the records' sheet: satisfied, signed, certified by 王书记."""
    values = {"hours": "", "form": "派单", "evaluation": "满意", "certifier": "王书记"} | cells
    return (
        *(name, values.get("four", ""), day, start, end, "", values["hours"], "便民利民"),
        *(values["form"], "敬老院", "看望老人", "已签字", values["evaluation"], ""),
        *(values["certifier"], values.get("second", "")),
    )


class School:
    """A station's app and the people who work at it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.tokens: dict[str, str] = {}
        for role in ("head", "clerk"):
            self.add(role, role)

    def add(self, login: str, role: str) -> None:
        PASSWORDS.setdefault(login, f"{login}-password")
        new = NewAccount(login, login, role, PASSWORDS[login], lasting=True)
        with self.session() as session:
            add_account(session, ACCOUNTS, COMMAND, business_now(), new)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.app.app_context(), transaction(db) as session:
            yield session

    def call(
        self, login: str, method: str, path: str, body: Any = None, **more: Any
    ) -> TestResponse:
        client = self.app.test_client()
        if login not in self.tokens:
            typed = {"login": login, "password": PASSWORDS[login]}
            self.tokens[login] = client.post("/api/tokens", json=typed).json["token"]
        headers = {"Authorization": f"Bearer {self.tokens[login]}"}
        if body is not None:
            more["json"] = body
        return client.open("/api" + path, method=method, headers=headers, **more)

    def get(self, path: str, login: str = "clerk") -> Any:
        return self._good(self.call(login, "GET", path))

    def post(self, path: str, body: Any, login: str = "clerk") -> Any:
        return self._good(self.call(login, "POST", path, body))

    def upload(self, content: bytes, file: str = "表.csv", **fields: str) -> TestResponse:
        data = {"file": (io.BytesIO(content), file), **fields}
        return self.call("clerk", "POST", "/imports", data=data)

    def preview(self, content: bytes, file: str = "表.csv", **fields: str) -> Any:
        return self._good(self.upload(content, file, **fields))

    def import_(self, content: bytes, file: str = "表.csv", **fields: str) -> Any:
        """Previews and writes."""
        preview = self.preview(content, file, **fields)
        return self.post(f"/imports/{preview['id']}/confirmation", {"count": preview["to_write"]})

    def roster(self, rows: Sequence[Sequence[str]] = MEMBERS) -> None:
        """Writes a roster without a file."""
        raw = [RosterRow(Place("表", at), *row) for at, row in enumerate(rows, 2)]
        judged = judge_roster(raw, local_day(business_now()))
        with self.session() as session:
            members = [row.value for row in judged if row.value]
            write_roster(session, COMMAND, business_now(), members)

    def sent(self, kind: str) -> list[dict[str, Any]]:
        """Data of what was promised upwards, in order."""
        with self.session() as session:
            query = select(Outbox).filter_by(type=kind).order_by(Outbox.id)
            return [json.loads(row.body or b"")["data"] for row in session.scalars(query)]

    def sent_ids(self, kind: str) -> list[UUID]:
        """Ids of those messages, in order."""
        with self.session() as session:
            query = select(Outbox.msg_id).filter_by(type=kind).order_by(Outbox.id)
            return list(session.scalars(query))

    def reject(self, kind: str, sentence: str, message: UUID | None = None) -> None:
        """The center stored such a message, the newest unless said, and couldn't apply it."""
        refused = str(message or self.sent_ids(kind)[-1])
        data = {"message": refused, "type": kind, "code": "some.code", "sentence": sentence}
        self.receive("message.rejected", f"message:{refused}", data)

    def receive(self, kind: str, subject: str, data: dict[str, Any]) -> UUID:
        """Applies a message as if the center had sent it."""
        schema = TYPES[kind].schemas[1]()
        message = _message(kind, subject, schema.load(schema.dump(data)))
        with self.session() as session:
            LINK.handlers[kind](session, message, business_now())
        return message.id

    def decide(self, decision: str, day: str, **more: Any) -> dict[str, Any]:
        """The center decides on the newest submission."""
        sent = self.sent("registration.submitted")[-1]
        shown = self.get("/registrations")["items"]
        kept = next(row for row in shown if row["id"] == sent["registration"])
        data = {
            "registration": UUID(sent["registration"]),
            "volunteer": UUID(sent["volunteer"]),
            "version": sent["version"],
            "content": self.content(kept["id"]),
            "decision": decision,
            "reason": "同意",
            "decided_on": date.fromisoformat(day),
            "approval_date": date.fromisoformat(day) if decision == "approved" else None,
            "origin": "center",
            "by": "中心",
        } | more
        self.receive("registration.decided", f"registration:{sent['registration']}", data)
        return data

    def content(self, registration: str) -> str:
        with self.session() as session:
            query = select(Outbox).filter_by(subject=f"registration:{registration}")
            return list(session.scalars(query.order_by(Outbox.id)))[-1].body_sha256.hex()

    def approve(self, name: str, id_number: str, day: str = "2025-01-02") -> str:
        """Registers in person and approves; gives the volunteer's UUID."""
        self.post("/registrations", IN_PERSON | {"name": name, "id_number": id_number})
        return str(self.decide("approved", day)["volunteer"])

    def _good(self, answer: TestResponse) -> Any:
        assert answer.status_code < 300, answer.json
        return answer.json


def _message(kind: str, subject: str, data: dict[str, Any]) -> Message:
    now: datetime = business_now()
    return Message(
        id=uuid7(),
        type=kind,
        v=1,
        subject=subject,
        ver=1,
        sender=CENTER,
        via=CENTER,
        occurred=now,
        cause=None,
        actor=None,
        data=data,
        body=b"",
        seal=None,
        received_at=now,
        business_at=now,
    )
