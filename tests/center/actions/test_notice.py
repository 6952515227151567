"""What the center does to a station is promised to it with the act: exemptions and its end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from center.actions.exemption import Grant, grant_exemption, withdraw_exemption
from center.actions.station import Closing, close_station, reopen_station
from center.models.exemption import Exemption
from center.models.federation import Outbox
from shared.domain.month import Month
from shared.errors import InvalidError
from tests.center.bureau import OFFICER, A, B, Bureau

C = "station:01-3303"


def grant(bureau: Bureau, station: str | None) -> Exemption:
    asked = Grant(Month(2025, 7), Month(2025, 8), "暑假", station)
    with bureau.writing() as session:
        return grant_exemption(session, OFFICER, bureau.now, asked)


def told(bureau: Bureau, station: str) -> list[dict[str, Any]]:
    return bureau.sent("notice", station)


def versions(rows: list[Outbox]) -> list[tuple[str, int]]:
    return [(row.subject, row.ver) for row in rows]


SUMMER = {
    "kind": "exemption.granted",
    "by": "李审核",
    "said_on": "2025-02-03",
    "reason": "暑假",
    "first": "2025-07",
    "last": "2025-08",
}


def test_an_exemption_reaches_the_station_that_it_is_for(bureau: Bureau) -> None:
    grant(bureau, A)
    assert told(bureau, A) == [SUMMER]
    assert told(bureau, B) == []


def test_one_for_all_reaches_all_and_its_end_too(bureau: Bureau) -> None:
    given = grant(bureau, None)
    with bureau.writing() as session:
        withdraw_exemption(session, OFFICER, bureau.now, given.id)
    ended = SUMMER | {"kind": "exemption.withdrawn"}
    assert told(bureau, A) == told(bureau, B) == [SUMMER, ended]
    subject = f"exemption:{given.id}"
    assert versions(bureau.rows("notice", A)) == [(subject, 1), (subject, 2)]


def test_a_station_that_comes_later_learns_what_stands(bureau: Bureau) -> None:
    ended = grant(bureau, None)
    with bureau.writing() as session:
        withdraw_exemption(session, OFFICER, bureau.now, ended.id)
    grant(bureau, A)
    grant(bureau, None)
    bureau.enrol(C)
    assert told(bureau, C) == [SUMMER]


def test_a_grant_that_fails_tells_nobody(bureau: Bureau) -> None:
    with pytest.raises(InvalidError), bureau.writing() as session:
        grant_exemption(session, OFFICER, bureau.now, Grant(Month(2025, 7), Month(2025, 8), " "))
    assert told(bureau, A) == []


def test_a_closed_station_learns_its_last_day_and_that_it_works_again(bureau: Bureau) -> None:
    with bureau.writing() as session:
        closing = Closing(B, date(2025, 6, 30), " 撤并 ")
        close_station(session, OFFICER, bureau.now, closing)
    with bureau.writing() as session:
        reopen_station(session, OFFICER, bureau.now, B)
    said = {"by": "李审核", "said_on": "2025-02-03"}
    assert told(bureau, B) == [
        {"kind": "station.closed", **said, "last_day": "2025-06-30", "reason": "撤并"},
        {"kind": "station.reopened", **said},
    ]
    assert versions(bureau.rows("notice", B)) == [(f"node:{B}", 1), (f"node:{B}", 2)]
    assert told(bureau, A) == []
