"""A month's report with requests and visits, and as the release before wrote it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from marshmallow import ValidationError

from shared.domain.month import Month
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
from shared.wire import tally as wire
from tests.shared.wire.golden import ID, read, written

UP = ("center:01", "association:13")
TOLD = Told(RequestFigures(5, 4, 1, 1, 0, 2, 12, 8, 7), VisitFigures(4, 3, 1, 1))
TOTAL: dict[str, Any] = {
    "station": "station:01-3301",
    "month": Month(2026, 10),
    "revision": 1,
    "records": 3,
    "hours": 6,
    "satisfied_hours": 5,
    "points_hours": 4,
    "points": 20,
    "content": "a" * 64,
}
HEAD = (
    '{"spec":"fed/1","id":"0193a2b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b","type":"tally.total","v":1,'
    '"from":"center:01","to":"association:13","subject":"tally:1","ver":1,'
    '"occurred":"2026-11-02T08:11:05+00:00","cause":null,"actor":null,"data":%s,'
    '"blobs":[],"salt":"00112233445566778899aabbccddeeff"}'
)
BEFORE = (
    '{"hours":6,"satisfied_hours":5,"points_hours":4,"station":"station:01-3301",'
    '"month":"2026-10","revision":1,"records":3,"points":20,"content":"%s"}' % ("a" * 64)
)
ASKED = (
    '"requests":{"received":5,"served":4,"for_others":1,"escalated":1,"declined":0,"open":2,'
    '"oldest_days":12,"promised":8,"kept":7},"visits":{"pairing_due":4,"pairing_made":3,'
    '"benefit_due":1,"benefit_made":1}'
)
ENTRY: dict[str, Any] = {
    "record": ID,
    "volunteer": ID,
    "certifier": None,
    "day": date(2026, 10, 5),
    "start": "08:00",
    "end": "10:00",
    "hours": 2,
    "category": "convenience",
    "form": "dispatched",
    "evaluation": "satisfied",
    "paid": False,
    "channel": "order",
    "evidence": "b" * 64,
}


def test_one_of_before_says_nothing_of_requests_and_visits() -> None:
    found = read(HEAD % BEFORE)
    assert found == TOTAL | {"requests": None, "visits": None}
    assert Told.from_dict(found) == Told()


def test_what_this_release_writes_is_read_back() -> None:
    body = written(wire.TOTAL, UP, "tally:1", TOTAL | TOLD.to_dict())
    assert body == HEAD % BEFORE.replace("{", f"{{{ASKED},")
    assert Told.from_dict(read(body)) == TOLD


@pytest.mark.parametrize("figure", ["received", "kept"])
def test_figures_are_whole_numbers(figure: str) -> None:
    for wrong in (-1, "3", None, 2.5):
        data = TOTAL | {"requests": TOLD.to_dict()["requests"] | {figure: wrong}}
        with pytest.raises(ValidationError):
            wire.TotalSchema().load(data | {"month": "2026-10"})


def test_a_record_that_its_recipient_signed_travels_without_a_certifier() -> None:
    data = {
        "tally": ID,
        "station": "station:01-3301",
        "month": Month(2026, 10),
        "revision": 1,
        "part": 1,
        "parts": 1,
        "entries": [ENTRY, ENTRY | {"certifier": UUID(int=9)}],
    }
    body = written(wire.ENTRIES, ("station:01-3301", "center:01"), "tally:1:r1:1", data)
    assert [one["certifier"] for one in read(body)["entries"]] == [None, UUID(int=9)]
