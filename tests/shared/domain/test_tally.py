"""A month's tally: added up and sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.entry import Entry
from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import Cell, Figures, Tally, add_up
from shared.domain.tally_check import check_tally
from shared.errors import InvalidError
from tests.shared.domain.march import ANNA, BERT, CARL, POLICY, TALLY, entry

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
