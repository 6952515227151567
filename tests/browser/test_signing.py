"""The pad by hand: drawn, the phone turned, the ink still there, the record certified; all pages
of orders by axe and width.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from station.models.signature import signatures_of
from tests.browser.look import axe, axe_in_both_lights, no_wider_than_screen
from tests.station.ledger.conftest import app, station
from tests.station.ledger.station import PASSWORD, Station
from tests.station.requests.served import Serving
from tests.station.requests.test_signature import two

__all__ = ["app", "station"]
PHONE = {"width": 390, "height": 844}
TURNED = {"width": 844, "height": 390}
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


class Signing:
    """A station that answers, and an order that waits for its recipient."""

    def __init__(self, serving: Serving, url: str) -> None:
        self.serving, self.url = serving, url
        self.order: UUID = serving.reported()
        self.path = f"/s/{serving.token(self.order)}"


@pytest.fixture
def signing(station: Station) -> Iterator[Signing]:
    """In this process: nothing travels, and the page is all that is tried."""
    server = make_server("127.0.0.1", 0, station.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Signing(Serving(station), f"http://127.0.0.1:{server.port}")
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="zh-CN")
    context.set_default_timeout(10_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def sign_in(page: Page, signing: Signing, login: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{signing.url}/login")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.locator("input[name=password]")).to_have_count(0)


def look(page: Page, signing: Signing, *paths: str) -> list[str]:
    """What is wrong with pages in English, which runs long, whatever folds on them unfolded."""
    cookie = {"name": "language", "value": "en", "url": signing.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    wrong = []
    for path in paths:
        page.goto(signing.url + path)
        page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
        wrong += [f"{path}: {one}" for one in axe(page) + no_wider_than_screen(page)]
    return wrong


def draw(page: Page, *points: tuple[float, float]) -> None:
    """One stroke; points as parts of the pad."""
    box = page.locator(".pad svg").bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def ink(page: Page) -> str:
    return page.locator("#f-ink").input_value()


def test_the_ink_outlives_a_turned_phone_and_certifies(signing: Signing, page: Page) -> None:
    page.goto(signing.url + signing.path)
    page.locator(".pad svg").scroll_into_view_if_needed()
    draw(page, (0.1, 0.1), (0.5, 0.9))
    page.get_by_role("button", name="重写").click()
    assert ink(page) == ""
    draw(page, (0.2, 0.3), (0.8, 0.3))
    draw(page, (0.5, 0.1), (0.5, 0.9))
    drawn = ink(page)
    assert drawn.count("]],[[") == 1
    page.set_viewport_size(TURNED)
    shown = page.locator(".pad path").bounding_box()
    pad = page.locator(".pad svg").bounding_box()
    assert shown is not None and pad is not None
    assert shown["width"] == pytest.approx(0.6 * pad["width"], rel=0.1)
    assert ink(page) == drawn
    page.locator(".pad svg").scroll_into_view_if_needed()
    draw(page, (0.6, 0.5), (0.7, 0.6))
    page.set_viewport_size(PHONE)
    assert len(ink(page)) > len(drawn)
    page.get_by_role("radio", name="满意", exact=True).check()
    page.get_by_role("button", name="确认 2 小时和评价，签字").click()
    expect(page.get_by_role("alert")).to_be_visible()  # who signs isn't said yet
    assert len(ink(page)) > len(drawn)
    page.get_by_role("radio", name="服务对象本人").check()
    page.locator("#f-name").fill("郑桂芳")
    page.get_by_role("button", name="确认 2 小时和评价，签字").click()
    expect(page.get_by_role("heading", name="签好了，谢谢您。")).to_be_visible()
    [line] = signing.serving.lines(signing.order)
    assert line.record.status == "certified"
    [signature] = signatures_of(signing.serving.station.session, signing.order)
    assert signature.device == "unknown"


def test_a_finger_draws_and_does_not_scroll(signing: Signing, page: Page) -> None:
    page.goto(signing.url + signing.path)
    page.locator(".pad svg").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    box = page.locator(".pad svg").bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    x, y = box["x"] + 40, box["y"] + 20
    for kind, at in (("touchStart", y), ("touchMove", y + 60), ("touchMove", y + 110)):
        point = [{"x": x, "y": at}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": point})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert ink(page)
    assert page.evaluate("scrollY") == before


def test_the_page_is_sound_and_without_scripts_the_slip_is_offered(
    signing: Signing, page: Page, browser: Browser
) -> None:
    page.goto(signing.url + signing.path)
    assert axe_in_both_lights(page) == []
    assert no_wider_than_screen(page) == []
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    try:
        bare = context.new_page()
        bare.goto(signing.url + signing.path)
        expect(bare.get_by_text("请签在纸质服务单上").first).to_be_visible()
        expect(bare.get_by_role("button", name="确认 2 小时")).to_have_count(0)
    finally:
        context.close()


def test_every_page_of_orders_is_sound(signing: Signing, page: Page) -> None:
    serving = signing.serving
    serving.sign(serving.token(signing.order))
    signed, again = signing.order, Serving(serving.station)
    asked, both = again.offer("钱二", message="带上扳手"), Serving(serving.station)
    done = two(both, ("05:00", "06:40"))
    order, link = f"/orders/{done}", f"/s/{both.token(done)}"
    sign_in(page, signing, "clerk")
    pages = [order, f"{order}/signature", f"{order}/cancellation", f"{order}/dispute", "/orders"]
    more = [f"/orders/{asked}", f"/orders/{signed}", f"/requests/{again.request}/order"]
    wrong = look(page, signing, *pages, *more, f"/requests/{again.request}")
    sign_in(page, signing, "zhao")
    own = [f"/my{order}", f"/my{order}/completion", f"/my/orders/{signed}", "/my/orders", link]
    assert wrong + look(page, signing, *own) == []
