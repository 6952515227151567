"""Requests received, accepted, declined, withdrawn, reopened, closed."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_record import Category
from shared.domain.service_request import Channel, Proof, Status, Urgency
from shared.domain.tracking_code import ALPHABET
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from shared.resident import resident
from station.actions.service_request import (
    add_words,
    close_request,
    decline_request,
    judge_double,
    receive_request,
    reopen_request,
    withdraw_request,
)
from station.database import db
from station.domain.service_request import Asked
from station.models.request_note import notes_of
from station.models.service_order import by_id as order_by_id
from station.models.service_request import contact_of, passage_of
from station.models.star import Star, stars_in_force
from station.models.station_state import lock_station
from tests.station.ledger.station import Station
from tests.station.requests.desk import (
    CONTACT,
    accept,
    ask,
    district,
    lines,
    logged,
    order,
    shown,
)


def do(station: Station, act: Any, request_id: UUID, *said: str, actor: Any = None) -> Any:
    with transaction(db) as session:
        return act(session, actor or station.actor("clerk"), business_now(), request_id, *said)


def move(request_id: UUID, status: Status) -> None:
    """As orders move it."""
    with transaction(db) as session:
        line = text("UPDATE service_request SET status = :status WHERE id = :id")
        key = request_id.hex if db.engine.dialect.name == "sqlite" else request_id
        session.execute(line, {"status": str(status), "id": key})


def star(station: Station, name: str, year: int, level: int, **changes: Any) -> None:
    with transaction(db) as session:
        session.add(
            Star(
                **{
                    "volunteer_id": station.people[name],
                    "year": year,
                    "ver": 1,
                    "station": "station:01-3301",
                    "points": level * 300,
                    "proposed": level,
                    "star": level,
                    "decision": "approved",
                    "reason": "",
                    "decided_on": date(year + 1, 1, 20),
                    "decided_by": "郑会长",
                    "first_approved_on": date(year + 1, 1, 20),
                    "received_at": business_now(),
                }
                | changes
            )
        )


def test_a_request_gets_a_number_a_code_and_a_promise(station: Station) -> None:
    row = shown(station, ask(station).id)
    assert (row.number, row.status, row.holder) == ("2025-0001", "received", "station:01-3301")
    assert row.tracking_code is not None and set(row.tracking_code) <= set(ALPHABET)
    assert (row.item_name, row.category, row.first_title) == ("义务维修", "convenience", "实验小学")
    assert row.promised_at == datetime(2025, 2, 4, 16, tzinfo=UTC), "the end of Tuesday"
    assert lines(station, row.id) == [("received", "李文书", "")]
    kept = contact_of(station.session, row.id)
    assert kept is not None and kept.phone == "13812346021"


def test_nothing_of_the_contact_stands_in_the_log(station: Station) -> None:
    row = ask(station)
    said = " ".join(str((one.before, one.after)) for one in logged(station, row.id))
    assert "received" in said
    assert not any(word in said for word in ("郑桂芳", "6021", "建设路", "水管"))


def test_what_a_resident_asks_is_said_by_nobody(station: Station) -> None:
    with transaction(db) as session:
        asked = Asked(CONTACT, Channel.PUBLIC)
        row = receive_request(session, resident("page"), business_now(), asked)
    assert lines(station, row.id) == [("received", "", "")]
    assert (row.item_code, row.category) == (None, None)


def test_what_comes_through_the_front_door_twice_is_entered_once(station: Station) -> None:
    at = datetime(2025, 1, 31, 1, tzinfo=UTC)
    given: dict[str, Any] = {
        "request": uuid4(),
        "code": "7K3M92QF",
        "at": at,
        "channel": Channel.FRONT_DOOR,
    }
    one, two = ask(station, **given), ask(station, **given)
    assert (one.id, one.tracking_code) == (given["request"], "7K3M92QF")
    assert two.number == one.number
    assert one.received_at == at
    assert one.promised_at == datetime(2025, 2, 3, 16, tzinfo=UTC), "a Friday's next working day"


def test_a_code_that_is_taken_is_drawn_again(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(station).tracking_code or ""
    signs = iter(first + "7K3M92QF")
    monkeypatch.setattr(secrets, "choice", lambda _alphabet: next(signs))
    assert ask(station).tracking_code == "7K3M92QF"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"contact": replace(CONTACT, name=" ")}, InvalidError),
        ({"contact": replace(CONTACT, phone="12")}, InvalidError),
        ({"channel": Channel.TELEPHONE, "contact": replace(CONTACT, phone="")}, InvalidError),
        ({"channel": Channel.PUBLIC, "urgency": Urgency.URGENT}, ForbiddenError),
        ({"channel": Channel.PUBLIC, "proof": Proof.CARD_SEEN}, ForbiddenError),
        ({"item": "none"}, NotFoundError),
        ({"district": UUID(int=7)}, NotFoundError),
        ({"wished": ("2025-02-01",)}, InvalidError),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    station: Station, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ask(station, **changes)
    assert ask(station).number == "2025-0001", "a refused one burns no number"


def test_stars_count_as_decided_or_as_a_clerk_read_them(station: Station) -> None:
    star(station, "赵一", 2023, 3)
    star(station, "钱二", 2023, 2, decision="declined")
    given: list[tuple[dict[str, Any], int]] = [
        ({"requester": station.people["赵一"], "proof": Proof.CARD_SEEN, "stars": 1}, 3),
        ({"requester": station.people["赵一"], "proof": Proof.NONE}, 0),
        ({"requester": station.people["钱二"], "proof": Proof.LOGIN}, 0),
        ({"stars": 2, "proof": Proof.CARD_SEEN}, 2),
        ({"stars": 2, "proof": Proof.NONE}, 0),
        ({"stars": 2, "proof": Proof.LOGIN}, 0),
    ]
    assert [ask(station, **changes).stars for changes, _ in given] == [n for _, n in given]


def test_a_star_is_in_force_until_the_next_years_are_approved(station: Station) -> None:
    star(station, "赵一", 2023, 3)
    star(station, "赵一", 2024, 1, first_approved_on=date(2025, 2, 1))
    star(station, "钱二", 2024, 2, first_approved_on=None)
    held = [
        stars_in_force(station.session, station.people[name], day)
        for name, day in (
            ("赵一", date(2025, 1, 31)),
            ("赵一", date(2025, 2, 1)),
            ("钱二", date(2025, 2, 1)),
        )
    ]
    assert held == [3, 1, 0]


def test_an_accepted_request_is_placed_and_promised_anew(station: Station) -> None:
    place = district()
    row = ask(station, item=None)
    station.at("2025-02-04T10:00+08:00")
    accept(
        station, row.id, category=Category.PUBLIC_SERVICE, district=place, urgency=Urgency.URGENT
    )
    found = shown(station, row.id)
    assert (found.status, found.category, found.district) == ("accepted", "public_service", "东片")
    assert (found.urgency, found.account_id) == ("urgent", station.actor("clerk").id)
    assert found.promised_at == datetime(2025, 2, 7, 16, tzinfo=UTC)
    assert found.status_since == datetime(2025, 2, 4, 2, tzinfo=UTC)
    assert [one.action for one in logged(station, row.id)] == [
        "request.received",
        "request.accepted",
    ]


def test_the_items_category_wins_and_one_there_must_be(station: Station) -> None:
    with pytest.raises(InvalidError):
        accept(station, ask(station, item=None).id)
    row = accept(station, ask(station).id, item="clean_up", category=Category.KEY_WORK)
    assert (row.item_code, row.category) == ("clean_up", "public_service")


def test_a_promise_follows_the_stations_own_days(station: Station) -> None:
    with transaction(db) as session:
        lock_station(session).accept_days = 3
    assert ask(station).promised_at == datetime(2025, 2, 6, 16, tzinfo=UTC)


def test_a_declined_one_says_why_and_calls_orders_off(station: Station) -> None:
    row = accept(station, ask(station).id)
    live = order(row.id, "2025-0001", volunteer_id=station.people["赵一"])
    done = order(row.id, "2025-0002", volunteer_id=station.people["钱二"], status="done")
    with pytest.raises(InvalidError):
        do(station, decline_request, row.id, " ")
    do(station, decline_request, row.id, "没有会修锅炉的人")
    found = shown(station, row.id)
    assert (found.status, found.holder, found.promised_at) == ("declined", None, None)
    assert found.closed_at == business_now()
    assert lines(station, row.id)[-1] == ("declined", "李文书", "没有会修锅炉的人")
    off = order_by_id(station.session, live)
    assert (off.status, off.reason) == ("cancelled", "没有会修锅炉的人")
    assert order_by_id(station.session, done).status == "done"
    with pytest.raises(ForbiddenError):
        accept(station, row.id)


def test_a_requester_withdraws_without_a_reason(station: Station) -> None:
    row = accept(station, ask(station).id)
    live = order(row.id, "2025-0001", volunteer_id=station.people["赵一"])
    do(station, withdraw_request, row.id, actor=resident("page"))
    assert lines(station, row.id)[-1] == ("withdrawn", "", "")
    assert order_by_id(station.session, live).status == "cancelled"


def test_not_solved_brings_it_back_with_what_is_wrong(station: Station) -> None:
    row = accept(station, ask(station).id)
    with pytest.raises(ConflictError):
        do(station, reopen_request, row.id, "还漏")
    move(row.id, Status.DONE)
    with pytest.raises(InvalidError):
        do(station, reopen_request, row.id, " ")
    do(station, reopen_request, row.id, "还漏", actor=resident("page"))
    found = shown(station, row.id)
    assert (found.status, found.holder, found.closed_at) == ("received", "station:01-3301", None)
    [note] = notes_of(station.session, row.id)
    assert (note.kind, note.by, note.text) == ("not_solved", "", "还漏")


def test_a_request_is_closed_once_all_orders_are_signed(station: Station) -> None:
    row = accept(station, ask(station).id)
    order(row.id, "2025-0001", volunteer_id=station.people["赵一"], status="signed")
    assert do(station, close_request, row.id) is False, "nobody said that it is done"
    move(row.id, Status.DONE)
    waiting = order(row.id, "2025-0002", volunteer_id=station.people["钱二"], status="done")
    assert do(station, close_request, row.id) is False
    with transaction(db) as session:
        order_by_id(session, waiting, lock=True).status = "signed"
    assert do(station, close_request, row.id) is True
    assert passage_of(shown(station, row.id)).holder is None
    do(station, reopen_request, row.id, "还漏")
    assert shown(station, row.id).holder == "station:01-3301"


def test_words_are_added_while_it_is_open(station: Station) -> None:
    row = ask(station)
    do(station, add_words, row.id, " 门铃坏了，请敲门 ", actor=resident("page"))
    [note] = notes_of(station.session, row.id)
    assert (note.kind, note.text) == ("added", "门铃坏了，请敲门")
    do(station, withdraw_request, row.id)
    with pytest.raises(ConflictError):
        do(station, add_words, row.id, "再说一句")


def test_a_verdict_on_two_stands_at_both(station: Station) -> None:
    one, two = ask(station), ask(station)
    who = (station.actor("clerk"), business_now())
    with transaction(db) as session:
        judge_double(session, who, two.id, one.id, same=False)
    with transaction(db) as session:
        judge_double(session, who, two.id, one.id, same=True)
    texts = [[n.text for n in notes_of(station.session, row.id)] for row in (one, two)]
    assert texts == [["other 2025-0002", "same 2025-0002"], ["other 2025-0001", "same 2025-0001"]]
    with pytest.raises(ConflictError), transaction(db) as session:
        judge_double(session, who, one.id, one.id, same=True)
