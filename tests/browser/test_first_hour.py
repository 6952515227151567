"""A school's first hour by hand: from the set-up page to the first volunteer with a card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from deploy.district import District, Login, Node, wait_until
from deploy.process import NodeProcess, free_ports
from tests.browser.fresh import OPENING, fresh
from tests.browser.visit import Visits
from tests.federation.school import SmallSchool
from tests.federation.trial import CLEAN, answers

TITLE = "西山小学"
SCHOOL = SmallSchool(TITLE, 1, members=8, volunteers=0, rows=0, months=())
CODE = re.compile(r"设置码：(\S+)")


@dataclass
class Hour:
    """The district, the windows on it, and the station that comes into being."""

    district: District
    visits: Visits
    station: Node
    code: str

    def set_up(self, page: Page, password: str) -> None:
        """The first administrator, by the console's code."""
        page.goto(self.station.process.url)
        expect(page).to_have_url(f"{self.station.process.url}/setup")
        typed = {"code": self.code, "title": TITLE, "name": "赵管理", "login": "admin"}
        for name, text in (typed | {"password": password, "again": password}).items():
            page.locator(f"#f-{name}").fill(text)
        page.get_by_role("button", name="建账号并登录").click()
        expect(page).to_have_url(f"{self.station.process.url}/link/enrolment")
        self.station.logins.append(Login("admin", "administrator", password))

    def join(self, page: Page) -> None:
        """The center makes a string, the station pastes it, both compare by telephone."""
        with self.visits.open(self.district.center, "admin") as center:
            center.go("/enrolments/new")
            center.page.locator("#f-node").fill(self.station.process.code)
            center.page.locator("#f-title").fill(TITLE)
            center.page.get_by_role("button", name="做注册串").click()
            page.locator("#f-string").fill(center.page.locator("#string").inner_text())
            page.get_by_role("button", name="申请接入").click()
            fingerprint = page.locator("[aria-labelledby=h-print] .code").first.inner_text()
            center.go("/enrolments")
            center.page.get_by_role("link", name="核对…").click()
            center.page.locator("#f-fingerprint").fill(fingerprint)
            center.page.get_by_role("button", name="一致就批准接入").click()
            expect(
                center.page.get_by_text(f"已批准 {self.station.process.name} 接入")
            ).to_be_visible()
        self.district.settle()
        page.reload()
        expect(page.get_by_label("连接情况")).to_contain_text("通着")

    def give_account(self, page: Page, role: str, name: str) -> None:
        """The administrator prints a slip; its holder changes the password at once."""
        page.goto(f"{self.station.process.url}/accounts/new")
        page.locator("#f-name").fill(name)
        page.locator("#f-login").fill(role)
        page.locator("#f-role").select_option(role)
        page.get_by_role("button", name="建这个账号，出密码纸条").click()
        slip = page.locator("#password").inner_text()
        own = Login(role, role, f"{role}-own-password")
        with self.visits.open(self.station) as holder:
            holder.go("/login")
            holder.page.locator("#f-login").fill(role)
            holder.page.locator("#f-password").fill(slip)
            holder.page.locator("main form button").click()
            holder.page.locator("#f-old").fill(slip)
            holder.page.locator("#f-new").fill(own.password)
            holder.page.get_by_role("button", name="换成新密码").click()
            expect(holder.page.locator("#f-old")).to_have_count(0)
        self.station.logins.append(own)


def _new_station(district: District, school: SmallSchool) -> tuple[Node, str]:
    """A station founded without a password: its console prints the code of the set-up page."""
    root = district.center.process.root
    word = root / "district-word"
    word.write_text(district.association.process.command("word"), encoding="ascii")
    environment = CLEAN | {"YIGONG_CLOCK": str(district.clock.path)}
    process = NodeProcess(root, "station", "01-01", school.title, free_ports(1)[0], environment)
    facts = ("--code", process.code, "--title", "工作站", "--opened-on", str(OPENING))
    upper = ("--upper", district.center.process.name, "--word-file", str(word))
    found = CODE.search(process.command("init", *facts, *upper))
    assert found is not None
    node = Node(process)
    district.stations.append(node)
    process.start()
    wait_until(lambda: answers(node), 60, process.name)
    return node, found[1]


@pytest.fixture
def hour(tmp_path_factory: pytest.TempPathFactory, visits: Visits) -> Iterator[Hour]:
    root = tmp_path_factory.mktemp("first-hour")
    SCHOOL.write(root / "input")
    with fresh(root / "district", []) as district:
        yield Hour(district, visits, *_new_station(district, SCHOOL))


def test_a_school_comes_from_its_set_up_page_to_a_volunteer_with_a_card(hour: Hour) -> None:
    station, district = hour.station, hour.district
    with hour.visits.open(station) as visit:
        hour.set_up(visit.page, "a-lasting-password")
        hour.join(visit.page)
        hour.give_account(visit.page, "head", "钱站长")
        hour.give_account(visit.page, "clerk", "孙经办")
        assert visit.settled() == []
    who = SCHOOL.people[0]
    with hour.visits.open(station, "clerk") as clerk:
        roster = district.center.process.root.parent / "input" / TITLE / "党员花名册.xlsx"
        _import_roster(clerk.page, station, str(roster))
        clerk.go("/registrations/new")
        _register(clerk.page, who.name, who.id_number)
        district.settle()
        _approve(hour, who.name)
        district.settle()
        _issue(hour)
        district.settle()
        _hand_over(clerk.page, station, who.name)
        assert clerk.settled() == []
    with hour.visits.open(station, "admin") as visit:
        visit.go("/first-steps")
        done = visit.page.locator("ol.first-steps li", has_text="（已做完）")
        expect(done).to_have_count(8)  # all but the first record and the first report


def _import_roster(page: Page, station: Node, file: str) -> None:
    page.goto(f"{station.process.url}/imports")
    page.locator("#f-file").set_input_files(file)
    page.get_by_role("button", name="核对这个文件").click()
    expect(page.get_by_label("核对结果")).to_contain_text("8 条写入")
    page.get_by_role("button", name="写入 8 条").click()
    expect(page.locator("h1")).not_to_have_text("核对后写入")


def _register(page: Page, name: str, id_number: str) -> None:
    page.locator("#f-name").fill(name)
    page.locator("#f-id_number").fill(id_number)
    page.locator("#f-specialties").fill("书法")
    page.get_by_label("便民利民").check()
    page.get_by_label("周六上午").check()
    for box in ("id_card_seen", "party_card_seen", "health", "conduct", "sensitive"):
        page.locator(f"#f-{box}").check()
    page.get_by_role("button", name="送服务中心审核").click()
    expect(page.get_by_label("现在在谁手里")).to_contain_text("服务中心在审")


def _approve(hour: Hour, name: str) -> None:
    with hour.visits.open(hour.district.center, "officer") as visit:
        visit.go("/registrations")
        visit.page.get_by_role("button", name=f"批准{name}").click()
        expect(visit.page.get_by_text("都审完了")).to_be_visible()
        assert visit.settled() == []


def _issue(hour: Hour) -> None:
    with hour.visits.open(hour.district.association, "card_maker") as visit:
        visit.go("/cards")
        visit.page.get_by_role("button", name="给 1 人都编号制证").click()
        expect(visit.page.get_by_text("已给 1 人编号制证")).to_be_visible()
        assert visit.settled() == []


def _hand_over(page: Page, station: Node, name: str) -> None:
    """Today says that a card came; it leads to its holder."""
    page.goto(f"{station.process.url}/today")
    page.get_by_role("link", name="1 张义工证到了，等发给本人", exact=True).click()
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_label("现在怎样")).to_contain_text("在册义工")
    page.get_by_label("标识一起发了").check()
    page.get_by_role("button", name=f"已交给{name}").click()
    expect(page.locator("[aria-labelledby=h-card]")).to_contain_text("交给本人")
