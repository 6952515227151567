"""A school's month by the hands of its clerk, its head and the center, each press counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Page, expect

from deploy.board import Board
from deploy.clerk import Clerk
from deploy.district import District, Node
from deploy.school import School
from shared.domain.month import Month
from tests.browser.hand import Hand
from tests.browser.visit import Visits
from tests.picture import jpeg

CELLS = 16  # of the workbook, for one record
JANUARY = Month(2025, 1)
ENTERED, TURNED = date(2025, 1, 31), date(2025, 2, 1)


@dataclass(frozen=True)
class Service:
    """An activity as the clerk knows it; `who` None: everybody, `early` left at another time."""

    title: str
    day: str
    category: str
    who: tuple[str, ...] | None = None
    early: tuple[str, str] | None = None

    @property
    def values(self) -> dict[str, str]:
        times = {"day": self.day, "start": "8:30", "end": "11:30"}
        return {"title": self.title, **times, "place": "社区广场", "content": self.title}


@dataclass
class Burden:
    """What a kind of work took: values typed and presses made, for `n` things."""

    n: int
    typed: int
    presses: int

    @property
    def each(self) -> tuple[float, float]:
        return self.typed / self.n, self.presses / self.n


@dataclass
class MonthByHand:
    """A station's month; `burdens` is what was counted, by the kind of work."""

    district: District
    visits: Visits
    station: Node
    burdens: dict[str, Burden] = field(default_factory=dict)

    @contextmanager
    def at(self, node: Node, login: str, page: str = "/today") -> Iterator[Hand]:
        """Somebody's hand on a page of a node; nothing may have gone wrong there."""
        with self.visits.open(node, login) as visit:
            visit.go(page)
            yield Hand(visit.page)
            assert visit.settled() == []

    def count(self, kind: str, hand: Hand, n: int) -> None:
        """Adds what the hand did since it was last asked."""
        typed, presses = hand.lap()
        known = self.burdens.setdefault(kind, Burden(0, 0, 0))
        self.burdens[kind] = Burden(known.n + n, known.typed + typed, known.presses + presses)

    def enter(self, services: list[Service]) -> None:
        """The clerk writes down each activity with everybody who came, beginning at today."""
        with self.at(self.station, "clerk") as hand:
            for service in services:
                hand.page.goto(f"{self.station.process.url}/today")
                n = _enter(hand, service)
                self.count("enter", hand, n)

    def certify(self, login: str = "head") -> None:
        """Group after group from today, until none waits."""
        with self.at(self.station, login) as hand:
            waiting = hand.page.locator("a.btn", has_text="一起认定")
            while waiting.count():
                hand.press(waiting.first)
                n = hand.page.locator("input[name=ids]").count()
                hand.press(hand.page.get_by_role("button", name="认定选中的"))
                expect(hand.page.get_by_text(f"已认定 {n} 条")).to_be_visible()
                self.count("certify", hand, n)
                hand.page.goto(f"{self.station.process.url}/today")

    def add_photo(self) -> None:
        """One picture with its caption, from the month's page."""
        with self.at(self.station, "clerk") as hand:
            page = hand.page
            hand.press(page.get_by_label("主导航").get_by_role("link", name="月报"))
            hand.press(page.get_by_role("link", name="1 月", exact=True))
            hand.press(page.get_by_role("link", name="加照片"))
            picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
            page.locator("#f-photo").set_input_files(picture)
            hand.presses += 1
            hand.type(page.locator("#f-caption"), "1月11日 清扫楼道")
            hand.press(page.get_by_role("button", name="加上这张照片"))
            expect(page.get_by_text("照片已加上")).to_be_visible()
            self.count("photo", hand, 1)

    def hand_in(self) -> None:
        """The clerk looks the report over, from today."""
        with self.at(self.station, "clerk") as hand:
            hand.press(hand.page.get_by_role("link", name="看草稿"))
            hand.press(hand.page.get_by_role("button", name="核对好了，交站长签字"))
            expect(hand.page.get_by_text("等站长签字。").first).to_be_visible()
            self.count("report", hand, 1)

    def sign(self) -> None:
        """The head signs, from today."""
        with self.at(self.station, "head") as hand:
            hand.press(hand.page.locator("a.btn", has_text="去签字"))
            self.press_signature(hand)
            self.count("sign", hand, 1)

    def press_signature(self, hand: Hand) -> None:
        """The password once more, and the seal."""
        account = next(each for each in self.station.logins if each.login == "head")
        hand.type(hand.page.locator("#f-password"), account.password)
        hand.press(hand.page.get_by_role("button", name="签字，封存 1 月"))
        expect(hand.page.get_by_text("月报已签字封存")).to_be_visible()

    def accept(self, revision: int = 1) -> None:
        """The center reads the report and accepts it, from today."""
        self.district.settle()
        with self.at(self.district.center, "officer") as hand:
            page = hand.page
            hand.press(page.get_by_role("link", name="1 份月报待接受", exact=True))
            hand.press(page.get_by_role("link", name="从第一份看起"))
            hand.press(page.get_by_role("button", name=f"接受第 {revision} 版"))
            expect(page.get_by_text("都看完了")).to_be_visible()
            self.count("accept" if revision == 1 else "accept anew", hand, 1)
        self.district.settle()

    def approve(self, n: int) -> None:
        """The center's desk: one registration after another, from today."""
        with self.at(self.district.center, "officer") as hand:
            hand.press(hand.page.get_by_role("link", name=f"{n} 份登记待审", exact=True))
            for _ in range(n):
                hand.press(hand.page.locator("#decide button[value=approved]"))
            expect(hand.page.get_by_text("都审完了")).to_be_visible()
            self.count("approve", hand, n)


def _enter(hand: Hand, service: Service) -> int:
    """One form for all who came; the number of records that it makes."""
    page = hand.page
    hand.press(page.get_by_role("link", name="记一次活动").first)
    for name, text in service.values.items():
        hand.type(page.locator(f"#f-{name}"), text)
    hand.choose(page.locator("#f-category"), service.category)
    if service.who is None:
        hand.tick(page.locator("[data-all=people]"))
    for name in service.who or ():
        hand.tick(page.locator("#f-people").get_by_label(name, exact=True).first)
    if service.early is not None:
        hand.press(page.get_by_text("有人不一样…"))
        hand.type(page.get_by_label(f"{service.early[0]}结束"), service.early[1])
    hand.press(page.locator(".choice label", has_text="满意").first)
    n = page.locator("input[name=people]:checked").count()
    hand.press(page.get_by_role("button", name="记好，送认定"))
    expect(page.get_by_text(f"已记 {n} 条，等认定")).to_be_visible()
    return n


def volunteers_in(district: District, station: Node, school: School) -> None:
    """The roster and the papers of a school, all confirmed: where a month begins."""
    clerk = Clerk(station, school, JANUARY.year)
    clerk.import_roster()
    clerk.import_registrations()
    district.settle()
    Board(district, JANUARY.year).confirm_claims()
    district.settle()


def text_of(page: Page) -> str:
    """What a page says, in one line."""
    return " ".join(page.locator("main").inner_text().split())
