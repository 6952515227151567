"""A tally that came in: what doesn't add up is named with both figures."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.service_record import Category, Form
from shared.domain.tally import Cell, Figures, add_up
from shared.domain.tally_check import Difference, check_tally
from tests.shared.domain.march import ANNA, BERT, CARL, ENTRIES, POLICY, TALLY, entry

GROUP = (Category.CONVENIENCE, Form.GROUP)


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


def test_people_are_counted_and_never_summed_over_the_cells() -> None:
    assert sum(cell.people for cell in TALLY.table.values()) == 3
    assert check_tally(TALLY, POLICY) == []
    summed = replace(TALLY, total=replace(TALLY.total, people=3))
    assert check_tally(summed, POLICY) == [Difference("total/people", 3, 2)]


def test_volunteers_with_zeros_are_no_people_served() -> None:
    with_zeros = add_up(ENTRIES, POLICY, [CARL])
    assert CARL in with_zeros.volunteers
    assert check_tally(with_zeros, POLICY) == []


def test_points_are_counted_by_the_policy_of_that_year() -> None:
    later = replace(POLICY, points_per_hour=4)
    assert check_tally(TALLY, later) == [Difference(f"{ANNA}/points", 10, 8)]
    assert check_tally(add_up(ENTRIES, later), later, ENTRIES) == []


def test_hours_paid_for_are_only_found_by_the_entries() -> None:
    """In itself such a tally adds up; what was paid is known from the entries alone."""
    paid = [replace(one, paid=False) for one in ENTRIES]
    told = add_up(paid, POLICY)
    assert check_tally(told, POLICY) == []
    where = {found.where for found in check_tally(told, POLICY, ENTRIES)}
    assert where == {
        "entries/convenience/group/points_hours",
        f"entries/{ANNA}/points_hours",
        f"entries/{ANNA}/points",
    }


def test_activities_are_the_stations_word_since_no_place_leaves_it() -> None:
    merged = replace(TALLY.table[GROUP], activities=1)
    told = replace(TALLY, table={**TALLY.table, GROUP: merged})
    assert check_tally(told, POLICY, ENTRIES) == []


def test_a_line_of_more_points_hours_than_satisfied_ones_is_found() -> None:
    line = Figures(records=1, hours=2, satisfied_hours=3, points_hours=4, points=20)
    wrong = replace(TALLY, volunteers={**TALLY.volunteers, BERT: line})
    found = check_tally(wrong, POLICY)
    assert Difference(f"{BERT}/satisfied_hours", 3, 2) in found
    assert Difference(f"{BERT}/points_hours", 4, 3) in found


def test_an_invented_cell_is_found_against_the_entries() -> None:
    key = (Category.KEY_WORK, Form.FIXED_POINT)
    told = replace(TALLY, table={**TALLY.table, key: Cell(1, 1, 1, 2, 2, 2)})
    found = check_tally(told, POLICY, ENTRIES)
    assert Difference("entries/key_work/fixed_point/hours", 2, 0) in found
    assert Difference("table/hours", 8, 10) in found
