"""Requests that a station received itself, followed here by the code that it gave out."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from center.actions import front_door, resident
from center.database import db
from center.models.federation import TABLES
from center.models.front_door import FrontEntry, FrontRequest, by_code
from shared.domain.front_door import Entry
from shared.domain.geo_report import query_of
from shared.domain.service_request import Status
from shared.errors import ConflictError, ForbiddenError, InvalidError, UntrustedError
from shared.federation.node_key import public_keys, put_key
from shared.federation.sealing import seal_for
from shared.resident import ADD, WITHDRAW, Given
from shared.vault import vault_of
from tests.center.actions.test_front_door import (
    TOKEN,
    ask,
    cells,
    door,
    follow,
    link,
    opened,
    sign,
    tell,
)
from tests.center.bureau import NOW, A, B, Bureau, new_vault
from tests.center.refusal import refused

__all__ = ["door"]

CODE = "7K3M92QF"
WITHOUT: dict[str, Any] = {"sealed": ""}
CENTER = "center:01"


def sealed(door: Bureau, clear: str = CODE) -> dict[str, str]:
    """A code as a station seals it for this center."""
    with door.writing() as session:
        put_key(session, TABLES, CENTER, "中心", *public_keys(vault_of(session)))
        return {"sealed": seal_for(session, TABLES, CENTER, clear.encode())}


def told(door: Bureau, code: str = CODE, sender: str = A, **changes: Any) -> Given:
    """A station's first word on what a clerk there took down."""
    given = Given(uuid4(), code)
    tell(door, given, sender, **sealed(door, code) | changes)
    return given


def row_of(given: Given) -> FrontRequest:
    found = db.session.get_one(FrontRequest, given.request)
    db.session.rollback()
    return found


def test_it_is_found_by_its_code_of_which_a_digest_is_kept_alone(door: Bureau) -> None:
    given = told(door)
    found = follow(given)
    assert (found.number, found.status, found.holder) == ("2025-0001", Status.RECEIVED, "站01")
    assert (found.title, found.may, found.waits) == ("站01", {ADD, WITHDRAW}, None)
    assert row_of(given).received_at == NOW
    whole = "\0".join(cells())
    assert "front_door.code_told" in whole and CODE not in whole
    assert "sealed" not in json.dumps(row_of(given).shown)
    assert len(door.audited("front_door.code_told")) == 1
    tell(door, given, status="accepted", **WITHOUT)
    assert follow(given).status is Status.ACCEPTED


def test_what_is_done_of_it_here_goes_down_sealed(door: Bureau) -> None:
    given = told(door)
    with door.writing() as session:
        front_door.add(session, door.now, CODE, "改成周五")
        front_door.withdraw(session, door.now, CODE, "不漏了")
    assert opened(door) == [{"words": "改成周五"}, {"words": "不漏了"}]
    assert {one["request"] for one in door.sent("request.received", A)} == {str(given.request)}
    assert follow(given).waits is Entry.WITHDRAWN
    tell(door, given, status="withdrawn", can_add=False, can_withdraw=False)
    assert (follow(given).waits, follow(given).status) == (None, Status.WITHDRAWN)


def test_it_is_signed_here(door: Bureau) -> None:
    told(door, signatures=[link(door, 2)])
    sign(door)
    [said] = opened(door)
    assert said["token"] == TOKEN
    entries = db.session.query(FrontEntry).all()
    assert [one.order_id for one in entries] == [None]
    db.session.rollback()


def test_a_code_that_another_one_bears_stays_with_that_one(door: Bureau) -> None:
    own, first = ask(door), told(door)
    for code, bearer in ((own.code, own), (CODE, first)):
        second = told(door, code, B)
        assert follow(bearer).request == bearer.request
        assert (row_of(second).code_digest, row_of(second).status) == (None, "received")
    assert len(door.audited("front_door.code_taken")) == 2
    tell(door, second, B, status="accepted", **WITHOUT)
    assert row_of(second).status == "accepted"


def test_a_code_that_a_station_gave_out_is_drawn_here_no_more(
    door: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(door)
    drawn = iter((CODE, "ABCDEFGH"))
    monkeypatch.setattr(front_door, "_codes", lambda *_: drawn)
    assert ask(door).code == "ABCDEFGH"


def test_the_same_once_more_changes_nothing(door: Bureau) -> None:
    """A station that was restored doesn't know that it told."""
    given = told(door)
    tell(door, given, status="accepted", **sealed(door))
    tell(door, given, status="accepted", **sealed(door, "ABCDEFGH"))
    assert follow(given).status is Status.ACCEPTED
    assert by_code(db.session(), "ABCDEFGH") is None
    db.session.rollback()
    with refused(ForbiddenError, "message.other_station"):
        tell(door, given, B, **sealed(door))


def test_what_is_no_code_or_sealed_for_another_is_refused(door: Bureau) -> None:
    unknown = uuid4()
    with refused(InvalidError, "tracking_code.bad"):
        told(door, "O0O0O0O0")
    with refused(UntrustedError, "sealed.unreadable"):
        tell(door, Given(unknown, CODE), sealed="e.y.J.a.b")
    with door.writing() as session:
        put_key(session, TABLES, "center:09", "别的中心", *public_keys(new_vault()))
        other = seal_for(session, TABLES, "center:09", CODE.encode())
        put_key(session, TABLES, CENTER, "中心", *public_keys(vault_of(session)))
        no_text = seal_for(session, TABLES, CENTER, b"\xff")
    for wrong in (other, no_text):
        with refused(UntrustedError, "sealed.unreadable"):
            tell(door, Given(unknown, CODE), sealed=wrong)
    assert by_code(db.session(), CODE) is None
    db.session.rollback()


def test_what_was_over_and_erased_before_it_came_is_followed_by_nobody(door: Bureau) -> None:
    late = Given(uuid4(), CODE)
    tell(door, late, status="closed", **WITHOUT)
    assert is_unknown(late.request)
    with refused(ConflictError, "front_door.unknown"):
        tell(door, late, status="accepted", **WITHOUT)


def is_unknown(request: UUID) -> bool:
    found = db.session.get(FrontRequest, request)
    db.session.rollback()
    return found is None


def test_lists_hold_of_it_what_residents_are_offered_alone(door: Bureau) -> None:
    given, _ = told(door), told(door, "ABCDEFGH", item="old_debts", item_name="说不得的事")
    listed = resident.listed(db.session(), query_of({}, door.now), A)
    assert [one.request for one in listed] == [given.request]
    assert resident.listed(db.session(), query_of({}, door.now), "station:01-99") == []
    db.session.rollback()
