"""The year's end at the center: what differs, asking the station, sending up what agrees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from center.models.station_year import StationYear
from tests.center.bureau import ASSOCIATION, A, B, Bureau
from tests.center.pages.reader import Reader, value, words
from tests.center.report import served, year_data, year_line

KEY = (A, 2025)


@pytest.fixture(autouse=True)
def january(clock: Callable[[str], None]) -> None:
    clock("2026-01-20T09:00:00+08:00")


@pytest.fixture
def who(bureau: Bureau) -> UUID:
    """A volunteer with two hours in December, all of whose months are accepted."""
    who = bureau.volunteer(A, name="王娟")
    at = datetime(2026, 1, 3, tzinfo=UTC)
    bureau.judge(bureau.report("2025-12", [served(who, date(2025, 12, 5))], at=at))
    return who


def seal(bureau: Bureau, who: UUID, hours: int, **more: object) -> None:
    lines = [year_line(who, 2025, {12: (1, hours)})]
    bureau.receive("year.sealed", A, year_data(A, lines, **more))


def sent(officer: Reader, **more: str) -> dict[str, str]:
    page = officer.get(f"/years/2025/{A}")
    return {name: value(page, name) for name in ("_seen", "_form")} | more


def test_each_station_stands_with_what_hinders_it(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    page = officer.page("/years")
    assert "年终 2025" in page
    assert "2 站中 0 站报了年度数据" in page
    seal(bureau, who, 5)
    page = officer.page("/years")
    assert "有不符处" in page
    assert "年度数据有 4 处与各月月报不符" in page
    detail = officer.page(f"/years/2025/{A}")
    assert "小时 5 2" in detail
    assert "王娟" not in detail
    assert officer.get("/years?format=xlsx").status_code == 200


def test_a_question_goes_back_with_words_and_differences(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    seal(bureau, who, 5)
    answer = officer.post(f"/years/2025/{A}/question", sent(officer, reason=""))
    assert answer.status_code == 422
    assert 'id="f-reason-e"' in answer.text
    answer = officer.post(f"/years/2025/{A}/question", sent(officer, reason="12月多了3小时？"))
    assert "已退回站01问" in officer.follow(answer)
    assert bureau.get(StationYear, KEY).status == "returned"
    [told] = bureau.sent("year.returned", A)
    assert told["reason"] == "12月多了3小时？"
    assert told["differences"]
    assert "“12月多了3小时？”" in officer.page(f"/years/2025/{A}")


def test_what_differs_does_not_go_up(bureau: Bureau, officer: Reader, who: UUID) -> None:
    seal(bureau, who, 5)
    answer = officer.post(f"/years/2025/{A}/forwarding", {})
    assert answer.status_code == 422
    assert "处与各月月报不符" in words(answer)
    form = {"names": [A, B], "count": "2"}
    done = words(officer.post("/years/2025/forwarding", form))
    assert "办成 0 条，没办成 2 条" in done
    assert "没有收到过 站02 的 2025 年度数据" not in done
    assert bureau.rows("year.sealed", ASSOCIATION) == []


def test_what_agrees_goes_up_as_it_was_signed(bureau: Bureau, officer: Reader, who: UUID) -> None:
    seal(bureau, who, 2)
    assert "把对得上的 1 站送协会" in officer.page("/years")
    answer = officer.post(f"/years/2025/{A}/forwarding", {})
    assert "已送协会" in officer.follow(answer)
    assert bureau.get(StationYear, KEY).status == "forwarded"
    assert len(bureau.rows("year.sealed", ASSOCIATION)) == 1


def test_all_that_agree_go_up_together_if_they_are_still_as_many(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    seal(bureau, who, 2)
    assert "把这 1 站的年度数据送协会？" in officer.page("/years/2025/agreeing")
    answer = officer.post("/years/2025/forwarding", {"names": [A], "count": "2"})
    assert answer.status_code == 422
    assert "与确认的 2 条不符" in words(answer)
    done = words(officer.post("/years/2025/forwarding", {"names": [A], "count": "1"}))
    assert "办成 1 条" in done
    assert "现在没有对得上" in officer.page("/years/2025/agreeing")


def test_a_year_with_parts_or_months_on_their_way_says_so(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    seal(bureau, who, 2, parts=2)
    assert "共 2 件，只收到 1 件" in officer.page("/years")
    bureau.report("2025-11", [], at=datetime(2026, 1, 4, tzinfo=UTC))
    seal(bureau, who, 2, version=2)
    assert "2025-11 的月报还没有通过" in officer.page("/years")
