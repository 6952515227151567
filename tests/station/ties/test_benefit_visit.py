"""Visits to holders of three stars three years running: raised, made, missed, declined."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread
from typing import Any

from shared.database import transaction
from shared.domain.request_figures import VisitFigures
from station.database import db
from station.models.benefit_visit import BenefitVisit
from station.models.chore import DailyChore
from station.models.photo import Photo
from station.models.service_order import ServiceOrder
from station.models.volunteer import Volunteer
from tests.picture import jpeg
from tests.station.ledger.test_star import decide
from tests.station.ties.pairs import Pairs, do_chores


def holder(pairs: Pairs) -> str:
    """Zhao, with three stars in three approved years, the last decided on 20 January 2025."""
    for year in (2022, 2023, 2024):
        decide(pairs.station, year, 3)
    return str(pairs.station.people["赵一"])


def month(pairs: Pairs, text: str) -> list[tuple[str, str]]:
    items = pairs.call("GET", f"/benefit-visits?month={text}")["items"]
    return [(one["kind"], one["state"]) for one in items]


def visit(pairs: Pairs, text: str, kind: str = "monthly") -> str:
    items = pairs.call("GET", f"/benefit-visits?month={text}")["items"]
    return str(next(one["id"] for one in items if one["kind"] == kind))


def test_a_visit_each_month_is_raised_once_made_or_overdue(pairs: Pairs) -> None:
    zhao = holder(pairs)
    pairs.at("2025-02-03")
    assert month(pairs, "2025-01") == [] and month(pairs, "2025-02") == [("monthly", "due")]
    told: dict[str, Any] = {"day": "2025-02-03", "visitors": "孙校长、李文书"}
    path = f"/benefit-visits/{visit(pairs, '2025-02')}"
    made = pairs.call("POST", f"{path}/visit", told)
    assert (made["volunteer"], made["state"], made["visitors"]) == (zhao, "made", "孙校长、李文书")
    assert pairs.refused("POST", f"{path}/visit", told | {"day": "2025-02-04"}) == (
        "benefit_visit.in_future"
    )
    assert pairs.refused("POST", f"{path}/omission", {"reason": "忙"}) == (
        "benefit_visit.made_already"
    )
    pairs.at("2025-05-06")  # the agent slept for two months
    assert month(pairs, "2025-03") == month(pairs, "2025-04") == [("monthly", "overdue")]
    assert month(pairs, "2025-05") == [("monthly", "due")]
    late = f"/benefit-visits/{visit(pairs, '2025-03')}"
    assert pairs.refused("POST", f"{late}/visit", told) == "benefit_visit.other_month"
    assert pairs.refused("POST", f"{late}/visit", told | {"visitors": " "}) in (
        "benefit_visit.other_month",
        "benefit_visit.visitors",
    )
    pairs.call("POST", f"{late}/visit", told | {"day": "2025-03-31"})
    other = f"/benefit-visits/{visit(pairs, '2025-04')}"
    pairs.call("POST", f"{other}/omission", {"reason": "下大雨"})
    assert month(pairs, "2025-04") == [("monthly", "missed")]
    figures = [pairs.figures(f"2025-0{n}") for n in (2, 3, 4)]
    assert figures == [VisitFigures(0, 0, 1, made) for made in (1, 1, 0)]


def test_a_decision_that_was_held_gives_visits_from_its_own_day_on(pairs: Pairs) -> None:
    for year in (2022, 2023):
        decide(pairs.station, year, 3)
    colleague = str(pairs.station.people["钱二"])
    decide(pairs.station, 2024, 1, volunteer=colleague)  # 20 January
    pairs.at("2025-02-03")
    decide(pairs.station, 2024, 3, decided_on="2025-05-20")
    pairs.at("2025-05-21")  # the agent slept for three months
    assert [month(pairs, f"2025-0{number}") for number in (2, 3, 4, 5)] == [[]] * 4
    pairs.at("2025-06-01")
    assert month(pairs, "2025-06") == [("monthly", "due")]


def test_the_joint_visit_is_led_by_the_head_and_has_a_photo(pairs: Pairs) -> None:
    holder(pairs)
    pairs.at("2025-12-01")
    kinds = month(pairs, "2025-12")
    assert sorted(kinds) == [("joint", "due"), ("monthly", "due")]
    path = f"/benefit-visits/{visit(pairs, '2025-12', 'joint')}"
    told = {"day": "2025-12-01", "visitors": "孙校长"}
    assert pairs.refused("POST", f"{path}/visit", told) == "benefit_visit.needs_head"
    led = told | {"led_by_head": True}
    assert pairs.refused("POST", f"{path}/visit", led) == "benefit_visit.needs_photo"
    form = {"day": "2025-12-01", "visitors": "孙校长", "led_by_head": "true"}
    made = pairs.upload(f"{path}/photographed", jpeg(), form)
    assert (made["state"], made["led_by_head"]) == ("made", True)
    photo = made["photo"]
    assert photo is not None
    [kept] = pairs.station.session.query(Photo).all()
    assert (str(kept.id), kept.kind) == (photo, "visit")
    status, answer = pairs.station.call("clerk", "DELETE", f"/api/photos/{photo}")
    assert (status, answer["code"]) == (409, "photo.in_use")
    pairs.call("POST", f"{path}/visit", led | {"visitors": "孙校长、周干事"})
    assert pairs.figures("2025-12") == VisitFigures(0, 0, 2, 1)


def test_a_holder_may_decline_and_take_it_back(pairs: Pairs) -> None:
    zhao = holder(pairs)
    pairs.at("2025-02-03")
    decline, want = f"/volunteers/{zhao}/visit-refusal", f"/volunteers/{zhao}/visit-wish"
    said = {"said_on": "2025-02-03", "words": "家里没人，不用来"}
    assert pairs.refused("POST", want) == "benefit_visit.not_declined"
    qian = f"/volunteers/{pairs.station.people['钱二']}/visit-refusal"
    assert pairs.refused("POST", qian, said) == "benefit_visit.no_holder"
    late = said | {"said_on": "2025-02-04"}
    assert pairs.refused("POST", decline, late) == "benefit_visit.said_in_future"
    assert pairs.call("POST", decline, said)["first"] == "2025-02"
    assert pairs.refused("POST", decline, said) == "benefit_visit.declined_already"
    assert month(pairs, "2025-02") == [("monthly", "declined")]
    pairs.call("POST", want)  # a slip, taken back at once
    assert month(pairs, "2025-02") == [("monthly", "due")]
    pairs.call("POST", decline, said)
    pairs.at("2025-04-01")
    assert month(pairs, "2025-03") == month(pairs, "2025-04") == []
    back = pairs.call("POST", want)
    assert (back["first"], back["last"]) == ("2025-02", "2025-03")
    assert month(pairs, "2025-04") == [("monthly", "due")]
    figures = [pairs.figures(f"2025-0{n}").benefit_due for n in (2, 3, 4)]
    assert figures == [0, 0, 1]


def test_whoever_left_before_a_month_is_not_visited_in_it(pairs: Pairs) -> None:
    holder(pairs)
    with transaction(db) as session:
        zhao = session.get_one(Volunteer, pairs.station.people["赵一"])
        zhao.status, zhao.left_on = "left", date(2025, 2, 10)
    pairs.at("2025-03-03")
    assert month(pairs, "2025-02") == [] and month(pairs, "2025-03") == []
    assert pairs.figures("2025-02") == pairs.figures("2025-03") == VisitFigures()


def test_two_agents_raise_nothing_twice_and_a_restored_one_neither(pairs: Pairs) -> None:
    holder(pairs)
    pairing = pairs.start()
    pairs.station.at("2025-02-10T09:00+08:00")
    together, app = Barrier(2), pairs.station.app

    def agent() -> None:
        with app.app_context():
            together.wait()
            do_chores()

    db.session.rollback()
    agents = [Thread(target=agent) for _ in range(2)]
    for one in agents:
        one.start()
    for one in agents:
        one.join()
    assert pairs.states(pairing) == ["overdue", "open"]
    with transaction(db) as session:
        session.get_one(DailyChore, "visits").done_on = date(2025, 2, 9)
    do_chores()
    assert pairs.states(pairing) == ["overdue", "open"]
    assert pairs.station.session.query(BenefitVisit).count() == 1
    assert pairs.station.session.query(ServiceOrder).count() == 2
