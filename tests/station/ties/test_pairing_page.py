"""Pairings at the desk: begun, shown, changed, handed over; visits on the volunteer's phone."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest

from station.models.photo import Photo
from station.models.signature import lines_of_order
from tests.picture import photographed
from tests.printed import drawn, texts
from tests.reader import Reader, hidden, words
from tests.station.ledger.station import PASSWORD
from tests.station.requests.test_order_page import send
from tests.station.ties.pairs import HOME, Pairs


@pytest.fixture
def clerk(pairs: Pairs) -> Reader:
    return Reader(pairs.station.app, "clerk", PASSWORD)


def begun(pairs: Pairs, **changes: Any) -> dict[str, Any]:
    people = [str(pairs.station.people["赵一"])]
    typed = {"volunteers": people, "rhythm": "weekly", "since": "2025-2-3", "item": "pairing"}
    return HOME | typed | changes


def test_a_household_is_paired_and_its_visit_is_on_the_volunteer_s_phone(
    pairs: Pairs, clerk: Reader
) -> None:
    assert "还没有结对的困难户" in clerk.page("/pairings")
    wrong = clerk.post("/pairings/new", begun(pairs, volunteers=[], phone="12"))
    assert wrong.status_code == 422 and "建设路18号2楼" in wrong.text
    said = clerk.follow(clerk.post("/pairings/new", begun(pairs)))
    assert "郑*芳" in said and "郑桂芳" not in said and "2月9日" in said and "等走访" in said
    listed = clerk.page("/pairings?status=active")
    assert "郑*芳" in listed and "赵一" in listed and "每周" in listed
    assert clerk.get("/pairings?format=xlsx").status_code == 200

    zhao = Reader(pairs.station.app, pairs.link("zhao", "赵一"), PASSWORD)
    [pairing] = pairs.listed("active")
    order = pairs.order(pairing)
    own = zhao.page("/my/orders")
    assert "结对帮扶" in own and "2月3日到2月9日" in own
    shown = zhao.page(f"/my/orders/{order}")
    assert "建设路18号2楼" in shown and "独居" in shown
    [paper] = texts(zhao.get(f"/my/orders/{order}/order.pdf").data)
    assert "郑桂芳，13812346021" in paper
    done = {"day": "2025-02-03", "start": "7:00", "end": "8:35", "content": "说了话"}
    person = str(pairs.station.people["赵一"])
    said = zhao.follow(
        zhao.post(f"/my/orders/{order}/completion", done | {"place": "东片", "people": person})
    )
    assert "已报完成" in said
    desk = clerk.page(f"/orders/{order}")
    assert "看这一户" in desk and "等服务对象签字" in desk
    assert clerk.post(f"/orders/{order}/paper", {}).mimetype == "application/pdf"
    assert "等签字" in clerk.page(f"/pairings/{pairing}")
    link = re.search(r'href="(/s/[\w-]+)"', zhao.post(f"/my/orders/{order}/link", {}).text)
    assert link is not None and "说了话" in zhao.page(link[1])
    slip = clerk.page(f"/orders/{order}/signature")
    assert "赵一" in slip and "说了话" not in clerk.page(f"/pairings/{pairing}")


def test_a_visit_s_own_paper_photographed_is_filed_by_its_code_and_read_off(
    pairs: Pairs, clerk: Reader
) -> None:
    pairing = pairs.start()
    order, zhao = pairs.order(pairing), str(pairs.station.people["赵一"])
    paper = photographed(drawn(clerk.post(f"/orders/{order}/paper", {}).data))
    early = send(clerk, "/slips", paper)
    assert early.headers["Location"] == f"/orders/{order}"  # nobody has reported it yet
    done = {"day": "2025-02-03", "start": "7:00", "end": "8:35", "content": "说了话"}
    clerk.post(f"/orders/{order}/completion", done | {"place": "东片", "people": zhao})
    path = f"/orders/{order}/signature"
    filed = send(clerk, "/slips", paper).headers["Location"]
    photo = filed.removeprefix(f"{path}?photo=")
    assert filed != photo and photo in clerk.get(path).text
    assert "等签字" in clerk.page(f"/pairings/{pairing}")
    typed = {"photo": photo, "capacity": "recipient", "name": "郑桂芳", "all": "satisfied"}
    assert "签字已登记" in clerk.follow(clerk.post(path, typed))
    [line] = lines_of_order(pairs.station.session, UUID(order))
    kept = pairs.station.session.get_one(Photo, UUID(photo))
    assert (line.record.evidence, line.evaluation) == (kept.sha256, "satisfied")
    assert line.record.waits_for == "certifier"
    pairs.at("2025-02-10")
    assert pairs.states(pairing)[0] == "made"


def test_a_contact_is_seen_for_ten_minutes_and_changed_where_it_is_typed(
    pairs: Pairs, clerk: Reader
) -> None:
    pairing = pairs.start()
    path = f"/pairings/{pairing}"
    said = clerk.follow(clerk.post(f"{path}/contact-showing", {"reason": "call"}))
    assert "13812346021" in said and "再显示 10 分钟" in said
    assert clerk.get(path).headers["Cache-Control"] == "no-store"
    form = clerk.get(f"{path}/editing")
    assert "138" not in words(form) and "郑桂芳" not in form.text
    people = [str(id) for id in pairs.station.people.values()]
    typed = {"_seen": hidden(form, "_seen"), "since": "2019-5-1", "volunteers": people}
    said = clerk.follow(
        clerk.post(f"{path}/editing", typed | {"item": "pairing", "words": "要人买菜"})
    )
    assert "要人买菜" in said and "13812346021" in said and "赵一、钱二" in said
    late = clerk.post(f"{path}/editing", typed | {"item": "pairing", "words": "别的"})
    assert late.status_code == 422 and "要人买菜" not in late.text and "别的" in late.text


def test_what_wants_somebody_stands_on_the_day_s_page_until_it_is_settled(
    pairs: Pairs, clerk: Reader
) -> None:
    pairing = pairs.start()
    pairs.at("2025-02-11")
    assert "1 次结对走访过期没去" in clerk.page("/today")
    zhao = Reader(pairs.station.app, pairs.link("zhao", "赵一"), PASSWORD)
    late = pairs.order(pairing, 1)
    assert "过期没去" in zhao.page(f"/my/orders/{late}")
    assert "过期没去" not in zhao.page(f"/my/orders/{pairs.order(pairing)}")
    visit = pairs.shown(pairing)["visits"][1]["id"]
    assert "没去成？" in clerk.page(f"/pairings/visits/{visit}/omission")
    assert clerk.post(f"/pairings/visits/{visit}/omission", {"reason": ""}).status_code == 422
    said = clerk.follow(clerk.post(f"/pairings/visits/{visit}/omission", {"reason": "住院"}))
    assert "没去成" in said and "住院" in said
    assert "过期没去" not in clerk.page("/today")
    order = pairs.order(pairing)
    clerk.post(f"/orders/{order}/cancellation", {"reason": "义工生病"})
    assert "1 户结对要有人接" in clerk.page("/today")
    assert "这一次没有人去" in clerk.page(f"/pairings/{pairing}")
    visit = pairs.shown(pairing)["visits"][0]["id"]
    give = {"volunteer": str(pairs.station.people["钱二"]), "visit_on": "2025-02-12"}
    wrong = clerk.post(f"/pairings/visits/{visit}/order", give | {"start": "9:00", "end": "8:00"})
    assert wrong.status_code == 422
    said = clerk.follow(clerk.post(f"/pairings/visits/{visit}/order", give | {"start": "9:00"}))
    assert "已派单" in said and "钱二" in said
    assert "要有人接" not in clerk.page("/today")


def test_who_leaves_hands_over_with_the_same_press(pairs: Pairs, clerk: Reader) -> None:
    pairing, zhao = pairs.start(), pairs.station.people["赵一"]
    pairs.at("2025-02-05")
    page = clerk.get(f"/volunteers/{zhao}/leaving")
    assert "都交给谁" in words(page) and "郑*芳" in words(page)
    left = {"_seen": hidden(page, "_seen"), "left_on": "2025-02-04", "reason": "retired"}
    to = {"to": str(pairs.station.people["钱二"])}
    said = clerk.follow(clerk.post(f"/volunteers/{zhao}/leaving", left | to))
    assert "已离开" in said and "1 户交接好了" in said
    assert pairs.people(pairing) == ["钱二"] == pairs.going(pairs.order(pairing))


def test_households_of_somebody_away_are_handed_over_later(pairs: Pairs, clerk: Reader) -> None:
    pairing, zhao = pairs.start(), pairs.station.people["赵一"]
    pairs.at("2025-02-05")
    left = {"left_on": "2025-02-04", "reason": "retired"}
    pairs.call("POST", f"/volunteers/{zhao}/leaving", left)
    assert "1 户结对要有人接" in clerk.page("/today")
    assert "赵一（不在岗）" in clerk.page(f"/pairings/{pairing}")
    path = f"/pairings/volunteers/{zhao}"
    assert "赵一结对的户交给谁" in clerk.page(path)
    assert clerk.post(path, {"to": ""}).status_code == 422
    to = {"to": str(pairs.station.people["钱二"])}
    assert "1 户交接好了" in clerk.follow(clerk.post(path, to))
    assert "没有结对的户" in clerk.page(path)


@pytest.mark.parametrize(
    ("what", "typed", "said"),
    [
        ("rhythm", {"rhythm": "monthly", "first": "2025-02-17"}, "频次改好了"),
        ("pause", {"reason": "回老家"}, "暂停了"),
        ("end", {"reason": "搬走"}, "结对结束了"),
    ],
)
def test_a_pairing_is_changed_on_a_page_that_says_what_follows(
    pairs: Pairs, clerk: Reader, what: str, typed: dict[str, str], said: str
) -> None:
    pairing = pairs.start()
    pairs.at("2025-02-11")
    path = f"/pairings/{pairing}/{what}"
    page = clerk.get(path)
    assert page.status_code == 200
    if what == "rhythm":
        assert 'value="2025-02-17"' in page.text
    assert clerk.post(path, {}).status_code == 422
    answer = clerk.post(path, typed | {"_seen": hidden(page, "_seen")})
    assert said in clerk.follow(answer)
    if what == "pause":
        back = f"/pairings/{pairing}/resumption"
        page = clerk.get(back)
        typed = {"rhythm": "weekly", "_seen": hidden(page, "_seen")}
        assert "又开始走访了" in clerk.follow(clerk.post(back, typed))
    if what == "end":
        erasure = f"/pairings/{pairing}/erasure"
        visit = pairs.shown(pairing)["visits"][1]["id"]
        clerk.post(f"/pairings/visits/{visit}/omission", {"reason": "没人"})
        assert clerk.post(erasure, {"name": "王"}).status_code == 422
        page = clerk.get(erasure)
        typed = {"name": "郑桂芳", "_seen": hidden(page, "_seen")}
        assert "资料已清除" in clerk.follow(clerk.post(erasure, typed))
