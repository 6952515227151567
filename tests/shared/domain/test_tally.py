"""A month's tally: added up, sent, checked; and the year's twelve months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import monthly_report
from shared.domain.entry import Entry, entries_digest
from shared.domain.month import Month
from shared.domain.policy import default_policy
from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import Cell, Figures, Tally, add_up
from shared.domain.tally_check import Difference, check_tally
from shared.domain.year import add_months, unsealed_months
from shared.errors import InvalidError

POLICY = default_policy(2025)
ANNA, BERT, CARL = UUID(int=1), UUID(int=2), UUID(int=3)


def entry(number: int, **values: Any) -> Entry:
    first = Entry(
        record=UUID(int=1000 + number),
        volunteer=ANNA,
        certifier=CARL,
        date=date(2025, 3, 5),
        start="08:00",
        end="10:00",
        hours=2,
        category=Category.CONVENIENCE,
        form=Form.GROUP,
        evaluation=Evaluation.SATISFIED,
        paid=False,
        channel="clerk",
        activity="square",
    )
    return replace(first, **values)


ENTRIES = [
    entry(1),
    entry(2, volunteer=BERT, evaluation=Evaluation.DISSATISFIED),
    entry(3, hours=1, paid=True, activity=""),
    entry(4, form=Form.DISPATCHED, hours=3, evaluation=Evaluation.NONE, activity=""),
]
TALLY = add_up(ENTRIES, POLICY)

entries = st.lists(
    st.builds(
        lambda number, **values: entry(number, **values),
        st.integers(0, 10**6),
        volunteer=st.sampled_from([ANNA, BERT, CARL]),
        hours=st.integers(1, 12),
        category=st.sampled_from(Category),
        form=st.sampled_from(Form),
        evaluation=st.sampled_from(Evaluation),
        paid=st.booleans(),
    ),
    max_size=20,
)


def test_activities_attendances_and_people_are_three_figures() -> None:
    assert TALLY.table[Category.CONVENIENCE, Form.GROUP] == Cell(
        activities=2, records=3, people=2, hours=5, satisfied_hours=3, points_hours=2
    )
    assert TALLY.total == Cell(
        activities=3, records=4, people=2, hours=8, satisfied_hours=3, points_hours=2
    )


def test_the_three_kinds_of_hours_stand_beside_the_points_of_each_volunteer() -> None:
    assert TALLY.volunteers == {
        ANNA: Figures(records=3, hours=6, satisfied_hours=3, points_hours=2, points=10),
        BERT: Figures(records=1, hours=2),
    }
    assert TALLY.points == 10


def test_volunteers_without_records_stand_with_zeros() -> None:
    assert add_up([], POLICY, [CARL]).volunteers == {CARL: Figures()}


@given(entries)
def test_a_tally_that_travelled_is_the_same_and_adds_up(found: list[Entry]) -> None:
    tally = add_up(found, POLICY)
    received = Tally.from_dict(tally.to_dict())
    assert received == tally and received.digest() == tally.digest()
    assert add_up(reversed(found), POLICY).digest() == tally.digest()
    sent = [Entry.from_dict(item.to_dict()) for item in found]
    assert check_tally(received, POLICY, sent) == check_tally(received, POLICY) == []


def test_an_entry_travels_without_its_activity() -> None:
    sent = ENTRIES[0].to_dict()
    assert "activity" not in sent
    assert Entry.from_dict(sent | {"later": 1}) == replace(ENTRIES[0], activity="")
    unsigned = replace(ENTRIES[0], certifier=None, activity="")
    assert Entry.from_dict(unsigned.to_dict()) == unsigned


def test_the_digest_of_entries_knows_no_order_and_no_activity() -> None:
    plain = [replace(item, activity="") for item in reversed(ENTRIES)]
    assert entries_digest(plain) == entries_digest(ENTRIES)
    assert entries_digest(ENTRIES[1:]) != entries_digest(ENTRIES)


@pytest.mark.parametrize(
    "broken",
    [
        {"record": "x"},
        {"record": 1},
        {"date": "2025-02-30"},
        {"start": "8:00"},
        {"hours": 0},
        {"hours": "2"},
        {"category": "other"},
    ],
)
def test_a_broken_entry_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        Entry.from_dict(ENTRIES[0].to_dict() | broken)
    with pytest.raises(InvalidError):
        Entry.from_dict({})


def test_a_broken_tally_is_refused() -> None:
    good = TALLY.to_dict()
    for broken in (
        {},
        good | {"total": {"hours": -1}},
        good | {"total": {"hours": 1.5}},
        good | {"table": {"convenience": good["total"]}},
        good | {"volunteers": {"x": {}}},
        good | {"volunteers": []},
        good | {"total": {"unknown": 1}},
    ):
        with pytest.raises(InvalidError) as refused:
            Tally.from_dict(broken)
        assert refused.value.code == "tally.bad"


def test_each_difference_is_named_with_both_figures() -> None:
    line = replace(TALLY.volunteers[ANNA], points=15)
    wrong = replace(TALLY, volunteers={**TALLY.volunteers, ANNA: line})
    assert check_tally(wrong, POLICY) == [Difference(f"{ANNA}/points", 15, 10)]
    assert Difference(f"entries/{ANNA}/points", 15, 10) in check_tally(wrong, POLICY, ENTRIES)


def test_a_total_that_is_not_the_sum_is_found() -> None:
    wrong = replace(TALLY, total=replace(TALLY.total, hours=9))
    assert set(check_tally(wrong, POLICY)) == {
        Difference("table/hours", 9, 8),
        Difference("volunteers/hours", 9, 8),
    }


def test_a_missing_entry_is_found_in_its_cell_and_at_its_volunteer() -> None:
    where = {difference.where for difference in check_tally(TALLY, POLICY, ENTRIES[:-1])}
    assert "entries/convenience/dispatched/hours" in where
    assert f"entries/{ANNA}/hours" in where
    assert check_tally(TALLY, POLICY, [*ENTRIES, entry(9, volunteer=CARL)])


def test_more_satisfied_than_served_hours_or_more_people_than_records_are_found() -> None:
    key = (Category.CONVENIENCE, Form.GROUP)
    cell = replace(TALLY.table[key], people=9, satisfied_hours=6, points_hours=7)
    wrong = replace(TALLY, table={**TALLY.table, key: cell})
    where = {difference.where for difference in check_tally(wrong, POLICY)}
    prefix = "convenience/group"
    assert {f"{prefix}/people", f"{prefix}/satisfied_hours", f"{prefix}/points_hours"} <= where


def test_a_year_has_twelve_months_zeros_included_and_nothing_carried_over() -> None:
    tallies = {Month(2025, 3): TALLY, Month(2025, 5): TALLY, Month(2024, 12): TALLY}
    year = add_months(tallies, 2025, [CARL])
    assert list(year) == [ANNA, BERT, CARL]
    assert [month.hours for month in year[ANNA].months] == [0, 0, 6, 0, 6, 0, 0, 0, 0, 0, 0, 0]
    assert year[ANNA].total.points == 20
    assert year[CARL].total == Figures()


def test_a_year_waits_for_its_unsealed_months() -> None:
    statuses = {
        Month(2025, 10): monthly_report.Status.ACCEPTED,
        Month(2025, 11): monthly_report.Status.RETURNED,
    }
    owed = [Month(2025, 12), Month(2025, 11), Month(2025, 10)]
    assert unsealed_months(owed, statuses) == [Month(2025, 11), Month(2025, 12)]
