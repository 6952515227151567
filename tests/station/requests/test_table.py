"""The tables of requests: the catalogue, running numbers, what lies encrypted."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import text

from shared.clock import business_now
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.promise import Promise
from shared.domain.service_item import CATALOGUE, public
from shared.errors import NotFoundError
from shared.migration import migrate_down, migrate_up
from station.database import db
from station.models import (
    closing,
    counter,
    district,
    service_item,
    service_order,
    service_request,
    signature,
)
from station.models.closing import Closing
from station.models.district import District
from station.models.service_request import RequestContact, ServiceRequest
from station.models.station_state import lock_station, promise_of, station_state
from tests.conftest import MakeNode
from tests.station.ledger.station import ADMIN, Station


def request(now: datetime, number: str = "2025-0001") -> ServiceRequest:
    return ServiceRequest(
        number=number,
        channel="walk_in",
        wished=[],
        urgency="normal",
        proof="none",
        first_station="station:01-3301",
        first_title="实验小学",
        status="received",
        holder="station:01-3301",
        holder_title="实验小学",
        received_at=now,
        status_since=now,
    )


def test_a_new_station_has_the_plans_catalogue(station: Station) -> None:
    items = service_item.all_items(station.session)
    assert [service_item.item_of(one) for one in items] == list(CATALOGUE)
    offered = [service_item.item_of(one) for one in service_item.public_items(station.session)]
    assert offered == list(public())


def test_the_migration_brings_the_same_catalogue(make_node: MakeNode) -> None:
    app = make_node("station", "01-3302", migrated=True)
    migrate_down(app, db, "b18a7b8a927b")
    with app.app_context():
        lines = "INSERT INTO station_state (id) VALUES (1)"
        db.session.execute(text(lines))
        db.session.commit()
        db.session.remove()
    migrate_up(app, db)
    with app.app_context():
        items = service_item.all_items(db.session())
        assert [service_item.item_of(one) for one in items] == list(CATALOGUE)
        assert promise_of(station_state(db.session())) == Promise()


def test_what_is_offered_no_more_stays_for_what_it_was(station: Station) -> None:
    with transaction(db) as session:
        service_item.by_code(session, "repair", lock=True).is_active = False
        service_item.fill_catalogue(session)
    assert "repair" not in {one.code for one in service_item.active_items(station.session)}
    assert service_item.by_code(station.session, "repair").name == "义务维修"
    with pytest.raises(NotFoundError):
        service_item.by_code(station.session, "none")


def test_the_promise_is_the_plans_until_somebody_set_another(station: Station) -> None:
    assert promise_of(station_state(station.session)) == Promise()
    with transaction(db) as session:
        lock_station(session).accept_days = 2
    assert promise_of(station_state(station.session)) == Promise(accept=2)


def test_numbers_run_on_by_kind_and_year(station: Station) -> None:
    with transaction(db) as session:
        asked = [("request", 2025), ("request", 2025), ("order", 2025), ("request", 2026)]
        numbers = [counter.next_number(session, kind, year) for kind, year in asked]
    assert numbers == ["2025-0001", "2025-0002", "2025-0001", "2026-0001"]


def test_contact_and_words_lie_encrypted(station: Station) -> None:
    with transaction(db) as session:
        row = request(business_now())
        session.add(row)
        session.flush()
        said = Contact("郑桂芳", "13812346021", "建设路18号", "水管漏了")
        session.add(RequestContact(request_id=row.id, **vars(said)))
    assert service_request.contact_of(station.session, row.id) == said
    lies = station.session.execute(text("SELECT name, phone, address, words FROM request_contact"))
    assert not any("郑桂芳".encode() in bytes(value) for value in lies.one())
    assert service_request.by_code(station.session, "7K3M92QF") is None


def test_a_passage_is_five_columns(station: Station) -> None:
    row = request(business_now())
    row.custody_association, row.custody_center, row.passed_up = 1, 2, True
    passage = service_request.passage_of(row)
    assert service_request.columns_of(passage) == {
        "status": "received",
        "holder": "station:01-3301",
        "custody_association": 1,
        "custody_center": 2,
        "passed_up": True,
    }


def test_closings_and_districts_are_listed(station: Station) -> None:
    days = [(date(2025, 2, 1), date(2025, 2, 10)), (date(2025, 1, 1), date(2025, 1, 2))]
    with transaction(db) as session:
        for first, last in days:
            set_at = business_now()
            session.add(
                Closing(first=first, last=last, note="寒假", set_by=ADMIN.id, set_at=set_at)
            )
        session.add(District(name="东片"))
        session.add(District(name="旧区", is_active=False))
    found = closing.closings_from(station.session, date(2025, 2, 3))
    assert [closing.closing_of(one).first for one in found] == [date(2025, 2, 1)]
    assert [one.name for one in district.districts(station.session)] == ["东片"]
    assert len(district.districts(station.session, given_up_too=True)) == 2


@pytest.mark.parametrize(
    "by_id", [service_request.by_id, service_order.by_id, closing.by_id, district.by_id]
)
def test_what_is_unknown_is_refused(station: Station, by_id: object) -> None:
    assert callable(by_id)
    with pytest.raises(NotFoundError):
        by_id(station.session, ADMIN.id)
    assert service_order.orders_of(station.session, ADMIN.id) == []
    assert service_order.people_of(station.session, ADMIN.id) == []
    assert signature.links_of(station.session, ADMIN.id) == []
    assert signature.signatures_of(station.session, ADMIN.id) == []
    assert signature.link_of(station.session, "0" * 64, lock=True) is None
