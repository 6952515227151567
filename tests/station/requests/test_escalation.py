"""A station passes a request on, wants it back, gives another's back."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from station.actions.service_request import decline_request, withdraw_request
from station.database import db
from station.models.federation import TABLES
from station.models.service_request import RequestContact
from tests.station.ledger.station import Station
from tests.station.requests.desk import CONTACT, accept, ask, lines, order, shown
from tests.station.requests.elsewhere import (
    CENTER,
    OWN,
    REASON,
    SISTER,
    TEXT,
    act,
    audited,
    closed,
    contact,
    escalate,
    escalated,
    number,
    progress,
    routed,
    taken,
    task,
)


def state(station: Station, id: UUID) -> tuple[str, str | None, str]:
    row = shown(station, id)
    return row.status, row.holder, row.pending


def test_what_leaves_is_what_routing_needs_and_nothing_of_who_asks(station: Station) -> None:
    id = escalated(station)
    assert state(station, id) == ("escalated", CENTER, "")
    (sent,) = station.promised("request.escalated")
    assert (sent["routing_text"], sent["category"], sent["why"]) == (
        *(TEXT, "convenience", "nobody_fits"),
    )
    assert (sent["first_station"], sent["custody"], sent["has_stars"]) == (OWN, number(0, 0), False)
    whole = json.dumps(sent, ensure_ascii=False)
    for secret in (CONTACT.name, "13812346021", CONTACT.address, CONTACT.words, REASON):
        assert secret not in whole
    assert lines(station, id)[-1] == ("escalated", "李文书", REASON)


def test_a_text_that_tells_who_or_where_does_not_leave(station: Station) -> None:
    id = ask(station).id
    with pytest.raises(InvalidError, match=r"escalation\.tells_name"):
        escalate(station, id, text="郑桂芳家的水管")
    with pytest.raises(InvalidError, match=r"needs_reason"):
        escalate(station, id, reason=" ")
    assert state(station, id)[0] == "received"
    assert station.promised("request.escalated") == []


def test_a_category_is_settled_first_and_an_erased_contact_goes_nowhere(station: Station) -> None:
    id = ask(station, item=None).id
    with pytest.raises(InvalidError, match=r"needs_category"):
        escalate(station, id)
    assert escalate(station, id, category="hardship_aid").category == "hardship_aid"
    gone = ask(station).id
    with transaction(db) as session:
        session.delete(session.get_one(RequestContact, gone))
    with pytest.raises(ConflictError, match=r"service_request\.erased"):
        escalate(station, gone)


def test_whoever_was_sent_is_called_off(station: Station) -> None:
    id = ask(station).id
    accept(station, id)
    order(id, "2025-0001")
    escalate(station, id)
    (cancelled,) = audited(station, "order.cancelled")
    assert cancelled.after == {"status": "cancelled"}


def test_taking_it_back_is_a_question_until_the_answer_is_here(station: Station) -> None:
    id = escalated(station)
    act(station, "take_back_request", id)
    assert state(station, id) == ("escalated", CENTER, "taking_back")
    assert [asked["by"] for asked in station.promised("request.withdrawn")] == ["station"]
    with pytest.raises(ConflictError, match=r"escalation\.asked_already"):
        act(station, "take_back_request", id)
    closed(station, id, (0, 2), "taken_back", OWN)
    assert state(station, id) == ("received", OWN, "")
    assert not shown(station, id).passed_up
    with pytest.raises(ConflictError, match=r"escalation\.not_above"):
        act(station, "take_back_request", id)


def test_its_requester_gives_up_while_it_is_elsewhere(station: Station) -> None:
    id = escalated(station)
    with transaction(db) as session:
        withdraw_request(session, station.actor("clerk"), business_now(), id)
    assert state(station, id) == ("escalated", CENTER, "withdrawing")
    with pytest.raises(ConflictError, match=r"escalation\.asked_already"):
        act(station, "take_back_request", id)
    assert [asked["by"] for asked in station.promised("request.withdrawn")] == ["requester"]
    closed(station, id, (0, 2), "withdrawn", None)
    assert state(station, id) == ("withdrawn", None, "")
    with pytest.raises(ConflictError, match=r"not_movable"):
        act(station, "ask_withdrawal", id)


def test_a_withdrawal_that_crossed_a_taking_back_is_carried_out_here(station: Station) -> None:
    id = escalated(station)
    act(station, "take_back_request", id)
    act(station, "ask_withdrawal", id)
    closed(station, id, (0, 2), "taken_back", OWN)
    assert state(station, id) == ("withdrawn", None, "")
    assert [line[0] for line in lines(station, id)][-2:] == ["received", "withdrawn"]


def test_what_was_accepted_cannot_be_taken_back(station: Station) -> None:
    id = escalated(station)
    routed(station, id)
    act(station, "take_back_request", id)
    taken(station, id)
    assert state(station, id) == ("accepted", SISTER, "")
    with pytest.raises(ConflictError, match=r"not_taken_back"):
        act(station, "take_back_request", id)


def test_another_stations_request_is_given_back_and_leaves_nothing_of_who_asks(
    station: Station,
) -> None:
    id = task(station)
    with pytest.raises(ConflictError, match=r"escalation\.of_another"):
        escalate(station, id)
    accept(station, id)
    contact(station, id)
    assert station.session.get(RequestContact, id) is not None
    act(station, "return_request", id, "义工病了")
    station.session.expire_all()
    assert station.session.get(RequestContact, id) is None
    assert state(station, id) == ("returned", None, "")
    said = [(one["status"], one["reason"]) for one in station.promised("request.progress")]
    assert said == [("accepted", ""), ("returned", "义工病了")]
    with pytest.raises(ForbiddenError, match=r"passage\.not_holder"):
        act(station, "return_request", id, "再退一次")


def test_a_taker_s_reason_goes_in_clear_and_tells_nothing_of_who_asks(station: Station) -> None:
    id = task(station)
    accept(station, id)
    contact(station, id)
    for reason in ("冯玉英家里没人", "138 1234 4472 打不通", "育才里三号楼的门锁着"):
        with pytest.raises(InvalidError, match=r"escalation\.tells_"):
            act(station, "return_request", id, reason)
        with pytest.raises(InvalidError), transaction(db) as session:
            decline_request(session, station.actor("clerk"), business_now(), id, reason)
    assert len(station.promised("request.progress")) == 1
    assert state(station, id)[0] == "accepted"


def test_ones_own_request_is_not_given_back(station: Station) -> None:
    id = ask(station).id
    accept(station, id)
    with pytest.raises(ConflictError, match=r"passage\.own_request"):
        act(station, "return_request", id, "办不了")
    assert station.promised("request.progress") == []


def test_the_taker_s_steps_are_told_above_with_its_number(station: Station) -> None:
    id = task(station, said=(2, 1))
    accept(station, id)
    (said,) = station.promised("request.progress")
    assert (said["station"], said["title"], said["custody"]) == (OWN, "实验小学", number(2, 1))
    assert said["outcome"] is None
    assert state(station, id) == ("accepted", OWN, "contact")
    with transaction(db) as session:
        decline_request(session, station.actor("clerk"), business_now(), id, "水管太旧")
    assert [one["status"] for one in station.promised("request.progress")] == [
        *("accepted", "declined"),
    ]


def test_what_the_center_could_not_take_in_is_this_stations_again(station: Station) -> None:
    id = escalated(station)
    reject(station, "request.escalated", "工作站还没有获准接入。")
    assert state(station, id) == ("received", OWN, "")
    assert lines(station, id)[-1][2] == "工作站还没有获准接入。"
    reject(station, "request.escalated", "又来一次")
    assert len(lines(station, id)) == 3
    later = escalated(station)
    act(station, "take_back_request", later)
    reject(station, "request.withdrawn", "没有收到过这件需求。")
    assert state(station, later) == ("escalated", CENTER, "")
    reject(station, "request.withdrawn", "没有收到过这件需求。")
    assert state(station, later) == ("escalated", CENTER, "")


def reject(station: Station, kind: str, sentence: str) -> None:
    """The center stored the newest message of a type, and couldn't apply it."""
    query = select(TABLES.outbox.msg_id).where(TABLES.outbox.type == kind)
    refused = str(station.session.scalars(query.order_by(TABLES.outbox.id.desc())).first())
    data = {"message": refused, "type": kind, "code": "some.code", "sentence": sentence}
    station.receive(station.message("message.rejected", f"message:{refused}", data))


def test_an_unknown_request_is_not_found(station: Station) -> None:
    with pytest.raises(NotFoundError, match=r"service_request\.unknown"):
        progress(station, uuid4(), "done")
