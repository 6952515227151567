"""The queue: its order is the rule's, its parts, what finds a request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.domain.promise import is_past
from shared.domain.service_request import Status, Urgency, Waiting, queue_key
from station.actions.service_request import decline_request
from station.database import db
from station.models.request_queue import PARTS, Wanted, counts, found, in_order, listed
from station.models.service_request import ServiceRequest
from tests.station.ledger.station import Station
from tests.station.requests.desk import accept, ask, district

NOW = datetime(2025, 2, 3, 1, tzinfo=UTC)


def waiting(row: ServiceRequest) -> Waiting:
    past = is_past(row.promised_at, NOW)
    return Waiting(Urgency(row.urgency), past, row.stars, row.received_at)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_the_database_is_the_rules(station: Station, seed: int) -> None:
    random = Random(seed)
    promises = (None, NOW, NOW - timedelta(days=1), NOW + timedelta(seconds=1))
    each = list(product(Urgency, promises, (0, 1, 3), (0, 5)))
    random.shuffle(each)
    with transaction(db) as session:
        for number, (urgency, promised, stars, hours) in enumerate(each):
            session.add(
                ServiceRequest(
                    number=f"2025-{number:04}",
                    channel="public",
                    wished=[],
                    urgency=urgency,
                    proof="none",
                    stars=stars,
                    first_station="station:01-3301",
                    first_title="实验小学",
                    status="received",
                    holder="station:01-3301",
                    holder_title="实验小学",
                    received_at=NOW - timedelta(hours=hours),
                    status_since=NOW,
                    promised_at=promised,
                )
            )
    rows = list(station.session.scalars(select(ServiceRequest).order_by(*in_order(NOW))))
    assert len(rows) == len(each)
    keys = [queue_key(waiting(row)) for row in rows]
    assert keys == sorted(keys)
    same = [[row.id for row in rows if queue_key(waiting(row)) == key] for key in set(keys)]
    assert all(ids == sorted(ids) for ids in same), "the elder of equals first, always"


def test_each_part_shows_its_states_and_counts_them(station: Station) -> None:
    one, two, three = (ask(station) for _ in range(3))
    accept(station, two.id)
    with transaction(db) as session:
        decline_request(session, station.actor("clerk"), business_now(), three.id, "没人会")
    ids = {
        part: {row.id for row in station.session.scalars(listed(Wanted(part)))}
        for part in ("open", "received", "accepted", "ended", "above", "")
    }
    assert ids == {
        "open": {one.id, two.id},
        "received": {one.id},
        "accepted": {two.id},
        "ended": {three.id},
        "above": set(),
        "": {one.id, two.id, three.id},
    }
    figures = counts(station.session)
    assert (figures["open"], figures["received"], figures["ended"]) == (2, 1, 1)
    with transaction(db) as session:
        session.get_one(ServiceRequest, two.id).holder = "station:01-3302"
    figures = counts(station.session)
    assert (figures["open"], figures["accepted"], figures["above"]) == (1, 0, 1)
    parted = {status for part in ("above", "closed", "ended") for status in PARTS[part]}
    assert parted == set(Status) and set(PARTS["open"]) <= parted, "no state is lost"


def test_a_request_is_found_by_number_code_or_whole_telephone(station: Station) -> None:
    row, other = ask(station), ask(station, item="errand", district=district())
    code = row.tracking_code or ""

    def by(typed: str) -> set[str]:
        return {one.number for one in station.session.scalars(found(station.session, typed))}

    assert by("2025-0001") == by("1") == {"2025-0001"}
    assert by(f"{code[:4]}-{code[4:]}".lower()) == {"2025-0001"}
    assert by("138 1234 6021") == {"2025-0001", "2025-0002"}
    assert by("6021") == set(), "the last four find nobody here"
    assert by("²") == by("0003") == set()
    for typed, numbers in (("2", [other.id]), (code, []), ("13812346021", [])):
        rows = station.session.scalars(listed(Wanted("", typed)))
        assert [one.id for one in rows] == numbers, "an address holds a number alone"
    query = listed(Wanted("", item="errand", district=other.district_id))
    assert [one.id for one in station.session.scalars(query)] == [other.id]
