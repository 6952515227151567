"""Orders signed at the front door whose request didn't come through it: visits of pairings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from center.actions import front_signature
from center.database import db
from center.models.front_door import FrontEntry, FrontOrder
from shared.domain.front_door import Entry
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, UntrustedError
from shared.front_door import open_entry
from shared.vault import attach, vault_of
from tests.center.actions.test_front_door import TOKEN, ask, cells, door, link, sign, tell
from tests.center.bureau import A, B, Bureau
from tests.center.refusal import refused

__all__ = ["door"]


def say(door: Bureau, order: UUID, sender: str = A, refused: str = "", **changes: Any) -> None:
    """The station's word on all that was done so far."""
    entries = db.session.query(FrontEntry).filter_by(order_id=order).all()
    answers = [{"entry": one.id, "refused": refused} for one in entries]
    db.session.rollback()
    facts = {"order": order, "item_name": "结对帮扶", "answers": answers, "signatures": []}
    more = {"ver": changes.pop("ver")} if "ver" in changes else {}
    door.receive("order.status", sender, facts | changes, subject=f"order:{order}", **more)


def to_sign(door: Bureau, *hours: int) -> dict[str, Any]:
    """A link of an order that a station told of."""
    one = link(door, *hours)
    say(door, one["order"], signatures=[one])
    return one


def fetched(door: Bureau) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What was promised to station A, and how it reads it."""
    found, own = [], vault_of(db.session())
    for sent in door.sent("order.received", A):
        attach(db.engine, door.vaults[A])
        try:
            found.append((sent, open_entry(db.session(), Entry(sent["kind"]), sent["sealed"])))
        finally:
            attach(db.engine, own)
    return found


def test_a_visit_is_shown_with_masked_names_and_signed_once(door: Bureau) -> None:
    one = to_sign(door, 2)
    shown = front_signature.show(db.session(), TOKEN)
    db.session.rollback()
    assert [(line.name, line.hours) for line in shown.lines] == [("赵*", 2)]
    assert (shown.what, shown.title, shown.phone) == ("结对帮扶", "站01", "03153550126")
    sign(door)
    with refused(ConflictError, "one_time_signature.used"):
        sign(door)
    [(sent, said)] = fetched(door)
    assert (sent["order"], sent["station"], sent["kind"]) == (str(one["order"]), A, "signed")
    assert (said["token"], said["seen"], said["name"]) == (TOKEN, one["statement"], "郑桂芳")
    whole = "\0".join(cells())
    assert "front_door.signed" in whole
    assert [word for word in (TOKEN, "郑桂芳", "[100,20]") if word in whole] == []
    say(door, one["order"])
    with refused(ConflictError, "one_time_signature.used"):
        sign(door)


def test_what_the_station_refuses_or_cannot_open_can_be_signed_anew(door: Bureau) -> None:
    one = to_sign(door, 2)
    sign(door)
    say(door, one["order"], refused="one_time_signature.by_volunteer", signatures=[one])
    sign(door)
    row = door.rows("order.received", A)[-1]
    word = {"message": str(row.msg_id), "type": "order.received", "code": "sealed.unreadable"}
    with refused(ForbiddenError, "message.other_station"):
        door.receive("message.rejected", B, word | {"sentence": "打不开"})
    door.receive("message.rejected", A, word | {"sentence": "打不开"})
    with refused(InvalidError, "one_time_signature.dispute_form"), door.writing() as session:
        front_signature.dispute(session, door.now, TOKEN, " ")
    with door.writing() as session:
        front_signature.dispute(session, door.now, TOKEN, "只来了半小时")
    assert fetched(door)[-1][1] == {"token": TOKEN, "words": "只来了半小时"}


def test_a_station_s_newest_word_on_its_own_orders_counts(door: Bureau) -> None:
    one = to_sign(door, 2)
    order = one["order"]
    with refused(ForbiddenError, "message.other_station"):
        say(door, order, B)
    with refused(UntrustedError, "front_door.other_statement"):
        say(door, order, signatures=[one | {"statement": "0" * 64}])
    other = one | {"order": uuid7()}
    with refused(UntrustedError, "front_door.other_statement"):
        say(door, other["order"], signatures=[other])
    say(door, order, ver=9)
    with refused(ConflictError, "one_time_signature.revoked"):
        sign(door)
    say(door, order, ver=8, signatures=[one])
    assert db.session.get_one(FrontOrder, order).ver == 9
    db.session.rollback()
    with refused(ConflictError, "one_time_signature.revoked"):
        sign(door)


def test_a_link_is_of_one_order_or_one_request(door: Bureau) -> None:
    one = to_sign(door, 2)
    with refused(ForbiddenError, "front_door.link_taken"):
        tell(door, ask(door), signatures=[one])
    two = link(door, 1)
    with refused(ForbiddenError, "front_door.link_taken"):
        say(door, two["order"], signatures=[two])
    with refused(NotFoundError, "one_time_signature.unknown"):
        front_signature.show(db.session(), "x")
