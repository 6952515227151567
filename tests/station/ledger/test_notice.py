"""What the center tells: kept as it stands, read by the month's check, put aside by a press."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shared.clock import business_now
from shared.domain.month import Month
from station.domain.month_check import Check
from station.models.audit import Audit
from station.models.month_draft import line_checks, month_draft
from station.models.month_report import report_of
from station.models.month_view import view
from station.models.month_year import MonthLine, year_lines
from station.models.notice import Notice, told
from tests.station.ledger.station import Station

JANUARY, FEBRUARY = Month(2025, 1), Month(2025, 2)
EXEMPTION = "exemption:01"
NODE = "node:station:01-3301"
NOBODY = "00000000-0000-7000-8000-000000000000"


def tell(station: Station, subject: str, kind: str, **more: Any) -> None:
    said = {"kind": kind, "by": "吴主任", "said_on": "2025-02-05", "reason": "寒假"}
    station.receive(station.message("notice", subject, said | more))


def exempt(station: Station, kind: str = "exemption.granted") -> None:
    tell(station, EXEMPTION, kind, first="2024-12", last="2025-01")


def remind(station: Station, month: str = "2025-01") -> None:
    subject, months = f"month:01-3301:{month}", {"first": month, "last": month}
    tell(station, subject, "report.reminded", **months, reason="请尽快")


def close(station: Station, last_day: str = "2025-01-31") -> None:
    tell(station, NODE, "station.closed", last_day=last_day, reason="撤并")


def line(station: Station, month: Month = JANUARY) -> MonthLine:
    [found] = year_lines(station.session, [month], business_now())
    return found


def checks(station: Station, month: Month = JANUARY) -> list[list[Check]]:
    """The month's points by each of the two ways in which they are looked at."""
    session, now = station.session, business_now()
    draft = month_draft(session, month, report_of(session, month), now)
    return [list(draft.checks), line_checks(session, line(station, month), now)]


def group(found: Sequence[Check]) -> list[tuple[str, str, object]]:
    points = [one for one in found if one.code in ("group", "exempt")]
    return [(one.code, str(one.level), one.values.get("reason")) for one in points]


def test_an_exempt_month_lacks_no_group_activity_and_says_why(station: Station) -> None:
    missing, waived = [("group", "warns", None)], [("exempt", "done", "寒假")]
    assert [group(found) for found in checks(station)] == [missing, missing]
    exempt(station)
    assert [group(found) for found in checks(station)] == [waived, waived]
    assert view(station.session, JANUARY, business_now()).exempt == "寒假"
    assert [group(found) for found in checks(station, FEBRUARY)] == [missing, missing]
    exempt(station, "exemption.withdrawn")
    assert [group(found) for found in checks(station)] == [missing, missing]


def test_a_group_activity_counts_for_itself_in_an_exempt_month(station: Station) -> None:
    exempt(station)
    station.certified(station.row())
    assert [group(found)[0][:2] for found in checks(station)] == [("group", "done")] * 2


def test_an_older_word_never_undoes_a_newer_one(station: Station) -> None:
    said = {"by": "吴主任", "said_on": "2025-02-05", "first": "2025-01", "last": "2025-01"}
    granted = station.message("notice", EXEMPTION, said | {"kind": "exemption.granted"})
    exempt(station, "exemption.withdrawn")
    station.receive(granted)
    assert told(station.session).exempt(JANUARY) == ""
    lines = station.session.query(Audit).filter_by(action="notice.received").all()
    assert [(one.actor_name, one.after and one.after["kind"]) for one in lines] == [
        ("center:01", "exemption.withdrawn")
    ]


def waits(station: Station) -> list[tuple[str, str | None]]:
    return [(one.kind, one.first) for one in told(station.session).waiting]


def test_a_reminder_waits_until_the_month_is_signed(station: Station) -> None:
    remind(station)
    assert waits(station) == [("report.reminded", "2025-01")]
    found = told(station.session).reminder(JANUARY)
    assert found is not None and (found.said_by, found.reason) == ("吴主任", "请尽快")
    assert told(station.session).reminder(FEBRUARY) is None
    station.at("2025-02-06T09:00+08:00")
    signed = station.reported("2025-01")
    assert waits(station) == []
    station.decide(signed, "returned", reason="缺")
    assert waits(station) == [], "it was answered; what the center wants now is another matter"
    station.at("2025-02-07T09:00+08:00")
    remind(station)
    assert waits(station) == [("report.reminded", "2025-01")]


def test_a_reminder_that_crossed_with_the_report_is_answered(station: Station) -> None:
    station.reported("2025-01")
    station.at("2025-02-06T09:00+08:00")
    remind(station)
    assert waits(station) == []


def test_what_was_read_is_put_aside_once_and_comes_back_when_told_anew(station: Station) -> None:
    remind(station)
    [shown] = station.call("clerk", "GET", "/api/notices")[1]["items"]
    assert (shown["kind"], shown["waits"], shown["aside_by"]) == ("report.reminded", True, None)
    path = f"/api/notices/{shown['id']}/aside"
    status, answer = station.call("clerk", "POST", path)
    assert (status, answer["waits"], answer["aside_by"]) == (200, False, "李文书")
    assert waits(station) == []
    status, answer = station.call("head", "POST", path)
    assert (status, answer["code"]) == (409, "notice.aside")
    remind(station)
    assert waits(station) == [("report.reminded", "2025-01")]
    assert station.session.get_one(Notice, UUID(shown["id"])).aside_by is None


def test_only_what_stands_on_today_is_put_aside(station: Station) -> None:
    exempt(station)
    [shown] = station.call("clerk", "GET", "/api/notices")[1]["items"]
    assert not shown["waits"]
    for id in (shown["id"], NOBODY):
        status, answer = station.call("clerk", "POST", f"/api/notices/{id}/aside")
        assert (status, answer["code"]) == (404, "notice.unknown")


def test_a_closed_station_owes_no_month_after_its_last_day(station: Station) -> None:
    close(station)
    assert waits(station) == [("station.closed", None)]
    assert told(station.session).closed_on == date(2025, 1, 31)
    now = business_now()
    for month, owed in ((JANUARY, True), (FEBRUARY, False)):
        assert line(station, month).is_owed is owed
        assert view(station.session, month, now).is_owed is owed
    tell(station, NODE, "station.reopened", reason="")
    assert waits(station) == [("station.reopened", None)]
    assert line(station, FEBRUARY).is_owed
