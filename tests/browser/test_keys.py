"""From registration to a certified record without a mouse: four people, keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, expect

from deploy.clerk import Clerk
from deploy.district import District, Node
from tests.browser.fresh import MORNING, fresh
from tests.browser.keys import Keys
from tests.browser.visit import Visits
from tests.federation.school import SmallSchool

SCHOOL = SmallSchool("河东小学", 4, members=4, volunteers=0, rows=0, months=())
DECLARED = ("id_card_seen", "party_card_seen", "health", "conduct", "sensitive")


@pytest.fixture
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A school with its roster, nobody registered."""
    root = tmp_path_factory.mktemp("keys")
    school = SCHOOL.write(root / "input")
    with fresh(root / "district", [SCHOOL.title]) as running:
        running.clock.set(MORNING, 15)
        Clerk(running.stations[0], school, MORNING.year).import_roster()
        yield running


def test_keys_alone_lead_from_a_registration_to_a_certified_record(
    district: District, visits: Visits
) -> None:
    station, who = district.stations[0], SCHOOL.people[0]
    with _keys(visits, station, "clerk", "/registrations/new") as keys:
        _register(keys, who.name, who.id_number)
    district.settle()
    with _keys(visits, district.center, "officer", "/registrations") as keys:
        expect(keys.page.locator("#decide")).to_be_visible()
        keys.press("a")
        expect(keys.page.get_by_text("都审完了")).to_be_visible()
    district.settle()
    with _keys(visits, station, "clerk", "/activities/new") as keys:
        _enter(keys, who.name)
    with _keys(visits, station, "head", "/today") as keys:
        keys.go(keys.page.locator("a.btn", has_text="一起认定"))
        keys.go(keys.page.get_by_role("button", name="认定选中的"))
        expect(keys.page.get_by_text("已认定 1 条")).to_be_visible()
    [record] = station.client("clerk").items("/api/records?status=certified")
    assert (record["hours"], record["name"]) == (3, who.name)


@contextmanager
def _keys(visits: Visits, node: Node, login: str, page: str) -> Iterator[Keys]:
    """Somebody's keyboard on a page."""
    with visits.open(node, login) as visit:
        visit.go(page)
        yield Keys(visit.page)
        assert visit.settled() == []


def _register(keys: Keys, name: str, id_number: str) -> None:
    page = keys.page
    for field, text in {"name": name, "id_number": id_number, "specialties": "书法"}.items():
        keys.write(page.locator(f"#f-{field}"), text)
    keys.tick(page.get_by_label("便民利民"))
    keys.tick(page.get_by_label("周六上午"))
    for box in DECLARED:
        keys.tick(page.locator(f"#f-{box}"))
    keys.go(page.get_by_role("button", name="送服务中心审核"))
    expect(page.get_by_label("现在在谁手里")).to_contain_text("服务中心在审")


def _enter(keys: Keys, name: str) -> None:
    page = keys.page
    keys.write(page.locator("#f-title"), "清扫楼道")
    keys.choose(page.locator("#f-category"), "便民利民")
    _write_day(keys, page.locator("#f-day"))
    typed = {"start": "8:30", "end": "11:30", "place": "社区广场", "content": "清扫楼道"}
    for field, text in typed.items():
        keys.write(page.locator(f"#f-{field}"), text)
    keys.tick(page.locator("#f-people").get_by_label(name, exact=True).first)
    keys.pick(page.locator("input[name=evaluation][value=satisfied]"))
    keys.go(page.get_by_role("button", name="记好，送认定"))
    expect(page.get_by_text("已记 1 条，等认定")).to_be_visible()


def _write_day(keys: Keys, wanted: Locator) -> None:
    """The browser's own language says in which order a day's parts are typed."""
    keys.reach(wanted)
    keys.page.keyboard.type(f"{MORNING:%m%d%Y}")
    if wanted.input_value() != MORNING.isoformat():
        for _ in range(3):
            keys.press("ArrowLeft")
        keys.page.keyboard.type(f"{MORNING:%Y}")
        keys.press("ArrowRight")
        keys.page.keyboard.type(f"{MORNING:%m%d}")
    assert wanted.input_value() == MORNING.isoformat()
