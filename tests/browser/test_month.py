"""A month of a school with 20 volunteers by hand, counted against docs/burden.md; an amendment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.filling import FORM
from tests.browser.fresh import fresh
from tests.browser.month import (
    CELLS,
    ENTERED,
    JANUARY,
    TURNED,
    Burden,
    MonthByHand,
    Service,
    text_of,
    volunteers_in,
)
from tests.browser.visit import Visits
from tests.federation.school import SmallSchool

DOC = Path(__file__).parents[2] / "docs" / "burden.md"
SCHOOL = SmallSchool("南街小学", 2, members=23, volunteers=20, rows=0, months=())
NAMES = tuple(who.name for who in SCHOOL.people[: SCHOOL.volunteers])
SERVICES = [
    Service("清扫楼道", "2025-01-11", "便民利民"),
    Service("慰问敬老院", "2025-01-15", "困难帮扶", early=(NAMES[3], "10:30")),
    Service("政策宣讲", "2025-01-18", "时政宣教", who=NAMES[:12]),
    Service("路口值守", "2025-01-21", "社会公共", who=NAMES[12:]),
]
RECORDS = 60
ROWS = {
    "enter": "Record, entered by the clerk",
    "certify": "Record, certified by the head",
    "report": "Monthly report, looked over by the clerk, from “today”",
    "sign": "Monthly report, signed by the head, from “today”",
    "accept": "Monthly report, accepted by the center, from “today”",
    "photo": "Photo with its caption",
    "approve": "Registration, approved at the center's desk",
}


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory, visits: Visits) -> Iterator[MonthByHand]:
    root = tmp_path_factory.mktemp("month")
    school = SCHOOL.write(root / "input")
    with fresh(root / "district", [SCHOOL.title]) as district:
        volunteers_in(district, district.stations[0], school)
        yield MonthByHand(district, visits, district.stations[0])


@pytest.fixture(scope="module")
def accepted(month: MonthByHand) -> MonthByHand:
    """January from the first activity to the center's acceptance."""
    month.district.clock.set(ENTERED, 15)
    month.enter(SERVICES)
    month.certify()
    month.add_photo()
    month.district.clock.set(TURNED)
    month.hand_in()
    month.sign()
    month.accept()
    return month


def test_a_month_of_twenty_volunteers_is_accepted(accepted: MonthByHand) -> None:
    officer = accepted.district.center.client("officer")
    [report] = officer.items(f"/api/tallies?year={JANUARY.year}")
    assert (report["month"], report["status"]) == (str(JANUARY), "accepted")
    cells = report["cells"]
    assert sum(cell["records"] for cell in cells) == RECORDS
    assert sum(cell["hours"] for cell in cells) == RECORDS * 3 - 1  # one left an hour early


def test_a_record_takes_no_more_than_one_typed_value_and_one_press(accepted: MonthByHand) -> None:
    entered, certified = accepted.burdens["enter"], accepted.burdens["certify"]
    assert entered.n == certified.n == RECORDS
    assert entered.typed + certified.typed <= RECORDS
    assert entered.presses + certified.presses <= RECORDS


def test_a_report_takes_three_presses_from_today_and_no_figure(accepted: MonthByHand) -> None:
    report, signature = accepted.burdens["report"], accepted.burdens["sign"]
    assert report.typed == 0 and report.presses <= 3
    assert signature.typed == 1 and signature.presses <= 3  # the password alone
    assert accepted.burdens["accept"].typed == 0


def test_the_page_of_burdens_says_what_was_measured(accepted: MonthByHand) -> None:
    clerk = accepted.station.client("clerk")
    for who in SCHOOL.people[SCHOOL.volunteers :]:
        clerk.post("/api/registrations", FORM | {"id_number": who.id_number, "name": who.name})
    accepted.district.settle()
    accepted.approve(SCHOOL.members - SCHOOL.volunteers)
    wanted = table(accepted.burdens)
    assert wanted in DOC.read_text("utf-8"), f"docs/burden.md is to say\n{wanted}"


def table(burdens: dict[str, Burden]) -> str:
    """The measured rows of docs/burden.md."""
    lines = [
        "| Work | measured on | typed values | presses | typed each | presses each |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for kind, words in ROWS.items():
        of = burdens[kind]
        typed, presses = of.each
        figures = f"{of.n} | {of.typed} | {of.presses} | {typed:.2f} | {presses:.2f}"
        lines.append(f"| {words} | {figures} |")
    cells = RECORDS * CELLS
    lines.append(f"| The same records in the workbook | {RECORDS} | {cells} | | {CELLS:.2f} | |")
    return "\n".join(lines)


def test_an_accepted_month_is_amended_and_both_versions_stand_side_by_side(
    accepted: MonthByHand,
) -> None:
    _ask_unlock(accepted)
    _unlock(accepted)
    _void_a_record(accepted)
    with accepted.at(accepted.station, "head", f"/months/{JANUARY}") as hand:
        hand.page.locator("#f-reason").fill("一人当天没有到场")
        accepted.press_signature(hand)
    accepted.accept(revision=2)
    with accepted.at(accepted.station, "head", f"/months/{JANUARY}") as hand:
        expect(hand.page.locator("h1")).to_have_text("1 月月报")
        hand.press(hand.page.get_by_role("link", name="第 1 版和第 2 版对照"))
        assert "补正原因：一人当天没有到场" in text_of(hand.page)
        _expect_three_hours_less(text_of(hand.page))
    with accepted.at(accepted.district.center, "officer", "/reports/waiting?show=accepted") as hand:
        hand.press(hand.page.locator("tbody th a").first)
        hand.press(hand.page.get_by_role("link", name="两版对照"))
        _expect_three_hours_less(text_of(hand.page))


def _ask_unlock(month: MonthByHand) -> None:
    with month.at(month.station, "head", f"/months/{JANUARY}") as hand:
        hand.type(hand.page.locator("#f-reason"), "一人当天没有到场")
        hand.press(hand.page.get_by_role("button", name="请中心解锁"))
        expect(hand.page.get_by_text("已请服务中心解锁")).to_be_visible()
    month.district.settle()


def _unlock(month: MonthByHand) -> None:
    with month.at(month.district.center, "officer") as hand:
        hand.press(hand.page.get_by_role("link", name="1 个月申请解锁", exact=True))
        hand.press(hand.page.locator("tbody th a").first)
        hand.press(hand.page.get_by_role("button", name="解锁 1 月"))
    month.district.settle()


def _void_a_record(month: MonthByHand) -> None:
    with month.at(month.station, "clerk", f"/records?month={JANUARY}&status=certified") as hand:
        hand.press(hand.page.locator("tbody th a").first)
        hand.press(hand.page.get_by_role("link", name="作废…"))
        hand.type(hand.page.locator("#f-reason"), "当天没有到场")
        hand.press(hand.page.get_by_role("button", name="作废 3 小时"))
        expect(hand.page.get_by_label("现在怎样")).to_contain_text("当天没有到场")


def _expect_three_hours_less(text: str) -> None:
    assert "第 1 版" in text and "第 2 版" in text
    before, after = RECORDS * 3 - 1, RECORDS * 3 - 4
    assert f"{before} {after} -3" in text, text
