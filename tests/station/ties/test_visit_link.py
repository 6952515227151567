"""A visit's order signed at the center's front door, where residents can't reach the station."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.front_door import Entry
from shared.domain.one_time_signature import Device
from shared.errors import ForbiddenError, NotFoundError
from shared.federation.node_key import public_keys, put_key
from shared.front_door import seal_entry
from shared.vault import vault_of
from station.actions.signature import make_link
from station.database import db
from station.models.federation import TABLES
from station.models.service_order import by_id
from station.models.signature import lines_of_order, signatures_of
from station.models.station_state import lock_station
from tests.station.requests.desk import accept
from tests.station.requests.elsewhere import OWN, REACH, center_known, contact, task
from tests.station.requests.served import DRAWN, Serving
from tests.station.ties.pairs import HOME, Pairs

DONE = {"day": "2025-02-03", "content": "说了话，买了菜", "place": "东片"}
ABSENT = str(UUID(int=7))


@pytest.fixture
def away(pairs: Pairs) -> Pairs:
    """Its center is called under an address; nobody calls the station."""
    center_known()
    with transaction(db) as session:
        put_key(session, TABLES, OWN, "实验小学", *public_keys(vault_of(session)))
    return pairs


def reported(pairs: Pairs, name: str = "赵一") -> str:
    """A visit that somebody made."""
    order = pairs.order(pairs.start(name))
    report(pairs, order, str(pairs.station.people[name]))
    return order


def report(pairs: Pairs, order: str, *people: str) -> None:
    parts = [{"volunteer": one, "start": "07:00", "end": "08:35"} for one in people]
    pairs.call("POST", f"/service-orders/{order}/completion", DONE | {"parts": parts})


def link(pairs: Pairs, order: str) -> str:
    """A new one's token."""
    with transaction(db) as session:
        return make_link(session, pairs.station.actor("clerk"), business_now(), UUID(order))


def told(pairs: Pairs) -> dict[str, Any]:
    return pairs.station.promised("order.status")[-1]


def refusals(pairs: Pairs) -> list[str]:
    return [one["refused"] for one in told(pairs)["answers"]]


def come(pairs: Pairs, kind: Entry, order: str, entry: str = "", /, **said: Any) -> None:
    """What the recipient did at the center, sealed there and brought here."""
    with transaction(db) as session:
        sealed = seal_entry(session, TABLES, OWN, kind, said)
    data = {"entry": entry or str(uuid7()), "order": order, "station": OWN, "kind": kind}
    data |= {"received_at": business_now().isoformat(), "sealed": sealed}
    pairs.station.receive(pairs.station.message("order.received", f"order:{order}", data))


def sign(pairs: Pairs, order: str, token: str, **changes: Any) -> None:
    [shown] = told(pairs)["signatures"]
    said = [{"record": UUID(one["record"]), "evaluation": "satisfied"} for one in shown["lines"]]
    given = {"token": token, "seen": shown["statement"], "said": said, "name": HOME["name"]}
    given |= {"capacity": "recipient", "witness": "", "ink": DRAWN, "at": machine_now()}
    entry = changes.pop("entry", "")
    come(pairs, Entry.SIGNED, order, entry, **given | changes)


def test_a_visit_is_signed_by_a_link_at_the_center(away: Pairs) -> None:
    order = reported(away)
    assert away.station.promised("order.status") == []
    url = away.call("POST", f"/service-orders/{order}/links", {})["url"]
    token = url.removeprefix(f"{REACH}/s/")
    said = told(away)
    [shown] = said["signatures"]
    [line] = shown["lines"]
    assert (said["order"], shown["order"], said["item_name"]) == (order, order, "结对帮扶")
    assert (line["visitor"], line["start"], line["hours"]) == ("赵*", "07:00", 2)
    whole = json.dumps(said, ensure_ascii=False)
    assert [one for one in (token, "赵一", *DONE.values(), *HOME.values()) if one in whole] == [
        "2025-02-03"  # the day alone
    ]
    entry = str(uuid7())
    sign(away, order, token, entry=entry)
    [record] = [line.record for line in lines_of_order(away.station.session, UUID(order))]
    [signature] = signatures_of(away.station.session, UUID(order))
    assert (record.status, record.evidence) == ("certified", signature.digest)
    assert signature.device == Device.FRONT_DOOR
    assert (told(away)["signatures"], refusals(away)) == ([], [""])
    messages = len(away.station.promised("order.status"))
    come(away, Entry.SIGNED, order, entry)  # once more is nothing more
    assert len(away.station.promised("order.status")) == messages


def test_what_isn_t_taken_in_is_told(away: Pairs) -> None:
    order = reported(away)
    token = link(away, order)
    sign(away, order, token, name="赵一")
    sign(away, order, token, seen="0" * 64)
    come(away, Entry.DISPUTED, order, token="x", words="没来")
    assert refusals(away) == [
        "one_time_signature.by_volunteer",
        "one_time_signature.changed",
        "one_time_signature.unknown",
    ]
    assert len(told(away)["signatures"]) == 1
    with pytest.raises(NotFoundError, match=r"service_order\.unknown"):
        come(away, Entry.DISPUTED, ABSENT, token=token, words="没来")


def test_what_is_signed_for_another_station_is_none_here(away: Pairs) -> None:
    order = reported(away)
    data = {"entry": ABSENT, "order": order, "station": "station:01-9", "kind": "signed"}
    data |= {"received_at": business_now().isoformat(), "sealed": "x"}
    message = away.station.message("order.received", f"order:{order}", data)
    with pytest.raises(ForbiddenError, match=r"front_door\.of_another"):
        away.station.receive(message)


def test_what_is_disputed_there_is_mended_and_a_new_link_goes_up(away: Pairs) -> None:
    order = reported(away)
    token = link(away, order)
    come(away, Entry.DISPUTED, order, token=token, words="只来了半小时")
    session = away.station.session
    assert by_id(session, UUID(order)).reason == "只来了半小时"
    assert told(away)["signatures"] == []
    report(away, order, str(away.station.people["赵一"]))
    sign_again = link(away, order)
    assert [one["order"] for one in told(away)["signatures"]] == [order]
    sign(away, order, sign_again)
    assert refusals(away) == ["", ""]
    assert by_id(away.station.session, UUID(order)).status == "signed"


def test_a_station_with_an_address_has_the_links_itself_and_takes_back_what_it_told(
    away: Pairs,
) -> None:
    order = reported(away)
    link(away, order)
    assert len(told(away)["signatures"]) == 1
    with transaction(db) as session:
        lock_station(session).reach = "https://school.example"
    url = away.call("POST", f"/service-orders/{order}/links", {})["url"]
    assert url.startswith("https://school.example/s/") and told(away)["signatures"] == []
    messages = len(away.station.promised("order.status"))
    link(away, reported(away, "钱二"))
    assert len(away.station.promised("order.status")) == messages


def test_whoever_asked_another_station_signs_there_too(away: Pairs) -> None:
    request = task(away.station)
    accept(away.station, request)
    contact(away.station, request)
    serving = Serving(away.station, request)
    order = serving.reported()
    token = serving.token(order)
    assert (told(away)["order"], told(away)["item_name"]) == (str(order), "义务维修")
    sign(away, str(order), token)
    assert serving.order(order).status == "signed"
    assert away.station.promised("request.status") == []


def test_nothing_goes_up_to_a_center_whose_address_nobody_knows(pairs: Pairs) -> None:
    order = reported(pairs)
    assert pairs.call("POST", f"/service-orders/{order}/links", {})["url"] is None
    assert pairs.station.promised("order.status") == []
