"""A list's lines become records, all or none; one form and one press for a whole activity."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import event, func, select

from shared.domain.canonical import digest
from station.database import db
from station.models.activity import Activity
from station.models.attendance import AttendanceList, in_service
from station.models.service_record import ServiceRecord
from tests.station.ledger.held import attended, entered, held, line, listed, planned, shown
from tests.station.ledger.station import Station


def test_one_time_for_all_and_a_line_only_where_it_differs(station: Station) -> None:
    activity = planned(station, break_minutes=10)
    rows = [line(station, "赵一"), line(station, "钱二", start="09:00", evaluation="none")]
    status, answer = attended(station, activity, {"rows": rows, "evaluation": "satisfied"})
    assert (status, answer["written"], answer["activity"]) == (201, 2, activity)
    first, second = (station.record(row["id"]) for row in answer["items"])
    assert (first["start"], first["end"], first["minutes"], first["hours"]) == (
        "08:00",
        "10:00",
        110,
        2,
    )
    assert (second["start"], second["minutes"], second["hours"]) == ("09:00", 50, 1)
    assert (first["evaluation"], second["evaluation"]) == ("satisfied", "none")
    assert first["activity"] == second["activity"] == activity
    assert (first["channel"], first["waits_for"], first["form"]) == (
        "attendance",
        "certifier",
        "group",
    )
    [kept] = shown(station, activity)["lists"]
    assert first["evidence"] == second["evidence"] == kept["digest"] == digest(kept["rows"])
    assert shown(station, activity)["counts"] == {
        "records": 2,
        "waiting": 2,
        "certified": 0,
        "hours": 3,
    }


def test_who_forgot_to_sign_out_is_capped_by_the_planned_length(station: Station) -> None:
    rows = [line(station, "赵一", forgot=True), line(station, "钱二")]
    status, answer = entered(station, {"rows": rows, "end": "12:00"})
    assert status == 201
    ends = [station.record(row["id"])["end"] for row in answer["items"]]
    assert ends == ["10:00", "12:00"]


def test_nothing_is_written_while_one_line_is_refused(station: Station) -> None:
    station.enter(station.row(name="钱二", start="09:00", end="11:00"))
    status, answer = entered(station, listed(station, "赵一", "钱二"))
    assert (status, answer["code"]) == (422, "service_record.rows_refused")
    assert [row["reason"] for row in answer["items"]] == [None, "overlap"]
    assert answer["activity"] is None
    for table, count in ((Activity, 0), (AttendanceList, 0), (ServiceRecord, 1)):
        assert station.session.scalar(select(func.count()).select_from(table)) == count
    activity = planned(station)
    assert attended(station, activity, listed(station, "钱二"))[0] == 422
    assert shown(station, activity)["status"] == "planned"


def test_a_further_list_adds_those_who_were_missing(station: Station) -> None:
    activity, _ = held(station, "赵一")
    status, answer = attended(station, activity, listed(station, "赵一"))
    assert (status, answer["items"][0]["reason"]) == (422, "overlap")
    assert attended(station, activity, listed(station, "钱二", sheet="ab" * 32))[0] == 201
    lists = shown(station, activity)["lists"]
    assert [len(one["rows"]["rows"]) for one in lists] == [1, 1]
    assert lists[1]["rows"]["sheet"] == "ab" * 32


def test_a_late_list_needs_its_reason_and_a_second_officer(station: Station) -> None:
    station.at("2025-02-06T09:00+08:00")
    status, answer = entered(station, listed(station, "赵一"))
    assert (status, answer["items"][0]["reason"]) == (422, "late")
    _, [record] = held(station, "赵一", common={"late_reason": "名单晚到"})
    row = station.record(record)
    assert (row["is_late"], row["needs_second"], row["late_reason"]) == (True, True, "名单晚到")


def test_a_fixed_shift_is_one_activity_whoever_came_when(station: Station) -> None:
    rows = [line(station, "赵一"), line(station, "钱二", start="09:00")]
    status, answer = entered(
        station, {"rows": rows, "evaluation": "satisfied"}, form="fixed_point", has_host=True
    )
    assert status == 201
    ids = [row["id"] for row in answer["items"]]
    assert [row["status"] for row in station.certify(*ids)] == ["certified"] * 2
    [cell] = station.month("2025-01")["table"]["cells"]
    assert (cell["form"], cell["activities"], cell["records"]) == ("fixed_point", 1, 2)


def test_twenty_people_are_one_form_and_one_press(station: Station) -> None:
    names = [f"甲{number}" for number in range(20)]
    for name in names:
        station.volunteer(name, date(2025, 1, 1))
    held(station, "赵一", day="2025-01-19")
    few = _counted(lambda: held(station, "赵一", "钱二", day="2025-01-21"))
    assert _counted(lambda: held(station, *names)) <= few + 2
    activity = station.session.scalars(select(Activity.id).order_by(Activity.id.desc())).first()
    ids = [str(one) for one in _records(activity)]
    assert len(ids) == 20
    assert {row["status"] for row in station.certify(*ids)} == {"certified"}


def test_who_took_part_does_not_certify_an_activity_that_nobody_else_evaluated(
    station: Station,
) -> None:
    station.account("zhao", "赵一", "clerk")
    _, ids = held(station, "赵一", "钱二")
    codes = [row["code"] for row in station.certify(*ids, login="zhao")]
    assert codes == ["service_record.own_record", "service_record.took_part"]
    _, hosted = held(station, "赵一", "钱二", day="2025-01-21", has_host=True)
    rows = station.certify(*hosted, login="zhao")
    assert [row["code"] for row in rows] == ["service_record.own_record", ""]
    common = {"evaluation": "none"}
    _, open_ones = held(station, "赵一", "钱二", common=common, day="2025-01-22")
    assert [row["code"] for row in station.certify(*open_ones, login="zhao")][1] == ""
    assert [row["code"] for row in station.certify(*ids)] == ["", ""]


def test_whoever_serves_on_the_day_can_be_ticked(station: Station) -> None:
    station.volunteer("郑三", date(2025, 1, 1), last=date(2025, 1, 10))
    station.volunteer("吴四", None)
    for day, names in (
        (date(2025, 1, 10), ["赵一", "郑三"]),
        (date(2025, 1, 20), ["赵一", "钱二"]),
    ):
        assert {name for _, name in in_service(station.session, day)} == set(names)


def test_namesakes_are_told_apart_by_their_last_four(station: Station) -> None:
    first, second = (station.volunteer("于雪英", date(2025, 1, 1)) for _ in range(2))
    ticked = dict(in_service(station.session, date(2025, 1, 20)))
    assert {ticked[first], ticked[second]} == {"于雪英 0002", "于雪英 0003"}
    assert ticked[station.people["赵一"]] == "赵一"


def test_a_list_of_nobody_or_of_strangers_is_refused(station: Station) -> None:
    activity = planned(station)
    assert attended(station, activity, {"rows": []})[0] == 422
    stranger = {"rows": [{"volunteer": str(UUID(int=5))}]}
    status, answer = attended(station, activity, stranger)
    assert (status, answer["items"][0]["reason"]) == (422, "unknown_volunteer")
    named = listed(station, "赵一", certifier=str(UUID(int=5)))
    assert attended(station, activity, named)[1]["code"] == "officer.unknown"


def _records(activity: UUID | None) -> list[UUID]:
    query = select(ServiceRecord.id).where(ServiceRecord.activity_id == activity)
    return list(db.session.scalars(query))


def _counted(act: Any) -> int:
    """How many statements an act sends."""
    statements: list[str] = []

    def note(*values: Any) -> None:
        statements.append(values[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)
