"""A pairing's month, and what may become of a pairing: by the API, with the agent's chores."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shared.database import transaction
from shared.domain.request_figures import VisitFigures
from shared.draft import save_draft
from station.database import db
from station.models.account import Draft
from station.models.audit import Audit
from station.models.member import Member
from station.models.pairing import Household, PairingVisit
from station.models.service_order import ServiceOrder
from station.models.volunteer import Volunteer
from tests.station.ties.pairs import HOME, Pairs

NOBODY = str(UUID(int=7))


def test_a_pairing_s_month(pairs: Pairs) -> None:
    pairing, zhao = pairs.start(), pairs.link("zhao", "赵一")
    first = pairs.order(pairing)
    pairs.at("2025-02-03")
    assert pairs.states(pairing) == ["open"]
    own = pairs.call("GET", "/own/service-orders", login=zhao)["items"]
    assert [(one["id"], one["status"], one["origin"]) for one in own] == [
        (first, "accepted", "pairing")
    ]
    assert own[0]["contact"]["address"] == "建设路18号2楼"

    pairs.at("2025-02-05")
    [line] = pairs.made(first)
    record = line.record
    assert (record.status, record.form, record.category) == (
        "certified",
        "dispatched",
        "hardship_aid",
    )
    assert (record.recipient, record.recipient_signed, record.hours) == ("郑*芳", True, 2)

    pairs.at("2025-02-10")
    assert pairs.states(pairing) == ["made", "open"]
    pairs.at("2025-02-18")
    assert pairs.states(pairing) == ["made", "overdue", "open"]
    assert pairs.listed("overdue") == [pairing] and pairs.listed("orphaned") == []
    late = pairs.shown(pairing)["visits"][1]
    pairs.call("POST", f"/pairing-visits/{late['id']}/omission", {"reason": "住院了"})
    assert pairs.states(pairing) == ["made", "missed", "open"] and pairs.listed("overdue") == []
    assert pairs.call("GET", f"/service-orders/{late['order']}")["status"] == "cancelled"

    left = {"left_on": "2025-02-18", "reason": "retired"}
    pairs.call("POST", f"/volunteers/{pairs.station.people['赵一']}/leaving", left)
    assert pairs.listed("orphaned") == [pairing]
    assert pairs.shown(pairing)["people"][0]["serves"] is False
    to = {"to": str(pairs.station.people["钱二"])}
    done = pairs.call("POST", f"/volunteers/{pairs.station.people['赵一']}/pairing-hand-over", to)
    assert (done["moved"], done["kept"]) == ([pairing], [])
    assert pairs.listed("orphaned") == [] and pairs.people(pairing) == ["钱二"]
    order = pairs.order(pairing)
    assert pairs.going(order) == ["钱二"]
    pairs.made(order, "钱二")
    pairs.at("2025-02-24")
    assert pairs.states(pairing) == ["made", "missed", "made", "open"]
    assert pairs.going(pairs.order(pairing)) == ["钱二"]
    assert pairs.figures("2025-02") == VisitFigures(3, 2, 0, 0)
    assert pairs.figures("2025-03") == VisitFigures(1, 0, 0, 0)  # of the round that has begun


def test_rounds_that_the_agent_slept_through_are_owed_and_nobody_is_sent(pairs: Pairs) -> None:
    pairing = pairs.start()
    pairs.at("2025-03-05")
    assert pairs.states(pairing) == ["overdue", "overdue", "overdue", "overdue", "open"]
    orders = pairs.station.session.query(ServiceOrder).count()
    assert orders == 2  # the first and the present one
    visit = pairs.shown(pairing)["visits"][2]
    give = {"volunteer": str(pairs.station.people["钱二"])}
    order = pairs.call("POST", f"/pairing-visits/{visit['id']}/order", give)
    assert (order["status"], order["visit"], order["request"]) == ("offered", visit["id"], None)
    assert pairs.refused("POST", f"/pairing-visits/{visit['id']}/order", give) == (
        "pairing.visit_given"
    )
    pairs.call("POST", f"/service-orders/{order['id']}/answer", {"accepts": True})
    [late] = pairs.made(order["id"], "钱二", day=date(2025, 2, 20))
    assert (late.record.status, late.record.waits_for) == ("submitted", "second_officer")
    assert pairs.states(pairing)[2] == "made"


def test_one_of_several_steps_out_and_the_last_one_refuses(pairs: Pairs) -> None:
    pairing = pairs.start("赵一", "钱二")
    order = pairs.order(pairing)
    zhao, qian = pairs.link("zhao", "赵一"), pairs.link("qian", "钱二")
    assert set(pairs.going(order)) == {"赵一", "钱二"}
    no = {"accepts": False, "reason": "出差"}
    pairs.call("POST", f"/service-orders/{order}/answer", no, login=zhao)
    shown = pairs.call("GET", f"/service-orders/{order}")
    assert (shown["status"], shown["reason"]) == ("accepted", "赵一：出差")
    assert pairs.going(order) == ["钱二"] and pairs.listed("orphaned") == []
    status, answer = pairs.station.call(zhao, "POST", f"/api/service-orders/{order}/answer", no)
    assert (status, answer["code"]) == (403, "service_order.other_assignee")
    pairs.call("POST", f"/service-orders/{order}/answer", no, login=qian)
    assert pairs.states(pairing) == ["unmanned"] and pairs.listed("orphaned") == [pairing]


def test_people_are_said_anew_and_those_on_the_way_change_with_them(pairs: Pairs) -> None:
    pairing = pairs.start()
    pairs.at("2025-02-04")
    people = {name: str(id) for name, id in pairs.station.people.items()}
    pairs.call("PUT", f"/pairings/{pairing}/people", {"volunteers": list(people.values())})
    assert set(pairs.going(pairs.order(pairing))) == {"赵一", "钱二"}
    pairs.call("PUT", f"/pairings/{pairing}/people", {"volunteers": [people["钱二"]]})
    assert pairs.going(pairs.order(pairing)) == ["钱二"] == pairs.people(pairing)
    path = f"/pairings/{pairing}/people"
    assert pairs.refused("PUT", path, {"volunteers": []}) == "pairing.people_count"
    assert pairs.refused("PUT", path, {"volunteers": [NOBODY]}) == "service_order.not_in_service"
    _phone(pairs, "赵一", "13812346021")
    assert pairs.refused("PUT", path, {"volunteers": [people["赵一"]]}) == "pairing.own_household"
    same = {"to": people["钱二"]}
    own = f"/volunteers/{people['钱二']}/pairing-hand-over"
    assert pairs.refused("POST", own, same) == "pairing.same_volunteer"
    assert pairs.refused("POST", own, {"to": NOBODY}) == "service_order.not_in_service"
    kept = pairs.call("POST", own, {"to": people["赵一"]})
    assert kept["kept"] == [{"pairing": pairing, "reason": "pairing.own_household"}]


def test_who_visits_already_takes_nothing_over_and_the_other_part_ends(pairs: Pairs) -> None:
    pairing = pairs.start("赵一", "钱二")
    pairs.at("2025-02-05")
    zhao, qian = (str(pairs.station.people[name]) for name in ("赵一", "钱二"))
    pairs.call("POST", f"/volunteers/{zhao}/pairing-hand-over", {"to": qian, "pairings": [NOBODY]})
    assert len(pairs.people(pairing)) == 2
    pairs.call("POST", f"/volunteers/{zhao}/pairing-hand-over", {"to": qian})
    assert pairs.people(pairing) == ["钱二"] == pairs.going(pairs.order(pairing))


@pytest.mark.parametrize("what", ["pause", "end"])
def test_a_round_cut_short_owes_nothing_and_whoever_was_on_the_way_stays(
    pairs: Pairs, what: str
) -> None:
    pairing = pairs.start()
    pairs.at("2025-02-12")
    late, order = pairs.shown(pairing)["visits"][1], pairs.order(pairing)
    assert pairs.refused("POST", f"/pairings/{pairing}/{what}", {"reason": " "}) == (
        "pairing.needs_reason"
    )
    pairs.call("POST", f"/pairings/{pairing}/{what}", {"reason": "回老家"})
    assert pairs.call("GET", f"/service-orders/{order}")["status"] == "cancelled"
    assert pairs.states(pairing) == ["overdue"] and pairs.shown(pairing)["next_due"] is None
    assert pairs.listed("overdue") == [pairing] and pairs.listed("orphaned") == []
    pairs.at("2025-03-12")
    assert pairs.states(pairing) == ["overdue"]
    assert pairs.figures("2025-02") == VisitFigures(1, 0, 0, 0)
    pairs.made(late["order"], day=date(2025, 2, 11))
    assert pairs.figures("2025-02") == VisitFigures(1, 1, 0, 0)
    again = ("POST", f"/pairings/{pairing}/resumption", {"rhythm": "monthly"})
    if what == "end":
        assert pairs.refused(*again) == "pairing.ended"
        return
    pairs.call(*again)
    assert pairs.states(pairing) == ["made", "open"]
    assert pairs.shown(pairing)["visits"][0]["due"] == "2025-04-11"


def test_another_rhythm_begins_a_new_span(pairs: Pairs) -> None:
    pairing = pairs.start()
    order = pairs.order(pairing)
    pairs.at("2025-02-06")
    path, to = f"/pairings/{pairing}/rhythm", {"rhythm": "fortnightly", "first": "2025-02-06"}
    pairs.call("POST", path, to)
    assert pairs.call("GET", f"/service-orders/{order}")["status"] == "cancelled"
    visits = pairs.shown(pairing)["visits"]
    assert [(one["due"], one["counts"], one["state"]) for one in visits] == [
        ("2025-02-19", True, "open"),
        ("2025-02-09", False, "unmanned"),
    ]
    assert pairs.refused("POST", path, to) == "pairing.same_rhythm"
    assert pairs.figures("2025-02") == VisitFigures(1, 0, 0, 0)
    pairs.call("POST", f"/pairings/{pairing}/pause", {"reason": "住院"})
    late = to | {"rhythm": "weekly", "first": "2025-03-06"}
    assert pairs.refused("POST", path, late) == "pairing.not_active"


def test_the_household_is_masked_shown_for_a_reason_changed_and_erased(pairs: Pairs) -> None:
    pairing = pairs.start()
    shown = pairs.shown(pairing)
    assert shown["household"] == {
        "name": "郑*芳",
        "phone": "138****6021",
        "address": "建设路**号**楼",
    }
    path = f"/pairings/{pairing}"
    clear = pairs.call("POST", f"{path}/contact-showing", {"reason": "call"})
    assert clear["phone"] == "13812346021"
    edit: dict[str, Any] = {"phone": "139 0000 1111", "since": "2019-05-01"}
    pairs.call("PATCH", path, edit)
    clear = pairs.call("POST", f"{path}/contact-showing", {"reason": "call"})
    assert (clear["name"], clear["phone"]) == ("郑桂芳", "13900001111")
    assert pairs.shown(pairing)["since"] == "2019-05-01"
    erase = ("POST", f"{path}/erasure")
    assert pairs.refused(*erase, {"name": "郑桂芳"}) == "pairing.not_erasable"
    pairs.made(pairs.order(pairing))
    pairs.call("POST", f"{path}/end", {"reason": "搬到女儿家"})
    assert pairs.refused(*erase, {"name": "郑桂"}) == "pairing.other_name"
    begun = [
        f"/pairings/{pairing}/edit",
        f"/orders/{pairs.order(pairing)}/dispute",
        "/pairings/new",
    ]
    for form in begun:
        with transaction(db) as session:
            clerk = pairs.station.actor("clerk").id
            save_draft(session, Draft, clerk, form, [("name", "郑桂芳")])
    pairs.call(*erase, {"name": " 郑桂芳 "})
    assert [one.form for one in pairs.station.session.query(Draft)] == begun[2:]
    shown = pairs.shown(pairing)
    assert (shown["household"], shown["words"], shown["reason"]) == (None, None, "")
    assert pairs.station.session.query(Household).count() == 0
    assert "郑桂芳" not in str([one.after for one in pairs.station.session.query(Audit)])


def test_a_household_is_erased_by_itself_when_the_pairing_is_over_and_all_signed(
    pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairing = pairs.start()
    pairs.at("2025-02-10")
    pairs.call("POST", f"/pairings/{pairing}/end", {"reason": "搬走"})
    monkeypatch.setattr("station.actions.household.KEPT", date.resolution * 0)
    pairs.at("2025-02-11")
    assert pairs.shown(pairing)["household"] is not None  # a visit is still to be settled
    visit = pairs.shown(pairing)["visits"][1]
    pairs.call("POST", f"/pairing-visits/{visit['id']}/omission", {"reason": "没人在家"})
    pairs.at("2025-02-12")
    assert pairs.shown(pairing)["household"] is None
    assert pairs.shown(pairing)["visits"][1]["missed"] == ""
    give = {"volunteer": str(pairs.station.people["钱二"])}
    assert pairs.refused("POST", f"/pairing-visits/{visit['id']}/order", give) == "pairing.erased"


def test_what_is_wrong_with_a_pairing_is_said_at_its_field(pairs: Pairs) -> None:
    body = HOME | {"volunteers": [NOBODY], "rhythm": "weekly", "since": "2025-02-03"}
    assert pairs.refused("POST", "/pairings", body) == "service_order.not_in_service"
    assert pairs.refused("POST", "/pairings", body | {"volunteers": []}) == "pairing.people_count"
    assert pairs.refused("POST", "/pairings", body | {"item": "none"}) == "service_item.unknown"
    far = body | {"since": "2025-06-01"}
    assert pairs.refused("POST", "/pairings", far) == "pairing.since_far"
    _phone(pairs, "赵一", "138 1234 6021")
    own = body | {"volunteers": [str(pairs.station.people["赵一"])]}
    assert pairs.refused("POST", "/pairings", own) == "pairing.own_household"
    assert pairs.station.session.query(PairingVisit).count() == 0
    assert pairs.refused("GET", f"/pairings/{NOBODY}") == "pairing.unknown"
    assert pairs.refused("POST", f"/pairing-visits/{NOBODY}/omission", {"reason": "x"}) == (
        "pairing.no_visit"
    )


def _phone(pairs: Pairs, name: str, phone: str) -> None:
    with transaction(db) as session:
        member = session.get_one(Volunteer, pairs.station.people[name]).member_id
        session.get_one(Member, member).phone = phone
