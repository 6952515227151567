"""A volunteer's own report waits for the signed slip, then for its certifier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_record import Category, Evaluation
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from station.actions.reported_service import Report, SignedSlip, report_service, sign_by_slip
from station.database import db
from station.domain.outcome import Outcome, Reason
from tests.station.ledger.station import SLIP, Station

REPORT = Report(
    date(2025, 1, 20),
    "08:00",
    "10:00",
    Category.HARDSHIP_AID,
    "育才里 3 号",
    "帮忙搬书柜",
    "韩奶奶",
)


def report(station: Station, **changes: Any) -> Any:
    with transaction(db) as session:
        actor, volunteer = station.actor("clerk"), station.people["赵一"]
        said = replace(REPORT, **changes)
        return report_service(session, actor, business_now(), volunteer, said)


def file(station: Station, record: UUID, login: str = "clerk", **slip: Any) -> None:
    actor = station.actor(login)
    with transaction(db) as session:
        sign_by_slip(
            session, actor, business_now(), record, SignedSlip(**{"evidence": SLIP} | slip)
        )


def test_a_report_waits_for_the_slip_whatever_the_volunteer_sent_along(station: Station) -> None:
    entered = report(station, evidence="cd" * 32)
    row = station.record(str(entered.record))
    assert (row["channel"], row["form"], row["recipient"]) == (
        "volunteer",
        "dispatched",
        "韩奶奶",
    )
    assert (row["status"], row["waits_for"], row["recipient_signed"]) == (
        "submitted",
        "signature",
        False,
    )
    assert station.certify(row["id"])[0]["code"] == "service_record.slip_missing"
    path = f"/api/records/{row['id']}/evaluation"
    refused = station.call("clerk", "POST", path, {"evaluation": "satisfied"})
    assert refused[1]["code"] == "service_record.slip_missing"


def test_with_the_slip_it_is_certified_as_a_dispatched_service(station: Station) -> None:
    record = report(station).record
    file(station, record, evaluation=Evaluation.SATISFIED)
    row = station.record(str(record))
    assert (row["waits_for"], row["evidence"], row["evaluation"], row["recipient_signed"]) == (
        "certifier",
        SLIP,
        "satisfied",
        True,
    )
    assert station.certify(str(record))[0]["status"] == "certified"
    [cell] = station.month("2025-01")["table"]["cells"]
    assert (cell["form"], cell["points_hours"]) == ("dispatched", 2)
    with pytest.raises(ConflictError, match="not_submitted"):
        file(station, record)


def test_nobody_files_the_slip_of_their_own_service(station: Station) -> None:
    station.account("zhao", "赵一", "clerk")
    record = report(station).record
    with pytest.raises(ForbiddenError, match="own_record"):
        file(station, record, "zhao")
    with pytest.raises(InvalidError, match="needs_slip"):
        file(station, record, evidence="")
    with pytest.raises(NotFoundError, match="unknown"):
        file(station, UUID(int=1))
    file(station, record)
    with pytest.raises(ConflictError, match="slip_not_wanted"):
        file(station, record)


def test_whoever_was_served_is_named_and_is_not_the_volunteer(station: Station) -> None:
    with pytest.raises(InvalidError, match="needs_recipient"):
        report(station, recipient=" ")
    refused = report(station, recipient="赵 一")
    assert (refused.outcome, refused.reason) == (Outcome.REFUSED, Reason.OWN_RECIPIENT)
    assert refused.record is None
    row = station.row(form="dispatched", evidence=SLIP, recipient="赵一")
    _, answer = station.call("clerk", "POST", "/api/records", {"records": [row]})
    assert answer["items"][0]["reason"] == "own_recipient"


def test_an_unsigned_report_stops_no_month_and_a_late_one_says_why(station: Station) -> None:
    report(station)
    assert station.month("2025-01")["waiting"] == 0
    assert station.reported("2025-01")["revision"] == 1
    station.at("2025-02-06T09:00+08:00")
    later = replace(REPORT, day=date(2025, 1, 21))
    assert report(station, day=later.day).reason is Reason.LATE
    kept = report(station, day=later.day, late_reason="忘了报")
    assert kept.outcome is Outcome.HELD


def test_who_was_served_lies_encrypted(station: Station) -> None:
    report(station)
    raw = station.session.connection().exec_driver_sql("SELECT recipient FROM service_record")
    assert "韩奶奶".encode() not in bytes(raw.scalar_one())


def test_another_recipient_needs_a_new_signature(station: Station) -> None:
    record = str(report(station).record)
    file(station, UUID(record))
    station.certify(record)
    path = f"/api/records/{record}/reissue"
    body = {"reason": "写错了", "recipient": "韩爷爷"}
    assert station.call("clerk", "POST", path, body)[1]["code"] == "not_signed"
    body = {"reason": "写错了", "place": "育才里 5 号"}
    status, new = station.call("clerk", "POST", path, body)
    assert (status, new["recipient"], new["evidence"]) == (201, "韩奶奶", SLIP)
