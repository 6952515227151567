"""Orders offered, accepted, refused, called off; the request goes where they go."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.service_order import Assignee
from shared.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RefusalError,
)
from shared.resident import resident
from station.actions.service_order import cancel_order
from station.actions.service_request import reopen_request, withdraw_request
from station.database import db
from station.models import service_request
from station.models.audit import Audit
from station.models.request_step import steps_of
from station.models.service_order import orders_of, people_of
from station.models.service_request import RequestContact
from station.models.volunteer import Volunteer
from tests.station.ledger.station import Station
from tests.station.requests.desk import accept, ask, shown
from tests.station.requests.elsewhere import SISTER, contact, seal_key_of, task
from tests.station.requests.served import Serving


def status(serving: Serving) -> str:
    return shown(serving.station, serving.request).status


def cancel(serving: Serving, order: UUID, reason: str = "约错了") -> None:
    with transaction(db) as session:
        cancel_order(session, serving.station.actor("clerk"), business_now(), order, reason)


def test_an_order_is_offered_with_a_number_and_the_request_is_dispatched(serving: Serving) -> None:
    order = serving.order(serving.offer(visit_on=date(2025, 2, 4), start="09:00", end="10:30"))
    assert (order.number, order.status, order.category) == ("2025-0001", "offered", "convenience")
    assert status(serving) == "dispatched"
    assert serving.order(serving.offer("钱二")).number == "2025-0002"
    steps = [one.status for one in steps_of(serving.station.session, serving.request)]
    assert steps == ["received", "accepted", "dispatched"]


def test_who_was_asked_reads_no_contact_and_the_requester_no_name_before_the_yes(
    serving: Serving,
) -> None:
    order = serving.offer(visit_on=date(2025, 2, 4), start="09:00", end="10:30")
    assert steps_of(serving.station.session, serving.request)[-1].visitor == ""
    serving.answer(order, serving.link("zhao", "赵一"))
    step = steps_of(serving.station.session, serving.request)[-1]
    assert (step.status, step.visitor, step.visit_time) == ("dispatched", "赵*", "09:00–10:30")
    assert step.visit_on == date(2025, 2, 4)
    [person] = people_of(serving.station.session, order)
    assert person.volunteer_id == serving.station.people["赵一"]


def test_a_team_goes_with_those_whom_its_leader_names(serving: Serving) -> None:
    station = serving.station
    leader = serving.link("zhao", "赵一", "team_leader")
    team = serving.team("赵一", "钱二")
    order = serving.offer(assignee=Assignee(team=team))
    with pytest.raises(InvalidError, match=r"service_order\.people_count"):
        serving.answer(order, leader)
    both = (station.people["赵一"], station.people["钱二"])
    with pytest.raises(ForbiddenError, match=r"service_order\.other_assignee"):
        serving.answer(order, serving.link("qian", "钱二"), people=both)
    serving.answer(order, leader, people=both)
    assert {one.volunteer_id for one in people_of(station.session, order)} == set(both)
    assert steps_of(station.session, serving.request)[-1].visitor == "赵*、钱*"


def test_when_all_refused_somebody_else_is_sent(serving: Serving) -> None:
    zhao = serving.link("zhao", "赵一")
    first, second = serving.offer("赵一"), serving.offer("钱二")
    serving.answer(first, zhao, reason="那天上课")
    assert status(serving) == "dispatched"
    serving.answer(second, reason="腰疼")
    assert status(serving) == "accepted"
    assert serving.order(first).reason == "那天上课"
    steps = steps_of(serving.station.session, serving.request)
    assert not any("腰疼" in one.reason for one in steps)
    again = serving.offer("钱二")
    serving.answer(again)
    serving.answer(again, reason="病了")  # after a yes too
    assert [status(serving), serving.order(again).status] == ["accepted", "refused"]


def test_a_cancelled_order_frees_the_request(serving: Serving) -> None:
    order = serving.accepted()
    with pytest.raises(InvalidError, match=r"service_order\.needs_reason"):
        cancel(serving, order, " ")
    cancel(serving, order)
    assert [status(serving), serving.order(order).status] == ["accepted", "cancelled"]
    with pytest.raises(ConflictError, match=r"service_order\.not_movable"):
        serving.answer(order)


@pytest.mark.parametrize("what", ["suspended", "moved", "superseded", "unknown"])
def test_only_who_serves_here_is_sent(serving: Serving, what: str) -> None:
    people = serving.station.people
    with transaction(db) as session:
        row = session.get_one(Volunteer, people["赵一"])
        row.status = "suspended" if what == "suspended" else row.status
        row.transferred_to = "station:01-3302" if what == "moved" else None
        row.superseded_by = people["钱二"] if what == "superseded" else None
    who = uuid4() if what == "unknown" else people["赵一"]
    with pytest.raises(InvalidError, match=r"service_order\.not_in_service"):
        serving.offer(assignee=Assignee(volunteer=who))
    assert status(serving) == "accepted"


def test_nobody_is_asked_twice_at_once_nor_a_team_that_is_none(serving: Serving) -> None:
    serving.offer()
    with pytest.raises(ConflictError, match=r"service_order\.offered_already"):
        serving.offer()
    with pytest.raises(NotFoundError, match=r"team\.unknown"):
        serving.offer(assignee=Assignee(team=uuid4()))


def test_the_requester_and_their_household_are_never_sent(serving: Serving) -> None:
    station = serving.station
    with transaction(db) as session:
        session.get_one(RequestContact, serving.request).phone = "13900000000"
    with pytest.raises(ForbiddenError, match=r"service_order\.related"):
        serving.offer()
    own = ask(station, requester=station.people["赵一"], proof="card_seen").id
    accept(station, own)
    serving.request = own
    with pytest.raises(ForbiddenError, match=r"service_order\.related"):
        serving.offer()
    leader = serving.link("zhao", "赵一", "team_leader")
    order = serving.offer(assignee=Assignee(team=serving.team("赵一", "钱二")))
    with pytest.raises(ForbiddenError, match=r"service_order\.related"):
        serving.answer(order, leader, people=(station.people["赵一"],))
    serving.answer(order, leader, people=(station.people["钱二"],))


def test_what_is_not_here_or_not_known_is_given_to_nobody(serving: Serving) -> None:
    station = serving.station
    with pytest.raises(ConflictError, match=r"service_order\.request_not_open"):
        fresh = Serving.__new__(Serving)
        fresh.station, fresh.request = station, ask(station, contact=CONTACT).id
        fresh.offer()
    with transaction(db) as session:
        service_request.by_id(session, serving.request, lock=True).holder = "station:01-3302"
    with pytest.raises(ConflictError, match=r"passage\.not_holder"):
        serving.offer()
    with transaction(db) as session:
        row = service_request.by_id(session, serving.request, lock=True)
        row.holder = row.first_station
        session.delete(session.get_one(RequestContact, serving.request))
    with pytest.raises(ConflictError, match=r"service_order\.no_contact"):
        serving.offer()


CONTACT = Contact("孙三", "13812340000", "建设路20号", "灯坏了")


def test_orders_of_a_request_that_went_on_move_it_no_more(serving: Serving) -> None:
    order = serving.offer()
    with transaction(db) as session:
        service_request.by_id(session, serving.request, lock=True).holder = "center:01"
    serving.answer(order, reason="去不了")
    assert status(serving) == "dispatched"


def test_a_reopened_request_begins_anew_and_old_orders_say_nothing(serving: Serving) -> None:
    signed = serving.reported()
    serving.sign(serving.token(signed))
    assert status(serving) == "closed"
    with transaction(db) as session:
        reopen_request(session, resident("page"), business_now(), serving.request, "又漏了")
    accept(serving.station, serving.request)
    order = serving.offer()
    serving.answer(order, reason="去不了")
    assert status(serving) == "accepted"
    serving.answer(serving.offer("钱二"))
    assert status(serving) == "dispatched"
    assert serving.order(signed).status == "signed"


def test_what_the_requester_withdrew_is_called_off(serving: Serving) -> None:
    order = serving.offer()
    with transaction(db) as session:
        actor = serving.station.actor("clerk")
        withdraw_request(session, actor, business_now(), serving.request)
    assert serving.order(order).status == "cancelled"


def test_each_step_is_in_the_log_without_the_reason(serving: Serving) -> None:
    order = serving.offer()
    serving.answer(order, reason="家里有病人")
    query = select(Audit).where(Audit.subject == f"order:{order}").order_by(Audit.id)
    found = list(serving.station.session.scalars(query))
    assert [line.action for line in found] == ["order.offered", "order.refused"]
    assert "家里有病人" not in str([(line.before, line.after) for line in found])
    assert len(orders_of(serving.station.session, serving.request)) == 1


def test_whoever_did_it_may_be_sent_again_when_it_isn_t_solved(serving: Serving) -> None:
    before = serving.reported()
    with transaction(db) as session:
        reopen_request(session, resident("page"), business_now(), serving.request, "还是漏")
    accept(serving.station, serving.request)
    again = serving.offer("赵一")
    assert [serving.order(one).status for one in (before, again)] == ["done", "offered"]
    serving.sign(serving.token(before))
    assert status(serving) == "dispatched"


def test_somebody_without_a_volunteer_of_their_own_answers_for_nobody(serving: Serving) -> None:
    serving.station.account("other", "外人", "volunteer")
    order = serving.offer()
    with pytest.raises(RefusalError, match=r"service_order\.other_assignee"):
        serving.answer(order, "other")


def test_who_comes_and_when_is_told_to_the_station_that_was_asked(station: Station) -> None:
    seal_key_of(SISTER)
    serving = Serving(station)
    serving.request = task(station)
    accept(station, serving.request)
    contact(station, serving.request)
    serving.answer(serving.offer(visit_on=date(2025, 2, 4), start="15:00", end="17:00"))
    names = ("status", "visitor", "visit_on", "visit_time")
    told = station.promised("request.progress")[-2:]
    assert [tuple(one[name] for name in names) for one in told] == [
        ("dispatched", "", None, ""),
        ("dispatched", "赵*", "2025-02-04", "15:00–17:00"),
    ]
