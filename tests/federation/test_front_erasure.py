"""What was sealed at the front door and no request keeps is erased too, below and above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from center.actions import front_door, front_signature
from center.models.federation import TABLES as ABOVE
from center.models.front_door import FrontRequest
from shared.account import AGENT, Actor
from shared.clock import business_now, machine_now
from shared.domain import contact
from shared.domain.contact import Contact
from shared.domain.front_door import Entry
from shared.domain.one_time_signature import Signer
from shared.domain.service_record import Evaluation
from shared.domain.service_request import Channel
from shared.federation.enrolment import ACTIVE, UPPER
from shared.federation.holding import HOLD
from shared.federation.node_key import key_of, public_keys, put_key
from shared.federation.stream import seal
from shared.resident import Given, Wish
from shared.signing import Signed
from shared.vault import vault_of
from shared.wire.front_status import ORDER_RECEIVED, RECEIVED, STATUS
from station.actions import erasure
from station.actions.node import tell_station
from station.actions.service_request import decline_request, receive_request
from station.domain.service_request import Asked
from station.models.federation import TABLES
from station.models.service_request import by_id
from tests.center.bureau import new_vault
from tests.conftest import MakeNode
from tests.federation.request_tree import FIRST, HOME, Forest, forest
from tests.federation.test_request_canaries import databases
from tests.station.ledger.station import Station
from tests.station.requests.served import DRAWN
from tests.station.ties.pairs import Pairs

__all__ = ["databases"]

SAID = Contact("郑桂芳", "138 1234 6021", "建设路18号2楼", "厨房水管漏了")
CLERK = Actor(UUID(int=7), "孙海燕", "clerk", "api")
SEALED = (RECEIVED, ORDER_RECEIVED)


@pytest.fixture
def woods(make_node: MakeNode, clock: Callable[[str], None]) -> Forest:
    """The center knows how residents find its stations."""
    clock("2025-02-03T16:00+08:00")
    found = forest(make_node)
    with found.nodes[FIRST].writing() as session:
        tell_station(session, AGENT, business_now())
    found.settle()
    return found


def ask(woods: Forest, said: Contact = SAID) -> Given:
    with woods.nodes[HOME].writing() as session:
        wish = Wish(FIRST, said, Channel.PUBLIC, "repair", consent_version="1")
        return front_door.ask(session, business_now(), wish)


def ask_badly(woods: Forest, patch: pytest.MonkeyPatch) -> Given:
    """As a center that takes any telephone."""
    with patch.context() as less:
        less.setattr(contact, "checked", lambda said, _: said)
        return ask(woods, replace(SAID, phone="12"))


def ask_for_another_key(woods: Forest) -> Given:
    """The station's seal key was replaced, and the center hasn't heard of it."""
    with woods.nodes[HOME].writing() as session:
        known = key_of(session, ABOVE, FIRST)
        assert known is not None
        sign_key, seal_key = known.sign_key, known.seal_key
        put_key(session, ABOVE, FIRST, "站", sign_key, public_keys(new_vault())[1])
    given = ask(woods)
    with woods.nodes[HOME].writing() as session:
        put_key(session, ABOVE, FIRST, "站", sign_key, seal_key)
    return given


def chore(woods: Forest, patch: pytest.MonkeyPatch, days: float) -> bool:
    """The agent's tick so many days from now, and all that follows on the lines."""
    later = machine_now() + timedelta(days=days)
    with patch.context() as moved, woods.nodes[FIRST].writing() as session:
        moved.setattr(erasure, "machine_now", lambda: later)
        erasure.erase_due(session, business_now())
        did = erasure.erase_strays(session, business_now())
    woods.settle()
    return did


def kept(woods: Forest) -> tuple[Sequence[str], Sequence[str]]:
    """The subjects of what is still sealed: at the station, at the center."""
    with woods.nodes[FIRST].reading() as session:
        came = select(TABLES.inbox.subject).where(TABLES.inbox.body.is_not(None))
        below = session.scalars(came.where(TABLES.inbox.type.in_(SEALED))).all()
        session.rollback()
    with woods.nodes[HOME].reading() as session:
        went = select(ABOVE.outbox.subject).where(ABOVE.outbox.body.is_not(None))
        above = session.scalars(went.where(ABOVE.outbox.type.in_(SEALED))).all()
        session.rollback()
    return below, above


def test_what_could_not_be_entered_or_opened_goes_after_the_station_s_days(
    woods: Forest, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = f"request:{ask(woods).request}"
    bad = f"request:{ask_badly(woods, monkeypatch).request}"
    shut = f"request:{ask_for_another_key(woods).request}"
    woods.settle()
    assert kept(woods) == ([good, bad, shut], [good, bad, shut])
    assert not chore(woods, monkeypatch, 29.99)
    assert kept(woods) == ([good, bad, shut], [good, bad, shut])
    assert chore(woods, monkeypatch, 30)
    assert kept(woods) == ([good], [good])  # still under way
    assert not chore(woods, monkeypatch, 31)


def test_what_comes_once_its_request_was_erased_goes_as_well(
    woods: Forest, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ask(woods)
    woods.settle()
    with woods.nodes[HOME].writing() as session:
        front_door.withdraw(session, business_now(), given.code, "修好了")
    woods.settle()
    chore(woods, monkeypatch, 30)
    assert kept(woods) == ([], [])
    with woods.nodes[HOME].writing() as session:
        row = session.get_one(FrontRequest, given.request)
        front_door.enter(session, business_now(), row, Entry.ADDED, {"words": "还是漏"})
    woods.settle()
    with woods.nodes[FIRST].reading() as session:
        assert by_id(session, given.request).erased_at
        session.rollback()
    assert [len(side) for side in kept(woods)] == [1, 1]
    assert chore(woods, monkeypatch, 30)
    assert kept(woods) == ([], [])


def test_what_still_waits_to_be_entered_stays(
    woods: Forest, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = f"request:{ask_badly(woods, monkeypatch).request}"
    woods.settle()
    with woods.nodes[FIRST].writing() as session:
        [row] = session.scalars(select(TABLES.inbox).filter_by(subject=subject))
        row.state = "parked"
    assert not chore(woods, monkeypatch, 30)
    assert kept(woods)[0] == [subject]


def test_what_was_signed_of_an_order_alone_goes(
    woods: Forest, clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    order, token = to_sign(woods, clock)
    woods.settle()
    with woods.nodes[HOME].writing() as session:
        shown = front_signature.show(session, token)
        said = {line.record: Evaluation.SATISFIED for line in shown.lines}
        signed = Signed(said, Signer("郑桂芳"), DRAWN, shown.seen)
        front_signature.sign(session, business_now(), token, signed)
    woods.settle()
    assert kept(woods) == ([f"order:{order}"], [f"order:{order}"])
    assert chore(woods, monkeypatch, 30)
    assert kept(woods) == ([], [])


@pytest.mark.parametrize("is_numbered", [True, False])
def test_what_was_over_and_erased_before_it_came_is_nothing_above(
    woods: Forest, is_numbered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_center(woods)
    station, center = woods.nodes[FIRST], woods.nodes[HOME]
    with station.writing() as session:
        asked = Asked(SAID, Channel.TELEPHONE, "repair")
        row = receive_request(session, CLERK, business_now(), asked)
        decline_request(session, CLERK, business_now(), row.id, "没有会修的人")
        id = row.id
        if is_numbered:
            seal(session, TABLES, HOME, machine_now() + 2 * HOLD)
    chore(woods, monkeypatch, 31)
    with station.reading() as session:
        mail = select(TABLES.outbox.body).filter_by(subject=f"request:{id}", type=STATUS)
        told = [body is not None for body in session.scalars(mail.order_by(TABLES.outbox.id))]
        session.rollback()
    assert told == ([False, False, True] if is_numbered else [True])
    with center.reading() as session:
        assert session.get(FrontRequest, id) is None
        states = set(session.scalars(select(ABOVE.inbox.state)))
        session.rollback()
    assert not states & {"parked", "rejected"}


def know_center(woods: Forest) -> None:
    """The station calls its center under an address."""
    with woods.nodes[FIRST].writing() as session:
        keys = dict(zip(("sign_key", "seal_key"), public_keys(vault_of(session)), strict=True))
        facts = {"node": HOME, "title": "中心", "side": UPPER, "state": ACTIVE}
        at = {"url": "https://c.example", "enrolled_at": machine_now()}
        session.add(TABLES.peer(**facts, **at, **keys))


def to_sign(woods: Forest, clock: Callable[[str], None]) -> tuple[UUID, str]:
    """A visit's order, and the token of a link to the center."""
    node = woods.nodes[FIRST]
    know_center(woods)
    with node.app.app_context():
        station = Station(node.app, clock)
        station.account("clerk", "刘经办", "clerk")
        station.volunteer("赵一", date(2025, 1, 1))
        pairs = Pairs(station)
        order = pairs.order(pairs.start())
        zhao = {"volunteer": str(station.people["赵一"]), "start": "07:00", "end": "08:35"}
        done = {"day": "2025-02-03", "content": "说了话", "place": "东片", "parts": [zhao]}
        pairs.call("POST", f"/service-orders/{order}/completion", done)
        url = pairs.call("POST", f"/service-orders/{order}/links", {})["url"]
        return UUID(order), url.rpartition("/")[2]
