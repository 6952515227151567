"""Which station could serve it and why, and why the others are left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from center.domain.routing import Asked, Home, Proposals, Reason, Why, WhyNot, propose
from shared.domain.fit import Offer, Task
from shared.domain.service_item import by_code
from shared.domain.service_record import Category

CONVENIENCE = frozenset({Category.CONVENIENCE})
REPAIR = Task(Category.CONVENIENCE, by_code("repair"), ("3-afternoon", "4-morning"))
LI = Offer(CONVENIENCE, ("水电维修",), ("3-afternoon",))
ZHOU = Offer(CONVENIENCE, ("家电修理",), ("4-morning", "3-afternoon"))
FENG = Offer(CONVENIENCE, ("书法",), ("3-afternoon",))
ASKED = Asked("station:1", "center:1")
SISTER = Home("station:2", "二中", (LI, ZHOU, FENG))


def order(found: Proposals) -> list[str]:
    return [one.station for one in found.proposed]


def left(home: Home, asked: Asked = ASKED, task: Task = REPAIR) -> tuple[WhyNot, str]:
    found = propose(task, asked, [home])
    assert found.proposed == ()
    (one,) = found.left_out
    return one.why, one.value


def test_a_station_with_people_who_fit_is_proposed_with_all_its_reasons() -> None:
    found = propose(REPAIR, ASKED, [replace(SISTER, served=3, load=2)])
    assert found.left_out == ()
    (one,) = found.proposed
    assert (one.station, one.title) == ("station:2", "二中")
    assert one.reasons == (
        Reason(Why.PEOPLE, 2),
        Reason(Why.SKILL, ("水电维修", "家电修理")),
        Reason(Why.FREE, ("3-afternoon", "4-morning")),
        Reason(Why.DISTRICT, 3),
        Reason(Why.LOAD, 2),
    )


def test_no_load_is_said_too_and_no_wish_is_any_time() -> None:
    (one,) = propose(Task(Category.CONVENIENCE), ASKED, [SISTER]).proposed
    assert one.reasons == (Reason(Why.PEOPLE, 3), Reason(Why.ANY_TIME, 1), Reason(Why.LOAD, 0))


def test_who_served_the_district_comes_first_then_the_least_load_then_the_most_people() -> None:
    homes = [
        replace(SISTER, station="station:3", title="三中", load=1),
        replace(SISTER, station="station:4", title="四中", served=1, load=9),
        replace(SISTER, station="station:5", title="五中", offers=(LI,)),
        SISTER,
    ]
    found = propose(REPAIR, ASKED, homes)
    assert order(found) == ["station:4", "station:2", "station:5", "station:3"]


@pytest.mark.parametrize(
    ("home", "why"),
    [
        (replace(SISTER, station="station:1"), WhyNot.FIRST),
        (replace(SISTER, is_at_work=False), WhyNot.CLOSED),
        (replace(SISTER, is_silent=True), WhyNot.SILENT),
        (replace(SISTER, offers=()), WhyNot.NOBODY),
        (replace(SISTER, offers=(FENG,)), WhyNot.NO_SKILL),
        (replace(SISTER, offers=(FENG, replace(LI, free_times=("有空",)))), WhyNot.NO_FREE_TIME),
        (replace(SISTER, offers=(replace(LI, free_times=("7-evening",)), FENG)), WhyNot.NOT_FREE),
        (replace(SISTER, offers=(replace(LI, categories=frozenset()),)), WhyNot.OTHER_CATEGORY),
    ],
)
def test_who_is_left_out_is_named_with_the_nearest_reason(home: Home, why: WhyNot) -> None:
    assert left(home) == (why, "")


def test_who_has_it_or_gave_it_back_is_left_out_and_the_latter_may_be_asked_again() -> None:
    assert left(SISTER, Asked("station:1", "station:2"))[0] is WhyNot.HOLDER
    assert left(replace(SISTER, gave_back="都出差了")) == (WhyNot.GAVE_BACK, "都出差了")
    homes = [replace(SISTER, gave_back="都出差了"), Home("station:1", "一小")]
    first, back = propose(REPAIR, ASKED, homes).left_out
    assert (first.station, first.may) == ("station:1", False)
    assert (back.station, back.may) == ("station:2", True)
