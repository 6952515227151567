"""Roster rows, and a new roster against today's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from shared.domain.id_number import Sex
from station.domain.outcome import Outcome, Place, Reason
from station.domain.roster import Member, RosterRow, compare, judge_roster

TODAY = date(2026, 1, 5)
NUMBER = "130204197612160038"


def row(number: int = 4, **cells: Any) -> RosterRow:
    values: dict[str, Any] = {"name": "王 娟", "id_number": NUMBER, "sex": "男"}
    values["joined"] = "1995年12月12日"
    return RosterRow(Place("花名册", number), **values | cells)


def reasons(*rows: RosterRow) -> list[Reason | None]:
    return [judged.reason for judged in judge_roster(rows, TODAY)]


def test_an_accepted_row_is_a_member() -> None:
    (judged,) = judge_roster([row(phone=13800000000.0, post="教师", remark="组长")], TODAY)
    assert judged.outcome is Outcome.ACCEPTED
    assert judged.value == Member(
        "王娟", NUMBER, Sex.MALE, date(1995, 12, 12), "教师", "13800000000", "组长"
    )


def test_unreadable_sex_and_joining_date_do_not_refuse_a_member() -> None:
    (judged,) = judge_roster([row(sex="?", joined="很早")], TODAY)
    assert judged.value and (judged.value.sex, judged.value.joined) == (None, None)


def test_the_first_of_a_number_counts_and_a_refused_one_does_not() -> None:
    spelt = "１３０２０４１９７６１２１６００３８"
    assert reasons(row(name=None), row(), row(id_number=spelt), row(id_number=1.3e17)) == [
        Reason.NO_NAME,
        None,
        Reason.DUPLICATE_ID_NUMBER,
        Reason.BAD_ID_NUMBER,
    ]


def test_a_new_roster_shows_who_joined_left_and_changed() -> None:
    one = Member("王娟", NUMBER, Sex.MALE, None, "教师", "1")
    two = replace(one, name="邹秀", id_number="2")
    three = replace(one, name="文勇", id_number="3")
    promoted = replace(one, post="副校长")
    changes = compare([one, two], [promoted, three])
    assert (changes.joined, changes.left) == ((three,), (two,))
    assert changes.changed == ((one, promoted),)
