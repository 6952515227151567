"""The requester's page: by code alone, each step, what can be done, and what stays hidden."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from shared.account import Actor
from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.service_request import Status
from shared.web import signed
from shared.web.track_cookie import PURPOSE
from station.actions.request_step import Step, take_step, write_line
from station.actions.service_request import accept_request, decline_request
from station.database import db
from station.domain.service_request import Acceptance
from station.models.request_note import notes_of
from station.models.service_request import RequestContact, ServiceRequest, passage_of
from station.models.station_state import lock_station
from tests.conftest import MakeNode
from tests.database import Databases
from tests.looking import noted
from tests.reader import words
from tests.shared.web.conftest import untranslated
from tests.stranger import FILLED, Stranger

CLERK = Actor(UUID(int=7), "孙海燕", "clerk", "page")
COOKIE = "yigong-track-station-01-3301"
NOBODYS = "8M4N-AB2C"


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """What the database does is tested with the acts, on both kinds."""
    return sqlite


@pytest.fixture
def app(make_node: MakeNode, clock: Callable[[str], None]) -> Flask:
    clock("2026-10-29T14:12:00+08:00")
    made = make_node("station", "01-3301", title="实验小学", upper="center:01")
    with made.app_context(), transaction(db) as session:
        lock_station(session).phone = "03153550126"
    return made


@pytest.fixture
def resident(app: Flask) -> Stranger:
    return Stranger(app)


def row(app: Flask) -> ServiceRequest:
    with app.app_context():
        return db.session.scalars(select(ServiceRequest)).one()


def accept(app: Flask) -> None:
    with app.app_context(), transaction(db) as session:
        request = session.scalars(select(ServiceRequest)).one()
        accept_request(session, CLERK, business_now(), request.id, Acceptance(item="repair"))


def move(app: Flask, status: Status, holder: str | None = None, **step: object) -> None:
    """As whoever has it, or a node above, would have moved it."""
    with app.app_context(), transaction(db) as session:
        request = session.scalars(select(ServiceRequest)).one()
        passage = passage_of(request)
        changes = {"status": status, "holder": holder or passage.holder}
        moved = type(passage)(**{**vars(passage), **changes})
        take_step(session, (CLERK, business_now()), request, moved, Step(**step))


def test_the_page_says_who_has_it_since_when_and_what_is_next(
    app: Flask, resident: Stranger, clock: Callable[[str], None]
) -> None:
    code = resident.asked()
    page = resident.follow(code.lower().replace("-", " "))
    assert "现由实验小学办理 · 自今天 14:12" in page
    assert "最晚 10月30日 星期五 告诉您能不能办" in page
    assert "您提交了" in page
    assert 'href="tel:03153550126"' in resident.get("/track/request").text
    clock("2026-10-30T10:00:00+08:00")
    accept(app)
    assert "最晚 11月4日 星期三 给您安排好义工" in resident.page("/track/request")
    clock("2026-11-05T10:00:00+08:00")
    late = resident.page("/track/request")
    assert "答应最晚 11月4日 星期三 安排，已经过了，请打电话催" in late
    assert "孙海燕" not in late


def test_a_visit_is_the_biggest_line(
    app: Flask, resident: Stranger, clock: Callable[[str], None]
) -> None:
    code = resident.asked()
    accept(app)
    move(app, Status.DISPATCHED)
    assert "义工会和您约时间" in resident.follow(code)
    with app.app_context(), transaction(db) as session:
        request = session.scalars(select(ServiceRequest)).one()
        agreed = Step("周三下午有空", "", "张*新", date(2026, 11, 4), "15:00–17:00")
        write_line(session, (CLERK, business_now()), request, agreed)
    page = resident.page("/track/request")
    assert (
        '<p class="big">11月4日 星期三 15:00–17:00 上门</p>' in resident.get("/track/request").text
    )
    assert "义工 张*新" in page
    assert "因为：周三下午有空" in page
    assert "约了上门时间" in page
    assert "义工服务不收钱" in page
    clock("2026-11-05T08:00:00+08:00")
    assert "日子过了。没人来，请打电话催" in resident.page("/track/request")
    move(app, Status.ACCEPTED, reason="义工病了")
    page = resident.page("/track/request")
    assert "另外安排义工" in page
    assert "15:00–17:00 上门" not in page


def test_every_state_has_its_words_in_both_languages(app: Flask, resident: Stranger) -> None:
    code = resident.asked()
    english = Stranger(app, language="en")
    english.follow(code)
    for status in Status:
        move(app, status, reason="because")
        page = (
            resident.follow(code) if status is Status.RECEIVED else resident.page("/track/request")
        )
        assert "因为：because" in page
        told = english.page("/track/request")
        assert untranslated(told, "实验小学", "义务维修") == [], status
    for pending in ("withdrawing", "taking_back"):
        with app.app_context(), transaction(db) as session:
            session.scalars(select(ServiceRequest)).one().pending = pending
        assert "等上面答复" in resident.page("/track/request")


def test_what_was_declined_names_a_telephone_or_where_to_go(app: Flask, resident: Stranger) -> None:
    code = resident.asked()
    move(app, Status.DECLINED)
    page = resident.follow(code)
    assert "还想办，打电话问问别的办法" in page and "打电话给实验小学" in page
    with app.app_context(), transaction(db) as session:
        lock_station(session).phone = ""
    page = resident.page("/track/request")
    assert "还想办，到实验小学问问别的办法" in page and "打电话" not in page


def test_what_is_above_is_said_and_not_withdrawn_here(app: Flask, resident: Stranger) -> None:
    code = resident.asked()
    move(app, Status.ESCALATED, "center:01", reason="本站没有人会修", title="路南区服务中心")
    page = resident.follow(code)
    assert "现由路南区服务中心办理" in page
    assert "转请路南区服务中心帮忙" in page
    assert "因为：本站没有人会修" in page
    move(app, Status.ESCALATED, "center:01", title="路南区服务中心")  # it came there
    assert resident.page("/track/request").count("转请路南区服务中心帮忙") == 1
    move(app, Status.ESCALATED, "association:13", title="区协会")
    assert "转请区协会帮忙" in resident.page("/track/request")
    assert "撤回需求" not in page
    assert resident.get("/track/request/withdrawal").status_code == 302
    move(app, Status.RECEIVED, "station:01-3301")
    assert "实验小学收回来办" in resident.page("/track/request")


def test_words_are_added_and_the_station_alone_reads_them(app: Flask, resident: Stranger) -> None:
    resident.follow(resident.asked())
    done = resident.send("/track/request/words", {"words": " 改成周五\x00 "})
    page = resident.page(done.headers["Location"])
    assert "已经告诉工作站" in page
    assert "您补充过 1 次" in page
    assert "改成周五" not in page
    with app.app_context():
        [note] = notes_of(db.session(), row(app).id)
        assert (note.kind, note.text, note.by) == ("added", "改成周五", "")
    empty = resident.send("/track/request/words", {"words": ""})
    assert empty.status_code == 422
    assert "要填" in words(empty)


def test_withdrawing_asks_first_and_then_is_done(app: Flask, resident: Stranger) -> None:
    resident.follow(resident.asked())
    assert "不能恢复" in resident.page("/track/request/withdrawal")
    done = resident.send("/track/request/withdrawal", {"words": ""})
    page = resident.page(done.headers["Location"])
    assert "您撤回了" in page
    assert row(app).status == Status.WITHDRAWN
    assert "补充一句" not in page
    for act in ("words", "withdrawal", "reopening"):
        assert resident.get(f"/track/request/{act}").headers["Location"] == "/track/request"


def test_a_page_that_was_overtaken_says_so_and_keeps_the_words(
    app: Flask, resident: Stranger
) -> None:
    resident.follow(resident.asked())
    with app.app_context(), transaction(db) as session:
        decline_request(session, CLERK, business_now(), row(app).id, "本站办不了")
    token = resident.client.get("/track").text.partition('csrf_token" value="')[2].partition('"')[0]
    sent = {"words": "再想想", "csrf_token": token}
    answer = resident.client.post("/track/request/words", data=sent)
    assert answer.status_code == 422
    assert "不能再补充" in words(answer)
    assert "再想想" in answer.text


def test_not_solved_reopens_until_the_contact_is_erased(app: Flask, resident: Stranger) -> None:
    resident.follow(resident.asked())
    move(app, Status.CLOSED)
    assert "没解决，重新打开…" in resident.page("/track/request")
    done = resident.send("/track/request/reopening", {"words": "还是漏"})
    assert "您说没有解决，重新打开" in resident.page(done.headers["Location"])
    assert row(app).status == Status.RECEIVED
    move(app, Status.CLOSED)
    with app.app_context(), transaction(db) as session:
        session.delete(session.scalars(select(RequestContact)).one())
        session.scalars(select(ServiceRequest)).one().erased_at = business_now()
    assert "重新打开…" not in resident.page("/track/request")


def test_no_code_and_nobodys_code_are_one_answer(resident: Stranger) -> None:
    answers = [resident.send("/track", {"code": text}) for text in (NOBODYS, "x", "0" * 40, "")]
    assert {answer.status_code for answer in answers} == {422}
    bare = {
        words(answer).replace(text, "")
        for answer, text in zip(answers, (NOBODYS, "x", "0" * 40, ""), strict=True)
    }
    assert len(bare) == 1
    assert "查不到这个查询码" in bare.pop()
    scanned = [resident.get(f"/t/{text}") for text in (NOBODYS, "x", "0" * 400, "%00")]
    assert {answer.status_code for answer in scanned} <= {404, 422}
    assert resident.get("/track/request").headers["Location"] == "/track"


def test_a_scanned_code_leads_to_an_address_without_it(app: Flask, resident: Stranger) -> None:
    code = resident.asked()
    other = Stranger(app, "10.0.0.2")
    answer = other.get(f"/t/{code.replace('-', '')}")
    assert answer.headers["Location"] == "/track/request"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=3600" in cookie
    assert "实验小学" in other.page("/track/request")


def test_a_cookie_is_good_for_an_hour_and_of_this_node(app: Flask, resident: Stranger) -> None:
    code = resident.asked().replace("-", "")
    with app.app_context():
        old = signed.sign(PURPOSE, code, machine_now() - timedelta(minutes=61))
        other = signed.sign("ask", code)
        nonsense = signed.sign(PURPOSE, "x")
    for value in (old, other, nonsense, "x", f"{code}~x"):
        resident.client.set_cookie(COOKIE, value)
        assert resident.get("/track/request").headers["Location"] == "/track"


def test_it_can_be_put_away_on_somebody_elses_telephone(resident: Stranger) -> None:
    resident.follow(resident.asked())
    token = resident.get("/track").text.partition('csrf_token" value="')[2].partition('"')[0]
    resident.client.post("/track/leaving", data={"csrf_token": token})
    assert resident.get("/track/request").headers["Location"] == "/track"


def test_guessing_ends_after_thirty_tries_an_hour(app: Flask, resident: Stranger) -> None:
    code = resident.asked()
    guesser = Stranger(app, "10.6.6.6")
    tries = [guesser.get(f"/t/{NOBODYS}").status_code for _ in range(30)]
    assert set(tries) == {404}
    blocked = guesser.get(f"/t/{code}")
    assert blocked.status_code == 429
    assert "Location" not in blocked.headers
    assert resident.follow(code)  # from elsewhere it still works


def test_a_lost_code_is_found_as_number_and_state_alone(app: Flask, resident: Stranger) -> None:
    code = resident.asked()
    resident.asked(phone="139 0000 1111", words="别的")
    found = words(resident.send("/track/lost", {"phone": "６０２１"}))
    assert "没办完的 1 件" in found
    assert "2026-0001" in found
    assert "收到了，还没答复" in found
    for hidden in (code, code.replace("-", ""), "义务维修", "郑", "13803156021", "育才里"):
        assert hidden not in found
    assert "没有找到" in words(resident.send("/track/lost", {"phone": "0000"}))
    assert resident.send("/track/lost", {"phone": "12a4"}).status_code == 422
    with app.app_context(), transaction(db) as session:
        decline_request(session, CLERK, business_now(), by_number("2026-0001"), "办不了")
    assert "没有找到" in words(resident.send("/track/lost", {"phone": "6021"}))


def by_number(number: str) -> UUID:
    return db.session.scalars(select(ServiceRequest.id).filter_by(number=number)).one()


def test_four_digits_are_tried_ten_times_an_hour(resident: Stranger) -> None:
    for number in range(10):
        assert resident.send("/track/lost", {"phone": f"{number:04}"}).status_code == 200
    assert resident.send("/track/lost", {"phone": "6021"}).status_code == 429


def test_whoever_has_the_code_alone_learns_nothing_about_the_person(
    app: Flask, resident: Stranger, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = resident.asked()
    other = Stranger(app, "10.0.0.2")
    other.get(f"/t/{code}")
    other.get(f"/t/{NOBODYS}")
    pages = [other.get(p).text for p in ("/track/request", "/track/request/words", "/ask/done")]
    said = ("厨房", "郑阿姨", "13803156021", "138 0315", "6021", "育才里")
    assert [text for text in said for page in pages if text in page] == []
    for log in (record.getMessage() for record in caplog.records):
        for secret in (code, code.replace("-", ""), NOBODYS, *FILLED.values()):
            assert not secret or len(secret) < 5 or secret not in log


def test_a_form_without_its_cookie_comes_back_filled_in(resident: Stranger) -> None:
    resident.follow(resident.asked())
    pages = {
        "/track": {"code": NOBODYS},
        "/track/lost": {"phone": "6021"},
        "/track/request/words": {"words": "改成周五"},
    }
    for path, typed in pages.items():
        answer = resident.send(path, typed, token=False)
        assert answer.status_code == 403
        assert next(iter(typed.values())) in answer.text, path
        assert "再按一次" in words(answer)
    answer = Stranger(resident.app).send("/track/request/words", {"words": "x"}, token=False)
    assert "查询码" in words(answer)


def test_acts_without_a_code_lead_to_where_it_is_asked(app: Flask) -> None:
    stranger = Stranger(app)
    assert stranger.send("/track", {"code": NOBODYS}).status_code == 422
    for act in ("words", "withdrawal", "reopening"):
        assert stranger.get(f"/track/request/{act}").headers["Location"] == "/track"
    token = stranger.get("/track").text.partition('csrf_token" value="')[2].partition('"')[0]
    answer = stranger.client.post("/track/request/words", data={"csrf_token": token, "words": "x"})
    assert answer.headers["Location"] == "/track"


def test_twenty_words_an_hour_from_a_network_and_for_a_request(app: Flask) -> None:
    resident = Stranger(app)
    code = resident.asked()
    for number in range(20):
        sent = resident.send("/track/request/words", {"words": f"第{number}句"})
        assert sent.status_code == 302, number
    assert "补充一句" not in resident.page("/track/request")
    resident.asked(words="别的")
    blocked = resident.send("/track/request/words", {"words": "第二十一句"})
    assert blocked.status_code == 429
    assert "第二十一句" in blocked.text
    resident.address = "10.0.0.9"
    resident.follow(code)
    assert resident.send("/track/request/withdrawal", {"words": "够了"}).status_code == 302


def test_the_page_asks_the_database_little_however_long_the_story(app: Flask) -> None:
    resident = Stranger(app)
    code = resident.asked()
    asked = []
    for _ in range(2):
        resident.follow(code)
        statements: list[str] = []
        with app.app_context():
            engine = db.engine
        with noted(engine, statements):
            resident.page("/track/request")
        asked.append(len([one for one in statements if one.startswith("SELECT")]))
        for number in range(5):
            move(app, Status.ACCEPTED if number % 2 else Status.DISPATCHED)
            resident.send("/track/request/words", {"words": f"第{number}句"})
    assert asked[0] == asked[1] <= 12


def test_the_pages_around_it_are_in_english_too(app: Flask) -> None:
    reader = Stranger(app, language="en")
    code = reader.asked()
    pages = [reader.page("/track"), reader.page("/track/lost"), reader.follow(code)]
    pages += [reader.page(f"/track/request/{act}") for act in ("words", "withdrawal")]
    pages.append(words(reader.send("/track/lost", {"phone": "6021"})))
    for page in pages:
        assert untranslated(page, "实验小学", "义务维修") == []
