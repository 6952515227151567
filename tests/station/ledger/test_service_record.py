"""Records entered by a clerk: judged as a sheet's rows are, all written or none."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select

from station.models.audit import Audit
from station.models.service_record import ServiceRecord
from tests.station.ledger.station import SLIP, Station


def refused(station: Station, **changes: Any) -> dict[str, Any]:
    status, answer = station.call(
        "clerk", "POST", "/api/records", {"records": [station.row(**changes)]}
    )
    assert status == 422, answer
    assert answer["written"] == 0
    assert answer["code"] == "service_record.rows_refused"
    assert answer["message"]
    row: dict[str, Any] = answer["items"][0]
    assert row["outcome"] == "refused"
    assert row["sentence"]
    return row


def test_a_record_is_written_with_whole_hours_and_waits_for_its_certifier(
    station: Station,
) -> None:
    [record] = station.enter(station.row(end="09:20", break_minutes=10))
    row = station.record(record)
    assert (row["minutes"], row["hours"], row["status"]) == (70, 1, "submitted")
    assert row["waits_for"] == "certifier"
    assert row["channel"] == "clerk"
    assert row["name"] == "赵一"


def test_place_and_content_lie_encrypted_and_out_of_the_audit_log(station: Station) -> None:
    station.enter(station.row(place="某某家中"))
    connection = station.session.connection()
    raw = connection.exec_driver_sql("SELECT place FROM service_record").scalar_one()
    assert "某某家中".encode() not in bytes(raw)
    lines = station.session.scalars(select(Audit).where(Audit.action == "record.entered")).all()
    assert len(lines) == 1
    assert "某某家中" not in str(lines[0].after)


REFUSALS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"name": "无此人"}, "unknown_volunteer"),
    ({"day": "2025-02-04"}, "in_future"),
    ({"day": "2025-02-03", "start": "08:00", "end": "09:01"}, "in_future"),
    ({"name": "钱二", "day": "2025-01-14"}, "before_approval"),
    ({"end": "08:29"}, "too_short"),
    ({"hours": 3}, "hours_exceed_time"),
    ({"start": "06:00", "end": "19:00"}, "over_daily_limit"),
    ({"form": "dispatched"}, "not_signed"),
    ({"end": "07:00"}, "end_before_start"),
)


def test_a_row_is_refused_for_the_first_reason_of_the_sheets(station: Station) -> None:
    for changes, reason in REFUSALS:
        assert refused(station, **changes)["reason"] == reason


def test_crossing_midnight_is_refused_with_the_two_halves(station: Station) -> None:
    row = refused(station, day="2024-12-31", start="22:00", end="02:00")
    assert row["split"] == [
        {"day": "2024-12-31", "start": "22:00", "end": "24:00"},
        {"day": "2025-01-01", "start": "00:00", "end": "02:00"},
    ]


def test_who_is_suspended_or_gone_cannot_serve(station: Station) -> None:
    station.volunteer("郑三", date(2025, 1, 1), last=date(2025, 1, 10))
    assert refused(station, name="郑三")["reason"] == "not_in_service"
    station.enter(station.row(name="郑三", day="2025-01-10"))


def test_who_is_not_approved_yet_is_told_so(station: Station) -> None:
    station.volunteer("郑三", None)
    assert refused(station, name="郑三")["reason"] == "before_approval"


def test_rows_of_one_act_weigh_on_each_other_and_one_refused_stops_all(station: Station) -> None:
    rows = [station.row(), station.row(start="09:00", end="11:00"), station.row(name="钱二")]
    status, answer = station.call("clerk", "POST", "/api/records", {"records": rows})
    assert status == 422
    assert [row["reason"] for row in answer["items"]] == [None, "overlap", None]
    assert station.session.scalar(select(func.count()).select_from(ServiceRecord)) == 0
    rows[1] |= {"start": "10:00", "end": "11:00"}
    station.enter(*rows)
    assert station.session.scalar(select(func.count()).select_from(ServiceRecord)) == 3


def test_over_a_written_record_even_a_waiting_one_is_refused(station: Station) -> None:
    station.enter(station.row())
    assert refused(station, start="09:59", end="11:00")["reason"] == "overlap"


def test_more_than_eight_hours_are_held_for_a_second_officer(station: Station) -> None:
    rows = [station.row(), station.row(start="10:00", end="17:00")]
    status, answer = station.call("clerk", "POST", "/api/records", {"records": rows})
    assert status == 201
    assert [row["outcome"] for row in answer["items"]] == ["accepted", "held"]
    assert answer["items"][1]["reason"] == "needs_second_officer"
    assert answer["items"][1]["needs_second"] is True


def test_a_dispatched_service_is_taken_with_the_signed_slip(station: Station) -> None:
    [record] = station.enter(station.row(form="dispatched", evidence=SLIP))
    assert station.record(record)["recipient_signed"] is True


def test_late_is_refused_without_a_reason_and_held_with_one(station: Station) -> None:
    station.at("2025-02-05T00:00+08:00")
    assert refused(station)["reason"] == "late"
    [record] = station.enter(station.row(late_reason="单据丢失后补录"))
    row = station.record(record)
    assert (row["is_late"], row["needs_second"], row["late_reason"]) == (
        True,
        True,
        "单据丢失后补录",
    )


def test_the_last_instant_before_the_deadline_is_not_late(station: Station) -> None:
    station.at("2025-02-04T23:59:59+08:00")
    [record] = station.enter(station.row())
    assert station.record(record)["is_late"] is False


def test_where_the_month_begins_on_a_wednesday_that_day_is_still_in_time(
    station: Station,
) -> None:
    station.at("2025-10-01T23:59+08:00")
    [record] = station.enter(station.row(day="2025-09-10"))
    assert station.record(record)["is_late"] is False


def test_forms_faults_are_answered_by_field(station: Station) -> None:
    for wrong in ({"start": "8点"}, {"category": "其他"}, {"evidence": "xyz"}, {"hours": 0}):
        body = {"records": [station.row(**wrong)]}
        status, answer = station.call("clerk", "POST", "/api/records", body)
        assert (status, answer["code"]) == (422, "form.invalid")


def test_an_unknown_officer_cannot_be_named(station: Station) -> None:
    body = {"records": [station.row(certifier="00000000-0000-4000-8000-000000000000")]}
    status, answer = station.call("clerk", "POST", "/api/records", body)
    assert (status, answer["code"]) == (404, "officer.unknown")


def test_the_ledger_comes_in_pages_and_by_month_status_and_volunteer(station: Station) -> None:
    january = station.certified(station.row())
    station.enter(station.row(name="钱二", day="2025-02-01"))
    for query, ids in (
        ("month=2025-01", january),
        ("status=certified", january),
        (f"volunteer={station.people['赵一']}", january),
        ("waits_for=second_officer", []),
        ("is_late=true", []),
        ("unevaluated=true", []),
        ("unevaluated=false&status=certified", january),
        ("page_size=1&page=1", january),
    ):
        status, answer = station.call("clerk", "GET", f"/api/records?{query}")
        assert status == 200
        assert [row["id"] for row in answer["items"]] == ids
    assert answer["total"] == 2


def test_the_administrator_sees_no_services_and_nobody_comes_in_without_login(
    station: Station,
) -> None:
    station.account("keys", "王管理", "administrator")
    for method, path in (
        ("GET", "/api/records"),
        ("POST", "/api/records"),
        ("POST", "/api/records/certification"),
        ("GET", "/api/months?year=2025"),
        ("GET", "/api/years/2025"),
        ("GET", "/api/stars?year=2025"),
    ):
        body = {} if method == "POST" else None
        status, answer = station.call("keys", method, path, body)
        assert (status, answer["code"]) == (403, "permission.denied")
        assert station.visit(method, path) == 401


def test_a_day_of_no_year_that_is_reckoned_with_is_refused_by_its_field(station: Station) -> None:
    [record] = station.certified(station.row())
    for day in ("0001-01-01", "1899-12-31", "9999-12-31"):
        body = {"records": [station.row(day=day, late_reason="漏记")]}
        status, answer = station.call("clerk", "POST", "/api/records", body)
        assert (status, answer["code"], answer["field"]) == (422, "form.invalid", "records")
        body = {"reason": "写错了", "day": day}
        status, answer = station.call("clerk", "POST", f"/api/records/{record}/reissue", body)
        assert (status, answer["field"]) == (422, "day")
