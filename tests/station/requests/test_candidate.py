"""Whom a request could be given to, as the tables tell it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.contact import Contact
from station.database import db
from station.domain.dispatch import Why, WhyNot
from station.models.candidate import Proposed, proposed
from station.models.member import Member
from station.models.request_page import opened
from station.models.service_order import OrderPerson
from station.models.service_record import ServiceRecord
from station.models.service_request import ServiceRequest
from station.models.volunteer import Volunteer
from tests.station.ledger.station import Station
from tests.station.requests.desk import accept, ask, form, order


@pytest.fixture
def people(station: Station) -> dict[str, UUID]:
    """Zhao and Qian repair; Sun is suspended, Li has another category."""
    for name in ("孙三", "李四"):
        station.volunteer(name, date(2025, 1, 1))
    for name in ("赵一", "钱二", "孙三"):
        form(station.people[name], specialties=["木工"], categories=["civic_education"])
        form(station.people[name])
    form(station.people["李四"], categories=["civic_education"])
    with transaction(db) as session:
        session.get_one(Volunteer, station.people["孙三"]).status = "suspended"
    return station.people


def seen(station: Station, row: ServiceRequest) -> Proposed:
    found = opened(station.session, row.id)
    return proposed(station.session, found.row, found.item, local_day(business_now()))


def sent(found: Proposed) -> list[str]:
    return [found.people[one.volunteer].name for one in found.proposals.proposed]


def left_out(found: Proposed) -> dict[str, WhyNot]:
    return {found.people[one.volunteer].name: one.why for one in found.proposals.left_out}


def test_whoever_is_called_by_the_requester_s_telephone_is_not_proposed(
    station: Station, people: dict[str, UUID]
) -> None:
    row = ask(station)
    accept(station, row.id)
    with transaction(db) as session:
        zhao = session.get_one(Volunteer, people["赵一"])
        session.get_one(Member, zhao.member_id).phone = "138-1234-6021"
    found = seen(station, row)
    assert sent(found) == ["钱二"]
    assert left_out(found)["赵一"] is WhyNot.RELATED


def record(volunteer: UUID, **changes: Any) -> UUID:
    with transaction(db) as session:
        row = ServiceRecord(
            **{
                "volunteer_id": volunteer,
                "day": date(2025, 2, 2),
                "month": "2025-02",
                "start": "08:00",
                "end": "10:00",
                "minutes": 120,
                "hours": 2,
                "category": "convenience",
                "form": "dispatched",
                "place": "x",
                "content": "x",
                "evaluation": "satisfied",
                "paid": False,
                "recipient_signed": True,
                "channel": "order",
                "evidence": "0" * 64,
                "status": "certified",
                "entered_by": volunteer,
                "entered_at": business_now(),
            }
            | changes
        )
        session.add(row)
        session.flush()
        return row.id


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_newest_form_says_what_somebody_can_do(
    station: Station, people: dict[str, UUID]
) -> None:
    found = seen(station, ask(station, wished=("2025-02-05-afternoon",)))
    assert sent(found) == ["赵一", "钱二"]
    assert left_out(found) == {"孙三": WhyNot.NOT_IN_SERVICE, "李四": WhyNot.OTHER_CATEGORY}
    first = found.proposals.proposed[0]
    assert [reason.why for reason in first.reasons] == [
        Why.SKILL,
        Why.FREE,
        Why.FEW_HOURS,
        Why.ORDERS,
    ]
    assert [reason.value for reason in first.reasons][:2] == ["水电维修", ("3-afternoon",)]


def test_without_a_category_nobody_is_proposed(station: Station, people: dict[str, UUID]) -> None:
    found = seen(station, ask(station, item=None))
    assert (found.proposals.proposed, found.people) == ((), {})


def test_without_an_item_the_category_is_enough(station: Station, people: dict[str, UUID]) -> None:
    row = ask(station, item="errand")
    with transaction(db) as session:
        session.get_one(ServiceRequest, row.id).item_code = None
    assert sent(seen(station, row)) == ["赵一", "钱二"]


def test_the_requester_is_not_sent_to_themself(station: Station, people: dict[str, UUID]) -> None:
    found = seen(station, ask(station, requester=people["赵一"]))
    assert left_out(found)["赵一"] is WhyNot.RELATED


def test_hours_of_the_month_and_orders_in_hand_count(
    station: Station, people: dict[str, UUID]
) -> None:
    row = accept(station, ask(station).id)
    record(people["赵一"])
    record(people["赵一"], status="voided", hours=5)
    record(people["赵一"], month="2025-01", hours=7)
    order(row.id, "2025-0001", volunteer_id=people["钱二"])
    team = order(row.id, "2025-0002", status="accepted")
    with transaction(db) as session:
        session.add(OrderPerson(order_id=team, volunteer_id=people["钱二"]))
    found = seen(station, row)
    assert left_out(found)["赵一"] is WhyNot.MOST_HOURS
    figures = {one.name: (one.hours, one.orders) for one in found.people.values()}
    assert (figures["赵一"], figures["钱二"]) == ((2, 0), (0, 2))


def test_who_refused_this_one_is_left_out_of_it_alone(
    station: Station, people: dict[str, UUID]
) -> None:
    one, other = (accept(station, ask(station).id) for _ in range(2))
    order(one.id, "2025-0001", volunteer_id=people["赵一"], status="refused")
    assert left_out(seen(station, one))["赵一"] is WhyNot.REFUSED
    assert "赵一" in sent(seen(station, other))


def test_who_pleased_the_same_household_comes_first(
    station: Station, people: dict[str, UUID]
) -> None:
    before, now = (accept(station, ask(station).id) for _ in range(2))
    done = order(before.id, "2025-0001", volunteer_id=people["钱二"], status="signed")
    kept = record(people["钱二"], month="2025-01")
    with transaction(db) as session:
        session.add(OrderPerson(order_id=done, volunteer_id=people["钱二"], record_id=kept))
    found = seen(station, now)
    assert sent(found)[0] == "钱二"
    assert found.proposals.proposed[0].reasons[0].why is Why.KNOWN
    stranger = ask(station, contact=Contact("冯英", "13900001111", "育才里2号", "灯不亮"))
    assert seen(station, stranger).proposals.proposed[0].reasons[0].why is not Why.KNOWN


def test_the_questions_are_few_however_many_people_there_are(
    station: Station, people: dict[str, UUID]
) -> None:
    row = ask(station)

    def questions() -> int:
        found = opened(station.session, row.id)
        with counted() as asked:
            proposed(db.session(), found.row, found.item, date(2025, 2, 3))
        return len(asked)

    few = questions()
    for number in range(10):
        form(station.volunteer(f"周{number}", date(2025, 1, 1)))
    assert questions() == few == 3
