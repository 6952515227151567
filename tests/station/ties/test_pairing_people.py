"""Who goes to a household, in the cases that one seldom thinks of; what a pairing refuses."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_order import Assignee
from shared.errors import ConflictError
from station.actions import visit_chore
from station.actions.pairing_visit import give_visit
from station.database import db
from station.domain.service_order import Offer
from station.models.benefit_visit import BenefitVisit
from station.models.pairing import PairingSpan, PairingTie, PairingVisit
from tests.station.requests.desk import district, form
from tests.station.ties.pairs import HOME, Pairs
from tests.station.ties.test_benefit_visit import holder, visit

NOBODY = str(UUID(int=7))


def people(pairs: Pairs, *names: str) -> dict[str, list[str]]:
    return {"volunteers": [str(pairs.station.people[name]) for name in names]}


def current(pairs: Pairs, pairing: str) -> str:
    return str(pairs.shown(pairing)["visits"][0]["id"])


def test_whoever_was_asked_for_one_visit_makes_it_though_the_others_change(pairs: Pairs) -> None:
    sun = pairs.station.volunteer("孙三", date(2025, 1, 1))
    form(sun, specialties=[], categories=["hardship_aid"])
    pairing = pairs.start(phone="")
    pairs.call("POST", f"/service-orders/{pairs.order(pairing)}/cancellation", {"reason": "病了"})
    give = {"volunteer": str(pairs.station.people["钱二"])}
    order = pairs.call("POST", f"/pairing-visits/{current(pairs, pairing)}/order", give)["id"]
    pairs.call("POST", f"/service-orders/{order}/answer", {"accepts": True})
    pairs.at("2025-02-05")
    pairs.call("PUT", f"/pairings/{pairing}/people", people(pairs, "孙三"))
    assert pairs.going(order) == ["钱二"] and pairs.people(pairing) == ["孙三"]
    assert pairs.order(pairing) == order


def test_an_offer_to_somebody_who_visits_no_more_comes_to_nothing(pairs: Pairs) -> None:
    pairing = pairs.start()
    pairs.call("POST", f"/service-orders/{pairs.order(pairing)}/cancellation", {"reason": "病了"})
    give = {"volunteer": str(pairs.station.people["赵一"])}
    offered = pairs.call("POST", f"/pairing-visits/{current(pairs, pairing)}/order", give)["id"]
    pairs.at("2025-02-05")
    pairs.call("PUT", f"/pairings/{pairing}/people", people(pairs, "钱二"))
    assert pairs.call("GET", f"/service-orders/{offered}")["status"] == "cancelled"
    assert pairs.going(pairs.order(pairing)) == ["钱二"]


def test_a_part_that_began_today_is_none_and_the_same_people_change_nothing(pairs: Pairs) -> None:
    pairing = pairs.start()
    pairs.at("2025-02-05")
    path = f"/pairings/{pairing}/people"
    for names in (("赵一", "钱二"), ("赵一",), ("赵一",)):
        pairs.call("PUT", path, people(pairs, *names))
    assert pairs.station.session.query(PairingTie).count() == 1
    assert pairs.going(pairs.order(pairing)) == ["赵一"]


def test_the_second_of_two_steps_out_too(pairs: Pairs) -> None:
    pairing = pairs.start("赵一", "钱二")
    order, qian = pairs.order(pairing), pairs.link("qian", "钱二")
    no = {"accepts": False, "reason": "出差"}
    pairs.call("POST", f"/service-orders/{order}/answer", no, login=qian)
    shown = pairs.call("GET", f"/service-orders/{order}")
    assert shown["volunteer"] == str(pairs.station.people["赵一"])
    assert pairs.going(order) == ["赵一"]


def test_a_pairing_that_is_paused_changes_hands_and_sends_nobody(pairs: Pairs) -> None:
    pairing = pairs.start(district=str(district()))
    pairs.at("2025-02-05")
    pairs.call("POST", f"/pairings/{pairing}/pause", {"reason": "住院"})
    pairs.call("PUT", f"/pairings/{pairing}/people", people(pairs, "钱二"))
    shown = pairs.shown(pairing)
    assert (shown["district"], shown["people"][0]["name"]) == ("东片", "钱二")
    assert [one["state"] for one in shown["visits"]] == ["unmanned"]
    assert pairs.listed("orphaned") == []
    pairs.call("POST", f"/pairings/{pairing}/end", {"reason": "搬走"})
    path = f"/pairings/{pairing}/people"
    assert pairs.refused("PUT", path, people(pairs, "赵一")) == "pairing.ended"


def test_what_never_began_is_dropped_and_begins_on_its_first_day_when_it_is_resumed(
    pairs: Pairs,
) -> None:
    pairing = pairs.start(since="2025-02-20")
    assert pairs.shown(pairing)["visits"] == []
    pairs.call("POST", f"/pairings/{pairing}/pause", {"reason": "住院"})
    assert pairs.station.session.query(PairingSpan).count() == 0
    pairs.call("POST", f"/pairings/{pairing}/resumption", {"rhythm": "weekly"})
    assert pairs.states(pairing) == []
    pairs.at("2025-02-20")
    assert pairs.states(pairing) == ["open"] and pairs.going(pairs.order(pairing)) == ["赵一"]


def test_a_household_is_kept_while_somebody_is_to_sign_and_shown_no_more_when_gone(
    pairs: Pairs,
) -> None:
    pairing = pairs.start()
    order = pairs.order(pairing)
    pairs.at("2025-02-09")  # the round's last day: its visit is owed
    pairs.call("POST", f"/pairings/{pairing}/end", {"reason": "搬走"})
    path, name = f"/pairings/{pairing}/erasure", {"name": HOME["name"]}
    assert pairs.refused("POST", path, name) == "pairing.orders_open"
    pairs.made(order)
    pairs.call("POST", path, name)
    showing = f"/pairings/{pairing}/contact-showing"
    assert pairs.refused("POST", showing, {"reason": "call"}) == "contact_showing.nothing"
    assert pairs.figures("2025-02").pairing_made == 1


def test_a_visit_isn_t_given_to_a_team(pairs: Pairs) -> None:
    pairing = pairs.start()
    pairs.call("POST", f"/service-orders/{pairs.order(pairing)}/cancellation", {"reason": "病了"})
    [row] = pairs.station.session.query(PairingVisit)
    team = Offer(Assignee(team=UUID(int=7)))
    clerk = pairs.station.actor("clerk")
    with pytest.raises(ConflictError, match="no_team"), transaction(db) as session:
        give_visit(session, clerk, business_now(), row.id, team)


def test_an_agent_that_comes_second_leaves_it_to_the_first(
    pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder(pairs)
    answers = iter([None, date(2025, 2, 3)])
    monkeypatch.setattr(visit_chore, "done_on", lambda *_: next(answers))
    with transaction(db) as session:
        assert visit_chore.raise_visits(session, business_now()) is False
    assert pairs.station.session.query(BenefitVisit).count() == 0


def test_a_visit_to_a_holder_says_who_went_and_is_known(pairs: Pairs) -> None:
    holder(pairs)
    pairs.at("2025-02-03")
    told = {"day": "2025-02-03", "visitors": " "}
    path = f"/benefit-visits/{visit(pairs, '2025-02')}/visit"
    assert pairs.refused("POST", path, told) == "benefit_visit.visitors"
    other = f"/benefit-visits/{NOBODY}/visit"
    assert pairs.refused("POST", other, told) == "benefit_visit.unknown"
