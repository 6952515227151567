"""A resident's telephone: asks, gets a code, follows, adds, withdraws; with scripts and without."""

from __future__ import annotations

import sqlite3
import time

import pytest
from playwright.sync_api import Page, expect

from deploy.district import Node
from tests.browser.look import axe_in_both_lights, no_wider_than_screen
from tests.browser.visit import Setting, Visit, Visits
from tests.residents.conftest import received, served

__all__ = ["received", "served"]

PHONE = Setting(width=390)
ENGLISH = Setting(width=390, dark=True, language="en")
BARE = Setting(width=390, scripts=False)
FILLED = {
    "words": "厨房水龙头关不紧",
    "address": "育才里12号楼",
    "name": "郑阿姨",
    "phone": "13803156021",
}


@pytest.fixture
def node(served: Node) -> Node:
    """With a telephone, and an address under which residents find it."""
    database = sqlite3.connect(served.process.home / "station.db")
    with database:
        database.execute("DELETE FROM attempt")
        database.execute("DELETE FROM station_state")
        said = ("03153550126", served.process.url)
        line = "INSERT INTO station_state (id, accept_days, dispatch_days, keep_days, phone, reach)"
        database.execute(f"{line} VALUES (1, 1, 3, 30, ?, ?)", said)
    database.close()
    return served


def fill(page: Page) -> None:
    for name, text in FILLED.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("input[name=item][value=repair]").check()
    page.locator("input[name=consent]").check()
    time.sleep(3.2)  # as quick as a person may be


def sound(visit: Visit, wrong: list[str]) -> None:
    """What is wrong with the page that stands open."""
    path = visit.page.url
    wrong += [f"{path} {one}" for one in visit.settled()]
    wrong += [f"{path} {one}" for one in axe_in_both_lights(visit.page)]
    wrong += [f"{path} {one}" for one in no_wider_than_screen(visit.page)]
    visit.settled()


@pytest.mark.parametrize("setting", [PHONE, ENGLISH], ids=["chinese", "english"])
def test_a_resident_asks_and_follows_on_a_sound_page_each(
    node: Node, visits: Visits, setting: Setting
) -> None:
    wrong: list[str] = []
    with visits.open(node, None, setting) as visit:
        page = visit.page
        visit.go("/ask")
        sound(visit, wrong)
        fill(page)
        page.locator("[name=phone]").fill("12")
        page.locator("main form button").click()
        expect(page.locator("[role=alert] a")).to_have_count(1)
        assert page.locator("[name=words]").input_value() == FILLED["words"]
        visit.settled()  # the browser notes a refusal, as it should
        sound(visit, wrong)
        page.locator("[name=phone]").fill(FILLED["phone"])
        page.locator("main form button").click()
        expect(page.locator(".request-slip .code")).to_be_visible()
        code = page.locator(".request-slip .code").inner_text()
        sound(visit, wrong)
        for path in ("/track/request", "/track/request/words", "/track/request/withdrawal"):
            visit.go(path)
            sound(visit, wrong)
        for path in ("/track", "/track/lost"):
            visit.go(path)
            sound(visit, wrong)
        page.locator("[name=phone]").fill("6021")
        page.locator("main form button").click()
        expect(page.locator(".rows.found li")).not_to_have_count(0)
        sound(visit, wrong)
    with visits.open(node, None, setting) as other:
        other.go(f"/t/{code}")
        assert other.page.url.endswith("/track/request")
        assert code.replace("-", "") not in other.page.url
    assert not wrong, "\n".join(wrong)


def test_all_of_it_works_without_scripts(node: Node, visits: Visits) -> None:
    with visits.open(node, None, BARE) as visit:
        page = visit.page
        visit.go("/ask")
        fill(page)
        page.locator("main form button").click()
        code = page.locator(".request-slip .code").inner_text()
        expect(page.locator("[data-print]")).to_be_hidden()
        visit.go("/track")
        page.locator("[name=code]").fill(code.lower())
        page.locator("main form button").click()
        expect(page.locator(".holder .big")).to_be_visible()
        page.get_by_role("link", name="补充一句").click()
        page.locator("textarea").fill("改成周五")
        page.get_by_role("button", name="告诉工作站").click()
        expect(page.get_by_role("status")).to_contain_text("已经告诉工作站")
        page.get_by_role("link", name="撤回需求").click()
        page.get_by_role("button", name="撤回这件需求").click()
        expect(page.locator(".holder .big")).to_have_text("需求已撤回")
        page.get_by_role("button", name="收起这一页").click()
        visit.go("/track/request")
        assert page.url.endswith("/track")


def test_a_front_door_s_pages_are_sound_and_need_no_scripts(received: Node, visits: Visits) -> None:
    wrong: list[str] = []
    with visits.open(received, None, PHONE) as visit:
        page = visit.page
        visit.go("/ask")
        sound(visit, wrong)
        page.get_by_role("link", name="站01").click()
        fill(page)
        sound(visit, wrong)
        page.locator("main form button").click()
        expect(page.locator(".request-slip .code")).to_be_visible()
        sound(visit, wrong)
        code = page.locator(".request-slip .code").inner_text()
        for path in ("/track/request", "/track/request/words", "/track/lost"):
            visit.go(path)
            sound(visit, wrong)
    assert not wrong, "\n".join(wrong)
    with visits.open(received, None, BARE) as visit:
        page = visit.page
        visit.go(f"/t/{code}")
        expect(page.locator(".holder .big")).to_have_text("已收到，等站01来取")
        page.get_by_role("link", name="补充一句").click()
        page.locator("textarea").fill("改成周五")
        page.get_by_role("button", name="告诉工作站").click()
        expect(page.get_by_role("status").first).to_contain_text("已记下，等工作站来取")


def test_asking_at_a_front_door_of_several_stations_needs_no_scripts(
    received: Node, visits: Visits
) -> None:
    with visits.open(received, None, BARE) as visit:
        page = visit.page
        visit.go("/ask")
        assert page.locator("main a.btn").all_inner_texts() == ["站01", "站02", "站03"]
        elsewhere = page.get_by_role("link", name="站02").get_attribute("href")
        assert elsewhere == "https://b.example/ask"
        page.get_by_role("link", name="站01").click()
        expect(page.locator("input[name=item][value=errand]")).to_have_count(0)
        page.go_back()
        page.get_by_role("link", name="站03").click()
        fill(page)
        page.locator("input[name=item][value=errand]").check()
        page.locator("[name=phone]").fill("12")
        page.locator("main form button").click()
        expect(page.locator("[role=alert] a")).to_have_count(1)
        assert page.locator("[name=words]").input_value() == FILLED["words"]
        assert page.locator("input[name=item][value=errand]").is_checked()
        page.locator("[name=phone]").fill(FILLED["phone"])
        page.locator("main form button").click()
        code = page.locator(".request-slip .code").inner_text()
        expect(page.locator("main")).to_contain_text("站03")
        visit.go("/track")
        page.locator("[name=code]").fill(code.lower())
        page.locator("main form button").click()
        expect(page.locator(".holder .big")).to_have_text("已收到，等站03来取")
        page.get_by_role("link", name="撤回需求").click()
        page.get_by_role("button", name="撤回这件需求").click()
        expect(page.get_by_role("status").first).to_contain_text("等工作站来取")


def test_letters_are_large_and_buttons_for_thumbs(node: Node, visits: Visits) -> None:
    measure = "e => [e.getBoundingClientRect().height, parseFloat(getComputedStyle(e).fontSize)]"
    with visits.open(node, None, PHONE) as visit:
        visit.go("/ask")
        for label in visit.page.locator(".choice label").all():
            assert label.evaluate(measure)[0] >= 56
        fields = "main input.form-control:visible, main textarea, main select, main .btn"
        for field in visit.page.locator(fields).all():
            height, size = field.evaluate(measure)
            assert height >= 54
            assert size >= 18
        expect(visit.page.locator("[name=day]")).to_be_hidden()
        visit.page.locator("input[name=when][value=day]").check()
        expect(visit.page.locator("[name=day]")).to_be_visible()
