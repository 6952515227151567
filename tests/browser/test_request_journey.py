"""Requests by hand on seven real nodes: served, refused, passed on, reopened, and followed.

One association, two centers, two stations each; one window for each role.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from deploy import resident as by_program
from deploy.resident import Person
from tests.browser import request_hand as hand
from tests.browser.month import text_of
from tests.browser.request_hand import FILLED, Resident
from tests.browser.town import FENG, LIU, MONDAY, TIAN, TUESDAY, WANG, Town, town
from tests.browser.visit import Visits

CENTER, BESIDE = "教育局党员义工服务中心", "农业农村局党员义工服务中心"
VISIT = ("2025-03-04", "15:00", "17:00")
COMES = "3月4日 星期二 15:00–17:00 上门"
OWN_WORDS = "老人摔过一跤，家里没人打扫，想请人帮忙收拾"


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
    [record] = place.records(place.first, WANG)
    assert (record["status"], record["hours"], record["evaluation"]) == (
        *("certified", 2),
        "satisfied",
    )
    assert (record["form"], record["category"]) == ("dispatched", "convenience")
    assert hand.points(phone) == "10 分，2 个积分小时"
    desk.page.reload()
    assert "已签字" in text_of(desk.page)
    resident.visit.go(address.removeprefix(place.first.process.url))
    expect(resident.page.get_by_role("button", name="签字")).to_have_count(0)
    resident.visit.settled()  # used up: refused, and the browser notes it


def test_refused_and_sent_to_another(place: Town) -> None:
    resident, desk = Resident(place.resident(place.first)), place.clerk(place.first)
    resident.ask("facility_upkeep", "楼道的灯坏了三盏")
    hand.open_request(desk, "公共设施维护")
    hand.accept(desk)
    hand.offer(desk, LIU.name, *VISIT)
    phone = place.volunteer(place.first, LIU)
    hand.answer_no(phone, "公共设施维护", "周二下午要送孩子看病")
    resident.told()
    assert resident.steps()[-1] == "实验小学另外安排义工"
    said = hand.open_request(desk, "公共设施维护")
    assert "去不了" in said
    assert "本月小时最多，没有别人合适" in said or WANG.name in said
    desk.page.get_by_text("没列出的 1 人").click()
    assert f"{LIU.name}（" in text_of(desk.page)
    assert "周二下午要送孩子看病" not in resident.told()
    hand.offer(desk, WANG.name, "2025-03-04", "8:00", "9:00")
    other = place.volunteer(place.first, WANG)
    hand.answer_yes(other, "公共设施维护", FILLED)
    assert "3月4日 星期二 08:00–09:00 上门" in resident.told()


def test_a_sister_station_serves_and_the_requester_follows_under_the_same_code(
    place: Town,
) -> None:
    resident, desk = Resident(place.resident(place.first)), place.clerk(place.first)
    resident.ask("housework", OWN_WORDS)
    hand.open_request(desk, "家政受理")
    expect(desk.page.get_by_text("没有合适的人。")).to_be_visible()
    desk.page.get_by_role("link", name="转服务中心…").click()
    expect(desk.page.get_by_text("系统建议转出：没有合适的义工。")).to_be_visible()
    text = desk.page.locator("#f-text")
    text.fill(f"请打电话 {FILLED['phone']} 约时间")
    desk.page.get_by_role("button", name="确认这句话，转服务中心").click()
    expect(desk.page.locator("#f-text-e")).to_be_visible()
    assert FILLED["phone"] in text.input_value()
    desk.settled()  # refused, and the browser notes it
    text.fill("要会家政的义工上门打扫一次")
    desk.page.locator("#f-reason").fill("本站没有会家政的义工")
    hand.press(desk.page, "确认这句话，转服务中心", "已转服务中心。")
    told = resident.told()
    assert f"现由{CENTER}办理" in told
    assert "因为：本站没有会家政的义工" in told
    place.district.settle()

    officer = place.at(place.district.center, "officer")
    said = hand.open_request(officer, "家政受理")
    assert "要会家政的义工上门打扫一次" in said
    for secret in (*FILLED.values(), "摔过一跤"):
        assert secret not in said
    hand.row(officer.page, "第二中学").get_by_role("radio").check()
    hand.press(officer.page, "转给选中的站", "第二中学：已转，等接下")
    place.district.settle()
    assert "现由第二中学办理" in resident.told()

    taker = place.clerk(place.sister)
    assert "等第一站送来电话和原话。" in hand.open_request(taker, "家政受理")
    hand.accept(taker)
    place.district.settle()
    said = hand.open_request(taker, "家政受理")
    assert "郑*芳" in said
    assert OWN_WORDS in said
    hand.offer(taker, TIAN.name, *VISIT)
    phone = place.volunteer(place.sister, TIAN)
    hand.answer_yes(phone, "家政受理", FILLED | {"words": OWN_WORDS})
    place.district.settle()
    told = resident.told()
    assert COMES in told
    assert "义工 田*" in told
    assert "打电话给实验小学" in told

    place.district.clock.set(TUESDAY, 18)
    address = hand.report_done(phone, "家政受理", "17:40", "打扫了两间屋子")
    assert address.startswith(place.sister.process.url)
    Resident(place.resident(place.sister)).sign(address, hours=3)
    place.district.settle()
    assert "办完了" in resident.told()
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
    assert hand.points(phone) == "15 分，3 个积分小时"
    desk.page.goto(f"{place.first.process.url}/requests?part=closed")
    hand.row(desk.page, "家政受理").get_by_role("link").first.click()
    assert "结果 1 人，3 小时 · 满意" in text_of(desk.page)
    assert place.records(place.sister, TIAN)[0]["status"] == "certified"


def test_another_center_serves_by_way_of_the_association(place: Town) -> None:
    desk = place.clerk(place.first)
    page = desk.page
    desk.go("/requests/new")
    page.get_by_role("radio", name="打电话").check()
    for name, text in FILLED.items():
        page.locator(f"#f-{name}").fill(text)
    page.locator("#f-words").fill("院里三棵苹果树不挂果")
    page.locator("#f-item").select_option("farming_advice")
    page.locator("#f-consented").check()
    page.locator("main form button.btn-primary").last.click()
    if page.get_by_text("可能已经有了，先看看：").count():
        page.get_by_role("button", name="不是同一件，照样记下").click()
    said = page.get_by_role("status").first.inner_text()
    code = said.partition("查询码 ")[2][:9]
    page.get_by_role("link", name="转服务中心…").click()
    page.locator("#f-reason").fill("本局没有懂果树的义工")
    hand.press(page, "确认这句话，转服务中心", "已转服务中心。")
    place.district.settle()

    officer = place.at(place.district.center, "officer")
    hand.open_request(officer, "种植养殖技术指导")
    expect(officer.page.get_by_text("没有合适的工作站")).to_be_visible()
    officer.page.get_by_text("报协会…").click()
    officer.page.locator("#f-escalation").fill("本中心两站都没有懂果树的")
    hand.press(officer.page, "报协会", "：等转办")
    place.district.settle()
    above = place.at(place.district.association, "officer")
    hand.open_request(above, "种植养殖技术指导")
    hand.row(above.page, BESIDE).get_by_role("radio").check()
    hand.press(above.page, "转给选中的中心", "已转，等接下")
    place.district.settle()

    resident = Resident(place.resident(place.first))
    resident.follow(code)
    assert f"现由{BESIDE}办理" in resident.told()
    other = place.at(place.beside.center, "officer")
    hand.open_request(other, "种植养殖技术指导")
    hand.row(other.page, "农技推广站").get_by_role("radio").check()
    hand.press(other.page, "转给选中的站", "已转，等接下")
    place.district.settle()
    taker = place.clerk(place.far)
    hand.open_request(taker, "种植养殖技术指导")
    hand.accept(taker)
    place.district.settle()
    assert "郑*芳" in hand.open_request(taker, "种植养殖技术指导")
    hand.offer(taker, FENG.name, *VISIT)
    phone = place.volunteer(place.far, FENG)
    hand.answer_yes(phone, "种植养殖技术指导", FILLED)
    place.district.settle()
    assert COMES in resident.told()
    place.district.clock.set(TUESDAY, 18)
    address = hand.report_done(phone, "种植养殖技术指导", "16:20", "看了果树，教了冬剪")
    Resident(place.resident(place.far)).sign(address, hours=1)
    place.district.settle()
    assert "办完了" in resident.told()
    assert resident.steps()[1:] == [
        f"转请{CENTER}帮忙",
        "转请古冶区党员义工协会帮忙",
        f"转给{BESIDE}",
        "转给农技推广站",
        "农技推广站受理",
        "农技推广站安排了义工",
        "约了上门时间",
        "义工办完了",
        "办结",
    ]
    above.page.reload()
    assert "1 人，1 小时 · 满意" in text_of(above.page)
    assert hand.points(phone) == "5 分，1 个积分小时"
    [record] = place.records(place.far, FENG)
    assert (record["status"], record["hours"]) == ("certified", 1)


def test_not_solved_is_opened_again_and_served_anew(place: Town) -> None:
    person = Person("郑桂芳", "13803156021", "育才里12号楼3单元", "想请人代交水电费")
    id, code = by_program.ask(place.first.process.url, "errand", person)
    served(place, id)
    resident, desk = Resident(place.resident(place.first)), place.clerk(place.first)
    resident.follow(code[:4] + "-" + code[4:])
    assert "办完了" in resident.told()
    page = resident.page
    page.get_by_role("link", name="没解决，重新打开…").click()
    hand.press(page, "重新打开", "")
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


def served(place: Town, id: str) -> None:
    """Accepted, done and signed by the interfaces of programs: where a journey begins."""
    clerk, who = place.first.client("clerk"), place.ids[LIU.name]
    clerk.post(f"/api/service-requests/{id}/acceptance", {"item": "errand"})
    order = clerk.post("/api/service-orders", {"request": id, "volunteer": who})["id"]
    path = f"/api/service-orders/{order}"
    clerk.post(f"{path}/answer", {"accepts": True})
    part = {"volunteer": who, "start": "07:00", "end": "08:00"}
    done = {"day": str(MONDAY), "content": "代交水电费", "place": "育才里", "parts": [part]}
    clerk.post(f"{path}/completion", done)
    assert by_program.sign(clerk.post(f"{path}/links")["url"], "郑桂芳") == "signed"
