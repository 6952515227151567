"""Residents ask without a login: what they fill in, what stands in a robot's way, what is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from shared.clock import business_now
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.policy import default_policy
from shared.web import guard
from station.database import db
from station.models.closing import Closing
from station.models.policy import YearPolicy
from station.models.service_item import by_code
from station.models.service_request import ServiceRequest, contact_of
from station.models.station_state import lock_station
from tests.conftest import MakeNode
from tests.database import Databases
from tests.reader import words
from tests.shared.web.conftest import untranslated
from tests.stranger import FILLED, Stranger

TYPED = ("name", "phone", "address", "words")


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """What the database does is tested with the acts, on both kinds."""
    return sqlite


@pytest.fixture
def app(make_node: MakeNode, clock: Callable[[str], None]) -> Flask:
    clock("2026-10-29T14:00:00+08:00")  # a Thursday
    return make_node("station", "01-3301", title="实验小学", upper="center:01")


@pytest.fixture
def resident(app: Flask) -> Stranger:
    return Stranger(app)


def rows(app: Flask) -> list[ServiceRequest]:
    with app.app_context():
        return list(db.session.scalars(select(ServiceRequest).order_by(ServiceRequest.number)))


def told(app: Flask, **state: str) -> None:
    with app.app_context(), transaction(db) as session:
        row = lock_station(session)
        for name, value in state.items():
            setattr(row, name, value)


def test_asking_gives_a_code_and_the_station_has_the_request(
    app: Flask, resident: Stranger
) -> None:
    page = resident.page("/ask")
    assert "119" in page
    assert "最晚 10月30日 星期五" in page  # one working day on
    assert "最晚 11月4日 星期三" in page  # three more
    code = resident.asked(when="day", day="2026-11-04", part="afternoon")
    [row] = rows(app)
    assert row.tracking_code == code.replace("-", "")
    assert (row.channel, row.item_code, row.wished) == (
        "public",
        "repair",
        ["2026-11-04-afternoon"],
    )
    assert (row.number, row.consent_version, row.language) == ("2026-0001", "1", "zh_Hans_CN")
    with app.app_context():
        said = Contact("郑阿姨", "13803156021", "育才里12号楼2单元301", "厨房水龙头关不紧")
        assert contact_of(db.session(), row.id) == said


def test_a_year_without_published_holidays_is_said_beside_what_is_promised(
    app: Flask, resident: Stranger, clock: Callable[[str], None]
) -> None:
    told_of = "年放假调休的日子还没有下发：只把周六、周日算休息日"
    known = {"policy": default_policy(2026).to_dict(), "working_days": {"2026-10-01": 0}}
    with app.app_context(), transaction(db) as session:
        session.add(YearPolicy(year=2026, ver=1, set_at=business_now(), **known))
    resident.asked()
    for path in ("/ask", "/ask/done", "/track/request"):
        assert told_of not in resident.page(path)
    clock("2026-12-31T23:59:00+08:00")
    resident.asked(words="跨年的灯")
    for path in ("/ask", "/ask/done", "/track/request"):
        assert f"2027 {told_of}" in resident.page(path)
    assert rows(app)[-1].number == "2026-0002"


def test_the_slip_carries_a_way_back_where_there_is_one(app: Flask, resident: Stranger) -> None:
    code = resident.asked()
    bare = resident.get("/ask/done").text
    assert "<svg role" not in bare
    told(app, phone="0315-3550126", reach="https://yigong.example.cn/")
    slip = resident.get("/ask/done").text
    assert '<svg role="img"' in slip
    assert "https://yigong.example.cn/track" in slip
    assert 'href="tel:0315-3550126"' in slip
    assert code in slip
    assert code.replace("-", "") not in slip


WISHES = [
    ("any", "", []),
    ("any", "evening", [f"{day}-evening" for day in range(1, 8)]),
    ("weekend", "morning", ["6-morning", "7-morning"]),
    ("day", "", ["2026-11-04"]),
]


def test_times_are_kept_as_the_rules_write_them(app: Flask, resident: Stranger) -> None:
    for when, part, _ in WISHES:
        resident.asked(when=when, part=part, day="2026年11月4日", item="other")
    assert [row.wished for row in rows(app)] == [wished for _, _, wished in WISHES]
    assert {row.item_code for row in rows(app)} == {None}


WRONG = [
    ({"phone": "12"}, "电话号码不对"),
    ({"phone": ""}, "要填"),
    ({"words": ""}, "要填"),
    ({"address": "  "}, "要填"),
    ({"name": "\u200b"}, "要填"),
    ({"item": ""}, "要填"),
    ({"item": "demolition"}, "没有代码为"),
    ({"when": "day", "day": "2026-10-01"}, "这一天已经过了"),
    ({"when": "day"}, "时间看不懂"),
    ({"when": "day", "day": "x"}, "日期写成"),
    ({"consent": ""}, "要您同意才能办"),
    ({"words": "水" * 501}, "最多 500 个字"),
]


def test_what_is_wrong_is_said_and_all_else_is_kept(app: Flask, resident: Stranger) -> None:
    for changes, sentence in WRONG:
        answer = resident.ask(**changes)
        assert answer.status_code == 422, changes
        assert sentence in words(answer), changes
        typed = FILLED | changes
        assert [name for name in TYPED if typed[name].strip() not in answer.text] == [], changes
        kept = f'value="{typed["item"]}" checked' in answer.text
        assert kept is (typed["item"] in {"repair"}), changes
    assert rows(app) == []


def test_consent_is_never_given_beforehand(resident: Stranger) -> None:
    page = resident.get("/ask").text
    consent = page[page.index('name="consent"') :].partition(">")[0]
    assert "checked" not in consent
    assert 'name="item" value="repair" checked' not in page


def test_a_second_press_asks_nothing_new(app: Flask, resident: Stranger) -> None:
    stamp = resident.stamp()
    once, again = (resident.ask(**{guard.STAMP: stamp}) for _ in range(2))
    assert once.status_code == again.status_code == 302
    [row] = rows(app)
    assert UUID(str(row.id)).version == 7
    resident.ask(**{guard.STAMP: stamp, "words": "还有灯也坏了"})
    assert len(rows(app)) == 2


def test_a_form_is_filled_in_by_people_in_three_seconds_to_a_day(
    app: Flask, resident: Stranger
) -> None:
    ages = {timedelta(seconds=4): 302, timedelta(hours=23, minutes=59): 302}
    ages |= {timedelta(seconds=1): 422, timedelta(hours=25): 422}
    for age, status in ages.items():
        answer = resident.ask(**{guard.STAMP: resident.stamp(age)})
        assert answer.status_code == status, age
        assert status == 302 or "郑阿姨" in answer.text
    assert len(rows(app)) == 2


def test_a_young_form_comes_back_with_its_stamp_and_an_old_one_with_a_new_one(
    resident: Stranger,
) -> None:
    young, old = resident.stamp(timedelta(0)), resident.stamp(timedelta(hours=25))
    assert young in resident.ask(**{guard.STAMP: young}).text
    for bad in (old, "x", old[:-1] + "x", ""):
        shown = resident.ask(**{guard.STAMP: bad}).text
        assert f'name="_stamp" value="{bad}"' not in shown
        assert 'name="_stamp" value="' in shown


def test_a_filled_trap_is_emptied_and_a_person_presses_again(
    app: Flask, resident: Stranger
) -> None:
    answer = resident.ask(**{guard.TRAP: "https://spam.example"})
    assert answer.status_code == 422
    assert "给机器设的" in words(answer)
    assert "spam.example" not in answer.text
    assert "郑阿姨" in answer.text
    assert rows(app) == []


def test_five_an_hour_from_one_network_and_what_was_wrong_doesnt_count(app: Flask) -> None:
    resident = Stranger(app, "2001:db8:1:2::1")
    for _ in range(6):
        assert resident.ask(phone="1").status_code == 422
    for number in range(5):
        resident.address = f"2001:db8:1:2::{number}"
        assert resident.ask(words=f"第{number}件").status_code == 302
    answer = resident.ask(words="第六件")
    assert answer.status_code == 429
    assert "第六件" in answer.text
    resident.address = "2001:db8:1:3::1"
    assert resident.ask(words="第六件").status_code == 302
    assert len(rows(app)) == 6


def test_the_same_press_again_is_none_of_the_five(app: Flask, resident: Stranger) -> None:
    stamp = resident.stamp()
    pressed = [resident.ask(**{guard.STAMP: stamp}).status_code for _ in range(6)]
    assert set(pressed) == {302}
    for number in range(4):
        assert resident.ask(words=f"第{number}件").status_code == 302
    assert resident.ask(words="第六件").status_code == 429
    assert resident.ask(**{guard.STAMP: stamp}).status_code == 302
    assert len(rows(app)) == 5


def test_sixty_an_hour_at_a_node(app: Flask) -> None:
    for number in range(60):
        with app.test_request_context(environ_base={"REMOTE_ADDR": f"10.1.{number}.1"}):
            assert guard.may("ask", "station:01-3301")
    with app.test_request_context(environ_base={"REMOTE_ADDR": "10.8.8.8"}):
        assert guard.may("ask", "station:01-3302")  # whom a front door receives for besides
    assert Stranger(app, "10.9.9.9").ask().status_code == 429


def test_a_form_without_its_cookie_comes_back_filled_in(app: Flask) -> None:
    resident = Stranger(app)
    sent = {guard.STAMP: resident.stamp(), **FILLED}
    answer = resident.send("/ask", sent, token=False)
    assert answer.status_code == 403
    assert "再按一次提交" in words(answer)
    assert "育才里12号楼2单元301" in answer.text
    assert rows(app) == []


def test_another_sites_page_sends_nothing(app: Flask, resident: Stranger) -> None:
    sent = {guard.STAMP: resident.stamp(), **FILLED}
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 302)):
        answer = resident.send("/ask", sent, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == status, site
    assert len(rows(app)) == 1


def test_no_referrer_is_needed_behind_tls(resident: Stranger) -> None:
    sent = {guard.STAMP: resident.stamp(), **FILLED}
    assert resident.send("/ask", sent, base_url="https://localhost").status_code == 302


def test_more_than_eight_kilobytes_are_refused_unread(app: Flask, resident: Stranger) -> None:
    answer = resident.send("/ask", {"words": "x" * 8200})
    assert answer.status_code == 413
    assert "8 KB" in words(answer)
    longest = {"words": "水" * 500, "address": "楼" * 200, "name": "郑" * 60}
    assert resident.ask(**longest).status_code == 302


def test_signs_that_no_database_keeps_are_left_out(app: Flask, resident: Stranger) -> None:
    resident.asked(words="漏\x00水\ud7ff\x0b\r\n了", name="郑\x00")
    [row] = rows(app)
    with app.app_context():
        said = contact_of(db.session(), row.id)
    assert said is not None
    assert (said.words, said.name) == ("漏水\ud7ff\n了", "郑")


def test_a_closed_station_says_since_when_and_what_happens_then(
    app: Flask, resident: Stranger
) -> None:
    with app.app_context(), transaction(db) as session:
        days = {"first": date(2026, 11, 2), "last": date(2026, 11, 8)}
        row = Closing(**days, note="秋假", set_by=UUID(int=1), set_at=business_now())
        session.add(row)
    assert "从 11月2日 星期一 停办到 11月8日 星期日" in resident.page("/ask")
    with app.app_context(), transaction(db) as session:
        session.scalars(select(Closing)).one().first = date(2026, 10, 26)
    page = resident.page("/ask")
    assert "停办到 11月8日" in page
    assert "直接转给服务中心" in page
    assert "秋假" in page


def test_an_item_that_the_station_calls_otherwise_is_called_so(
    app: Flask, resident: Stranger
) -> None:
    assert "水电、家电小修" in resident.page("/ask")
    with app.app_context(), transaction(db) as session:
        by_code(session, "repair", lock=True).name = "小家电维修"
        by_code(session, "patrol", lock=True).is_active = False
    page = resident.page("/ask")
    assert "小家电维修" in page
    assert "水电、家电小修" not in page
    assert "巡逻、治安" not in page


def test_no_address_with_a_code_is_told_to_anybody(resident: Stranger) -> None:
    for path in ("/ask", "/track", "/track/lost"):
        answer = resident.get(path)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert resident.get("/login").headers["Referrer-Policy"] == "same-origin"


def test_without_a_code_there_is_no_slip(app: Flask, resident: Stranger) -> None:
    assert resident.get("/ask/done").headers["Location"] == "/track/request"
    assert resident.get("/track/request").headers["Location"] == "/track"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ServiceRequest)) == 0


def test_the_pages_are_in_english_for_those_who_chose_it(app: Flask) -> None:
    reader = Stranger(app, language="en")
    told(app, phone="0315-3550126")
    names = ("实验小学",)
    assert untranslated(reader.page("/ask"), *names) == []
    reader.asked()
    assert untranslated(reader.page("/ask/done"), *names, "义务维修") == []
