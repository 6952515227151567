"""What people see of an import before it is written, and the count that they confirm."""

from __future__ import annotations

from typing import Any

import pytest

from station.domain.outcome import Judged, Outcome, Place, Reason
from station.domain.preview import Verdict, count_to_write, line

ACCEPTED = Judged(Place("3月", 3), Outcome.ACCEPTED, "first")
HELD = Judged(Place("3月", 4), Outcome.HELD, "second", Reason.LATE)
REFUSED = Judged[str](Place("4月", 3), Outcome.REFUSED, reason=Reason.BAD_DATE)
KEPT = Judged(Place("4月", 4), Outcome.ALREADY_THERE, "third", differences=("hours",))
ROWS: list[Judged[Any]] = [ACCEPTED, REFUSED, HELD, KEPT, ACCEPTED]


def verdict(**beside: Any) -> Verdict:
    return Verdict(ROWS, [line(row, "王娟", {}) for row in ROWS], ["2025-03"], beside)


def test_every_outcome_is_counted_those_that_no_row_has_too() -> None:
    assert verdict().counts == {"accepted": 2, "held": 1, "refused": 1, "already_there": 1}
    assert Verdict([], []).counts == dict.fromkeys(map(str, Outcome), 0)


def test_who_left_the_roster_is_counted_beside_the_rows() -> None:
    counts = verdict(left=["张三", "李四"], changed=[]).counts
    assert (counts["left"], counts["changed"]) == (2, 0)


def test_accepted_and_held_rows_are_written_refused_and_known_ones_never() -> None:
    assert verdict().writable == [(ACCEPTED, "first"), (HELD, "second"), (ACCEPTED, "first")]


def test_a_confirmation_names_as_many_rows_as_are_written_and_no_more() -> None:
    for found in (verdict(), verdict(left=["张三"]), Verdict([REFUSED, KEPT], [])):
        assert count_to_write(found.counts) == len(found.writable)


def test_a_line_stands_where_excel_counts_its_row_and_says_why() -> None:
    shown = line(REFUSED, "王娟", {"category": "便民"})
    assert (shown.sheet, shown.row, shown.name) == ("4月", 3, "王娟")
    assert (shown.outcome, shown.reason) == ("refused", "bad_date")
    assert shown.values == {"category": "便民"}


def test_an_accepted_line_has_no_reason() -> None:
    assert line(ACCEPTED, "王娟", {}).reason is None


@pytest.mark.parametrize("row", [ACCEPTED, HELD, REFUSED])
def test_only_a_row_that_is_there_already_names_the_cells_that_differ(row: Judged[Any]) -> None:
    values = {"hours": 2}
    assert line(KEPT, "王娟", values).values == {"hours": 2, "differences": ["hours"]}
    assert "differences" not in line(row, "王娟", values).values
    assert values == {"hours": 2}
