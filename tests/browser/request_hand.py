"""What residents, clerks, officers and volunteers press on the way of a request."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from deploy.district import Node
from tests.browser.month import text_of
from tests.browser.visit import Visit

FILLED = {"address": "育才里12号楼3单元", "name": "郑桂芳", "phone": "13803156021"}
MOST_PRESSES = 60


@dataclass
class Resident:
    """A phone that asks, follows and signs; `code` is what it was given."""

    visit: Visit
    code: str = ""

    @property
    def page(self) -> Page:
        return self.visit.page

    def ask(self, item: str, words: str, station: str = "") -> None:
        """By the public page: a person's speed is waited for, as it says itself."""
        self.visit.go("/ask")
        page = self.page
        if station:
            page.get_by_role("link", name=station).click()
        page.locator(f"input[name=item][value={item}]").check()
        page.locator("[name=words]").fill(words)
        for name, text in FILLED.items():
            page.locator(f"[name={name}]").fill(text)
        page.locator("input[name=consent]").check()
        given = page.locator(".request-slip .code")
        for _ in range(MOST_PRESSES):
            with page.expect_navigation():
                page.locator("main form button").click()
            if given.count():
                break
            expect(page.get_by_text("像是机器填的")).to_be_visible()
        self.code = given.inner_text()
        self.visit.settled()  # too early is refused, and the browser notes it

    def follow(self, code: str) -> None:
        """Types a code that somebody told them."""
        self.code = code
        self.visit.go("/track")
        self.page.locator("[name=code]").fill(code.lower())
        self.page.locator("main form button").click()
        expect(self.page.locator(".holder .big")).to_be_visible()

    def told(self) -> str:
        """Who has it and what comes next: the top of their page, read anew."""
        self.visit.go("/track/request")
        expect(self.page.locator("main .code")).to_have_text(self.code)
        return " ".join(self.page.locator(".holder").inner_text().split())

    def steps(self) -> list[str]:
        """Each step in the page's words, the oldest first."""
        return self.page.locator(".thread li b").all_inner_texts()[::-1]

    def sign(self, address: str, hours: int, name: str = FILLED["name"]) -> None:
        """Opens the link, reads the hours, is satisfied, draws with a finger."""
        page = self.page
        page.goto(address)
        expect(page.locator("dl .big")).to_have_text(f"{hours} 小时")
        page.get_by_role("radio", name="满意", exact=True).check()
        page.get_by_role("radio", name="服务对象本人").check()
        page.locator("#f-name").fill(name)
        draw(page)
        page.get_by_role("button", name=f"确认 {hours} 小时和评价，签字").click()
        expect(page.get_by_role("heading", name="签好了，谢谢您。")).to_be_visible()


def draw(page: Page) -> None:
    """Two strokes of a finger on the pad."""
    pad = page.locator(".pad svg")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    wave = [(0.1 + 0.08 * n, 0.3 + 0.4 * (n % 2)) for n in range(10)]
    for stroke in (wave, [(0.5, 0.1 + 0.1 * n) for n in range(8)]):
        for n, (x, y) in enumerate(stroke):
            at = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
            kind = "touchMove" if n else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()
    assert page.locator("#f-ink").input_value().count("]],[[") == 1


def press(page: Page, name: str, then: str) -> None:
    """A button, and what the page says then."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(then).first).to_be_visible()


def row(page: Page, words: str) -> Locator:
    """The one line of a table that says so."""
    found = page.locator("tbody tr", has_text=words)
    expect(found).to_have_count(1)
    return found


def open_request(desk: Visit, item: str) -> str:
    """From the queue to the one request of an item; what its page says."""
    desk.go("/requests")
    row(desk.page, item).get_by_role("link").first.click()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text(item)
    return text_of(desk.page)


def accept(desk: Visit) -> None:
    press(desk.page, "受理这件需求", "已受理。居民现在查询就能看到。")


def offer(desk: Visit, who: str, day: str, start: str, end: str) -> None:
    """To one who is proposed, from the proposals of the request that stands open."""
    page = desk.page
    row(page, who).get_by_role("link", name="派单").click()
    expect(page.locator("#f-assignee option:checked")).to_contain_text(f"{who} （推荐）")
    for name, text in (("visit_on", day), ("start", start), ("end", end)):
        page.locator(f"#f-{name}").fill(text)
    press(page, "派出这张服务单", "已派单，等答复。")


def open_own(phone: Visit, what: str) -> None:
    """The one order in hand of a kind."""
    phone.go("/my/orders")
    live = phone.page.get_by_role("region", name="在办")
    live.get_by_role("link", name=what).click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(what)


def answer_yes(phone: Visit, what: str, contact: dict[str, str]) -> None:
    """Nothing of whom to visit is there before the yes, all of it after."""
    page = phone.page
    open_own(phone, what)
    expect(page.get_by_text("等您答复。")).to_be_visible()
    assert not [text for text in contact.values() if text in text_of(page)]
    press(page, "接单", "已接单。到时请带上义工证。")
    assert [text for text in contact.values() if text not in text_of(page)] == []


def answer_no(phone: Visit, what: str, why: str) -> None:
    page = phone.page
    open_own(phone, what)
    page.get_by_text("去不了…").click()
    page.locator("#why-not").fill(why)
    press(page, "去不了，请另找人", "已告诉工作站，另找人去。")


def report_done(phone: Visit, what: str, times: str, content: str, home: Node | None = None) -> str:
    """The times as agreed save the end, or both; then a link: its address, at `home` or here."""
    page = phone.page
    open_own(phone, what)
    page.get_by_role("link", name="报完成").click()
    start, _, end = times.rpartition("–")
    if start:
        page.locator("#f-start").fill(start)
    page.locator("#f-end").fill(end)
    page.locator("#f-content").fill(content)
    page.locator("#f-place").fill("育才里")
    press(page, "报完成，请服务对象签字", "已报完成。请服务对象确认时长、评价、签字。")
    page.get_by_role("button", name="请服务对象签字").click()
    expect(page.locator(".sign-code svg")).to_be_visible()
    address = page.locator(".slip-string").inner_text()
    url = (home or phone.node).process.url
    assert re.fullmatch(rf"{re.escape(url)}/s/[\w-]{{32}}", address)
    return address


def points(phone: Visit) -> str:
    """The big figure of a volunteer's own page."""
    phone.go("/my")
    return " ".join(
        phone.page.locator("#h-p")
        .locator("xpath=ancestor::section")
        .locator(".big")
        .inner_text()
        .split()
    )


def take_down(desk: Visit, item: str, words: str, asker: dict[str, str]) -> str:
    """A clerk's intake of a telephone call; the code that is read out to whoever called."""
    page = desk.page
    desk.go("/requests/new")
    page.get_by_role("radio", name="电话").check()
    for name, text in (asker | {"words": words}).items():
        page.locator(f"#f-{name}").fill(text)
    page.locator("#f-item").select_option(item)
    page.locator("#f-consented").check()
    press(page, "记下，拿查询码", "请告诉居民。")
    said = page.get_by_text("请告诉居民。").inner_text()
    found = re.search(r"查询码 ([0-9A-Z]{4}-[0-9A-Z]{4})", said)
    assert found is not None
    return found[1]
