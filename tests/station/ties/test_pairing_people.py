"""Who goes to a household, in the cases that one seldom thinks of; what a pairing refuses."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_order import Assignee
from shared.errors import ConflictError
from shared.federation.node_key import public_keys, put_key
from shared.vault import vault_of
from station.actions import visit_chore
from station.actions.pairing_visit import give_visit
from station.database import db
from station.domain.service_order import Offer
from station.models.benefit_visit import BenefitVisit
from station.models.federation import TABLES
from station.models.member import Member
from station.models.pairing import PairingSpan, PairingTie, PairingVisit
from station.models.registration import newest_registration
from station.models.volunteer import Volunteer
from tests.reader import Reader
from tests.station.ledger.station import PASSWORD
from tests.station.people.school import number
from tests.station.requests.desk import district, form
from tests.station.ties.pairs import HOME, Pairs
from tests.station.ties.test_benefit_visit import holder, visit

NOBODY = str(UUID(int=7))
CONSENTS = ("sensitive", "naming", "photos")


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


@pytest.mark.parametrize("what", ["suspended", "transferred"])
def test_whoever_is_suspended_or_moves_away_keeps_their_part_until_it_is_handed_over(
    pairs: Pairs, what: str
) -> None:
    pairing, zhao = pairs.start(), pairs.station.people["赵一"]
    pairs.at("2025-02-05")
    assert pairs.listed("orphaned") == []
    if what == "suspended":
        registration_decided(pairs, "suspended", date(2025, 2, 5))
    else:
        transferred(pairs, date(2025, 2, 5))
    assert pairs.listed("orphaned") == [pairing]
    assert [one["serves"] for one in pairs.shown(pairing)["people"]] == [False]
    pairs.at("2025-02-10")  # the next round: whoever isn't in service isn't sent
    assert pairs.states(pairing) == ["overdue", "unmanned"]
    desk = Reader(pairs.station.app, "clerk", PASSWORD)
    assert "1 户结对要有人接" in desk.page("/today")
    assert "有人不在岗了，要有人接" in desk.page(f"/pairings/{pairing}")
    handing = f"/pairings/volunteers/{zhao}"
    assert "郑*芳" in desk.page(handing)
    said = desk.follow(desk.post(handing, {"to": str(pairs.station.people["钱二"])}))
    assert "1 户交接好了" in said
    assert pairs.people(pairing) == ["钱二"] == pairs.going(pairs.order(pairing))
    assert pairs.listed("orphaned") == [] and "要有人接" not in desk.page("/today")


def test_whoever_is_suspended_for_a_while_goes_on_where_nobody_took_over(pairs: Pairs) -> None:
    pairing = pairs.start()
    pairs.at("2025-02-05")
    registration_decided(pairs, "suspended", date(2025, 2, 5))
    assert pairs.listed("orphaned") == [pairing]
    registration_decided(pairs, "resumed", date(2025, 2, 7))
    assert pairs.listed("orphaned") == []
    pairs.at("2025-02-10")
    assert pairs.states(pairing) == ["overdue", "open"]
    assert pairs.going(pairs.order(pairing)) == ["赵一"]


def registration_decided(pairs: Pairs, decision: str, day: date) -> None:
    """The center's word on Zhao."""
    zhao = pairs.station.people["赵一"]
    with transaction(db) as session:
        member = session.get_one(Volunteer, zhao).member_id
        session.get_one(Member, member).id_number = number("19800101", 2)
        registration = newest_registration(session, zhao)
        registration.consents = {one: {"given": True} for one in CONSENTS}
    data = {
        "registration": str(registration.id),
        "volunteer": str(zhao),
        "version": registration.version,
        "content": registration.content,
        "decision": decision,
        "reason": "休养",
        "decided_on": day.isoformat(),
        "approval_date": None,
        "origin": "center",
        "by": "吴主任",
    }
    subject = f"registration:{registration.id}"
    pairs.station.receive(pairs.station.message("registration.decided", subject, data))


def transferred(pairs: Pairs, day: date) -> None:
    """The center gives Zhao to another station, whose key is known here."""
    with transaction(db) as session:
        put_key(session, TABLES, "station:01-3302", "第二中学", *public_keys(vault_of(session)))
    transfer = uuid4()
    data = {
        "transfer": str(transfer),
        "volunteer": str(pairs.station.people["赵一"]),
        "from_station": "station:01-3301",
        "to_station": "station:01-3302",
        "decision": "approved",
        "reason": "调动",
        "decided_on": day.isoformat(),
        "by": "吴主任",
    }
    message = pairs.station.message("transfer.decided", f"transfer:{transfer}", data)
    pairs.station.receive(message)
