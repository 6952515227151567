"""Asking after missing reports by page: all of a month together, or one from its cell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.center.bureau import A, B, Bureau
from tests.center.pages.reader import Reader, reader, words

PAGE = "/reminders/2025-10"


@pytest.fixture(autouse=True)
def november(clock: Callable[[str], None]) -> None:
    clock("2025-11-10T09:00:00+08:00")


def test_all_that_lack_a_month_are_reminded_with_one_press(bureau: Bureau, officer: Reader) -> None:
    assert f'href="{PAGE}"' in officer.get("/reports").text
    page = officer.page(PAGE)
    assert "催 2 站送 10 月月报？" in page and "站01 还没催过" in page
    form = {"names": [A, B], "count": "2", "reason": "请尽快"}
    assert "已催 2 站" in officer.follow(officer.post(PAGE, form))
    assert [one["reason"] for one in bureau.sent("notice", B)] == ["请尽快"]
    assert "催过 1 次，最近 11月10日 刘志远" in officer.page(PAGE)
    again = words(officer.post(PAGE, form))
    assert "办成 0 条，没办成 2 条" in again and "2025-10 的月报今天已经催过" in again


def test_one_is_reminded_from_its_cell(bureau: Bureau, officer: Reader) -> None:
    cell = f"/reports?year=2025&cell={A}@2025-10"
    assert "催这份月报…" in officer.page(cell)
    page = officer.page(f"{PAGE}?station={A}")
    assert "催 1 站送 10 月月报？" in page and "站02" not in page
    officer.follow(officer.post(PAGE, {"names": [A], "count": "1", "reason": ""}))
    assert "催过 1 次，最近 11月10日 刘志远" in officer.page(cell)
    assert "催这份月报…" not in officer.page(f"/reports?year=2025&cell={A}@2025-11")
    assert bureau.sent("notice", B) == []


def test_nobody_lacks_a_running_month(bureau: Bureau, officer: Reader) -> None:
    assert "11 月没有要催的站" in officer.page("/reminders/2025-11")
    wrong = officer.post(PAGE, {"names": [A], "count": "2", "reason": ""})
    assert wrong.status_code == 422 and "选中的是 1 条" in words(wrong)


def test_who_only_looks_reminds_nobody(bureau: Bureau) -> None:
    viewer = reader(bureau, "viewer")
    assert PAGE not in viewer.get("/reports").text
    assert viewer.get(PAGE).status_code == viewer.post(PAGE, {}).status_code == 403


def test_the_interface_reminds_one(bureau: Bureau) -> None:
    client, body = bureau.client("officer"), {"station": A, "month": "2025-10", "reason": "请尽快"}
    status, said = client.post("/api/reminders", body)
    assert (status, said["times"], said["reminded_on"]) == (201, 1, "2025-11-10")
    status, said = client.post("/api/reminders", body)
    assert (status, said["code"]) == (409, "reminder.sent_today")
