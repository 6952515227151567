"""The contact is shown to one person, for a reason, for ten minutes, and that is logged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.errors import InvalidError, NotFoundError
from station.actions.contact_showing import show_contact
from station.database import db
from station.models.contact_showing import shown_until
from station.models.service_request import RequestContact
from tests.station.ledger.station import Station
from tests.station.requests.desk import ask, logged


def test_who_when_and_why_stand_in_the_log(station: Station) -> None:
    row, clerk = ask(station), station.actor("clerk")
    assert shown_until(station.session, row.id, clerk.id, machine_now()) is None
    with transaction(db) as session:
        contact = show_contact(session, clerk, business_now(), row.id, "call")
    assert (contact.name, contact.phone) == ("郑桂芳", "13812346021")
    line = logged(station, row.id)[-1]
    assert (line.action, line.actor_name) == ("request.contact_shown", "李文书")
    assert line.after == {"reason": "showing:call"}
    now = machine_now()
    until = shown_until(station.session, row.id, clerk.id, now)
    assert until is not None and now < until <= now + timedelta(minutes=10)
    assert shown_until(station.session, row.id, clerk.id, until) is None
    second = station.actor("second").id
    assert shown_until(station.session, row.id, second, now) is None, "nobody else sees it"
    assert shown_until(station.session, ask(station).id, clerk.id, now) is None, "nor another's"


def test_without_a_reason_nothing_is_shown(station: Station) -> None:
    row = ask(station)
    with pytest.raises(InvalidError), transaction(db) as session:
        show_contact(session, station.actor("clerk"), business_now(), row.id, "")
    assert [one.action for one in logged(station, row.id)] == ["request.received"]


def test_what_is_erased_is_not_shown(station: Station) -> None:
    row = ask(station)
    with transaction(db) as session:
        session.execute(delete(RequestContact))
    with pytest.raises(NotFoundError), transaction(db) as session:
        show_contact(session, station.actor("clerk"), business_now(), row.id, "call")
