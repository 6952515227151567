"""What a station hears of requests: tasks, and how its own fare elsewhere."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain import passage
from shared.domain.contact import Contact
from shared.domain.service_request import Status
from shared.errors import ConflictError, ForbiddenError, UntrustedError
from shared.federation.sealing import open_sealed
from shared.resident import resident
from station.actions.request_step import Step, take_step
from station.actions.service_request import reopen_request
from station.database import db
from station.models.request_step import steps_of
from station.models.service_order import OrderPerson
from station.models.service_request import RequestContact, by_id, contact_of, passage_of
from station.models.signature import Signature
from tests.station.ledger.station import Station
from tests.station.requests.desk import CONTACT, accept, lines, order, shown
from tests.station.requests.elsewhere import (
    CENTER,
    OUTCOME,
    OWN,
    SISTER,
    STRANGER,
    act,
    audited,
    closed,
    contact,
    escalated,
    number,
    progress,
    routed,
    seal_key_of,
    taken,
    task,
)


def state(station: Station, id: UUID) -> tuple[str, str | None, tuple[int, int]]:
    row = shown(station, id)
    return row.status, row.holder, (row.custody_association, row.custody_center)


def test_a_task_has_a_number_of_its_own_and_nobody_s_contact(station: Station) -> None:
    seal_key_of(SISTER)
    id = task(station)
    row = shown(station, id)
    assert state(station, id) == ("routed", OWN, (0, 2))
    assert (row.number, row.tracking_code, row.first_station) == ("2025-0001", None, SISTER)
    assert (row.first_title, row.item_code, row.stars) == ("第二中学", "repair", 1)
    assert contact_of(station.session, id) is None
    assert lines(station, id) == [("routed", "高远", "也管您这一片")]
    assert station.promised("request.progress") == []


def test_an_item_that_this_station_has_not_is_kept_by_its_name(station: Station) -> None:
    id = uuid4()
    routed(station, id, first_station=SISTER, to=OWN, item="wig_making", item_name="做假发")
    row = shown(station, id)
    assert (row.item_code, row.item_name) == (None, "做假发")
    routed(station, id, (0, 4), first_station=SISTER, to=OWN, routing_text="改写过")
    assert shown(station, id).routing_text == "改写过"
    with pytest.raises(ForbiddenError, match=r"escalation\.own_request"):
        routed(station, id, (0, 5), first_station="station:01-9", to=OWN)
    with pytest.raises(ForbiddenError, match=r"escalation\.own_request"):
        routed(station, uuid4(), to=OWN)
    with pytest.raises(ForbiddenError, match=r"escalation\.of_another"):
        routed(station, id, (0, 6), to=SISTER)


def test_who_has_a_request_of_ones_own_stands_on_its_page(station: Station) -> None:
    id = escalated(station)
    routed(station, id, (0, 1), status="escalated", to=CENTER, to_title="教育局", by="教育局")
    assert state(station, id) == ("escalated", CENTER, (0, 1))
    routed(station, id, (0, 2))
    row = shown(station, id)
    assert (row.holder, row.holder_title) == (SISTER, "第二中学")
    assert lines(station, id)[-1] == ("routed", "高远", "也管您这一片")
    with pytest.raises(ConflictError, match=r"custody\.stale"):
        routed(station, id, (0, 1))


def test_the_contact_is_sealed_to_who_accepted_it_and_to_no_other_key(station: Station) -> None:
    id = escalated(station)
    routed(station, id)
    with pytest.raises(UntrustedError, match=r"escalation\.other_key"):
        taken(station, id, seal_key=seal_key_of("station:01-3303"))
    assert station.promised("request.contact") == []
    taken(station, id)
    (sent,) = station.promised("request.contact")
    assert (sent["to"], sent["custody"]) == (SISTER, number(0, 2))
    for secret in (CONTACT.name, "13812346021", CONTACT.address, CONTACT.words):
        assert secret not in sent["sealed"]
    with pytest.raises(UntrustedError), transaction(db) as session:
        open_sealed(session, sent["sealed"])
    assert state(station, id) == ("accepted", SISTER, (0, 2))
    assert shown(station, id).holder_title == "第二中学"
    (line,) = audited(station, "request.contact_sealed")
    assert line.after == {"to": SISTER}


def test_nobody_gets_the_contact_of_a_requester_who_gave_up_or_of_what_is_back(
    station: Station,
) -> None:
    id = escalated(station)
    routed(station, id)
    act(station, "ask_withdrawal", id)
    taken(station, id)
    assert shown(station, id).pending == "withdrawing"
    with pytest.raises(ConflictError, match=r"custody\.stale"):
        taken(station, id, (0, 1))
    closed(station, id, (0, 3), "withdrawn", None)
    with pytest.raises(ConflictError, match=r"custody\.stale"):
        taken(station, id, (0, 3))
    assert station.promised("request.contact") == []


def test_what_was_declined_before_the_key_came_is_not_accepted_again(station: Station) -> None:
    id = escalated(station)
    routed(station, id)
    taken(station, id)
    progress(station, id, "dispatched")
    taken(station, id)
    assert state(station, id)[0] == "dispatched"
    with transaction(db) as session:
        session.delete(session.get_one(RequestContact, id))
    taken(station, id)
    assert len(station.promised("request.contact")) == 2


def test_the_taker_opens_what_was_sealed_for_it_while_it_has_the_request(station: Station) -> None:
    id = task(station)
    accept(station, id)
    assert shown(station, id).pending == "contact"
    contact(station, id, (0, 1))
    assert contact_of(station.session, id) is None
    contact(station, id)
    assert contact_of(station.session, id) == STRANGER
    row = station.session.get_one(RequestContact, id)
    assert row.phone_digest and row.address_digest
    assert shown(station, id).pending == ""
    contact(station, id)
    assert len(audited(station, "request.contact_opened")) == 2
    assert len(audited(station, "request.contact_dropped")) == 1
    own = escalated(station)
    with pytest.raises(ForbiddenError, match=r"escalation\.own_contact"):
        contact(station, own)


def test_a_contact_that_comes_before_it_was_accepted_is_no_reason_to_wait(station: Station) -> None:
    id = task(station)
    contact(station, id)
    accept(station, id)
    assert shown(station, id).pending == ""


def test_every_step_elsewhere_stands_on_the_page_with_its_outcome(station: Station) -> None:
    id = escalated(station)
    routed(station, id)
    taken(station, id)
    visit = {"visitor": "张*新", "visit_on": "2025-02-05", "visit_time": "15:00"}
    progress(station, id, "dispatched", **visit)
    progress(station, id, "done", outcome=OUTCOME)
    assert shown(station, id).outcome == OUTCOME
    progress(station, id, "closed", outcome=OUTCOME)
    assert state(station, id) == ("closed", None, (0, 2))
    step = list(steps_of(station.session, id))[-3]
    assert (step.visitor, step.visit_on, step.visit_time) == ("张*新", date(2025, 2, 5), "15:00")
    assert step.holder_title == "第二中学"
    assert shown(station, id).closed_at is not None
    path = f"/api/service-requests/{id}"
    assert station.call("clerk", "GET", path)[1]["outcome"]["hours"] == OUTCOME["hours"]
    with transaction(db) as session:
        reopen_request(session, resident("page"), business_now(), id, "又漏了")
    assert station.call("clerk", "GET", path)[1]["outcome"] is None


def test_done_elsewhere_ends_what_its_requester_asked_for_too_late(station: Station) -> None:
    id = escalated(station)
    routed(station, id)
    taken(station, id)
    act(station, "ask_withdrawal", id)
    progress(station, id, "dispatched")
    assert shown(station, id).pending == "withdrawing"
    progress(station, id, "done")
    assert shown(station, id).pending == ""
    other = escalated(station)
    routed(station, other)
    act(station, "take_back_request", other)
    taken(station, other)
    assert shown(station, other).pending == ""


def test_a_task_that_is_lost_leaves_nothing_of_who_asks(station: Station) -> None:
    id = task(station)
    accept(station, id)
    contact(station, id)
    order(id, "2025-0009")
    closed(station, id, (0, 3), "withdrawn", None)
    assert state(station, id) == ("withdrawn", None, (0, 3))
    station.session.expire_all()
    assert contact_of(station.session, id) is None
    assert len(audited(station, "order.cancelled")) == 1
    assert len(station.promised("request.progress")) == 1
    again = task(station)
    closed(station, again, (0, 3), "rerouted", "station:01-3303")
    assert state(station, again) == ("routed", "station:01-3303", (0, 3))
    assert shown(station, again).holder_title == "station:01-3303"
    task(station, again, (0, 5))
    assert state(station, again) == ("routed", OWN, (0, 5))


def test_the_outcome_is_added_up_from_the_records_of_the_orders(station: Station) -> None:
    id = task(station)
    accept(station, id)
    contact(station, id)
    first, second = station.enter(
        station.row(day="2025-01-31", evaluation="satisfied"),
        station.row(day="2025-01-31", name="钱二", evaluation="dissatisfied", start="09:00"),
    )
    made = order(id, "2025-0001", status="signed")
    with transaction(db) as session:
        for name, record in (("赵一", first), ("钱二", second)):
            person = station.people[name]
            session.add(OrderPerson(order_id=made, volunteer_id=person, record_id=UUID(record)))
        session.add(
            Signature(
                order_id=made,
                statement={},
                digest="f" * 64,
                ink=b"ink",
                capacity="self",
                name="冯玉英",
                device="recipient",
                signed_at=machine_now(),
            )
        )
    for to in (Status.DISPATCHED, Status.DONE):
        with transaction(db) as session:
            row = by_id(session, id, lock=True)
            moved = passage.serve(passage_of(row), OWN, to)
            who = (station.actor("clerk"), business_now())
            take_step(session, who, row, moved, Step(visitor="赵*"))
    done = station.promised("request.progress")[-1]
    assert done["outcome"] == {
        "served_on": "2025-01-31",
        "people": 2,
        "hours": 3,
        "evaluation": "dissatisfied",
        "signature": "f" * 64,
    }
    assert station.promised("request.progress")[-2]["visitor"] == "赵*"


def test_the_sealed_contact_is_read_back_as_it_was(station: Station) -> None:
    assert Contact.from_json(STRANGER.to_json()) == STRANGER
