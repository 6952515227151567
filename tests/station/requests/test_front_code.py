"""What came in here is followed at the center too, where no resident reaches this station."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.front_door import Entry
from shared.domain.service_request import Channel
from shared.federation.holding import HOLD
from shared.federation.sealing import open_sealed
from shared.federation.stream import seal
from shared.resident import Wish
from shared.vault import Vault, attach, vault_of
from station.actions import erasure, front_chore, resident
from station.actions.service_request import decline_request
from station.database import db
from station.models.federation import TABLES
from station.models.station_state import lock_station
from tests.station.ledger.station import Station
from tests.station.requests.desk import CONTACT, accept, ask, shown
from tests.station.requests.elsewhere import (
    CENTER,
    OWN,
    REACH,
    center_known,
    contact,
    escalate,
    routed,
    taken,
    task,
)
from tests.station.requests.served import Serving
from tests.station.requests.test_front_door import come, refusals, told


@pytest.fixture
def center(station: Station) -> Vault:
    """The station's, known by its address; nobody reaches the station."""
    return center_known()


def code_in(station: Station, center: Vault, said: dict[str, Any]) -> str:
    """As the center opens it."""
    own = vault_of(station.session)
    attach(db.engine, center)
    try:
        return open_sealed(db.session(), said["sealed"]).decode()
    finally:
        attach(db.engine, own)


def reached_at(address: str) -> None:
    with transaction(db) as session:
        lock_station(session).reach = address


def chore() -> None:
    with transaction(db) as session:
        assert not front_chore.tell_running(session, business_now())


def erase(patch: pytest.MonkeyPatch) -> None:
    """What is over, a month later."""
    later = machine_now() + timedelta(days=31)
    patch.setattr(erasure, "machine_now", lambda: later)
    with transaction(db) as session:
        assert erasure.erase_due(session, business_now())


def statuses(station: Station) -> list[dict[str, Any]]:
    return station.promised("request.status")


def test_the_first_word_brings_the_code_and_no_other_does(station: Station, center: Vault) -> None:
    row = ask(station, channel=Channel.TELEPHONE)
    accept(station, row.id)
    first, second = statuses(station)
    assert code_in(station, center, first) == row.tracking_code
    assert (first["request"], first["status"]) == (str(row.id), "received")
    assert (second["status"], second["sealed"]) == ("accepted", "")
    [step] = first["steps"]
    assert not step["by_requester"]
    whole = json.dumps([first, second], ensure_ascii=False)
    assert not [one for one in (*vars(CONTACT).values(), row.tracking_code) if one in whole]


def test_what_is_asked_on_its_own_page_goes_along_too(station: Station, center: Vault) -> None:
    with transaction(db) as session:
        wish = Wish(OWN, CONTACT, Channel.PUBLIC, "repair")
        given = resident.ask(session, business_now(), wish)
    assert code_in(station, center, told(station)) == given.code


def test_what_the_requester_does_there_is_done_here(station: Station, center: Vault) -> None:
    id = ask(station).id
    come(station, Entry.ADDED, id, words="改成周五")
    assert len(told(station)["added"]) == 1
    come(station, Entry.WITHDRAWN, id, words="不漏了")
    assert shown(station, id).status == "withdrawn"
    come(station, Entry.ADDED, id, words="晚了")
    assert refusals(station) == ["", "", "service_request.over"]


def test_its_links_go_up_with_it_and_no_order_goes_alone(station: Station, center: Vault) -> None:
    serving = Serving(station)
    order = serving.reported()
    serving.token(order)
    assert [one["order"] for one in told(station)["signatures"]] == [str(order)]
    assert station.promised("order.status") == []


def test_what_another_station_gave_is_followed_at_its_own_door(
    station: Station, center: Vault
) -> None:
    id = task(station)
    accept(station, id)
    contact(station, id)
    assert statuses(station) == []


def test_what_is_routed_from_here_is_followed_on_its_way(station: Station, center: Vault) -> None:
    id = ask(station).id
    escalate(station, id)
    routed(station, id)
    taken(station, id)
    told_of = dict.fromkeys(one["status"] for one in statuses(station))
    assert list(told_of) == ["received", "escalated", "routed", "accepted"]


def test_nothing_goes_up_where_residents_reach_the_station(station: Station, center: Vault) -> None:
    reached_at("https://school.example")
    id = ask(station).id
    accept(station, id)
    chore()
    assert statuses(station) == []
    come(station, Entry.WITHDRAWN, id, words="")
    assert shown(station, id).status == "accepted"


def test_whoever_loses_the_address_has_what_runs_followed_there(
    station: Station, center: Vault
) -> None:
    reached_at("https://school.example")
    running, over = ask(station), ask(station)
    with transaction(db) as session:
        decline_request(session, station.actor("clerk"), business_now(), over.id, "没有会修的人")
    reached_at("")
    chore()
    chore()
    [said] = statuses(station)
    assert said["request"] == str(running.id)
    assert code_in(station, center, said) == running.tracking_code


def test_no_code_of_what_is_erased_goes_up(
    station: Station, center: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached_at("https://school.example")
    id, clerk = ask(station).id, station.actor("clerk")
    with transaction(db) as session:
        decline_request(session, clerk, business_now(), id, "没有会修的人")
    reached_at("")
    erase(monkeypatch)
    assert statuses(station) == []


def test_the_same_once_the_center_is_known(station: Station) -> None:
    row = ask(station)
    chore()
    assert statuses(station) == []
    center = center_known()
    chore()
    assert code_in(station, center, told(station)) == row.tracking_code


def test_an_order_before_the_chore_takes_its_request_along(station: Station) -> None:
    serving = Serving(station)
    order = serving.reported()
    center_known()
    serving.token(order)
    assert told(station)["sealed"] and len(told(station)["signatures"]) == 1
    assert station.promised("order.status") == []


def test_whoever_gets_an_address_later_goes_on_telling_of_what_went_along(
    station: Station, center: Vault
) -> None:
    id = ask(station).id
    reached_at("https://school.example")
    accept(station, id)
    assert (told(station)["status"], told(station)["sealed"]) == ("accepted", "")
    come(station, Entry.WITHDRAWN, id, words="")
    assert shown(station, id).status == "withdrawn"


def test_the_message_with_the_code_is_erased_with_its_request(
    station: Station, center: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    id, clerk = ask(station).id, station.actor("clerk")
    with transaction(db) as session:
        seal(session, TABLES, CENTER, machine_now() + 2 * HOLD)  # on its way
        decline_request(session, clerk, business_now(), id, "没有会修的人")
    erase(monkeypatch)
    with transaction(db) as session:
        mail = session.query(TABLES.outbox).filter_by(subject=f"request:{id}")
        kept = [(row.type, row.body) for row in mail.order_by(TABLES.outbox.id)]
    [(first, code), (second, _), (third, last)] = kept
    assert (first, second, third) == ("request.status", "erasure", "request.status")
    assert code is None and json.loads(last or b"")["data"]["sealed"] == ""


def test_the_slip_leads_to_the_center(station: Station) -> None:
    def reach() -> str:
        found = resident.reception(station.session, OWN, business_now().date())
        assert found is not None
        return found.reach

    assert reach() == ""
    center_known()
    assert reach() == REACH
    reached_at("https://school.example")
    assert reach() == "https://school.example"
