"""Whom to send: who fits and is free, why, and why the others are left out."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import wished_time
from shared.domain.fit import Task, free_slots
from shared.domain.service_item import by_code
from shared.domain.service_record import Category
from station.domain.dispatch import (
    Candidate,
    LeftOut,
    Proposals,
    Reason,
    Why,
    WhyNot,
    propose,
)
from station.domain.free_time import Part

LI, ZHOU, FENG, GUO = (UUID(int=number) for number in (1, 2, 3, 4))
REPAIR = Task(Category.CONVENIENCE, by_code("repair"), ("2026-11-04-afternoon", "2026-11-05"))
ERRAND = Task(Category.CONVENIENCE, by_code("errand"))
CONVENIENCE = frozenset({Category.CONVENIENCE})
FITTING = Candidate(LI, "李建平", CONVENIENCE, ("水电维修",), ("3-afternoon", "4-evening"))


def people(*hours: int) -> list[Candidate]:
    names = ("李建平", "周志强", "冯建军", "郭晓峰")
    return [
        replace(FITTING, volunteer=UUID(int=number), name=name, hours=figure)
        for number, (name, figure) in enumerate(zip(names, hours, strict=False), 1)
    ]


def order(found: Proposals) -> list[UUID]:
    return [one.volunteer for one in found.proposed]


def test_the_parts_of_a_day_are_those_of_free_times() -> None:
    assert tuple(Part) == wished_time.PARTS


def test_who_fits_and_is_free_is_proposed_with_the_reasons() -> None:
    found = propose(REPAIR, [replace(FITTING, hours=3, orders=1)])
    assert found.left_out == ()
    (proposal,) = found.proposed
    assert proposal.volunteer == LI
    assert proposal.reasons == (
        Reason(Why.SKILL, "水电维修"),
        Reason(Why.FREE, ("3-afternoon", "4-evening")),
        Reason(Why.FEW_HOURS, 3),
        Reason(Why.ORDERS, 1),
    )


def test_where_no_specialty_is_asked_for_the_category_is_the_reason() -> None:
    for task in (ERRAND, Task(Category.CONVENIENCE)):
        (proposal,) = propose(task, [replace(FITTING, specialties=())]).proposed
        assert proposal.reasons[:2] == (
            Reason(Why.CATEGORY, "convenience"),
            Reason(Why.ANY_TIME),
        )


def test_whoever_served_the_same_recipient_well_comes_first_and_it_is_said_first() -> None:
    first, second = people(0, 2)
    found = propose(ERRAND, [first, replace(second, knows=True), *people(0, 0, 9)[2:]])
    assert order(found) == [ZHOU, LI]
    assert found.proposed[0].reasons[0] == Reason(Why.KNOWN)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"is_in_service": False}, WhyNot.NOT_IN_SERVICE),
        ({"is_related": True}, WhyNot.RELATED),
        ({"has_refused": True}, WhyNot.REFUSED),
        ({"categories": frozenset({Category.HARDSHIP_AID})}, WhyNot.OTHER_CATEGORY),
        ({"specialties": ("书法",)}, WhyNot.NO_SKILL),
        ({"free_times": ("6-morning",)}, WhyNot.NOT_FREE),
        ({"free_times": ()}, WhyNot.NO_FREE_TIME),
        ({"free_times": ("放假时",)}, WhyNot.NO_FREE_TIME),
    ],
)
def test_each_obstacle_leaves_out_and_is_named(change: dict[str, object], why: WhyNot) -> None:
    left = replace(FITTING, **change)
    assert propose(REPAIR, [left]) == Proposals((), (LeftOut(LI, why),))


def test_of_several_obstacles_the_first_is_named() -> None:
    left = replace(FITTING, has_refused=True, is_related=True, specialties=())
    assert propose(REPAIR, [left]).left_out == (LeftOut(LI, WhyNot.RELATED),)


def test_who_has_the_most_hours_this_month_is_spared() -> None:
    found = propose(REPAIR, people(0, 2, 5))
    assert order(found) == [LI, ZHOU]
    assert found.left_out == (LeftOut(FENG, WhyNot.MOST_HOURS),)


def test_the_most_hours_are_those_of_the_whole_station_not_of_those_who_fit() -> None:
    busy = replace(people(0, 0, 0, 9)[3], categories=frozenset())
    found = propose(REPAIR, [*people(0, 2), busy])
    assert order(found) == [LI, ZHOU]
    assert found.left_out == (LeftOut(GUO, WhyNot.OTHER_CATEGORY),)
    gone = replace(busy, is_in_service=False)
    assert order(propose(REPAIR, [*people(0, 2), gone])) == [LI]


def test_the_busiest_is_sent_where_nobody_else_fits_and_it_is_said() -> None:
    idle = replace(people(0)[0], volunteer=ZHOU, specialties=())
    found = propose(REPAIR, [replace(FITTING, hours=9), idle])
    assert order(found) == [LI]
    assert Reason(Why.MOST_HOURS, 9) in found.proposed[0].reasons


def test_where_all_have_the_same_hours_nobody_is_busiest() -> None:
    assert order(propose(REPAIR, people(4, 4, 4))) == [FENG, ZHOU, LI]


def test_fewer_hours_come_before_fewer_orders_in_hand() -> None:
    first, second, third = people(1, 1, 0)
    found = propose(ERRAND, [replace(first, orders=2), second, replace(third, orders=5)])
    assert order(found) == [FENG]
    found = propose(
        ERRAND,
        [replace(first, orders=2), second, replace(third, orders=5), *people(0, 0, 0, 7)[3:]],
    )
    assert order(found) == [FENG, ZHOU, LI]


def test_wishes_of_days_and_of_weeks_meet_free_times_in_the_week_s_order() -> None:
    free = ("3-evening", "3-morning", "6-morning", "放假时")
    assert free_slots(("2026-11-04", "6-morning"), free) == (
        *("3-morning", "3-evening", "6-morning"),
    )
    assert free_slots(("7-evening",), free) == ()


candidates = st.lists(
    st.builds(
        Candidate,
        volunteer=st.uuids(),
        name=st.sampled_from(["李建平", "周志强"]),
        categories=st.sampled_from([CONVENIENCE, frozenset()]),
        specialties=st.sampled_from([(), ("水电维修",)]),
        free_times=st.sampled_from([(), ("3-afternoon",), ("6-morning",)]),
        hours=st.integers(0, 3),
        orders=st.integers(0, 2),
        is_in_service=st.booleans(),
        is_related=st.booleans(),
        has_refused=st.booleans(),
        knows=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.volunteer,
)


@given(candidates, st.sampled_from([REPAIR, ERRAND]))
def test_everybody_is_proposed_or_left_out_once_and_the_input_s_order_says_nothing(
    everybody: list[Candidate], task: Task
) -> None:
    found = propose(task, everybody)
    named = [*order(found), *(one.volunteer for one in found.left_out)]
    assert sorted(named) == sorted(one.volunteer for one in everybody)
    assert propose(task, reversed(everybody)) == found
    only_busy = {one.why for one in found.left_out} == {WhyNot.MOST_HOURS}
    assert found.proposed or not only_busy
