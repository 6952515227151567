"""What was done becomes records that wait for the recipient; disputed, they are mended."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_order import Assignee
from shared.errors import ConflictError, ForbiddenError, InvalidError
from station.actions.order_done import dispute_order
from station.actions.order_step import open_order
from station.actions.reported_service import SignedSlip, sign_by_slip
from station.actions.service_order import cancel_order
from station.database import db
from station.domain.service_order import Part
from station.models import service_order
from station.models.service_order import people_of
from station.models.service_record import ServiceRecord
from tests.station.ledger.station import SLIP
from tests.station.requests.desk import shown
from tests.station.requests.served import Serving


def dispute(serving: Serving, order: UUID, words: str = "只来了一小时") -> None:
    with transaction(db) as session:
        dispute_order(session, serving.station.actor("clerk"), business_now(), order, words)


def records(serving: Serving) -> list[ServiceRecord]:
    return list(serving.station.session.query(ServiceRecord).order_by(ServiceRecord.id))


def test_a_record_for_each_waits_for_the_recipient(serving: Serving) -> None:
    people = serving.station.people
    leader = serving.link("zhao", "赵一", "team_leader")
    order = serving.offer(assignee=Assignee(team=serving.team("赵一", "钱二")))
    serving.answer(order, leader, people=(people["赵一"], people["钱二"]))
    parts = (
        Part(people["赵一"], "07:00", "08:35"),
        Part(people["钱二"], "07:00", "08:00", 0, True),
    )
    serving.done(order, parts=parts, login=serving.link("qian", "钱二"))
    found = {line.name: line.record for line in serving.lines(order)}
    assert [(found[name].hours, found[name].paid) for name in ("赵一", "钱二")] == [
        (2, False),
        (1, True),
    ]
    for record in found.values():
        assert (record.status, record.waits_for) == ("submitted", "signature")
        assert (record.channel, record.form, record.category) == (
            "order",
            "dispatched",
            "convenience",
        )
        assert (record.recipient, record.recipient_signed) == ("郑*芳", False)
    assert serving.order(order).status == "done"
    assert shown(serving.station, serving.request).status == "done"


def test_who_did_not_come_has_no_record(serving: Serving) -> None:
    people = serving.station.people
    leader = serving.link("zhao", "赵一", "team_leader")
    order = serving.offer(assignee=Assignee(team=serving.team("赵一", "钱二")))
    serving.answer(order, leader, people=(people["赵一"], people["钱二"]))
    serving.done(order, "赵一", login=leader)
    found = {one.volunteer_id: one.record_id for one in people_of(serving.station.session, order)}
    assert found[people["钱二"]] is None
    assert found[people["赵一"]] is not None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": date(2025, 2, 4)}, r"service_order\.in_future"),
        ({"day": date(2025, 2, 2)}, r"service_order\.before_asked"),
        ({"parts": ()}, r"service_order\.other_people"),
        ({"content": " "}, r"service_order\.text_form"),
    ],
)
def test_what_can_not_be_so_leaves_everything_as_it_was(
    serving: Serving, changes: dict[str, object], code: str
) -> None:
    order = serving.accepted()
    with pytest.raises(InvalidError, match=code):
        serving.done(order, **changes)
    assert serving.order(order).status == "accepted"
    assert records(serving) == []


def test_a_record_that_is_refused_leaves_everything_as_it_was(serving: Serving) -> None:
    order = serving.accepted()
    part = Part(serving.station.people["赵一"], "08:40", "09:30")
    with pytest.raises(InvalidError):
        serving.done(order, parts=(part,))
    assert serving.order(order).status == "accepted"


def test_only_those_who_went_their_leader_and_clerks_report(serving: Serving) -> None:
    order = serving.accepted()
    serving.station.account("nobody", "无名", "volunteer")
    for login in ("nobody", serving.link("qian", "钱二")):
        with pytest.raises(ForbiddenError, match=r"service_order\.other_assignee"):
            serving.done(order, login=login)
    serving.done(order, login=serving.link("zhao", "赵一"))


def test_what_was_not_accepted_is_not_done(serving: Serving) -> None:
    with pytest.raises(ConflictError, match=r"service_order\.not_movable"):
        serving.done(serving.offer())


def test_a_dispute_is_mended_and_put_before_the_recipient_again(serving: Serving) -> None:
    order = serving.reported()
    token = serving.token(order)
    with pytest.raises(InvalidError, match=r"one_time_signature\.dispute_form"):
        dispute(serving, order, " ")
    dispute(serving, order)
    assert serving.order(order).reason == "只来了一小时"
    assert shown(serving.station, serving.request).status == "dispatched"
    with pytest.raises(ConflictError, match=r"one_time_signature\.revoked"):
        serving.sign(token)
    serving.done(order, parts=(Part(serving.station.people["赵一"], "07:00", "08:00"),))
    assert shown(serving.station, serving.request).status == "done"
    old, new = records(serving)
    assert [(old.status, old.hours), (new.status, new.hours)] == [("rejected", 2), ("submitted", 1)]
    assert [line.record.id for line in serving.lines(order)] == [new.id]


def test_what_was_not_done_after_all_is_rejected(serving: Serving) -> None:
    order = serving.reported()
    with transaction(db) as session:
        actor = serving.station.actor("clerk")
        cancel_order(session, actor, business_now(), order, "其实没去")
    [record] = records(serving)
    assert (record.status, record.reason) == ("rejected", "服务单取消了")
    assert serving.order(order).reason == "其实没去"
    assert shown(serving.station, serving.request).status == "accepted"


def test_a_record_of_an_order_is_signed_with_its_order_alone(serving: Serving) -> None:
    order = serving.reported()
    [line] = serving.lines(order)
    with (
        pytest.raises(ConflictError, match=r"one_time_signature\.of_order"),
        transaction(db) as session,
    ):
        slip = SignedSlip(SLIP)
        sign_by_slip(session, serving.station.actor("clerk"), business_now(), line.record.id, slip)


def test_a_visit_without_a_request_is_served_likewise(serving: Serving) -> None:
    order = serving.offer()
    with transaction(db) as session:
        service_order.by_id(session, order, lock=True).request_id = None
    serving.answer(order)
    serving.done(order)
    with transaction(db) as session:
        assert open_order(session, order).request is None
    assert [line.record.recipient for line in serving.lines(order)] == [""]
    assert shown(serving.station, serving.request).status == "dispatched"
