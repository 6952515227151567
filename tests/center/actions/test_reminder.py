"""Stations are reminded of a report that is missed: told, counted, once a day, each for itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from center.actions.reminder import Asking, remind_station, remind_stations
from center.models.reminder import Reminder
from shared.domain.month import Month
from shared.errors import ConflictError, InvalidError, NotFoundError
from tests.center.bureau import OFFICER, A, B, Bureau
from tests.center.refusal import refused
from tests.center.report import served

JANUARY = Month(2025, 1)
IN_TIME = datetime(2025, 2, 2, tzinfo=UTC)


def remind(bureau: Bureau, station: str = A, words: str = "") -> Reminder:
    with bureau.writing() as session:
        asking = Asking(station, JANUARY, words)
        return remind_station(session, OFFICER, bureau.now, asking)


def test_a_reminder_is_told_and_counted_and_repeated_another_day(bureau: Bureau) -> None:
    bureau.now = datetime(2025, 2, 10, 1, tzinfo=UTC)
    remind(bureau, words=" 请尽快 ")
    with refused(ConflictError, "reminder.sent_today"):
        remind(bureau)
    bureau.now += timedelta(days=1)
    again = remind(bureau)
    assert (again.times, again.words, again.reminded_on) == (2, "", date(2025, 2, 11))
    said = {"kind": "report.reminded", "by": "李审核", "first": "2025-01", "last": "2025-01"}
    assert bureau.sent("notice", A) == [
        said | {"said_on": "2025-02-10", "reason": "请尽快"},
        said | {"said_on": "2025-02-11", "reason": ""},
    ]
    rows = bureau.rows("notice", A)
    assert [(row.subject, row.ver) for row in rows] == [
        ("month:01-3301:2025-01", 1),
        ("month:01-3301:2025-01", 2),
    ]
    [first, second] = bureau.audited("report.remind")
    assert (first.before, first.after["times"], second.before["times"]) == (None, 1, 1)


def test_nobody_is_reminded_of_what_isnt_missed(bureau: Bureau) -> None:
    who = bureau.volunteer()
    tally = bureau.report("2025-01", [served(who, date(2025, 1, 5))], at=IN_TIME)
    with refused(ConflictError, "reminder.not_missed"):
        remind(bureau)
    bureau.judge(tally, "returned", "缺")
    assert remind(bureau).times == 1
    with refused(NotFoundError, "station.unknown"):
        remind(bureau, "station:01-9999")


def test_a_running_month_isnt_missed(bureau: Bureau) -> None:
    bureau.now = datetime(2025, 1, 31, 9, tzinfo=UTC)
    with refused(ConflictError, "reminder.not_missed"):
        remind(bureau)
    bureau.now = datetime(2025, 1, 31, 16, tzinfo=UTC)  # it is February in Shanghai
    assert remind(bureau).times == 1


def test_several_are_reminded_each_for_itself(bureau: Bureau) -> None:
    remind(bureau)
    asking = Asking("", JANUARY, "请尽快")
    with refused(InvalidError, "decision.count_differs"), bureau.writing() as session:
        remind_stations(session, OFFICER, bureau.now, asking, ([A, B], 3))
    with bureau.writing() as session:
        done = remind_stations(session, OFFICER, bureau.now, asking, (["station:01-9999", B, A], 3))
    codes = [(row.station, row.refusal.code if row.refusal else None) for row in done]
    unknown = ("station:01-9999", "station.unknown")
    assert codes == [unknown, (B, None), (A, "reminder.sent_today")]
    assert len(bureau.sent("notice", A)) == len(bureau.sent("notice", B)) == 1
