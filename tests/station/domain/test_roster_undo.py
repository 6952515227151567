"""What a roster did to each member, from which day on, kept and read again."""

from __future__ import annotations

from datetime import date

import pytest

from station.domain.roster_undo import Kind, State, Stays, Undo

ROW = {"name": "安安", "post": "教师"}
FIRST, YESTERDAY, TODAY = date(2025, 1, 1), date(2025, 2, 2), date(2025, 2, 3)
ON: Stays = ((FIRST, None),)
OFF: Stays = ((FIRST, YESTERDAY),)

CASES = [
    (State(), State(ROW, ((TODAY, None),)), Kind.JOINED, TODAY),
    (State(ROW, OFF), State(ROW, ON), Kind.JOINED, TODAY),
    (State(ROW, OFF), State(ROW, (*OFF, (TODAY, None))), Kind.JOINED, TODAY),
    (State(ROW, ON), State(ROW, OFF), Kind.LEFT, TODAY),
    (State(ROW, ((TODAY, None),)), State(ROW, ()), Kind.LEFT, TODAY),
    (State(ROW, ON), State(ROW | {"post": "校长"}, ON), Kind.CHANGED, None),
]


@pytest.mark.parametrize(("before", "after", "kind", "since"), CASES)
def test_each_member_joined_left_or_changed_from_a_day_on(
    before: State, after: State, kind: Kind, since: date | None
) -> None:
    undo = Undo({"d": before}, {"d": after})
    assert (undo.kind("d"), undo.since()) == (kind, since)
    assert undo.joined() == (["d"] if kind is Kind.JOINED else [])


def test_the_earliest_day_of_all_counts() -> None:
    undo = Undo(
        {"a": State(), "b": State(ROW, ON)},
        {"a": State(ROW, ((TODAY, None),)), "b": State(ROW, ((FIRST, FIRST),))},
    )
    assert undo.since() == date(2025, 1, 2)
    assert Undo({}, {}).since() is None


@pytest.mark.parametrize(("before", "after", "_kind", "_since"), CASES)
def test_it_is_read_as_it_was_kept(
    before: State, after: State, _kind: Kind, _since: date | None
) -> None:
    undo = Undo({"d": before}, {"d": after})
    assert Undo.from_json(undo.to_json()) == undo


def test_no_row_stands_in_a_representation() -> None:
    assert "安安" not in repr(State(ROW, ON))
