"""What a station does for residents without a login, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from shared.clock import business_now
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.geo_report import Query, query_of
from shared.domain.service_request import Channel, Status
from shared.errors import NotFoundError
from shared.resident import ADD, REOPEN, WITHDRAW, Given, Wish
from station.actions import resident
from station.actions.request_step import Step, take_step
from station.database import db
from station.models.closing import Closing
from station.models.service_item import by_code
from station.models.service_request import ServiceRequest, by_id, passage_of
from station.models.station_state import lock_station
from tests.station.ledger.station import ADMIN, Station

NODE = "station:01-3301"
SAID = Contact("郑阿姨", "138 0315 6021", "育才里12号楼", "水龙头漏水")


def asked(item: str | None = "repair", channel: Channel = Channel.PUBLIC, **wish: object) -> Given:
    with transaction(db) as session:
        wanted = Wish(NODE, SAID, channel, item, **wish)  # type: ignore[arg-type]
        return resident.ask(session, business_now(), wanted)


def put(request: UUID, status: Status, holder: str | None = NODE) -> None:
    with transaction(db) as session:
        row = by_id(session, request, lock=True)
        passage = passage_of(row)
        moved = type(passage)(**{**vars(passage), "status": status, "holder": holder})
        take_step(session, (ADMIN, business_now()), row, moved, Step("原因"))


def may(station: Station, code: str) -> frozenset[str]:
    followed = resident.follow(station.session, code)
    assert followed is not None
    return followed.may


def test_a_station_receives_residents_as_it_says(station: Station) -> None:
    with transaction(db) as session:
        state = lock_station(session)
        state.phone, state.reach, state.dispatch_days = "03153550126", "https://y.example", 5
        days = {"first": date(2025, 2, 1), "last": date(2025, 2, 10)}
        session.add(Closing(**days, note="寒假", set_by=ADMIN.id, set_at=business_now()))
        by_code(session, "patrol", lock=True).is_active = False
    day = date(2025, 2, 3)
    assert resident.reception(station.session, "station:01-9", day) is None
    [desk] = resident.desks(station.session, day)
    assert (desk.node, desk.title, desk.phone) == (NODE, "实验小学", "03153550126")
    found = resident.reception(station.session, NODE, day)
    assert found is not None
    assert (found.node, found.title, found.phone) == (NODE, "实验小学", "03153550126")
    assert (found.reach, found.promise.dispatch) == ("https://y.example", 5)
    assert [closing.note for closing in found.closings] == ["寒假"]
    codes = {item.code for item in found.items}
    assert "repair" in codes
    assert not {"patrol", "demolition"} & codes


def test_items_that_nobody_is_offered_are_refused(station: Station) -> None:
    for item in ("demolition", "none"):
        with pytest.raises(NotFoundError):
            asked(item)
    assert asked(None).code


def test_the_same_wish_twice_is_one_request(station: Station) -> None:
    request = uuid4()
    assert asked(request=request) == asked(request=request)
    assert asked(request=request).request == request


def test_a_code_shows_the_steps_and_not_the_person(station: Station) -> None:
    given = asked()
    station.at("2025-02-04T09:00+08:00")
    with transaction(db) as session:
        resident.add(session, business_now(), given.code, "改成周五")
    followed = resident.follow(station.session, given.code)
    assert followed is not None
    assert (followed.request, followed.number) == (given.request, "2025-0001")
    assert (followed.item, followed.holder, followed.title) == ("义务维修", "实验小学", "实验小学")
    assert followed.last_day == date(2025, 2, 4)
    [line] = followed.lines
    assert line.by_requester
    assert followed.added == [business_now()]
    for secret in (*vars(SAID).values(), "13803156021", "改成周五", given.code):
        assert secret not in repr(followed)
    assert resident.follow(station.session, "") is None
    assert resident.follow(station.session, "7K3M92QF") is None


def test_what_may_be_done_follows_the_state_and_the_holder(station: Station) -> None:
    given = asked()
    assert may(station, given.code) == {ADD, WITHDRAW}
    expected = {
        Status.ACCEPTED: {ADD, WITHDRAW},
        Status.DISPATCHED: {ADD, WITHDRAW},
        Status.DONE: {ADD, REOPEN},
        Status.CLOSED: {REOPEN},
        Status.DECLINED: set(),
        Status.WITHDRAWN: set(),
    }
    for status, acts in expected.items():
        put(given.request, status)
        assert may(station, given.code) == acts, status
    put(given.request, Status.DONE, "station:01-3302")
    assert may(station, given.code) == {ADD}
    put(given.request, Status.ESCALATED, "center:01")
    assert may(station, given.code) == {ADD}
    with transaction(db) as session:
        by_id(session, given.request).erased_at = business_now()
    assert may(station, given.code) == frozenset()


def test_what_is_being_taken_back_is_not_withdrawn_too(station: Station) -> None:
    given = asked()
    with transaction(db) as session:
        by_id(session, given.request).pending = "taking_back"
    assert may(station, given.code) == {ADD}


def test_withdrawing_and_reopening_go_by_the_code(station: Station) -> None:
    one, other = asked(), asked()
    with transaction(db) as session:
        resident.withdraw(session, business_now(), one.code, "不用了")
    put(other.request, Status.CLOSED)
    with transaction(db) as session:
        resident.reopen(session, business_now(), other.code, "还是漏")
    rows = {row.id: row.status for row in station.session.query(ServiceRequest)}
    assert rows == {one.request: "withdrawn", other.request: "received"}
    for act in (resident.add, resident.withdraw, resident.reopen):
        with pytest.raises(NotFoundError), transaction(db) as session:
            act(session, business_now(), "7K3M92QF", "x")


def test_four_digits_find_the_open_ones_of_this_station(station: Station) -> None:
    first, second = asked(), asked("errand")
    put(first.request, Status.CLOSED)
    [found] = resident.find(station.session, NODE, "6021")
    assert (found.number, found.status) == ("2025-0002", Status.RECEIVED)
    assert resident.find(station.session, NODE, "6020") == []
    assert resident.find(station.session, "station:01-3302", "6021") == []
    assert second.code not in repr(found)


def everything() -> Query:
    return query_of({}, business_now() + timedelta(days=1))


def test_lists_are_of_public_items_by_what_is_asked(station: Station) -> None:
    first, second = asked(channel=Channel.OPEN311), asked("errand")
    asked(None)
    third = asked("patrol")
    with transaction(db) as session:
        by_code(session, "patrol", lock=True).is_public = False
    put(first.request, Status.CLOSED)

    def ids(query: Query, node: str = NODE) -> set[UUID]:
        return {one.request for one in resident.listed(station.session, query, node)}

    assert ids(everything()) == {first.request, second.request}
    assert ids(query_of({"status": "open"}, business_now())) == {second.request}
    assert ids(query_of({"status": "closed"}, business_now())) == {first.request}
    assert ids(query_of({"service_code": "errand"}, business_now())) == {second.request}
    assert ids(query_of({"end_date": "2025-02-02"}, business_now())) == set()
    named = f"{first.request},{third.request}"
    assert ids(query_of({"service_request_id": named}, business_now())) == {first.request}
    assert ids(query_of({"service_request_id": "x"}, business_now())) == set()
    assert ids(everything(), "station:01-3302") == set()
