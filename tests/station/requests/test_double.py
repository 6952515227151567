"""Requests that may be the same as another one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from shared.clock import business_now
from shared.domain.contact import Contact
from station.domain.request_double import Likeness, Marks
from station.models.request_double import MOST, digests, possible_doubles
from tests.station.ledger.station import Station
from tests.station.requests.desk import CONTACT, ask, district

NOBODY = Contact("", "", "", "")


def likely(
    station: Station, contact: Contact, own: UUID | None = None, **more: Any
) -> dict[str, tuple[Likeness, ...]]:
    session = station.session
    found = digests(session, contact)
    given = {"item": None, "district": None, "at": business_now()} | more
    marks = Marks(found["phone_digest"], found["address_digest"], **given)
    return {one.request.number: one.likenesses for one in possible_doubles(session, marks, own)}


def test_the_same_telephone_or_address_is_seen_however_it_is_written(station: Station) -> None:
    row = ask(station)
    assert likely(station, replace(NOBODY, phone="+86 138-1234-6021")) == {
        row.number: (Likeness.PHONE,)
    }
    assert likely(station, replace(NOBODY, address="建设路 １８号二楼")) == {
        row.number: (Likeness.ADDRESS,)
    }
    assert likely(station, CONTACT, own=row.id) == {}
    assert likely(station, replace(NOBODY, phone="13812346022", address="建设路19号")) == {}


def test_blanks_find_nothing(station: Station) -> None:
    ask(station, contact=replace(CONTACT, phone=""))
    assert likely(station, NOBODY) == {}


def test_the_same_item_in_the_same_district_is_seen_for_a_fortnight(station: Station) -> None:
    place = district()
    row = ask(station, district=place)
    station.at("2025-02-17T09:00+08:00")
    asked = {"item": "repair", "district": place}
    assert likely(station, NOBODY, **asked) == {row.number: (Likeness.ITEM,)}
    assert likely(station, NOBODY, **asked | {"item": "errand"}) == {}
    assert likely(station, NOBODY, **asked | {"district": district("西片")}) == {}
    assert likely(station, NOBODY, item="repair") == {}
    station.at("2025-02-17T09:00:01+08:00")
    assert likely(station, NOBODY, **asked) == {}


def test_the_newest_are_said_and_no_more_than_a_few(station: Station) -> None:
    rows = [ask(station) for _ in range(MOST + 2)]
    found = list(likely(station, CONTACT, own=rows[-1].id))
    assert len(found) == MOST and rows[-1].number not in found
    assert sorted(digests(station.session, NOBODY).values()) == ["", "", ""]
