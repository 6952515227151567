"""The same month, shorter, with each node on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.postgres import databases
from tests.browser.fresh import fresh
from tests.browser.month import (
    ENTERED,
    JANUARY,
    TURNED,
    MonthByHand,
    Service,
    volunteers_in,
)
from tests.browser.visit import Visits
from tests.federation.school import SmallSchool

SCHOOL = SmallSchool("城关小学", 5, members=7, volunteers=6, rows=0, months=())
NAMES = ["browser_association", "browser_center", "browser_station"]


@pytest.fixture
def month(tmp_path_factory: pytest.TempPathFactory, visits: Visits) -> Iterator[MonthByHand]:
    root = tmp_path_factory.mktemp("postgres-month")
    school = SCHOOL.write(root / "input")
    with (
        databases(NAMES) as urls,
        fresh(root / "district", [SCHOOL.title], urls) as district,
    ):
        volunteers_in(district, district.stations[0], school)
        yield MonthByHand(district, visits, district.stations[0])


def test_a_month_by_hand_is_accepted_on_postgresql(month: MonthByHand) -> None:
    month.district.clock.set(ENTERED, 15)
    month.enter([Service("清扫楼道", "2025-01-11", "便民利民")])
    month.certify()
    month.add_photo()
    month.district.clock.set(TURNED)
    month.hand_in()
    month.sign()
    month.accept()
    [report] = month.district.center.client("officer").items(f"/api/tallies?year={JANUARY.year}")
    assert (report["status"], report["revision"]) == ("accepted", 1)
    assert sum(cell["records"] for cell in report["cells"]) == SCHOOL.volunteers
