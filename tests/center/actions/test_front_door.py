"""The front door at the center: sealed at once, told as the station says, signed once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from marshmallow import ValidationError
from sqlalchemy import inspect, text
from uuid_utils.compat import uuid7

from center.actions import front_door, front_signature, resident
from center.actions.station import Closing as StationClosing
from center.actions.station import close_station, revoke_station
from center.database import db
from center.models.front_door import FrontEntry, FrontLink, FrontRequest
from shared.clock import machine_now
from shared.domain.canonical import digest
from shared.domain.contact import Contact
from shared.domain.front_door import Entry
from shared.domain.geo_report import query_of
from shared.domain.one_time_signature import Capacity, Line, Signer, statement
from shared.domain.service_record import Evaluation
from shared.domain.service_request import Channel, Status
from shared.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UntrustedError,
)
from shared.front_door import open_entry
from shared.resident import ADD, REOPEN, WITHDRAW, Desk, Followed, Given, Reception, Wish
from shared.signing import Signed
from shared.vault import attach, vault_of
from shared.wire.front_door import LONGEST_INK
from tests.center.bureau import NOW, OFFICER, A, B, Bureau
from tests.center.refusal import refused
from tests.station.requests.served import DRAWN

DOOR = {
    "phone": "03153550126",
    "reach": "",
    "accept_days": 1,
    "dispatch_days": 3,
    "items": [{"code": "repair", "name": "义务维修", "category": "convenience"}],
    "closings": [{"first": date(2025, 2, 10), "last": date(2025, 2, 14), "note": "寒假"}],
}
SAID = Contact("郑桂芳", "138 1234 6021", "建设路18号2楼", "厨房水管漏了")
TOKEN, TODAY = "t" * 32, date(2025, 2, 3)
WORDS = ("郑桂芳", "13812346021", "建设路18号2楼", "厨房水管漏了", "改成周五")


@pytest.fixture
def door(bureau: Bureau) -> Bureau:
    """Station A can't be reached, station B has an address of its own."""
    bureau.profile(A, front_door=DOOR)
    bureau.profile(B, front_door=DOOR | {"reach": "https://b.example"})
    return bureau


def ask(door: Bureau, **changes: Any) -> Given:
    wish = {"node": A, "contact": SAID, "channel": Channel.PUBLIC, "item": "repair"}
    with door.writing() as session:
        given = wish | {"consent_version": "1", "reach": "https://center.example"} | changes
        return front_door.ask(session, door.now, Wish(**given))


def desks(day: date = TODAY) -> list[Desk]:
    """As residents see them, in a question of their own."""
    found = list(resident.RESIDENTS.desks(db.session(), day))
    db.session.rollback()
    return found


def reception(node: str, day: date = TODAY) -> Reception | None:
    found = resident.RESIDENTS.reception(db.session(), node, day)
    db.session.rollback()
    return found


def opened(door: Bureau) -> list[dict[str, Any]]:
    """What was promised to station A, as it reads it."""
    found = []
    own = vault_of(db.session())
    for sent in door.sent("request.received", A):
        attach(db.engine, door.vaults[A])
        try:
            said = open_entry(db.session(), Entry(sent["kind"]), sent["sealed"])
        finally:
            attach(db.engine, own)
        found.append(said)
    return found


def follow(given: Given) -> Followed:
    found = resident.follow(db.session(), given.code)
    db.session.rollback()
    assert found is not None
    return found


def tell(door: Bureau, given: Given, sender: str = A, **changes: Any) -> None:
    """The station's word on all that was done so far."""
    entries = [
        {"entry": one.id, "refused": changes.pop(one.kind, "")}
        for one in db.session.query(FrontEntry).filter_by(request_id=given.request)
    ]
    more = {"ver": changes.pop("ver")} if "ver" in changes else {}
    db.session.rollback()
    step = {"status": "received", "since": NOW, "holder_title": "站01", "by_requester": True}
    facts = {
        **{"request": given.request, "status": "received", "since": NOW, "number": "2025-0001"},
        **{"item": "repair", "item_name": "义务维修", "holder_title": "站01", "pending": ""},
        **{"promised_on": date(2025, 2, 4), "phone": "03153550126", "can_add": True},
        **{"can_withdraw": True, "can_reopen": False, "added": [], "steps": [step]},
        **{"answers": entries, "signatures": []},
    }
    door.receive(
        "request.status", sender, facts | changes, subject=f"request:{given.request}", **more
    )


def cells() -> Iterator[str]:
    """Every value of every table, in clear where the center can read it."""
    session = db.session()
    for name in inspect(db.engine).get_table_names():
        for row in session.execute(text(f'SELECT * FROM "{name}"')):  # noqa: S608
            for value in row:
                raw = bytes(value) if isinstance(value, bytes | memoryview) else None
                yield str(value) if raw is None else raw.decode(errors="replace")
                if raw is not None:
                    yield clear(raw)
    session.rollback()


def clear(raw: bytes) -> str:
    try:
        return vault_of(db.session()).decrypt(raw).decode(errors="replace")
    except (InvalidTag, ValueError):  # another's, or too short to be any
        return ""


def test_what_is_asked_is_sealed_at_once_and_lies_nowhere(door: Bureau) -> None:
    given = ask(door)
    with door.writing() as session:
        front_door.add(session, door.now, given.code, "改成周五")
    assert [one["kind"] for one in door.sent("request.received", A)] == ["asked", "added"]
    first, second = opened(door)
    assert (first["name"], first["phone"], first["words"]) == (WORDS[0], WORDS[1], WORDS[3])
    assert (first["code"], first["reach"]) == (given.code, "https://center.example")
    assert second == {"words": "改成周五"}
    whole = "\0".join(cells())
    assert "front_door.asked" in whole
    assert [word for word in (*WORDS, given.code) if word in whole] == []


def test_the_same_request_twice_is_one_under_one_code(door: Bureau) -> None:
    id = uuid7()
    assert ask(door, request=id) == ask(door, request=id)
    assert ask(door).code != ask(door).code
    assert len(door.sent("request.received", A)) == 3


def test_it_is_received_for_those_alone_that_residents_cannot_reach(door: Bureau) -> None:
    with refused(NotFoundError, "front_door.no_station"):
        ask(door, node=B)
    with refused(NotFoundError, "service_item.unknown"):
        ask(door, item="wig_making")
    with refused(InvalidError, "telephone.bad"):
        ask(door, contact=Contact("郑", "12", "建设路", "漏水"))
    assert desks() == [
        Desk(A, "站01", "03153550126"),
        Desk(B, "站02", "03153550126", "https://b.example"),
    ]
    at, later = (reception(A, date(2025, 2, day)) for day in (3, 15))
    assert at is not None and later is not None
    assert [one.note for one in at.closings] == ["寒假"]
    assert later.closings == []
    assert reception(B) is reception("") is None
    with door.writing() as session:
        close_station(session, OFFICER, door.now, StationClosing(A, date(2025, 2, 2), "并校"))
        revoke_station(session, OFFICER, door.now, B)
    assert desks() == [] and reception(A) is None


def test_a_station_that_says_nothing_of_residents_is_not_offered(bureau: Bureau) -> None:
    assert desks() == []
    bureau.profile(A, front_door=DOOR)
    bureau.profile(A, front_door=DOOR)
    bureau.profile(A)
    assert len(desks()) == 1
    assert len(bureau.audited("station.front_door")) == 1
    assert "front_door" not in json.dumps(bureau.sent("center.profile", "association:13"))


def test_before_the_station_fetched_it_the_page_says_so(door: Bureau) -> None:
    given = ask(door)
    found = follow(given)
    assert (found.status, found.holder, found.number) == (Status.RECEIVED, "", "")
    assert (found.waits, found.title, found.phone) == (Entry.ASKED, "站01", "03153550126")
    assert found.last_day == date(2025, 2, 4)
    assert found.may == {ADD, WITHDRAW}
    [line] = found.lines
    assert (line.by_requester, line.at) == (True, NOW)
    assert resident.follow(db.session(), "7K3M92QF") is None


def test_the_page_says_what_the_station_said_last(door: Bureau) -> None:
    given = ask(door)
    tell(door, given)
    found = follow(given)
    assert (found.number, found.item, found.holder, found.waits) == (
        "2025-0001",
        "义务维修",
        "站01",
        None,
    )
    visit = {"status": "dispatched", "since": NOW, "holder_title": "站01", "by_requester": False}
    visit |= {"visitor": "赵*", "visit_on": date(2025, 2, 5), "visit_time": "15:00–16:00"}
    more = {"steps": [visit], "can_reopen": True, "added": [NOW], "pending": "withdrawing"}
    tell(door, given, status="dispatched", holder_title="站02", ver=9, **more)
    tell(door, given, status="accepted", ver=8)
    found = follow(given)
    assert (found.status, found.holder, found.pending) == (
        Status.DISPATCHED,
        "站02",
        "withdrawing",
    )
    assert found.visit is not None and found.visit.visit_time == "15:00–16:00"
    assert (list(found.added), REOPEN in found.may) == ([NOW], True)


def test_a_station_speaks_of_its_own_requests_alone(door: Bureau) -> None:
    given = ask(door)
    with refused(ForbiddenError, "message.other_station"):
        tell(door, given, sender=B)
    with refused(ConflictError, "front_door.unknown"):
        tell(door, Given(uuid7(), ""))


def test_what_is_done_waits_until_it_is_answered(door: Bureau) -> None:
    given = ask(door)
    tell(door, given, can_reopen=True)
    with door.writing() as session:
        front_door.reopen(session, door.now, given.code, " 还在漏 ")
        front_door.withdraw(session, door.now, given.code, "")
    found = follow(given)
    assert (found.waits, found.may) == (Entry.WITHDRAWN, frozenset())
    for act in (front_door.add, front_door.reopen, front_door.withdraw):
        with refused(ConflictError, "front_door.not_now"), door.writing() as session:
            act(session, door.now, given.code, "晚了")
    tell(door, given, withdrawn="passage.not_holder")
    found = follow(given)
    assert (found.waits, found.refused) == (None, Entry.WITHDRAWN)
    assert found.may == {ADD, WITHDRAW}
    for words in (" ", "长" * 2001):
        with refused(InvalidError, "service_request.words_form"), door.writing() as session:
            front_door.add(session, door.now, given.code, words)
    with refused(NotFoundError, "service_request.unknown"), door.writing() as session:
        front_door.add(session, door.now, "7K3M92QF", "x")


def test_what_the_station_cannot_open_is_told_to_whoever_did_it(door: Bureau) -> None:
    given = ask(door)
    [row] = door.rows("request.received", A)
    word = {"message": str(row.msg_id), "type": "request.received", "code": "sealed.unreadable"}
    word |= {"sentence": "打不开"}
    with refused(ForbiddenError, "message.other_station"):
        door.receive("message.rejected", B, word)
    door.receive("message.rejected", A, word)
    found = follow(given)
    assert (found.status, found.refused, found.waits) == (Status.DECLINED, Entry.ASKED, None)
    assert (found.may, found.last_day) == (frozenset(), None)
    door.receive("message.rejected", A, word | {"message": str(uuid7())})
    door.receive("message.rejected", A, word | {"message": "no id"})


def test_lists_hold_what_the_station_has_entered(door: Bureau) -> None:
    given = ask(door)
    query = query_of({}, door.now)
    assert resident.listed(db.session(), query, A) == []
    db.session.rollback()
    tell(door, given)
    [one] = resident.listed(db.session(), query, A)
    assert (one.request, one.item, one.status, one.agency) == (
        given.request,
        "repair",
        Status.RECEIVED,
        "站01",
    )
    assert one.promised is not None and one.promised.isoformat() == "2025-02-04T16:00:00+00:00"
    assert resident.listed(db.session(), query, B) == []
    for asked, n in (
        ({"service_request_id": str(given.request)}, 1),
        ({"status": "closed"}, 0),
        ({"status": "open", "service_code": "repair"}, 1),
        ({"service_code": "errand"}, 0),
    ):
        assert len(resident.listed(db.session(), query_of(asked, door.now), A)) == n
    db.session.rollback()


def link(door: Bureau, *hours: int, **changes: Any) -> dict[str, Any]:
    order, records = uuid7(), [uuid7() for _ in hours]
    lines = [
        {
            **{"record": record, "visitor": "赵*", "served_on": date(2025, 2, 3)},
            **{"start": "07:00", "end": "08:35", "break_minutes": 5, "hours": n},
        }
        for record, n in zip(records, hours, strict=True)
    ]
    known = [Line(record, n) for record, n in zip(records, hours, strict=True)]
    return {
        "order": order,
        "token": hashlib.sha256(TOKEN.encode()).hexdigest(),
        "statement": digest(statement(order, known)),
        "expires_at": machine_now() + timedelta(days=7),
        "lines": lines,
        **changes,
    }


def sign(door: Bureau, **changes: Any) -> None:
    with door.writing() as session:
        shown = front_signature.show(session, TOKEN)
        said = {line.record: Evaluation.SATISFIED for line in shown.lines}
        given = {"said": said, "signer": Signer("郑桂芳"), "ink": DRAWN, "seen": shown.seen}
        front_signature.sign(session, door.now, TOKEN, Signed(**given | changes))


def test_a_link_shows_masked_names_and_hours_and_signs_once(door: Bureau) -> None:
    given, one = ask(door), link(door, 2, 1)
    tell(door, given, signatures=[one])
    shown = front_signature.show(db.session(), TOKEN)
    db.session.rollback()
    assert [(line.name, line.minutes, line.hours) for line in shown.lines] == [
        ("赵*", 90, 2),
        ("赵*", 90, 1),
    ]
    assert (shown.what, shown.title, shown.phone) == ("义务维修", "站01", "03153550126")
    for error, code, wrong in (
        (InvalidError, "one_time_signature.no_ink", {"ink": ""}),
        (InvalidError, "one_time_signature.choose_evaluation", {"said": {}}),
        (ConflictError, "one_time_signature.changed", {"seen": "0" * 64}),
        (
            InvalidError,
            "one_time_signature.needs_witness",
            {"signer": Signer("郑小军", Capacity.PROXY)},
        ),
        (
            InvalidError,
            "one_time_signature.too_much_ink",
            {"ink": json.dumps([[[100, 100]] * (LONGEST_INK // 10)])},
        ),
    ):
        with refused(error, code):
            sign(door, **wrong)
    sign(door)
    for act in (front_signature.show,):
        with refused(ConflictError, "one_time_signature.used"):
            act(db.session(), TOKEN)
    _, said = opened(door)
    assert (said["token"], said["seen"], said["name"]) == (TOKEN, one["statement"], "郑桂芳")
    assert {each["record"] for each in said["said"]} == {each["record"] for each in one["lines"]}
    whole = "\0".join(cells())
    assert [word for word in (TOKEN, "郑桂芳", "[100,20]") if word in whole] == []
    assert follow(given).waits is Entry.SIGNED


def test_a_signature_that_is_refused_can_be_signed_anew(door: Bureau) -> None:
    given, one = ask(door), link(door, 2)
    tell(door, given, signatures=[one])
    sign(door)
    tell(door, given, signatures=[one], signed="one_time_signature.by_volunteer")
    assert follow(given).refused is Entry.SIGNED
    sign(door)
    tell(door, given, signatures=[])
    with refused(ConflictError, "one_time_signature.used"):
        sign(door)


def test_a_signature_that_could_not_even_be_opened_can_be_signed_anew(door: Bureau) -> None:
    given = ask(door)
    tell(door, given, signatures=[link(door, 2)])
    sign(door)
    row = door.rows("request.received", A)[-1]
    word = {"message": str(row.msg_id), "type": "request.received", "code": "sealed.unreadable"}
    door.receive("message.rejected", A, word | {"sentence": "打不开"})
    assert follow(given).refused is Entry.SIGNED
    sign(door)


def test_what_a_station_says_of_itself_must_be_sound(door: Bureau) -> None:
    closing = {"first": date(2025, 2, 14), "last": date(2025, 2, 10)}
    for wrong in ({"reach": "javascript:alert(1)"}, {"accept_days": 0}, {"closings": [closing]}):
        with pytest.raises(ValidationError):
            door.profile(A, front_door=DOOR | wrong)


def test_a_link_that_ended_or_was_replaced_opens_nothing(door: Bureau) -> None:
    given = ask(door)
    tell(door, given, signatures=[link(door, 2, expires_at=machine_now())])
    with refused(ConflictError, "one_time_signature.expired"):
        sign(door)
    tell(door, given, signatures=[])
    with refused(ConflictError, "one_time_signature.revoked"):
        sign(door)
    with refused(NotFoundError, "one_time_signature.unknown"):
        front_signature.show(db.session(), "x")


def test_a_dispute_uses_the_link_up_too(door: Bureau) -> None:
    given = ask(door)
    tell(door, given, signatures=[link(door, 2)])
    with refused(InvalidError, "one_time_signature.dispute_form"), door.writing() as session:
        front_signature.dispute(session, door.now, TOKEN, " ")
    with door.writing() as session:
        front_signature.dispute(session, door.now, TOKEN, "只来了半小时")
    assert opened(door)[-1] == {"token": TOKEN, "words": "只来了半小时"}
    with refused(ConflictError, "one_time_signature.used"):
        sign(door)


def test_a_link_shows_what_is_signed_and_belongs_to_one_request(door: Bureau) -> None:
    given, one = ask(door), link(door, 2)
    with refused(UntrustedError, "front_door.other_statement"):
        tell(door, given, signatures=[one | {"statement": "0" * 64}])
    tell(door, given, signatures=[one])
    with refused(ForbiddenError, "front_door.link_taken"):
        tell(door, ask(door), signatures=[one])


def test_no_table_has_a_column_for_what_was_said() -> None:
    told = {"name", "phone", "address", "words", "contact", "sealed", "code", "ink"}
    for table in (FrontRequest, FrontEntry, FrontLink):
        assert told & {column.name for column in table.__table__.columns} == set()
