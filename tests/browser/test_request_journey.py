"""Requests by hand on seven real nodes: served, refused, passed on, reopened, and followed.

One association, two centers, two stations each; one window for each role.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect

from deploy import resident as by_program
from deploy.district import Node, wait_until
from deploy.neighbour import Member
from deploy.resident import Person
from shared.domain.mask import masked_name
from tests.browser import request_hand as hand
from tests.browser.month import text_of
from tests.browser.request_hand import FILLED, Resident
from tests.browser.town import (
    FENG,
    LIU,
    LU,
    MONDAY,
    QIAN,
    TIAN,
    TUESDAY,
    UNREACHED,
    WANG,
    Town,
    town,
)
from tests.browser.visit import Visit, Visits

CENTER, BESIDE = "教育局党员义工服务中心", "农业农村局党员义工服务中心"
VISIT = ("2025-03-04", "15:00", "17:00")
COMES = "3月4日 星期二 15:00–17:00 上门"
HOUSE, GARDEN = "家政受理", "种植养殖技术指导"
OWN_WORDS = "老人摔过一跤，家里没人打扫，想请人帮忙收拾"
SECRETS = (*FILLED.values(), "摔过一跤")
HOME = {"address": "水务局宿舍3号楼", "name": "何桂枝", "phone": "13633157402"}
YARD = {"address": "北范各庄21号", "name": "罗长山", "phone": "13731590246"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, visits: Visits) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town") / "district", visits) as found:
        yield found


@pytest.fixture(autouse=True)
def monday(place: Town) -> Iterator[None]:
    """Each journey begins on Monday at nine, and no window has had a fault at its end."""
    place.district.clock.set(MONDAY, 9)
    yield
    assert place.faults() == []


def test_asked_on_a_phone_dispatched_done_signed_by_finger_certified_and_counted(
    place: Town,
) -> None:
    resident, desk = Resident(place.resident(place.first)), place.clerk(place.first)
    resident.ask("repair", "厨房水龙头关不紧，一直滴水")
    assert "最晚 3月4日 星期二 告诉您能不能办" in resident.told()
    assert "郑*芳" in hand.open_request(desk, "义务维修")
    hand.accept(desk)
    assert "最晚 3月6日 星期四 给您安排好义工" in resident.told()
    hand.offer(desk, WANG.name, *VISIT)
    phone = place.volunteer(place.first, WANG)
    hand.answer_yes(phone, "义务维修", FILLED | {"words": "厨房水龙头关不紧"})
    told = resident.told()
    assert COMES in told
    assert "义工 王*平" in told
    place.district.clock.set(TUESDAY, 18)
    address = hand.report_done(phone, "义务维修", "17:10", "换了阀芯，试水不漏")
    assert "请您核对、评一下、签个字" in resident.told()
    resident.sign(address, hours=2)
    assert "办完了" in resident.told()
    assert resident.steps() == [
        "您提交了",
        "实验小学受理",
        "实验小学安排了义工",
        "约了上门时间",
        "义工办完了",
        "办结",
    ]
    certified(place, place.first, WANG, hours=2)
    assert hand.points(phone) == "10 分，2 个积分小时"
    desk.page.reload()
    assert "已签字" in text_of(desk.page)
    assert "服务对象自己的手机" in text_of(desk.page)
    resident.page.goto(address)
    expect(resident.page.get_by_role("button", name="签字")).to_have_count(0)
    resident.visit.settled()  # used up: refused, and the browser notes it


def test_refused_and_sent_to_another(place: Town) -> None:
    resident, desk = Resident(place.resident(place.first)), place.clerk(place.first)
    resident.ask("facility_upkeep", "楼道的灯坏了三盏")
    hand.open_request(desk, "公共设施维护")
    hand.accept(desk)
    hand.offer(desk, LIU.name, *VISIT)
    phone = place.volunteer(place.first, LIU)
    why = "周二下午要送孩子看病"
    hand.answer_no(phone, "公共设施维护", why)
    assert why not in resident.told()
    assert resident.steps()[-1] == "实验小学另外安排义工"
    said = hand.open_request(desk, "公共设施维护")
    assert f"{LIU.name} 3月4日 15:00–17:00 去不了" in said
    desk.page.get_by_text("没列出的 1 人").click()
    assert f"{LIU.name}（" in text_of(desk.page)
    hand.offer(desk, WANG.name, "2025-03-04", "8:00", "9:00")
    hand.answer_yes(place.volunteer(place.first, WANG), "公共设施维护", FILLED)
    assert "3月4日 星期二 08:00–09:00 上门" in resident.told()


def test_a_sister_station_serves_and_the_requester_follows_under_the_same_code(
    place: Town,
) -> None:
    resident, desk = Resident(place.resident(place.first)), place.clerk(place.first)
    resident.ask("housework", OWN_WORDS)
    hand.open_request(desk, HOUSE)
    expect(desk.page.get_by_text("没有合适的人。")).to_be_visible()
    pass_on(desk, "要会家政的义工上门打扫一次", "本站没有会家政的义工")
    told = resident.told()
    assert f"现由{CENTER}办理" in told
    assert "因为：本站没有会家政的义工" in told
    place.district.settle()
    officer = place.at(place.district.center, "officer")
    said = hand.open_request(officer, HOUSE)
    assert "要会家政的义工上门打扫一次" in said
    assert [secret for secret in SECRETS if secret in said] == []
    route(place, officer, "第二中学")
    assert "现由第二中学办理" in resident.told()
    phone = taken_and_served(place, (place.sister, TIAN), FILLED, (HOUSE, "17:40", 3))
    assert "办完了" in resident.told()
    assert "打电话给实验小学" in resident.told()
    assert resident.steps() == [
        "您提交了",
        f"转请{CENTER}帮忙",
        "转给第二中学",
        "第二中学受理",
        "第二中学安排了义工",
        "约了上门时间",
        "义工办完了",
        "办结",
    ]
    certified(place, place.sister, TIAN, hours=3)
    assert hand.points(phone) == "15 分，3 个积分小时"
    desk.go("/requests?part=closed")
    hand.row(desk.page, HOUSE).get_by_role("link").first.click()
    expect(desk.page.get_by_text("1 人，3 小时 · 满意")).to_be_visible()


def test_another_center_serves_by_way_of_the_association(place: Town) -> None:
    desk, resident = place.clerk(place.first), Resident(place.resident(place.first))
    resident.follow(hand.take_down(desk, "farming_advice", "院里三棵苹果树不挂果", YARD))
    pass_on(desk, "要懂果树的义工到院里看看", "本局没有懂果树的义工")
    place.district.settle()
    officer = place.at(place.district.center, "officer")
    hand.open_request(officer, GARDEN)
    expect(officer.page.get_by_text("没有合适的工作站")).to_be_visible()
    officer.page.get_by_text("报协会…").click()
    officer.page.locator("#f-escalation").fill("本中心两站都没有懂果树的")
    hand.press(officer.page, "报协会", "协会")
    place.district.settle()
    above = place.at(place.district.association, "officer")
    hand.open_request(above, GARDEN)
    route(place, above, BESIDE, "转给选中的中心")
    assert f"现由{BESIDE}办理" in resident.told()
    other = place.at(place.beside.center, "officer")
    hand.open_request(other, GARDEN)
    route(place, other, "农技推广站")
    phone = taken_and_served(place, (place.far, FENG), YARD, (GARDEN, "16:20", 1))
    assert "办完了" in resident.told()
    assert resident.steps()[1:] == [
        f"转请{CENTER}帮忙",
        "转请古冶区党员义工协会帮忙",
        f"转给{BESIDE}",
        "农技推广站受理",
        "农技推广站安排了义工",
        "约了上门时间",
        "义工办完了",
        "办结",
    ]
    above.page.reload()
    expect(above.page.get_by_text("1 人，1 小时 · 满意")).to_be_visible()
    certified(place, place.far, FENG, hours=1)
    assert hand.points(phone) == "5 分，1 个积分小时"


def test_not_solved_is_opened_again_and_served_anew(place: Town) -> None:
    resident, desk = Resident(place.resident(place.first)), place.clerk(place.first)
    resident.follow(served_by_program(place))
    assert "办完了" in resident.told()
    page = resident.page
    page.get_by_role("link", name="没解决，重新打开…").click()
    page.locator("textarea").fill("电费没有交上")
    hand.press(page, "重新打开", "已重新打开，工作站会接着办。")
    assert "告诉您能不能办" in resident.told()
    assert resident.steps()[-2:] == ["办结", "您说没有解决，重新打开"]
    said = hand.open_request(desk, "民事代办")
    assert "“电费没有交上”" in said
    assert "已签字" in said
    hand.accept(desk)
    hand.offer(desk, LIU.name, "2025-03-05", "9:00", "10:00")
    hand.answer_yes(place.volunteer(place.first, LIU), "民事代办", FILLED)
    assert "3月5日 星期三 09:00–10:00 上门" in resident.told()
    certified(place, place.first, LIU, hours=1)


def test_the_center_is_the_front_door_of_a_station_that_nobody_reaches(place: Town) -> None:
    """The resident's phone asks, follows and signs at the center; any other origin is a fault."""
    door, desk = place.beside.center, place.clerk(place.farther)
    resident, item = Resident(place.resident(door)), "公共设施维护"
    resident.ask("facility_upkeep", "井盖松了，车一过就响", UNREACHED)
    assert "已收到，等水务站来取" in resident.told()
    place.district.settle()
    assert "现由水务站办理" in resident.told()
    said = hand.open_request(desk, item)
    assert "郑*芳" in said
    assert "来源 网上" in said
    hand.accept(desk)
    hand.offer(desk, QIAN.name, *VISIT)
    phone = place.volunteer(place.farther, QIAN)
    hand.answer_yes(phone, item, FILLED | {"words": "井盖松了"})
    place.district.settle()
    told = resident.told()
    assert COMES in told
    assert "义工 钱*" in told
    place.district.clock.set(TUESDAY, 18)
    address = hand.report_done(phone, item, "16:10", "井盖垫平了", door)
    place.district.settle()
    resident.page.goto(address)
    assert "井盖垫平了" not in text_of(resident.page)
    resident.sign(address, hours=1)
    place.district.settle()
    assert "办完了" in resident.told()
    assert resident.steps() == [
        "您提交了",
        "水务站受理",
        "水务站安排了义工",
        "约了上门时间",
        "义工办完了",
        "办结",
    ]
    certified(place, place.farther, QIAN, hours=1)
    assert hand.points(phone) == "5 分，1 个积分小时"


def test_a_pairings_month_visits_raised_by_themselves_made_and_missed(place: Town) -> None:
    """Last of all: no clock of these nodes goes back after it."""
    desk, phone = place.clerk(place.sister), place.volunteer(place.sister, LU)
    path = paired(desk)
    place.district.clock.set(MONDAY, 18)
    address = hand.report_done(phone, "结对帮扶", "9:00–10:40", "买了菜，说了话")
    Resident(place.resident(place.sister)).sign(address, 2, HOME["name"])
    assert visits(desk, path) == [("3月3日–3月9日", "去过了")]
    place.on(date(2025, 3, 10), place.sister)
    raised(desk, path, 2)
    hand.open_own(phone, "结对帮扶")
    assert HOME["address"] in text_of(phone.page)
    place.on(date(2025, 3, 17), place.sister)
    raised(desk, path, 3)
    assert visits(desk, path) == [
        ("3月17日–3月23日", "等走访"),
        ("3月10日–3月16日", "过期没去"),
        ("3月3日–3月9日", "去过了"),
    ]
    desk.go("/today")
    assert "1 次结对走访过期没去" in text_of(desk.page)
    desk.go(path)
    desk.page.get_by_role("link", name="没去成…").click()
    desk.page.locator("#f-reason").fill("老人住院")
    desk.page.get_by_role("button", name="记下：没去成").click()
    expect(desk.page.get_by_text("老人住院").first).to_be_visible()
    assert [state for _, state in visits(desk, path)] == ["等走访", "没去成", "去过了"]
    desk.go("/today")
    assert "过期没去" not in text_of(desk.page)
    certified(place, place.sister, LU, hours=2)
    assert hand.points(phone) == "10 分，2 个积分小时"


def paired(desk: Visit) -> str:
    """A household for a week's rhythm; where its page is."""
    page = desk.page
    desk.go("/pairings/new")
    for name, text in (HOME | {"words": "独居，腿脚不便"}).items():
        page.locator(f"#f-{name}").fill(text)
    page.locator("#f-volunteers").get_by_label(LU.name).check()
    page.get_by_role("radio", name="每周").check()
    hand.press(page, "结对，排第一次走访", "结好了。")
    assert HOME["name"] not in text_of(page)
    return page.url.removeprefix(desk.node.process.url)


def visits(desk: Visit, path: str) -> list[tuple[str, str]]:
    """Each visit's days and state, the newest first."""
    desk.go(path)
    rows = desk.page.get_by_role("region", name="走访", exact=True).locator("ul.rows > li")
    days, states = rows.locator(".what"), rows.locator(".due")
    return list(zip(days.all_inner_texts(), states.all_inner_texts(), strict=True))


def raised(desk: Visit, path: str, n: int) -> None:
    """Nobody pressed anything: the agent did it."""
    wait_until(lambda: len(visits(desk, path)) == n, 30, f"{n} visits")


def pass_on(desk: Visit, text: str, reason: str) -> None:
    """First with what may not leave: refused at its field, and nothing typed is lost."""
    page = desk.page
    page.get_by_role("link", name="转服务中心…").click()
    expect(page.get_by_text("系统建议转出：没有合适的义工。")).to_be_visible()
    page.locator("#f-reason").fill(reason)
    page.locator("#f-text").fill(f"请打电话 {FILLED['phone']} 约时间")
    page.get_by_role("button", name="确认这句话，转服务中心").click()
    expect(page.locator(".field.bad #f-text")).to_have_value(f"请打电话 {FILLED['phone']} 约时间")
    desk.settled()  # refused, and the browser notes it
    page.locator("#f-text").fill(text)
    hand.press(page, "确认这句话，转服务中心", "已转服务中心。")


def route(place: Town, officer: Visit, title: str, button: str = "转给选中的站") -> None:
    """From the page of the request, to one of those that are listed."""
    hand.row(officer.page, title).get_by_role("radio").check()
    hand.press(officer.page, button, "已转，等接下")
    place.district.settle()


def taken_and_served(
    place: Town, by: tuple[Node, Member], asker: dict[str, str], what: tuple[str, str, int]
) -> Visit:
    """Accepted where it was routed to: only then the contact comes.

    `what` is the item, the end of the service and the hours that are signed.
    """
    node, who = by
    item, end, hours = what
    masked = masked_name(asker["name"])
    desk, resident = place.clerk(node), Resident(place.resident(place.first))
    said = hand.open_request(desk, item)
    assert "等第一站送来电话和原话。" in said
    assert masked not in said
    hand.accept(desk)
    place.district.settle()
    assert masked in hand.open_request(desk, item)
    hand.offer(desk, who.name, *VISIT)
    phone = place.volunteer(node, who)
    hand.answer_yes(phone, item, asker)
    place.district.settle()
    resident.visit.go("/track/request")
    expect(resident.page.locator(".holder")).to_contain_text(COMES)
    place.district.clock.set(TUESDAY, 18)
    address = hand.report_done(phone, item, end, "上门办好了")
    Resident(place.resident(node)).sign(address, hours, asker["name"])
    place.district.settle()
    return phone


def served_by_program(place: Town) -> str:
    """Accepted, done and signed by the interfaces of programs, where a journey begins: its code."""
    person = Person("郑桂芳", "13803156021", FILLED["address"], "想请人代交水电费")
    id, code = by_program.ask(place.first.process.url, "errand", person)
    clerk, who = place.first.client("clerk"), place.ids[LIU.name]
    clerk.post(f"/api/service-requests/{id}/acceptance", {"item": "errand"})
    order = clerk.post("/api/service-orders", {"request": id, "volunteer": who})["id"]
    path = f"/api/service-orders/{order}"
    clerk.post(f"{path}/answer", {"accepts": True})
    part = {"volunteer": who, "start": "07:00", "end": "08:00"}
    done = {"day": str(MONDAY), "content": "代交水电费", "place": "育才里", "parts": [part]}
    clerk.post(f"{path}/completion", done)
    assert by_program.sign(clerk.post(f"{path}/links")["url"], "郑桂芳") == "signed"
    return f"{code[:4]}-{code[4:]}"


def certified(place: Town, node: Node, who: Member, hours: int) -> None:
    """The one record that they have, with what was signed."""
    [record] = place.records(node, who)
    said = [record[name] for name in ("status", "form", "hours", "evaluation")]
    assert said == ["certified", "dispatched", hours, "satisfied"]
