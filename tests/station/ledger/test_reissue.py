"""Certified records set right: voided, issued anew, evaluated late; the old one is kept."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from station.models.service_record import ServiceRecord
from tests.station.ledger.station import SLIP, Station


def reissue(station: Station, record: str, **changes: Any) -> tuple[int, dict[str, Any]]:
    body = {"reason": "写错了"} | changes
    return station.call("clerk", "POST", f"/api/records/{record}/reissue", body)


def test_a_voided_record_stays_with_the_reason_and_counts_no_more(station: Station) -> None:
    [record] = station.certified(station.row())
    path = f"/api/records/{record}/voiding"
    assert station.call("clerk", "POST", path, {"reason": "  "})[1]["code"] == (
        "service_record.needs_reason"
    )
    status, row = station.call("clerk", "POST", path, {"reason": "记错了人"})
    assert (status, row["status"], row["reason"], row["hours"]) == (200, "voided", "记错了人", 2)
    assert station.call("clerk", "POST", path, {"reason": "再"})[0] == 409
    assert station.month("2025-01")["table"]["cells"] == []
    path = f"/api/records/{uuid4()}/voiding"
    assert station.call("clerk", "POST", path, {"reason": "无"})[1]["code"] == (
        "service_record.unknown"
    )
    [waiting] = station.enter(station.row())
    path = f"/api/records/{waiting}/voiding"
    assert station.call("clerk", "POST", path, {"reason": "未认定"})[1]["code"] == (
        "service_record.not_movable"
    )


def test_the_new_record_and_the_old_one_point_at_each_other(station: Station) -> None:
    [record] = station.certified(station.row())
    status, new = reissue(station, record, place="镇文化站")
    assert status == 201
    old = station.record(record)
    assert (old["status"], old["replaced_by"], old["place"]) == ("voided", new["id"], "社区广场")
    assert (new["replaces"], new["place"], new["content"]) == (record, "镇文化站", "政策宣讲")
    assert (new["status"], new["waits_for"], new["channel"]) == (
        "submitted",
        "certifier",
        "reissue",
    )
    assert new["needs_second"] is False
    assert station.certify(new["id"])[0]["status"] == "certified"
    assert reissue(station, record)[1]["code"] == "service_record.not_movable"


def test_after_the_deadline_the_new_one_needs_a_second_officer(station: Station) -> None:
    [record] = station.certified(station.row())
    station.at("2025-03-01T09:00+08:00")
    _, new = reissue(station, record, hours=1)
    assert (new["is_late"], new["needs_second"], new["late_reason"]) == (True, True, "写错了")
    assert station.certify(new["id"])[0]["waits_for"] == "second_officer"
    assert station.second(new["id"])[0]["status"] == "certified"


def test_one_that_cannot_stand_leaves_the_old_one_as_it_was(station: Station) -> None:
    first, _ = station.certified(station.row(), station.row(start="10:00", end="11:00"))
    status, answer = reissue(station, first, end="10:30")
    assert (status, answer["code"]) == (422, "overlap")
    assert answer["message"] == "与此人当天另一条记录的时间重叠。"
    assert station.record(first)["status"] == "certified"
    assert reissue(station, first, day="2025-01-21", end="18:00")[0] == 201


def test_other_times_compute_the_hours_again(station: Station) -> None:
    [record] = station.certified(station.row())
    _, new = reissue(station, record, end="11:00")
    assert new["hours"] == 3


def test_a_signed_slip_stands_for_fewer_hours_but_not_for_more(station: Station) -> None:
    row = station.row(form="dispatched", evidence=SLIP, hours=1)
    fewer, more = station.certified(row, row | {"day": "2025-01-21"})
    status, new = reissue(station, fewer, place="另一处")
    assert (status, new["evidence"]) == (201, SLIP)
    assert reissue(station, more, hours=2)[1]["code"] == "not_signed"
    status, new = reissue(station, more, hours=2, evidence="cd" * 32)
    assert (status, new["hours"], new["evidence"]) == (201, 2, "cd" * 32)


def test_blank_hours_and_the_old_slip_raise_nothing(station: Station) -> None:
    row = station.row(form="dispatched", evidence=SLIP, hours=1)
    [record] = station.certified(row)
    for changes in (
        {"hours": None},
        {"hours": 2, "evidence": SLIP},
        {"evaluation": "dissatisfied"},
    ):
        status, answer = reissue(station, record, **changes)
        assert (status, answer["code"]) == (422, "not_signed")
    assert station.record(record)["status"] == "certified"


def test_an_evaluation_that_the_recipient_signed_needs_a_new_signature(station: Station) -> None:
    row = station.row(form="dispatched", evidence=SLIP, evaluation="dissatisfied")
    signed, open_one = station.enter(row, row | {"day": "2025-01-21", "evaluation": "none"})
    satisfied = {"evaluation": "satisfied"}
    status, answer = station.call("clerk", "POST", f"/api/records/{signed}/evaluation", satisfied)
    assert (status, answer["code"]) == (409, "service_record.evaluated_already")
    assert station.record(signed)["evaluation"] == "dissatisfied"
    path = f"/api/records/{open_one}/evaluation"
    assert station.call("clerk", "POST", path, satisfied)[0] == 200


def test_an_evaluation_comes_later_beside_the_record_and_only_once(station: Station) -> None:
    [record] = station.certified(station.row(evaluation="none"))
    path = f"/api/records/{record}/evaluation"
    assert station.call("clerk", "POST", path, {"evaluation": "none"})[0] == 422
    status, row = station.call("clerk", "POST", path, {"evaluation": "satisfied"})
    assert (status, row["evaluation"]) == (200, "satisfied")
    kept = station.session.query(ServiceRecord).one()
    assert kept.evaluation == "none"
    assert station.month("2025-01")["table"]["volunteers"][0]["points"] == 10
    for again in ("satisfied", "dissatisfied"):
        status, answer = station.call("clerk", "POST", path, {"evaluation": again})
        assert (status, answer["code"]) == (409, "service_record.evaluated_already")
    _, new = reissue(station, record, content="义诊")
    assert new["evaluation"] == "satisfied"


def test_whoever_took_part_in_an_activity_does_not_evaluate_it(station: Station) -> None:
    station.account("qian", "钱二", "clerk")
    rows = [station.row(name=name, evaluation="none") for name in ("赵一", "钱二")]
    alone = station.row(day="2025-01-21", evaluation="none", form="fixed_point")
    elsewhere = station.row(name="赵一", day="2025-01-22", evaluation="none")
    other = station.row(name="钱二", day="2025-01-22", place="别处")
    record, _, fixed, apart, _ = station.enter(*rows, alone, elsewhere, other)
    satisfied = {"evaluation": "satisfied"}
    path = f"/api/records/{record}/evaluation"
    status, answer = station.call("qian", "POST", path, satisfied)
    assert (status, answer["code"]) == (403, "service_record.took_part")
    for one in (fixed, apart):
        path = f"/api/records/{one}/evaluation"
        assert station.call("qian", "POST", path, satisfied)[0] == 200


def test_before_the_signature_an_evaluation_may_change(station: Station) -> None:
    [record] = station.enter(station.row())
    path = f"/api/records/{record}/evaluation"
    status, row = station.call("clerk", "POST", path, {"evaluation": "dissatisfied"})
    assert (status, row["evaluation"]) == (200, "dissatisfied")
    station.account("zhao", "赵一", "clerk")
    status, answer = station.call("zhao", "POST", path, {"evaluation": "satisfied"})
    assert (status, answer["code"]) == (403, "service_record.own_record")
    station.call("clerk", "POST", f"/api/records/{record}/rejection", {"reason": "重复"})
    status, answer = station.call("clerk", "POST", path, {"evaluation": "satisfied"})
    assert (status, answer["code"]) == (409, "service_record.ended")
