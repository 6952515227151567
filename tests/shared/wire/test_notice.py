"""`notice` as the first release with it writes and reads it, one golden envelope for each kind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError

from shared.domain.month import Month
from shared.domain.notice import Kind
from shared.wire.notice import NOTICE, NoticeSchema
from shared.wire.table import may_travel
from tests.shared.wire.golden import read, written

DOWN = ("center:01", "station:01-3301")
HEAD = (
    '{"spec":"fed/1","id":"0193a2b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b","type":"notice","v":1,'
    '"from":"center:01","to":"station:01-3301","subject":"%s","ver":1,'
    '"occurred":"2026-11-02T08:11:05+00:00","cause":null,"actor":null,"data":%s,'
    '"blobs":[],"salt":"00112233445566778899aabbccddeeff"}'
)
SAID: dict[str, Any] = {"by": "吴主任", "said_on": date(2026, 11, 5)}
SUMMER: dict[str, Any] = {"first": Month(2026, 7), "last": Month(2026, 8), "reason": "暑假"}
MONTH: dict[str, Any] = {"first": Month(2026, 10), "last": Month(2026, 10), "reason": "请尽快"}
ENDED: dict[str, Any] = {"last_day": date(2026, 10, 31), "reason": "撤并"}
GOLDEN: list[tuple[str, dict[str, Any], str]] = [
    (
        "exemption:0193a2b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b",
        {"kind": Kind.EXEMPTION_GRANTED, **SAID, **SUMMER},
        '{"kind":"exemption.granted","by":"吴主任","said_on":"2026-11-05","reason":"暑假",'
        '"first":"2026-07","last":"2026-08"}',
    ),
    (
        "exemption:0193a2b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b",
        {"kind": Kind.EXEMPTION_WITHDRAWN, **SAID, **SUMMER},
        '{"kind":"exemption.withdrawn","by":"吴主任","said_on":"2026-11-05","reason":"暑假",'
        '"first":"2026-07","last":"2026-08"}',
    ),
    (
        "month:01-3301:2026-10",
        {"kind": Kind.REPORT_REMINDED, **SAID, **MONTH},
        '{"kind":"report.reminded","by":"吴主任","said_on":"2026-11-05","reason":"请尽快",'
        '"first":"2026-10","last":"2026-10"}',
    ),
    (
        "node:station:01-3301",
        {"kind": Kind.STATION_CLOSED, **SAID, **ENDED},
        '{"kind":"station.closed","by":"吴主任","said_on":"2026-11-05","reason":"撤并",'
        '"last_day":"2026-10-31"}',
    ),
    (
        "node:station:01-3301",
        {"kind": Kind.STATION_REOPENED, **SAID},
        '{"kind":"station.reopened","by":"吴主任","said_on":"2026-11-05"}',
    ),
]
NOTHING = {"reason": "", "first": None, "last": None, "last_day": None}


@pytest.mark.parametrize(("subject", "data", "golden"), GOLDEN)
def test_each_kind_is_written_and_read_as_in_its_first_release(
    subject: str, data: dict[str, Any], golden: str
) -> None:
    envelope = HEAD % (subject, golden)
    assert written(NOTICE, DOWN, subject, data) == envelope
    assert read(envelope) == NOTHING | data


def test_what_a_later_release_adds_is_no_hindrance() -> None:
    _, data, golden = GOLDEN[0]
    assert read(HEAD % ("exemption:x", golden[:-1] + ',"until":"noon"}')) == NOTHING | data


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        ("exemption.granted", {"first", "last"}),
        ("exemption.withdrawn", {"first", "last"}),
        ("report.reminded", {"first", "last"}),
        ("station.closed", {"last_day"}),
        ("station.moved", {"kind"}),
    ],
)
def test_half_a_state_is_none(kind: str, lacking: set[str]) -> None:
    with pytest.raises(ValidationError) as wrong:
        NoticeSchema().load({"kind": kind, "by": "吴主任", "said_on": "2026-11-05"})
    assert isinstance(wrong.value.messages, dict)
    assert set(wrong.value.messages) == lacking


def test_a_center_alone_tells_and_a_station_alone_is_told() -> None:
    tiers = ("station", "center", "association")
    ways = {(a, b) for a in tiers for b in tiers if may_travel(NOTICE, a, b)}
    assert ways == {("center", "station")}
