"""What came through the center's front door: entered like the page's own, answered, told on."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.front_door import Entry
from shared.domain.one_time_signature import Device
from shared.domain.promise import Closing
from shared.domain.service_item import Item
from shared.domain.service_record import Category
from shared.errors import ForbiddenError, UntrustedError
from shared.federation.node_key import public_keys, put_key
from shared.front_door import seal_entry
from shared.vault import vault_of
from station.actions.promise import add_closing, remove_closing, set_promise
from station.actions.service_item import change_item
from station.actions.service_request import decline_request, withdraw_request
from station.database import db
from station.domain.promise import Offer
from station.models.federation import TABLES
from station.models.request_note import Kind, notes_of
from station.models.service_request import RequestContact, ServiceRequest, by_id, contact_of
from station.models.signature import signatures_of
from station.models.station_state import lock_station
from tests.center.bureau import new_vault
from tests.station.ledger.station import Station
from tests.station.requests.desk import CONTACT, accept, ask, shown
from tests.station.requests.elsewhere import OWN, escalated, routed, taken
from tests.station.requests.served import DRAWN, Serving
from tests.station.requests.test_signature import age

CODE, REACH = "7K3M92QF", "https://center.example"
AT = datetime(2025, 2, 2, 1, tzinfo=UTC)
SAID = {
    **{"name": "郑桂芳", "phone": "13812346021", "address": "建设路18号2楼"},
    **{"words": "厨房水管漏了", "channel": "public", "item": "repair", "wished": []},
    **{"consent_version": "1", "language": "zh_Hans_CN", "code": CODE, "reach": REACH},
}


def come(station: Station, kind: Entry, request: UUID, /, **said: Any) -> UUID:
    """What a resident did at the center, sealed there and brought here."""
    entry = said.pop("entry", None) or uuid7()
    with transaction(db) as session:
        put_key(session, TABLES, OWN, "实验小学", *public_keys(vault_of(session)))
        sealed = seal_entry(session, TABLES, OWN, kind, said)
    bring(station, kind, request, sealed=sealed, entry=str(entry))
    return entry


def bring(station: Station, kind: Entry, request: UUID, /, **more: Any) -> None:
    data = {"entry": str(uuid7()), "request": str(request), "station": OWN, "kind": kind}
    data |= {"received_at": AT.isoformat(), **more}
    station.receive(station.message("request.received", f"request:{request}", data))


def asked(station: Station, **changes: Any) -> UUID:
    id = uuid7()
    come(station, Entry.ASKED, id, **SAID | changes)
    return id


def told(station: Station) -> dict[str, Any]:
    return station.promised("request.status")[-1]


def refusals(station: Station) -> list[str]:
    return [one["refused"] for one in told(station)["answers"]]


def test_it_is_entered_once_as_if_it_were_asked_here(station: Station) -> None:
    id, entry = uuid7(), uuid7()
    for _ in range(2):
        come(station, Entry.ASKED, id, entry=entry, **SAID)
    row = shown(station, id)
    assert (row.tracking_code, row.channel, row.item_code) == (CODE, "public", "repair")
    assert (row.front_door, row.front_reach, row.received_at) == (True, REACH, AT)
    found = contact_of(station.session, id)
    assert found is not None
    assert (found.name, found.words) == ("郑桂芳", "厨房水管漏了")
    said = told(station)
    assert (said["status"], said["number"], said["item"]) == ("received", row.number, "repair")
    assert (said["can_add"], said["can_withdraw"], said["can_reopen"]) == (True, True, False)
    assert said["answers"] == [{"entry": str(entry), "refused": ""}]
    [step] = said["steps"]
    assert (step["by_requester"], step["holder_title"]) == (True, "实验小学")
    assert said["promised_on"] == "2025-02-03"  # asked on a Sunday
    whole = json.dumps(said, ensure_ascii=False)
    names = ("name", "phone", "address", "words", "code", "reach")
    assert [name for name in names if str(SAID[name]) in whole] == []


def test_of_what_was_asked_elsewhere_the_center_hears_nothing(station: Station) -> None:
    accept(station, ask(station).id)
    assert station.promised("request.status") == []


def test_a_code_that_another_request_bears_stays_with_that_one(station: Station) -> None:
    first = ask(station)
    id = asked(station, code=first.tracking_code)
    assert shown(station, id).tracking_code is None
    assert shown(station, first.id).tracking_code == first.tracking_code
    assert refusals(station) == [""]


def test_an_item_that_is_offered_no_more_is_left_to_the_clerk(station: Station) -> None:
    assert shown(station, asked(station, item="wig_making")).item_code is None


def test_what_the_requester_says_there_is_done_here(station: Station) -> None:
    id = asked(station)
    come(station, Entry.ADDED, id, words="改成周五")
    [note] = notes_of(station.session, id)
    assert (note.kind, note.text) == (Kind.ADDED, "改成周五")
    assert len(told(station)["added"]) == 1
    come(station, Entry.WITHDRAWN, id, words="不漏了")
    assert shown(station, id).status == "withdrawn"
    said = told(station)
    assert (said["status"], said["can_add"]) == ("withdrawn", False)
    assert "不漏了" not in json.dumps(said, ensure_ascii=False)


def test_what_comes_too_late_is_answered_and_its_words_are_kept(station: Station) -> None:
    id = asked(station)
    with transaction(db) as session:
        decline_request(session, station.actor("clerk"), business_now(), id, "没有会修的人")
    for kind in (Entry.ADDED, Entry.WITHDRAWN, Entry.REOPENED):
        come(station, kind, id, words=f"晚了{kind}")
    assert refusals(station) == [
        "",
        "service_request.over",
        "passage.not_holder",
        "service_request.not_reopened",
    ]
    kept = [note.text for note in notes_of(station.session, id)]
    assert kept == ["晚了added", "晚了withdrawn", "晚了reopened"]
    assert shown(station, id).status == "declined"


def test_what_cannot_be_entered_at_all_is_answered(station: Station) -> None:
    id = asked(station, phone="12")
    said = told(station)
    assert (said["request"], said["status"], said["number"]) == (str(id), "declined", "")
    assert refusals(station) == ["telephone.bad"]
    come(station, Entry.ADDED, id, words="在吗")
    assert refusals(station) == ["telephone.bad", "service_request.unknown"]
    assert station.session.get(ServiceRequest, id) is None


def test_a_center_acts_for_nobody_who_did_not_come_through_its_door(station: Station) -> None:
    own = ask(station).id
    come(station, Entry.WITHDRAWN, own, words="")
    assert shown(station, own).status == "received"
    assert refusals(station) == ["front_door.clash"]
    come(station, Entry.ASKED, own, **SAID)
    came = asked(station)
    come(station, Entry.ASKED, came, **SAID)  # a restored center doesn't know that it sent it
    assert refusals(station) == ["", ""]
    come(station, Entry.ASKED, own, **SAID)
    assert refusals(station)[-1] == "front_door.clash"
    assert shown(station, own).tracking_code != CODE
    with pytest.raises(ForbiddenError, match=r"front_door\.of_another"):
        bring(station, Entry.ADDED, own, station="station:01-9", sealed="x")


def test_what_was_sealed_for_another_key_is_no_entry(station: Station) -> None:
    with transaction(db) as session:
        put_key(session, TABLES, OWN, "实验小学", *public_keys(new_vault()))
        sealed = seal_entry(session, TABLES, OWN, Entry.ADDED, {"words": "x"})
    with pytest.raises(UntrustedError, match=r"sealed\.unreadable"):
        bring(station, Entry.ADDED, uuid7(), sealed=sealed)


def test_no_reason_that_tells_of_the_requester_leaves(station: Station) -> None:
    id = asked(station)
    accept(station, id, reason="郑桂芳家里没人，打13812346021也不接")
    assert told(station)["steps"][-1]["reason"] == ""
    with transaction(db) as session:
        decline_request(session, station.actor("clerk"), business_now(), id, "没有会修的人")
    assert [one["reason"] for one in told(station)["steps"]] == ["", "", "没有会修的人"]
    with transaction(db) as session:
        session.delete(session.get_one(RequestContact, id))
        row = by_id(session, id, lock=True)
        row.erased_at = business_now()
    come(station, Entry.ADDED, id, words="在吗")
    assert [one["reason"] for one in told(station)["steps"]] == ["", "", ""]
    assert notes_of(station.session, id) == []


def test_who_has_it_elsewhere_and_what_is_asked_above_is_told(station: Station) -> None:
    id = escalated(station)
    with transaction(db) as session:
        by_id(session, id, lock=True).front_door = True
    routed(station, id)
    said = told(station)
    assert (said["status"], said["holder_title"], said["can_withdraw"]) == (
        "routed",
        "第二中学",
        True,
    )
    with transaction(db) as session:
        withdraw_request(session, station.actor("clerk"), business_now(), id)
    asked = told(station)
    assert asked["pending"] == "withdrawing" and not asked["can_withdraw"]
    taken(station, id)
    assert told(station)["status"] == "accepted"


@pytest.fixture
def front(station: Station) -> Serving:
    """With a request that came through the front door, accepted."""
    serving = Serving(station)
    with transaction(db) as session:
        row = by_id(session, serving.request, lock=True)
        row.front_door, row.front_reach = True, REACH
    return serving


def signed(front: Serving, token: str, **changes: Any) -> None:
    [link] = told(front.station)["signatures"]
    said = [{"record": UUID(one["record"]), "evaluation": "satisfied"} for one in link["lines"]]
    given = {"token": token, "seen": link["statement"], "said": said, "name": "郑桂芳"}
    given |= {"capacity": "recipient", "witness": "", "ink": DRAWN, "at": machine_now()}
    come(front.station, Entry.SIGNED, front.request, **given | changes)


def test_a_link_goes_up_with_masked_names_and_is_signed_by_the_same_digest(front: Serving) -> None:
    order = front.reported()
    token = front.token(order)
    [link] = told(front.station)["signatures"]
    [line] = link["lines"]
    assert (line["visitor"], line["start"], line["end"], line["hours"]) == (
        "赵*",
        "07:00",
        "08:35",
        2,
    )
    said = json.dumps(told(front.station), ensure_ascii=False)
    assert all(one not in said for one in (token, "换了阀芯", "东片", "赵一", CONTACT.name))
    signed(front, token)
    [line] = front.lines(order)
    assert line.record.status == "certified"
    [signature] = signatures_of(front.station.session, order)
    assert (signature.device, signature.digest) == (Device.FRONT_DOOR, line.record.evidence)
    after = told(front.station)
    assert (after["status"], after["signatures"]) == ("closed", [])
    assert refusals(front.station) == [""]


def test_a_signature_for_other_hours_by_a_volunteer_or_by_a_dead_link_is_refused(
    front: Serving,
) -> None:
    order = front.reported()
    token = front.token(order)
    signed(front, token, name="赵一")
    signed(front, token, seen="0" * 64)
    signed(front, token, at=machine_now() + timedelta(days=30))  # no clock of ours: counts as now
    assert refusals(front.station) == [
        "one_time_signature.by_volunteer",
        "one_time_signature.changed",
        "",
    ]
    assert front.order(order).status == "signed"


def test_a_link_that_ended_on_the_way_was_open_when_it_was_signed(front: Serving) -> None:
    order = front.reported()
    token = front.token(order)
    at = machine_now()
    statement = told(front.station)
    age(order, timedelta(days=8))
    [link] = statement["signatures"]
    said = [{"record": UUID(one["record"]), "evaluation": "satisfied"} for one in link["lines"]]
    given = {"token": token, "seen": link["statement"], "said": said, "name": "郑桂芳"}
    given |= {"capacity": "recipient", "witness": "", "ink": DRAWN}
    come(front.station, Entry.SIGNED, front.request, **given, at=at)
    assert refusals(front.station) == ["one_time_signature.expired"]
    come(front.station, Entry.SIGNED, front.request, **given, at=at - timedelta(days=2))
    assert refusals(front.station)[-1] == ""
    [signature] = signatures_of(front.station.session, order)
    assert signature.signed_at == at - timedelta(days=2)


def test_what_is_disputed_there_is_mended_and_a_new_link_goes_up(front: Serving) -> None:
    order = front.reported()
    token = front.token(order)
    come(front.station, Entry.DISPUTED, front.request, token=token, words="只来了半小时")
    assert (front.order(order).status, front.order(order).reason) == ("disputed", "只来了半小时")
    assert told(front.station)["signatures"] == []
    front.done(order, "赵一")
    front.token(order)
    assert len(told(front.station)["signatures"]) == 1


def test_links_lead_here_where_residents_reach_the_station(front: Serving) -> None:
    order = front.reported()
    call = front.station.call

    def url() -> Any:
        return call("clerk", "POST", f"/api/service-orders/{order}/links", {})[1]["url"]

    assert url().startswith(f"{REACH}/s/")
    with transaction(db) as session:
        lock_station(session).reach = "https://school.example"
    assert url().startswith("https://school.example/s/")
    assert told(front.station)["signatures"] == []
    with transaction(db) as session:
        lock_station(session).reach = ""
        by_id(session, front.request, lock=True).front_door = False
    assert url() is None


def test_whatever_residents_are_told_goes_up_again_when_it_changes(station: Station) -> None:
    def door() -> dict[str, Any]:
        found: dict[str, Any] = station.promised("station.profile")[-1]["front_door"]
        return found

    def act(done: Callable[..., Any], *more: Any) -> Any:
        with transaction(db) as session:
            return done(session, station.actor("clerk"), business_now(), *more)

    act(set_promise, Offer(2, 5, "0315-3550126", "https://y.example/"))
    names = ("phone", "reach", "accept_days", "dispatch_days")
    assert [door()[name] for name in names] == ["03153550126", "https://y.example", 2, 5]
    closing = act(add_closing, Closing(date(2025, 2, 10), date(2025, 2, 14), "寒假"))
    assert door()["closings"] == [{"first": "2025-02-10", "last": "2025-02-14", "note": "寒假"}]
    act(remove_closing, closing.id)
    assert door()["closings"] == []
    with transaction(db) as session:
        who = (station.actor("clerk"), business_now())
        item = Item("repair", "修水电", Category.CONVENIENCE, is_public=True)
        change_item(session, who, item, is_active=True)
        change_item(session, who, item, is_active=True)
    assert {"code": "repair", "name": "修水电", "category": "convenience"} in door()["items"]
    rows = station.session.scalars(
        select(TABLES.outbox.id).where(TABLES.outbox.type == "station.profile")
    )
    assert len(list(rows)) == 5  # opened, promised, closed, open again, the item once
