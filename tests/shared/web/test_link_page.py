"""上报与同步: the line, what waits, what is stuck and what a person does about it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from shared.clock import machine_now
from shared.database import transaction
from shared.web.link_words import WORDS
from shared.wire.table import TYPES
from tests.conftest import ADMINISTRATOR, MakeNode
from tests.reader import words
from tests.shared.web.conftest import add, untranslated, visit

ABOVE = "center:01"
OWN = "station:01-3301"
NAMES = ("实验小学", "教育局中心", "第二中学", "孙海燕", ADMINISTRATOR.name)


def write(app: Flask, *rows: Any) -> None:
    with app.app_context(), transaction(app.extensions["yigong"].db) as session:
        session.add_all(rows)


def tables(app: Flask) -> Any:
    return app.extensions["yigong"].link.tables


def peer(app: Flask, node: str = ABOVE, side: str = "upper", **values: Any) -> Any:
    """A node that this one talks with, well unless something else is said."""
    key, now = "A" * 43, machine_now()
    known = {"title": "教育局中心", "state": "active", "sign_key": key, "seal_key": key}
    known |= {"enrolled_at": now, "last_ok": now}
    return tables(app).peer(node=node, side=side, **(known | values))


def came(app: Flask, state: str, stream: str = f"{ABOVE}>{OWN}", **values: Any) -> UUID:
    """A message in the inbox that was not applied."""
    id = uuid4()
    known: dict[str, Any] = {"stream": stream, "epoch": uuid4(), "seq": 1, "chain": b"0" * 32}
    known |= {"msg_id": id, "body": b"{", "body_sha256": hashlib.sha256(b"{").digest()}
    known |= {"received_at": machine_now(), "business_at": machine_now(), "type": "card.issued"}
    known |= {"sender": ABOVE, "error": "volunteer.unknown", "detail": "没有这位义工。"}
    write(app, tables(app).inbox(**(known | {"state": state} | values)))
    return id


def sent(app: Flask, subject: str, ver: int = 1, **values: Any) -> None:
    """A message in the outbox, the newest version of its subject unless there is another."""
    known: dict[str, Any] = {"msg_id": uuid4(), "stream": f"{OWN}>{ABOVE}", "subject": subject}
    known |= {"ver": ver, "type": "volunteer.left", "v": 1, "body": b"{}", "body_size": 2}
    known |= {"body_sha256": b"0" * 32}
    write(app, tables(app).outbox(**(known | values)))


def version(app: Flask, subject: str, ver: int) -> None:
    row = {"stream": f"{OWN}>{ABOVE}", "type": "volunteer.left", "subject": subject, "ver": ver}
    write(app, tables(app).version(**row))


def test_before_it_joins_the_page_says_so_and_how(station: Flask) -> None:
    admin = visit(station, "admin")
    page = admin.page("/link")
    assert "还没有接入上级（center:01）" in page and "1 件等着送" in page
    assert 'href="/link/enrolment"' in admin.get("/link").text
    assert 'href="/link/enrolment"' not in visit(station, "clerk").get("/link").text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "与教育局中心通着。"),
        ({"state": "pending"}, "等教育局中心批准。"),
        ({"state": "revoked"}, "教育局中心已停止本节点接入。"),
        (
            {"fails": 3, "last_error": "line: ConnectTimeout: x", "next_at": machine_now()},
            "上级一直没有应答",
        ),
        ({"fails": 1, "last_error": "line: HTTP 302, unsigned"}, "上网认证页或代理"),
        ({"fails": 1, "last_error": "line: ConnectionError: y"}, "网络不通"),
        ({"fails": 1, "last_error": "clock_skew"}, "时钟相差太大"),
        ({"fails": 1, "last_error": "strange"}, "上级没有接受（strange）"),
    ],
)
def test_each_state_of_the_line_has_its_sentence(
    station: Flask, values: dict[str, Any], said: str
) -> None:
    write(station, peer(station, **values))
    assert said in visit(station, "clerk").page("/link")


@pytest.mark.parametrize(
    ("silent", "state", "banner"),
    [
        (timedelta(minutes=119), "已同步", False),
        (timedelta(hours=3), "断线", True),
        (timedelta(days=2), "断线", True),
    ],
)
def test_the_masthead_says_how_the_line_is_and_leads_to_the_page(
    station: Flask, silent: timedelta, state: str, banner: bool
) -> None:
    write(station, peer(station, last_ok=machine_now() - silent))
    clerk = visit(station, "clerk")
    answer = clerk.get("/today")
    assert state in words(answer) and 'href="/link"' in answer.text
    assert ("断了线" in words(answer)) is banner
    assert (state in clerk.page("/link")) or state == "断线"


def test_who_sees_no_link_sees_no_state_of_it(station: Flask) -> None:
    add(station, "volunteer", "volunteer")
    write(station, peer(station, last_ok=machine_now() - timedelta(days=2)))
    volunteer = visit(station, "volunteer")
    assert volunteer.get("/link").status_code == 403
    assert "断了线" not in volunteer.page("/me") and "断线" not in volunteer.page("/me")


def test_send_now_wakes_the_agent_and_ends_what_holds_promises_back(station: Flask) -> None:
    later = machine_now() + timedelta(hours=1)
    write(station, peer(station, next_at=later))
    sent(station, "volunteer:1", not_before=later)
    clerk = visit(station, "clerk")
    assert "已叫醒收发进程" in clerk.follow(clerk.post("/link/dispatch", {}))
    with station.app_context():
        session = station.extensions["yigong"].db.session()
        assert session.get(tables(station).peer, ABOVE).next_at <= machine_now()
        held = select(tables(station).outbox).where(tables(station).outbox.not_before.is_not(None))
        assert session.scalars(held).all() == []


def test_a_stuck_message_is_shown_with_its_reason_and_tried_again(station: Flask) -> None:
    id = came(station, "parked", retry_at=machine_now() + timedelta(minutes=9))
    clerk = visit(station, "clerk")
    page = clerk.page("/link")
    assert "要您处理" in page and "义工证" in page and "没有这位义工。" in page
    assert "会自动再试" in page
    said = clerk.follow(clerk.post(f"/link/messages/{id}/retry", {}))
    assert "还是没办成" in said


def test_a_message_is_given_up_with_a_reason_on_a_page_of_its_own(station: Flask) -> None:
    id = came(station, "rejected")
    clerk, path = visit(station, "clerk"), f"/link/messages/{id}/removal"
    assert "不能恢复" in clerk.page(path)
    bare = clerk.post(path, {"reason": ""})
    assert bare.status_code == 422 and "要填" in words(bare)
    assert "已放弃这条消息" in clerk.follow(clerk.post(path, {"reason": "电话说过，不用了"}))
    assert "要您处理" not in clerk.page("/link")
    assert clerk.get(path).status_code == 404
    assert clerk.post(f"/link/messages/{id}/retry", {}).status_code == 404
    parts = station.extensions["yigong"]
    with station.app_context():
        query = select(parts.accounts.audit.after).where(
            parts.accounts.audit.action == "message.discarded"
        )
        [after] = parts.db.session().scalars(query)
    assert after == {"state": "discarded", "reason": "电话说过，不用了"}


def test_who_may_not_mend_sees_no_buttons_and_is_refused(make_node: MakeNode) -> None:
    app = make_node("center", "01", upper="association:13")
    add(app, "viewer", "viewer")
    id = came(app, "rejected", stream="association:13>center:01", type="policy.set")
    viewer = visit(app, "viewer")
    assert f"/link/messages/{id}" not in viewer.get("/link").text
    assert "年度政策" in viewer.page("/link")
    assert viewer.post(f"/link/messages/{id}/retry", {}).status_code == 403
    assert viewer.get(f"/link/messages/{id}/removal").status_code == 403
    assert viewer.post("/link/dispatch", {}).status_code == 403


def test_what_the_other_side_refused_is_shown_until_a_newer_version_went(station: Flask) -> None:
    refused = {"epoch": uuid4(), "sealed_at": machine_now(), "acked_at": machine_now()}
    sent(station, "volunteer:1", seq=1, refused="可服务时间写成了 25:00。", **refused)
    version(station, "volunteer:1", 1)
    clerk = visit(station, "clerk")
    page = clerk.page("/link")
    assert "义工离开没被收下" in page and "25:00" in page
    write_newer(station)
    assert "没被收下" not in clerk.page("/link")


def write_newer(station: Flask) -> None:
    sent(station, "volunteer:1", 2)
    with station.app_context(), transaction(station.extensions["yigong"].db) as session:
        key = (f"{OWN}>{ABOVE}", "volunteer.left", "volunteer:1")
        session.get_one(tables(station).version, key).ver = 2


def test_more_than_twenty_stuck_messages_have_a_list_of_their_own(station: Flask) -> None:
    for n in range(21):
        came(station, "rejected" if n % 2 else "parked", seq=n + 1)
    clerk = visit(station, "clerk")
    assert "看全部 21 条" in clerk.page("/link")
    assert "共 21" in clerk.page("/link/messages")
    assert "共 10" in clerk.page("/link/messages?state=rejected")
    assert clerk.get("/link/messages?format=xlsx").data.startswith(b"PK")


def test_each_month_s_revisions_stand_with_their_receipts_and_the_center_s_word(
    station: Flask,
) -> None:
    month(station, "2026-08", [("returned", True)])
    month(station, "2026-09", [("returned", True), ("accepted", True)])
    month(station, "2026-10", [(None, False)])
    clerk = visit(station, "clerk")
    page = clerk.page("/link?year=2026")
    rows = page[page.index("上级的话") : page.index("在路上")]
    order = ("2026年10月", "等回执", "2026年9月", "第 2 版", "通过", "第 1 版", "已有新版", "退回")
    at = 0
    for word in order:
        at = rows.index(word, at)
    assert "2025 年还没有签过的月报" in clerk.page("/link?year=2025")


def month(app: Flask, name: str, revisions: list[tuple[str | None, bool]]) -> None:
    from station.models.month_report import MonthReport
    from station.models.tally_version import TallyVersion

    report = MonthReport(id=uuid4(), month=name, revision=len(revisions))
    rows: list[Any] = [report]
    for n, (decision, receipted) in enumerate(revisions, 1):
        at, id = datetime.fromisoformat(f"{name}-28T09:00:00+08:00"), uuid4()
        rows.append(
            TallyVersion(
                report_id=report.id,
                revision=n,
                data={},
                entries=[],
                content="0" * 64,
                message_id=id,
                signed_by="陈国栋",
                signed_by_id=uuid4(),
                sealed_at=at,
                decision=decision,
            )
        )
        times = {"sealed_at": at, "acked_at": at if receipted else None}
        sent(app, f"tally:{report.id}", n, msg_id=id, type="tally.month", **times)
    for row in rows:
        write(app, row)


def test_the_nodes_below_are_listed_with_who_needs_a_look(make_node: MakeNode) -> None:
    app = make_node("center", "01", upper="association:13")
    now = machine_now()
    write(
        app,
        peer(app, "station:01-1", "lower", title="第一小学"),
        peer(app, "station:01-2", "lower", title="第二中学", last_ok=now - timedelta(days=3)),
        peer(app, "station:01-3", "lower", title="第三中学", state="pending", last_ok=None),
    )
    came(app, "rejected", stream="station:01-1>center:01", type="tally.month")
    admin = visit(app, "admin")
    page = admin.page("/link")
    assert "没联系超过一天" in page and "等批准" in page and "要看 3" in page
    quiet = admin.page("/link?state=quiet")
    assert "第二中学" in quiet and "第一小学" not in quiet
    assert "第三中学" in admin.page("/link?state=pending")
    assert "第二中学" in admin.page("/link?state=look")
    write(app, peer(app, "station:01-4", "lower", title="第四中学", last_ok=None))
    assert "还没来过" in admin.page("/link?q=第四")
    assert "第一小学" in admin.page("/link?q=第一") and "第二" not in admin.page("/link?q=第一")
    assert admin.get("/link?format=xlsx").data.startswith(b"PK")
    one = admin.page("/link/nodes/station:01-1")
    assert "1 件没处理完" in one and "月报" in one
    assert admin.get("/link/nodes/station:99").status_code == 404


def test_photos_under_way_are_counted(station: Flask) -> None:
    write(station, peer(station))
    for n, state in enumerate(("arrived", "arrived", "waiting", "refused")):
        digest = hashlib.sha256(bytes([n])).hexdigest()
        row = {"peer": ABOVE, "direction": "out", "sha256": digest, "size": 9, "state": state}
        write(station, tables(station).passage(**row, mime="image/jpeg", msg_id=uuid4()))
    page = visit(station, "clerk").page("/link")
    assert "送出的照片 2 / 3 张" in page and "1 张没被收下" in page


def test_every_type_that_travels_has_its_word() -> None:
    assert {f"message:{name}" for name in TYPES} <= set(WORDS)


def test_nothing_is_done_without_the_token(station: Flask) -> None:
    id = came(station, "rejected")
    clerk = visit(station, "clerk")
    for path in ("/link/dispatch", f"/link/messages/{id}/retry", f"/link/messages/{id}/removal"):
        assert clerk.post(path, {"reason": "x"}, token=False).status_code == 403


def test_the_pages_have_their_english(station: Flask) -> None:
    write(station, peer(station, fails=2, last_error="line: SSLError: x"))
    id = came(station, "rejected")
    month(station, "2026-10", [(None, False)])
    clerk = visit(station, "clerk", "en")
    for path in ("/link?year=2026", "/link/messages", f"/link/messages/{id}/removal"):
        assert untranslated(clerk.page(path), *NAMES) == [], path
    assert "There is no such volunteer" in clerk.page("/link")


def test_a_fault_of_ours_is_owned_up_to(station: Flask) -> None:
    came(station, "parked", error="message.fault", detail="ZeroDivisionError at x.py:1")
    page = visit(station, "clerk").page("/link")
    assert "我们的系统出了差错" in page and "ZeroDivisionError" not in page
