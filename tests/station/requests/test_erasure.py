"""What is personal of a request goes some days after it is over; what a taker does and hears."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from shared.account import Actor
from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.one_time_signature import Capacity, Signer
from shared.domain.service_request import Status
from shared.draft import save_draft
from shared.errors import ConflictError
from shared.federation.holding import HOLD
from shared.resident import ADD, WITHDRAW
from shared.resident import resident as somebody
from shared.wire.node import ERASURE
from station.actions import erasure, resident, service_request
from station.actions.escalation import is_undoable, undo_acceptance
from station.actions.service_order import cancel_order
from station.database import db
from station.domain.service_request import Acceptance
from station.models.account import Draft
from station.models.audit import Audit
from station.models.federation import TABLES
from station.models.request_note import Kind, notes_of
from station.models.request_step import steps_of
from station.models.service_order import orders_of
from station.models.service_request import RequestContact, contact_of
from station.models.signature import signatures_of
from station.models.station_state import lock_station
from tests.station.ledger.station import Station
from tests.station.requests.desk import accept, ask, lines, shown
from tests.station.requests.elsewhere import (
    OWN,
    SISTER,
    act,
    audited,
    closed,
    contact,
    escalated,
    routed,
    seal_key_of,
    taken,
    task,
)
from tests.station.requests.served import Serving

PAGE = "page"


def chore(station: Station, monkeypatch: pytest.MonkeyPatch, days: float = 0) -> bool:
    """The agent's tick so many days from now, by the machine's clock."""
    later = machine_now() + timedelta(days=days)
    monkeypatch.setattr(erasure, "machine_now", lambda: later)
    with transaction(db) as session:
        return erasure.erase_due(session, business_now())


def by(role: str) -> Actor:
    return Actor(UUID(int=7), "李文书", role, PAGE)


def closed_here(serving: Serving) -> UUID:
    """Refused once with words, served, signed by a proxy before a witness."""
    serving.answer(serving.offer(), reason="郑桂芳家我去过，不去了")
    order = serving.offer(message="郑桂芳，敲窗")
    serving.answer(order)
    serving.done(order)
    serving.sign(serving.token(order), signer=Signer("郑桂芳", Capacity.PROXY, "欧阳槐序"))
    return order


def test_contact_words_and_names_go_after_the_stations_days_and_never_before(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = serving.station
    with transaction(db) as session:
        lock_station(session).keep_days = 14
        service_request.add_words(session, somebody(PAGE), business_now(), serving.request, "敲窗")
    order = closed_here(serving)
    assert shown(station, serving.request).status == Status.CLOSED
    assert not chore(station, monkeypatch, 13.99)
    assert chore(station, monkeypatch, 14)
    session, row = station.session, shown(station, serving.request)
    assert contact_of(session, row.id) is None
    assert [note.text for note in notes_of(session, row.id)] == [""]
    kept = orders_of(session, row.id)
    assert [(one.message, one.reason) for one in kept] == [("", ""), ("", "")]
    [signed] = signatures_of(session, order)
    assert (signed.name, signed.witness) == ("", "")
    assert signed.ink and signed.digest and signed.capacity == Capacity.PROXY
    assert (row.number, row.item_name, row.status) == ("2025-0001", "义务维修", Status.CLOSED)
    assert row.erased_at and row.closed_at and not row.requester_id
    assert not chore(station, monkeypatch, 30)
    assert len(audited(station, "request.erased")) == 1
    assert station.promised(ERASURE) == []


def test_forms_begun_on_its_pages_go_with_it(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(db) as session:
        lock_station(session).keep_days = 7
    order, clerk = closed_here(serving), serving.station.actor("clerk").id
    for path in (f"/requests/{serving.request}/decline", f"/orders/{order}/dispute", "/orders/x"):
        with transaction(db) as session:
            save_draft(session, Draft, clerk, path, [["reason", "郑桂芳不要了"]])
    assert chore(serving.station, monkeypatch, 7)
    assert [one.form for one in serving.station.session.query(Draft)] == ["/orders/x"]


def test_why_an_order_was_called_off_stands_in_no_log_and_no_record(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    station, why = serving.station, "郑桂芳说没来过"
    order = serving.reported()
    with transaction(db) as session:
        cancel_order(session, station.actor("clerk"), business_now(), order, why)
        service_request.decline_request(session, by("clerk"), business_now(), serving.request, "x")
    session = station.session
    assert serving.order(order).reason == why
    assert why not in str([line.after for line in session.scalars(select(Audit))])
    assert [line.record.reason for line in serving.lines(order)] == ["服务单取消了"]
    assert chore(station, monkeypatch, 31)
    assert serving.order(order).reason == ""


def test_a_form_that_was_begun_and_left_goes_though_nobody_types_any_more(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(db) as session:
        save_draft(session, Draft, station.actor("clerk").id, "/requests/new", [["name", "郑桂芳"]])
    for days, left in ((29, 1), (31, 0)):
        chore(station, monkeypatch, days)
        assert station.session.query(Draft).count() == left


def test_days_are_the_machines(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    closed_here(serving)
    serving.station.at("2025-12-31T12:00+08:00")
    assert not chore(serving.station, monkeypatch, 29)


def test_what_was_opened_again_is_kept(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    closed_here(serving)
    with transaction(db) as session:
        who = somebody(PAGE)
        service_request.reopen_request(session, who, business_now(), serving.request, "又漏了")
    assert not chore(serving.station, monkeypatch, 400)


def test_who_withdraws_says_why_in_no_step(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = ask(station).id
    with transaction(db) as session:
        who = somebody(PAGE)
        service_request.withdraw_request(session, who, business_now(), id, "儿子回来修好了")
    assert lines(station, id)[-1] == ("withdrawn", "", "")
    [note] = notes_of(station.session, id)
    assert (note.kind, note.text) == (Kind.WITHDRAWN, "儿子回来修好了")
    assert chore(station, monkeypatch, 30)
    assert [note.text for note in notes_of(station.session, id)] == [""]


def test_what_a_step_of_the_requesters_says_goes_and_a_clerks_reason_stays(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = ask(station).id
    with transaction(db) as session:
        clerk = station.actor("clerk")
        service_request.decline_request(session, clerk, business_now(), id, "这周都没人")
        for step in steps_of(session, id):
            step.reason, step.by = ("家里没人", "") if not step.by else (step.reason, step.by)
    assert chore(station, monkeypatch, 30)
    assert [step.reason for step in steps_of(station.session, id)][-1] == "这周都没人"


def test_the_first_station_has_it_erased_where_it_was_served(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_key_of(SISTER)
    id = task(station)
    accept(station, id)
    contact(station, id)
    assert contact_of(station.session, id) is not None
    message = station.message(ERASURE, f"request:{id}", {"messages": [str(id)]})
    station.receive(message)
    assert contact_of(station.session, id) is None
    assert shown(station, id).erased_at
    station.receive(station.message(ERASURE, f"request:{id}", {"messages": [str(id)]}))
    station.receive(station.message(ERASURE, "request:?", {"messages": [str(id)]}))
    assert len(audited(station, "request.erased")) == 1


def test_nobody_has_a_stations_own_erased(station: Station) -> None:
    id = escalated(station)
    station.receive(station.message(ERASURE, f"request:{id}", {"messages": [str(id)]}))
    assert contact_of(station.session, id) is not None
    assert shown(station, id).erased_at is None


def test_what_comes_again_is_there_again(station: Station) -> None:
    seal_key_of(SISTER)
    id = task(station)
    accept(station, id)
    contact(station, id)
    station.receive(station.message(ERASURE, f"request:{id}", {"messages": [str(id)]}))
    contact(station, id)
    assert contact_of(station.session, id) is not None
    assert shown(station, id).erased_at is None


def test_words_added_later_go_sealed_to_who_took_it(station: Station) -> None:
    seal_key_of(SISTER)
    id = escalated(station)
    routed(station, id)
    say(station, id, "门铃坏了")
    assert station.promised("request.contact") == []
    taken(station, id, phone="03152881234")
    say(station, id, "改到周六")
    first, second = station.promised("request.contact")
    assert (first["to"], second["to"], second["custody"]) == (SISTER, SISTER, first["custody"])
    assert len(second["sealed"]) > len(first["sealed"])
    row = shown(station, id)
    assert (row.taker, row.taker_phone) == (SISTER, "03152881234")
    closed(station, id, (0, 3), "taken_back", OWN)
    assert (shown(station, id).taker, shown(station, id).taker_phone) == ("", "")
    say(station, id, "不急了")
    assert len(station.promised("request.contact")) == 2


def say(station: Station, id: UUID, words: str) -> None:
    with transaction(db) as session:
        who = somebody(PAGE)
        service_request.add_words(session, who, business_now(), id, words)


def test_a_requester_withdraws_what_is_above_and_reads_the_answer(station: Station) -> None:
    seal_key_of(SISTER)
    id = escalated(station)
    code = str(shown(station, id).tracking_code)
    routed(station, id)
    taken(station, id)
    assert may(station, code) == {ADD, WITHDRAW}
    with transaction(db) as session:
        resident.withdraw(session, business_now(), code, "不用了")
    assert may(station, code) == {ADD}
    found = resident.follow(station.session, code)
    assert found is not None and (found.pending, found.status) == ("withdrawing", "accepted")
    assert len(station.promised("request.contact")) == 2, "who took it reads why"
    closed(station, id, (0, 3), "withdrawn", None)
    found = resident.follow(station.session, code)
    assert found is not None and (found.pending, found.status) == ("", "withdrawn")


def may(station: Station, code: str) -> frozenset[str]:
    found = resident.follow(station.session, code)
    assert found is not None
    return found.may


def accepted_on_page(station: Station, id: UUID, role: str = "clerk") -> None:
    with transaction(db) as session:
        given = Acceptance()
        service_request.accept_request(session, by(role), business_now(), id, given)


def undo(station: Station, id: UUID) -> None:
    with transaction(db) as session:
        undo_acceptance(session, by("clerk"), business_now(), id)


def held_until(station: Station) -> list[datetime | None]:
    table = TABLES.outbox
    query = select(table.not_before).where(table.type == "request.progress").order_by(table.id)
    return list(station.session.scalars(query))


def test_an_acceptance_on_a_page_is_undone_before_anybody_heard_of_it(station: Station) -> None:
    seal_key_of(SISTER)
    id = task(station)
    accepted_on_page(station, id)
    [until] = held_until(station)
    assert until is not None and until - machine_now() <= HOLD
    assert is_undoable(station.session, shown(station, id))
    undo(station, id)
    row = shown(station, id)
    assert (row.status, row.holder, row.pending) == ("routed", OWN, "")
    assert station.promised("request.progress") == []
    with pytest.raises(ConflictError, match=r"escalation\.told_already"):
        undo(station, id)


def test_what_the_center_may_know_is_not_undone(station: Station) -> None:
    seal_key_of(SISTER)
    own, others = ask(station).id, task(station)
    accepted_on_page(station, own)
    accept(station, others)
    for id in (own, others):
        assert not is_undoable(station.session, shown(station, id))
        with pytest.raises(ConflictError, match=r"escalation\.told_already"):
            undo(station, id)
    assert held_until(station) == [None]


def test_who_gives_back_within_the_half_minute_says_both_in_order(station: Station) -> None:
    seal_key_of(SISTER)
    id = task(station)
    accepted_on_page(station, id)
    act(station, "return_request", id, "去不了")
    assert [said["status"] for said in station.promised("request.progress")] == [
        "accepted",
        "returned",
    ]
    assert held_until(station) == [None, None]


def test_a_taker_tells_where_to_call_and_reads_what_is_said_later(station: Station) -> None:
    seal_key_of(SISTER)
    with transaction(db) as session:
        lock_station(session).phone = "03153550126"
    id = task(station)
    accept(station, id)
    [said] = station.promised("request.progress")
    assert said["phone"] == "03153550126"
    contact(station, id, said=["门铃坏了"])
    contact(station, id, said=["门铃坏了", "改到周六"])
    assert [note.text for note in notes_of(station.session, id)] == ["门铃坏了", "改到周六"]
    act(station, "return_request", id, "去不了")
    assert [note.text for note in notes_of(station.session, id)] == ["", ""]
    assert station.session.get(RequestContact, id) is None
