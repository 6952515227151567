"""Requests that a center can't serve, at the association's pages and API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from uuid_utils.compat import uuid7

from association.database import db
from association.models.tally import TallyTotal
from shared.domain.month import Month
from shared.domain.request_figures import UNKNOWN, RequestFigures, Told, VisitFigures
from tests.association.district import CENTER, OTHER_CENTER, A, B, District
from tests.association.pages.conftest import SignIn
from tests.association.test_service_request import FAR, OWN, THIRD, Asked, arrive
from tests.reader import Reader, hidden, words

WHY = "二中心有会修水电的义工"


@pytest.fixture
def asked(district: District) -> Asked:
    for name in (OTHER_CENTER, THIRD):
        district.admit(name, f"中心{name[-1]}")
    district.profile(FAR, center=OTHER_CENTER)
    found = Asked(district, uuid7())
    arrive(found)
    return found


def press(officer: Reader, found: Asked, what: str, **form: str) -> str:
    path = f"/requests/{found.id}"
    seen = hidden(officer.get(path), "_seen")
    return officer.follow(officer.post(f"{path}/{what}", {"_seen": seen, **form}))


def test_what_waits_is_listed_and_goes_to_another_center(asked: Asked, officer: Reader) -> None:
    assert "1 件需求等转办" in officer.page("/today")
    assert "义务维修" in officer.page("/requests")
    assert "在协会" not in officer.page("/requests")
    path = f"/requests/{asked.id}"
    page = officer.page(path)
    assert "三个站都没有人" in page and "教育局" in page and "中心3" in page
    assert f'value="{CENTER}"' not in officer.get(path).text
    assert officer.post(f"{path}/routing", {"reason": WHY}).status_code == 422
    assert "已转出" in press(officer, asked, "routing", to=OTHER_CENTER, reason=WHY)
    assert asked.state == ("routed", OTHER_CENTER, (2, 0))
    page = officer.get(path).text
    assert f'value="{THIRD}"' in page and f'value="{OTHER_CENTER}"' not in page
    asked.says("returned", (2, 0), station=OTHER_CENTER, title="中心2", reason="也没有人")
    assert "退回过：也没有人" in officer.page(path)
    asked.route(THIRD)
    asked.says("accepted", (4, 1), sender=THIRD, station=THIRD)
    assert "转给哪个中心" not in officer.page(path)
    assert officer.get("/requests?queue=served&format=xlsx").status_code == 200


def test_declined_with_a_reason(asked: Asked, officer: Reader) -> None:
    answer = officer.post(f"/requests/{asked.id}/decline", {"reason": ""})
    assert answer.status_code == 422 and "请写明原因" in words(answer)
    assert "已婉拒" in press(officer, asked, "decline", reason="全区没有人")
    assert asked.state[:2] == ("declined", None)
    assert "义务维修" in officer.page("/requests?queue=over")


def test_who_makes_cards_sees_no_requests(asked: Asked, card_maker: Reader) -> None:
    for path in ("/requests", f"/requests/{asked.id}"):
        assert card_maker.get(path).status_code == 403


def test_the_api_lists_and_moves(asked: Asked, district: District, sign_in: SignIn) -> None:
    officer = district.client("officer")
    status, listed = officer.get("/api/service-requests")
    assert (status, listed["total"], listed["items"][0]["holder"]) == (200, 1, OWN)
    path = f"/api/service-requests/{asked.id}"
    assert officer.get(path)[1]["steps"][0]["reason"] == "三个站都没有人"
    routed = {"to": OTHER_CENTER, "reason": WHY}
    assert officer.post(f"{path}/routing", routed)[1]["custody_association"] == 2
    assert officer.post(f"{path}/routing", {"to": CENTER})[0] == 409
    assert officer.post(f"{path}/decline", {"reason": "没有人"})[1]["status"] == "declined"
    assert district.client("card_maker").get(path)[0] == 403


def test_the_districts_figures_say_from_how_many_reports_they_come(
    asked: Asked, district: District, officer: Reader, clock: Callable[[str], None]
) -> None:
    told = Told(RequestFigures(5, 4, 1, 1, 0, 2, 12, 8, 7), VisitFigures(4, 3, 1, 1)).to_dict()
    district.total(A, Month(2025, 5), (0, 0, 0, 0), **told)
    district.total(B, Month(2025, 5), (0, 0, 0, 0))
    kept = db.session().get_one(TallyTotal, (A, "2025-05"))
    silent = db.session().get_one(TallyTotal, (B, "2025-05"))
    assert kept.told == Told.from_dict(told) and silent.told == UNKNOWN
    db.session().rollback()
    listed = officer.page("/requests")
    assert "在这里的 1 件" in listed and "各月的数字" in listed
    clock("2026-01-05T09:00:00+08:00")
    page = officer.page("/requests/figures?year=2025")
    assert "5 月 5 4 1 1 – 2 12 7 / 8 3 / 4 1 / 1 1 / 3" in page
    assert "6 月 – – – – – – – – – – 0 / 3" in page
    assert "合计 5 4 1 1 – 2 12 7 / 8 3 / 4 1 / 1 1 / 36" in page
    assert "这一年还没有过完的月份" in officer.page("/requests/figures?year=2090")
