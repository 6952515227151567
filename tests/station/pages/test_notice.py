"""What the center told, on 今日 and on the month's page: who, since when, why, what to do."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from shared.domain.month import Month
from shared.domain.notice import Kind
from tests.reader import words
from tests.station.pages.conftest import Desk

JANUARY = Month(2025, 1)
ASIDE = re.compile(r"/notices/[0-9a-f-]{36}/aside")


def tell(desk: Desk, subject: str, kind: Kind, **more: Any) -> None:
    said = {"kind": kind, "by": "吴主任", "said_on": date(2025, 2, 1), "reason": ""}
    desk.school.receive("notice", subject, said | more)


def remind(desk: Desk, month: Month = JANUARY, reason: str = "请尽快") -> None:
    months = {"first": month, "last": month, "reason": reason}
    tell(desk, f"month:01-3301:{month}", Kind.REPORT_REMINDED, **months)


def test_a_reminder_stands_on_today_with_who_when_and_why(serving: Desk) -> None:
    serving.at("2025-02-10T09:00:00+08:00")
    clerk = serving.reader()
    assert "1 月月报还没送" in clerk.page("/today")
    remind(serving)
    page = clerk.page("/today")
    assert "服务中心催 1 月月报 吴主任 2月1日：“请尽快”" in page
    assert "1 月月报还没送" not in page, "one row for one matter"
    assert "服务中心催这份月报" in clerk.page("/months/2025-01")
    assert "服务中心催这份月报" not in clerk.page("/months/2024-12")


def test_a_reminder_put_aside_leaves_the_bare_fact(serving: Desk) -> None:
    serving.at("2025-02-10T09:00:00+08:00")
    remind(serving, reason="")
    clerk = serving.reader()
    [path] = ASIDE.findall(clerk.get("/today").text)
    assert ASIDE.findall(clerk.get("/months/2025-01").text) == [path]
    assert serving.reader("head").post(path, {}, token=False).status_code == 403
    page = clerk.follow(clerk.post(path, {}))
    assert "放到一边了" in page and "服务中心催" not in page and "1 月月报还没送" in page
    assert "服务中心催" not in clerk.page("/months/2025-01")
    assert clerk.post(path, {}).status_code == 409


def test_what_is_asked_for_early_is_not_called_overdue(serving: Desk) -> None:
    remind(serving)
    clerk = serving.reader()
    assert "服务中心催 1 月月报" in clerk.page("/today") and "已超时" not in clerk.page("/today")
    serving.at("2025-02-10T09:00:00+08:00")
    assert "其中 1 件已超时" in clerk.page("/today")


def test_a_month_of_long_ago_is_asked_for_too(serving: Desk) -> None:
    serving.at("2025-09-10T09:00:00+08:00")
    remind(serving)
    assert "服务中心催 1 月月报" in serving.reader().page("/today")


def test_an_exempt_month_says_so_on_the_draft_and_on_today(serving: Desk) -> None:
    clerk = serving.reader()
    lacking = "这个月没有集中服务；每月至少一次"
    assert lacking in clerk.page("/months/2025-01") and lacking in clerk.page("/today")
    months = {"first": JANUARY, "last": Month(2025, 2), "reason": "寒假"}
    tell(serving, "exemption:1", Kind.EXEMPTION_GRANTED, **months)
    for path in ("/months/2025-01", "/today"):
        page = clerk.page(path)
        assert "服务中心同意本月不搞集中服务：寒假" in page and lacking not in page


def test_a_closed_station_reads_it_until_somebody_put_it_aside(serving: Desk) -> None:
    serving.at("2025-04-10T09:00:00+08:00")
    clerk = serving.reader()
    assert "3 月月报还没送" in clerk.page("/today")
    ended = {"last_day": date(2025, 2, 28), "reason": "撤并"}
    tell(serving, "node:station:01-3301", Kind.STATION_CLOSED, **ended)
    page = clerk.page("/today")
    assert "服务中心停用了本站 吴主任 2月1日：“撤并”" in page and "最后一天 2月28日" in page
    assert "3 月月报还没送" not in page and "2 月月报还没送" in page
    [path] = ASIDE.findall(clerk.get("/today").text)
    assert "服务中心停用了本站" not in clerk.follow(clerk.post(path, {}))


def test_a_station_that_works_again_reads_it(serving: Desk) -> None:
    tell(serving, "node:station:01-3301", Kind.STATION_REOPENED)
    page = serving.reader().page("/today")
    assert "服务中心恢复了本站 吴主任 2月1日" in page
    english = words(serving.reader("clerk", "en").get("/today"))
    assert "The center opened this station again" in english


def test_a_volunteer_and_the_administrator_are_told_nothing(serving: Desk) -> None:
    remind(serving)
    admin = serving.reader("admin")
    assert "服务中心催" not in admin.page("/today")
    [path] = ASIDE.findall(serving.reader().get("/today").text)
    assert admin.post(path, {}).status_code == 403
