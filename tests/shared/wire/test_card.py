"""`card.found` as the first release with it writes and reads it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from shared.domain.card import Recovery
from shared.wire.card import FOUND
from shared.wire.table import may_travel
from tests.shared.wire.golden import read, written

UP = ("station:01-3301", "center:01")
GOLDEN = (
    '{"spec":"fed/1","id":"0193a2b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b","type":"card.found","v":1,'
    '"from":"station:01-3301","to":"center:01",'
    '"subject":"card:00000000-0000-0000-0000-000000000047","ver":1,'
    '"occurred":"2026-11-02T08:11:05+00:00","cause":null,"actor":null,'
    '"data":{"card":"00000000-0000-0000-0000-000000000047",'
    '"volunteer":"00000000-0000-0000-0000-000000000048","lost_on":"2026-11-01",'
    '"found_on":"2026-11-02","reason":"found"},'
    '"blobs":[],"salt":"00112233445566778899aabbccddeeff"}'
)


def test_a_finding_is_written_and_read_as_in_its_first_release() -> None:
    data = {
        "card": UUID(int=71),
        "volunteer": UUID(int=72),
        "lost_on": date(2026, 11, 1),
        "found_on": date(2026, 11, 2),
        "reason": Recovery.FOUND,
    }
    assert written(FOUND, UP, f"card:{UUID(int=71)}", data) == GOLDEN
    assert read(GOLDEN) == data


def test_a_finding_goes_up_alone() -> None:
    tiers = ("station", "center", "association")
    ways = {(a, b) for a in tiers for b in tiers if may_travel(FOUND, a, b)}
    assert ways == {("station", "center"), ("center", "association")}
