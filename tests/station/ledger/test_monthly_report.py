"""A month's report: closed, signed, accepted or returned, unlocked, amended; all versions kept."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.clock import machine_now
from shared.database import transaction
from shared.domain.entry import Entry, entries_digest
from shared.errors import ConflictError, NotFoundError
from shared.wire.tally import ENTRIES_PER_MESSAGE
from station.database import db
from station.models.audit import Audit
from station.models.federation import TABLES
from station.models.month_report import MonthReport
from tests.station.ledger.station import SLIP, Station

TALLY = "tally.month"


def accepted(station: Station, month: str = "2025-01") -> dict[str, Any]:
    signed = station.reported(month)
    station.decide(signed, "accepted")
    return signed


def test_the_table_is_computed_from_the_ledger_with_people_and_activities_apart(
    station: Station,
) -> None:
    same = {"start": "10:00", "end": "11:00"}
    station.certified(
        station.row(),
        station.row(name="钱二"),
        station.row(**same, form="dispatched", evidence=SLIP, evaluation="none"),
        station.row(name="钱二", day="2025-01-21", evaluation="dissatisfied", paid=True),
    )
    station.enter(station.row(day="2025-01-22"))
    shown = station.month("2025-01")
    assert shown["table"]["cells"] == [
        {
            "category": "civic_education",
            "form": "dispatched",
            "activities": 1,
            "records": 1,
            "people": 1,
            "hours": 1,
            "satisfied_hours": 0,
            "points_hours": 0,
        },
        {
            "category": "civic_education",
            "form": "group",
            "activities": 2,
            "records": 3,
            "people": 2,
            "hours": 6,
            "satisfied_hours": 4,
            "points_hours": 4,
        },
    ]
    points = {line["name"]: line["points"] for line in shown["table"]["volunteers"]}
    assert points == {"赵一": 10, "钱二": 10}
    assert (shown["table"]["people"], shown["waiting"], shown["status"]) == (2, 1, "open")
    assert (shown["table"]["volunteers_on_roster"], shown["table"]["members"]) == (2, 2)
    assert shown["versions"] == []


def test_a_month_is_closed_and_signed_only_when_over_and_nothing_waits(station: Station) -> None:
    assert station.close("2025-02")[1]["code"] == "monthly_report.not_over"
    assert station.sign("2025-02")[1]["code"] == "monthly_report.not_over"
    [record] = station.enter(station.row())
    status, answer = station.close("2025-01")
    assert (status, answer["code"], answer["values"]) == (
        409,
        "monthly_report.records_waiting",
        {"count": 1},
    )
    assert station.sign("2025-01")[0] == 409
    station.certify(record)
    assert station.sign("2025-01")[1]["code"] == "monthly_report.not_movable"
    status, month = station.close("2025-01", login="clerk")
    assert (status, month["status"], month["closed_by"]) == (200, "closed", "李文书")
    assert station.close("2025-1")[0] == 422


def test_held_rows_stop_neither_closing_nor_signing(station: Station) -> None:
    half, _ = station.enter(station.row(end="17:00"), station.row(name="钱二", end="17:00"))
    station.certify(half)
    month = station.month("2025-01")
    assert (month["waiting"], month["held"]) == (0, 2)
    assert station.reported("2025-01")["revision"] == 1
    assert station.promised(TALLY)[0]["entries"] == 0


def test_what_changes_a_closed_months_ledger_opens_it_again(station: Station) -> None:
    [record, held] = station.enter(station.row(), station.row(name="钱二", end="17:00"))
    station.certify(record)
    for act in (
        lambda: station.certify(held) and station.second(held),
        lambda: station.enter(station.row(day="2025-01-22")),
    ):
        assert station.close("2025-01")[0] == 200
        act()
        assert station.month("2025-01")["status"] == "open"


def test_only_the_head_signs_with_a_summary_and_a_photo_or_the_reason_for_none(
    station: Station,
) -> None:
    station.close("2025-01")
    assert station.sign("2025-01", login="clerk")[0] == 403
    assert station.sign("2025-01", no_photo_reason="")[1]["code"] == "monthly_report.needs_photo"
    assert station.sign("2025-01", summary=" ")[1]["code"] == "monthly_report.needs_summary"
    assert station.sign("2025-01", photos=["no hash"])[0] == 422
    status, signed = station.sign("2025-01", no_photo_reason="", photos=["0f" * 32])
    assert (status, signed["revision"]) == (201, 1)
    assert station.promised(TALLY)[0]["photos"] == ["0f" * 32]


def test_the_signed_revision_is_the_very_data_that_goes_up(station: Station) -> None:
    records = station.certified(station.row(), station.row(name="钱二"))
    signed = station.reported("2025-01")
    [sent] = station.promised(TALLY)
    assert (sent["station"], sent["month"], sent["revision"]) == ("station:01-3301", "2025-01", 1)
    assert (sent["signed_by"], sent["channel"], sent["amends"]) == ("孙校长", "system", None)
    assert (sent["entries"], sent["people"], sent["members"]) == (2, 2, 2)
    [part] = station.promised("tally.entries")
    assert (part["part"], part["parts"], part["tally"]) == (1, 1, signed["tally"])
    assert sorted(entry["record"] for entry in part["entries"]) == sorted(records)
    told = [Entry.from_dict(entry | {"date": entry["day"]}) for entry in part["entries"]]
    assert sent["entries_digest"] == entries_digest(told)
    assert "社区广场" not in str(part)
    [version] = station.month("2025-01")["versions"]
    assert version["data"] | {"captions": {}} == sent
    assert version["entries"] == 2
    month = station.month("2025-01")
    assert (month["status"], month["id"]) == ("sealed", signed["tally"])
    assert month["journey"]["sent_at"] is None


def test_entries_travel_in_parts_and_a_month_of_nothing_sends_an_empty_one(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.wire.tally.ENTRIES_PER_MESSAGE", 2)
    assert ENTRIES_PER_MESSAGE == 500
    rows = [station.row(day=f"2025-01-{day}") for day in range(10, 15)]
    station.certified(*rows)
    station.reported("2025-01")
    assert [
        (part["part"], part["parts"], len(part["entries"]))
        for part in station.promised("tally.entries")
    ] == [(1, 3, 2), (2, 3, 2), (3, 3, 1)]
    station.at("2025-03-03T09:00+08:00")
    station.reported("2025-02")
    assert station.promised("tally.entries")[-1]["entries"] == []
    assert station.promised(TALLY)[-1]["cells"] == []


def test_the_centers_word_moves_the_month_and_dates_the_arrival(station: Station) -> None:
    signed = station.reported("2025-01")
    decision = station.decide(signed, "accepted")
    month = station.month("2025-01")
    assert (month["status"], month["on_time"], month["times_returned"]) == ("accepted", True, 0)
    assert month["arrived_at"] == "2025-02-04T01:00:00+00:00"
    assert month["decision"]["by"] == "吴主任"
    assert month["versions"][0]["decision"] == "accepted"
    lines = station.session.scalars(select(Audit).where(Audit.action == "month.accepted")).all()
    station.receive(decision)
    again = station.session.scalars(select(Audit).where(Audit.action == "month.accepted")).all()
    assert len(lines) == len(again) == 1


def test_a_decision_on_other_content_is_refused_and_on_an_unknown_month_waits(
    station: Station,
) -> None:
    signed = station.reported("2025-01")
    with pytest.raises(ConflictError, match="other_content"):
        station.decide(signed | {"content": "0" * 64}, "accepted")
    with pytest.raises(NotFoundError, match="unknown_revision"):
        station.decide(signed | {"revision": 2}, "accepted")
    with pytest.raises(NotFoundError):
        station.decide(signed | {"tally": str(uuid4())}, "accepted")
    assert station.month("2025-01")["status"] == "sealed"


def test_a_returned_month_is_changed_and_signed_as_the_next_revision(station: Station) -> None:
    signed = station.reported("2025-01")
    station.decide(signed, "returned", reason="小结太短")
    month = station.month("2025-01")
    assert (month["status"], month["times_returned"]) == ("returned", 1)
    assert month["decision"]["reason"] == "小结太短"
    station.certified(station.row())
    status, second = station.sign("2025-01", summary="补充后的小结")
    assert (status, second["revision"], second["tally"]) == (201, 2, signed["tally"])
    station.decide(second, "accepted", arrived_at="2025-02-06T01:00:00+00:00", on_time=False)
    month = station.month("2025-01")
    assert (month["status"], month["on_time"]) == ("accepted", False)
    assert [version["decision"] for version in month["versions"]] == ["returned", "accepted"]
    assert [len(version["data"]["volunteers"]) for version in month["versions"]] == [0, 1]


def test_an_accepted_month_changes_only_by_the_centers_unlock(station: Station) -> None:
    [record] = station.certified(station.row())
    path = "/api/months/2025-01/unlock-request"
    assert station.call("head", "POST", path, {"reason": "早"})[1]["code"] == (
        "monthly_report.not_accepted"
    )
    signed = accepted(station)
    assert station.sign("2025-01", reason="改")[1]["code"] == "monthly_report.needs_unlock"
    assert station.close("2025-01")[1]["code"] == "monthly_report.not_movable"
    assert station.call("clerk", "POST", path, {"reason": "地点写错"})[0] == 403
    assert station.call("head", "POST", path, {"reason": " "})[1]["code"] == (
        "monthly_report.needs_reason"
    )
    status, month = station.call("head", "POST", path, {"reason": "地点写错"})
    assert (status, month["unlock_asked"]["reason"]) == (200, "地点写错")
    assert station.call("head", "POST", path, {"reason": "再"})[1]["code"] == (
        "monthly_report.unlock_asked"
    )
    [asked] = station.promised("tally.unlock_asked")
    assert (asked["revision"], asked["reason"]) == (1, "地点写错")
    station.decide(signed, "unlock_refused", reason="年报已上报")
    month = station.month("2025-01")
    assert (month["status"], month["unlock_asked"]) == ("accepted", None)
    assert month["decision"]["reason"] == "年报已上报"
    station.call("head", "POST", path, {"reason": "确实写错"})
    station.decide(signed, "unlocked")
    assert station.month("2025-01")["status"] == "unlocked"
    body = {"reason": "地点写错", "place": "镇文化站"}
    _, new = station.call("clerk", "POST", f"/api/records/{record}/reissue", body)
    assert station.close("2025-01")[1]["code"] == "monthly_report.records_waiting"
    station.certify(new["id"])
    assert station.close("2025-01")[0] == 200
    assert station.sign("2025-01")[1]["code"] == "monthly_report.needs_reason"
    _, second = station.sign("2025-01", reason="一条地点写错")
    station.decide(second, "accepted", arrived_at="2025-02-20T01:00:00+00:00", on_time=False)
    month = station.month("2025-01")
    first, amended = month["versions"]
    assert (month["revision"], month["on_time"]) == (2, True)
    assert amended["data"]["amends"] == {"reason": "一条地点写错"}
    assert first["data"]["cells"] == amended["data"]["cells"]
    assert first["content"] != amended["content"]


def test_held_rows_certified_after_sealing_wait_as_amendments(station: Station) -> None:
    kept, held, late = station.enter(
        station.row(evaluation="none"),
        station.row(name="钱二", end="17:00"),
        station.row(name="钱二", day="2025-01-21"),
    )
    station.certify(kept, held, late)
    accepted(station)
    assert station.month("2025-01")["pending"] == []
    station.second(held)
    path = f"/api/records/{kept}/evaluation"
    station.call("clerk", "POST", path, {"evaluation": "satisfied"})
    station.call("clerk", "POST", f"/api/records/{late}/voiding", {"reason": "记错"})
    month = station.month("2025-01")
    assert {(one["kind"], one["record"]) for one in month["pending"]} == {
        ("added", held),
        ("changed", kept),
        ("removed", late),
    }
    assert (month["pending_amendments"], month["status"]) == (3, "accepted")
    assert month["versions"][0]["data"]["people"] == 2
    assert station.record(held)["is_late"] is False


def test_an_amendment_before_the_decision_says_why_and_an_older_decision_moves_nothing(
    station: Station,
) -> None:
    first = station.reported("2025-01")
    assert station.sign("2025-01")[1]["code"] == "monthly_report.needs_reason"
    _, second = station.sign("2025-01", reason="补一条")
    assert second["revision"] == 2
    station.decide(first, "accepted")
    month = station.month("2025-01")
    assert (month["status"], month["versions"][0]["decision"]) == ("sealed", "accepted")
    rejected(station, TALLY, 1, "tally.locked")
    month = station.month("2025-01")
    assert (month["status"], month["versions"][1]["decision"]) == ("accepted", "refused")
    assert month["decision"]["reason"] == "这一版没有被接受。"
    assert station.sign("2025-01", reason="再")[1]["code"] == "monthly_report.needs_unlock"


def rejected(station: Station, type: str, which: int, code: str) -> None:
    """The center's `message.rejected` on the which-th promise of a type."""

    query = select(TABLES.outbox.msg_id).where(TABLES.outbox.type == type)
    ids = station.session.scalars(query.order_by(TABLES.outbox.id)).all()
    data = {
        "message": str(ids[which]),
        "type": type,
        "code": code,
        "sentence": "这一版没有被接受。",
    }
    station.receive(station.message("message.rejected", f"message:{ids[which]}", data))


def test_what_the_center_cannot_take_stands_returned(station: Station) -> None:
    signed = station.reported("2025-01")
    rejected(station, "tally.entries", 0, "tally.parts_differ")
    month = station.month("2025-01")
    assert (month["status"], month["versions"][0]["decision"]) == ("returned", "refused")
    _, second = station.sign("2025-01")
    station.decide(second, "accepted")
    station.call("head", "POST", "/api/months/2025-01/unlock-request", {"reason": "改"})
    rejected(station, "tally.unlock_asked", 0, "tally.not_accepted")
    month = station.month("2025-01")
    assert (month["status"], month["unlock_asked"]) == ("accepted", None)
    rejected(station, TALLY, 1, "tally.locked")
    assert station.month("2025-01")["status"] == "accepted"
    assert signed["revision"] == 1


def test_a_refusal_of_an_older_revision_leaves_the_newer_on_its_way(station: Station) -> None:
    station.reported("2025-01")
    station.sign("2025-01", reason="补一条")
    rejected(station, TALLY, 0, "message.invalid")
    month = station.month("2025-01")
    assert month["status"] == "sealed"
    assert [version["decision"] for version in month["versions"]] == ["refused", None]


def test_a_refused_profile_is_logged_and_moves_no_month(station: Station) -> None:
    rejected(station, "station.profile", 0, "station.unknown")
    line = station.session.scalars(select(Audit).where(Audit.action == "message.rejected")).one()
    assert line.after is not None
    assert line.after["code"] == "station.unknown"


def test_a_rejection_of_a_message_that_is_gone_is_logged_all_the_same(station: Station) -> None:
    data = {"message": str(uuid4()), "type": TALLY, "code": "x.y", "sentence": "没有。"}
    station.receive(station.message("message.rejected", "message:x", data))
    line = station.session.scalars(select(Audit).where(Audit.action == "message.rejected")).one()
    assert (line.actor_name, line.channel) == ("center:01", "federation")


def test_the_years_months_show_the_date_on_which_they_are_due(station: Station) -> None:
    status, answer = station.call("clerk", "GET", "/api/months?year=2025")
    assert (status, answer["total"]) == (200, 12)
    due = {month["month"]: month["due_on"] for month in answer["items"]}
    assert due["2025-01"] == "2025-02-04"
    assert due["2025-03"] == "2025-04-01"
    assert due["2025-09"] == "2025-10-01"
    assert due["2025-12"] == "2026-01-06"
    assert all(month["is_owed"] for month in answer["items"])
    assert [month["is_due"] for month in answer["items"]] == [False] * 12
    station.at("2025-02-05T00:00+08:00")
    _, answer = station.call("clerk", "GET", "/api/months?year=2025")
    assert [month["is_due"] for month in answer["items"][:2]] == [True, False]
    assert station.call("clerk", "GET", "/api/months?year=1")[0] == 422


def test_months_before_the_station_opened_are_taken_over_until_an_ordinary_one_is_signed(
    station: Station,
) -> None:
    station.volunteer("郑三", date(2024, 3, 1))
    [record] = station.enter(station.row(name="郑三", day="2024-11-05"))
    assert station.record(record)["is_late"] is False
    station.certify(record)
    accepted(station, "2024-11")
    assert station.promised(TALLY)[0]["channel"] == "paper"
    assert station.month("2024-11")["channel"] == "paper"
    station.reported("2025-01")
    assert station.promised(TALLY)[1]["channel"] == "system"
    station.close("2024-12")
    status, answer = station.sign("2024-12")
    assert (status, answer["code"]) == (409, "monthly_report.door_closed")
    body = {"records": [station.row(name="郑三", day="2024-12-05")]}
    _, answer = station.call("clerk", "POST", "/api/records", body)
    assert answer["items"][0]["reason"] == "late"


def test_a_month_is_reported_once_the_receipt_is_here(station: Station) -> None:

    signed = station.reported("2025-01")
    with transaction(db) as session:
        for row in session.scalars(select(TABLES.outbox)):
            row.sealed_at = row.acked_at = row.arrived_at = machine_now()
    month = station.month("2025-01")
    assert month["status"] == "reported"
    assert month["journey"]["receipt_at"] is not None
    with transaction(db) as session:
        for row in session.scalars(select(TABLES.outbox)):
            session.delete(row)
    month = station.month("2025-01")
    assert (month["status"], month["journey"]) == ("reported", None)
    kept = station.session.get_one(MonthReport, UUID(signed["tally"]))
    assert kept.status == "sealed"


def test_every_change_of_a_month_is_in_the_log(station: Station) -> None:
    signed = accepted(station)
    lines = station.session.scalars(
        select(Audit).where(Audit.subject == f"tally:{signed['tally']}").order_by(Audit.id)
    ).all()
    assert [line.action for line in lines] == ["month.closed", "month.signed", "month.accepted"]
    assert [line.actor_name for line in lines] == ["孙校长", "孙校长", "center:01"]
