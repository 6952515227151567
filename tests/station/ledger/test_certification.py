"""Officers at the ledger: first and second, singly and in bulk; nobody certifies their own."""

from __future__ import annotations

import ast
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.clock import machine_now
from shared.database import transaction
from station.database import db
from station.models.audit import Audit
from station.models.officer import Officer
from station.models.service_record import ServiceRecord
from tests.station.ledger.station import Station


def officer(station: Station, name: str, login: str | None = None) -> str:
    account = station.actor(login).id if login else None
    with transaction(db) as session:
        made = Officer(name=name, account_id=account)
        session.add(made)
        session.flush()
        return str(made.id)


def test_many_are_certified_in_one_act_with_a_result_a_row(station: Station) -> None:
    one, two = station.enter(station.row(), station.row(name="钱二"))
    [done] = station.certify(two)
    assert (done["outcome"], done["status"], done["waits_for"]) == ("done", "certified", None)
    unknown = str(uuid4())
    rows = station.certify(one, two, unknown)
    assert [row["code"] for row in rows] == [
        "",
        "service_record.not_submitted",
        "service_record.unknown",
    ]
    assert rows[1]["sentence"] == "这条记录不在等待认定。"
    assert station.record(one)["certifier_name"] == "李文书"
    lines = station.session.scalars(select(Audit).where(Audit.action == "record.certified"))
    assert {line.subject for line in lines} == {f"record:{one}", f"record:{two}"}


def test_another_count_than_was_ticked_certifies_nothing(station: Station) -> None:
    [record] = station.enter(station.row())
    for ids, count in (([record], 2), ([record, record], 2), ([record, record], 1)):
        body = {"ids": ids, "count": count}
        status, answer = station.call("clerk", "POST", "/api/records/certification", body)
        assert (status, answer["code"]) == (409, "bulk.other_count")
    assert station.record(record)["status"] == "submitted"


def test_nobody_certifies_their_own_record_under_whatever_name(station: Station) -> None:
    station.account("zhao", "赵 一", "clerk")
    station.account("other", "别名", "clerk")
    [record] = station.enter(station.row())
    assert station.certify(record, login="zhao")[0]["code"] == "service_record.own_record"
    officer(station, "赵一", "other")
    assert station.certify(record, login="other")[0]["code"] == "service_record.own_record"
    [held] = station.enter(station.row(day="2025-01-21", start="08:00", end="17:00"))
    assert station.certify(held)[0]["waits_for"] == "second_officer"
    assert station.second(held, login="zhao")[0]["code"] == "service_record.own_record"


def test_one_person_with_two_accounts_is_no_second_officer(station: Station) -> None:
    station.account("again", "李 文书", "clerk")
    [held] = station.enter(station.row(start="08:00", end="17:00"))
    assert station.certify(held)[0]["waits_for"] == "second_officer"
    body = {"ids": [held], "count": 1}
    status, answer = station.call("again", "POST", "/api/records/second", body)
    assert (status, answer["code"]) == (409, "officer.not_linked")


def test_a_bulk_act_counts_in_whole_numbers_and_lowers_its_own_rows_alone(
    station: Station,
) -> None:
    record, other = station.enter(station.row(), station.row(day="2025-01-21"))
    lowered = {"id": other, "hours": 1, "reason": "早退"}
    twice = [{**lowered, "id": record}] * 2
    for wrong in ({"count": 1.7}, {"lowered": [lowered]}, {"lowered": twice}):
        body = {"ids": [record], "count": 1} | wrong
        status, answer = station.call("clerk", "POST", "/api/records/certification", body)
        assert (status, answer["code"]) == (422, "form.invalid")
    assert station.record(record)["status"] == "submitted"


def test_a_row_that_names_its_certifier_waits_for_that_one(station: Station) -> None:
    named = officer(station, "吴老师", "second")
    [record] = station.enter(station.row(certifier=named))
    assert station.certify(record)[0]["code"] == "service_record.other_certifier"
    assert station.certify(record, login="second")[0]["status"] == "certified"


def test_an_account_named_as_an_officer_of_the_sheets_must_be_linked_first(
    station: Station,
) -> None:
    officer(station, "李文书")
    [record] = station.enter(station.row())
    body = {"ids": [record], "count": 1}
    status, answer = station.call("clerk", "POST", "/api/records/certification", body)
    assert (status, answer["code"]) == (409, "officer.not_linked")


def test_a_long_day_needs_another_officer_by_another_account(station: Station) -> None:
    [record] = station.enter(station.row(end="17:00"))
    assert station.second(record)[0]["code"] == "service_record.first_officer_missing"
    [first] = station.certify(record)
    assert (first["status"], first["waits_for"]) == ("submitted", "second_officer")
    assert station.certify(record)[0]["code"] == "service_record.signed_already"
    assert station.second(record, login="clerk")[0]["code"] == "service_record.same_officer"
    [second] = station.second(record)
    assert (second["status"], second["waits_for"]) == ("certified", None)
    row = station.record(record)
    assert (row["certifier_name"], row["second_officer_name"]) == ("李文书", "周干事")
    assert station.second(record)[0]["code"] == "service_record.not_submitted"


def test_who_is_named_as_second_officer_countersigns_alone(station: Station) -> None:
    named = officer(station, "吴老师", "head")
    [record] = station.enter(station.row(end="17:00", second_officer=named))
    station.certify(record)
    assert station.second(record)[0]["code"] == "service_record.other_second_officer"
    assert station.second(record, login="head")[0]["status"] == "certified"


def test_hours_are_lowered_with_a_reason_and_never_raised(station: Station) -> None:
    [record] = station.enter(station.row(end="11:00"))
    for hours, reason in ((4, "多"), (3, "一样")):
        lowered = [{"id": record, "hours": hours, "reason": reason}]
        [row] = station.certify(record, lowered=lowered)
        assert row["code"] == "service_record.not_lower"
    [row] = station.certify(record, lowered=[{"id": record, "hours": 2, "reason": " "}])
    assert row["code"] == "service_record.lowering_needs_reason"
    assert station.record(record)["hours"] == 3
    [row] = station.certify(record, lowered=[{"id": record, "hours": 2, "reason": "提前离开"}])
    assert row["status"] == "certified"
    shown = station.record(record)
    assert (shown["hours"], shown["lowered_from"], shown["lowered_reason"]) == (2, 3, "提前离开")


def test_a_rejected_record_frees_its_time_and_stays_with_the_reason(station: Station) -> None:
    [record] = station.enter(station.row())
    path = f"/api/records/{record}/rejection"
    assert station.call("clerk", "POST", path, {"reason": ""})[0] == 422
    assert station.call("clerk", "POST", path, {"reason": " "})[1]["code"] == (
        "service_record.needs_reason"
    )
    status, row = station.call("clerk", "POST", path, {"reason": "没有到场"})
    assert (status, row["status"], row["reason"]) == (200, "rejected", "没有到场")
    assert station.call("clerk", "POST", path, {"reason": "再来"})[1]["code"] == (
        "service_record.not_movable"
    )
    station.enter(station.row())
    path = f"/api/records/{uuid4()}/rejection"
    assert station.call("clerk", "POST", path, {"reason": "无"})[0] == 404


def test_no_module_writes_to_the_ledger_past_the_rows() -> None:
    """Only an import that is taken back deletes rows, and those alone that nobody has signed."""
    past = set()
    for module in Path("station").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                told = "ServiceRecord" in [ast.unparse(argument) for argument in node.args]
                if told and name in {"update", "delete"}:
                    past.add((module.as_posix(), name))
    assert past == {("station/actions/taking_back.py", "delete")}


def test_no_code_can_edit_a_certified_record(station: Station) -> None:
    [record] = station.certified(station.row())
    edits = {
        "hours": 9,
        "minutes": 540,
        "end": "17:00",
        "volunteer_id": station.people["钱二"],
        "evaluation": "dissatisfied",
        "paid": True,
        "certifier_id": None,
        "certified_at": machine_now(),
        "lowered_from": 12,
        "place": "别处",
    }
    for name, value in edits.items():
        with pytest.raises(RuntimeError, match=name), transaction(db) as session:
            setattr(session.get_one(ServiceRecord, UUID(record)), name, value)
            session.flush()
    row = station.record(record)
    assert (row["hours"], row["status"]) == (2, "certified")
