"""What a station that serves does with orders: real actions, on the newest that allows each."""

from __future__ import annotations

import json
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.clock import local_day
from shared.domain.one_time_signature import Signer
from shared.domain.service_order import Assignee, Status
from shared.domain.service_record import Evaluation
from shared.errors import ConflictError
from shared.resident import resident
from station.actions.order_done import dispute_order, report_done
from station.actions.service_order import Answer, answer_order, cancel_order, offer_order
from station.actions.signature import Signing, make_link, shown_by, sign_order
from station.domain.service_order import Done, Offer, Part
from station.models.member import Member, MemberStay
from station.models.service_order import ServiceOrder, orders_of
from station.models.volunteer import Volunteer, VolunteerSpan

DRAWN = json.dumps([[[10 * n, 20] for n in range(12)], [[30, 10], [30, 90]]])
JOINED = date(2025, 1, 1)
WHY = "那天去不了"


def recruit(session: Session) -> UUID:
    """Somebody in service whose day is free: no two records lie over each other."""
    id = uuid4().hex
    member = Member(
        name="赵一",
        sex="male",
        id_number=id[:18],
        phone="13900000000",
        joined_party_on="2010-07-01",
        birth_date="1980-01-01",
        post="教师",
        search_digest=id * 2,
        duplicate_digest=None,
    )
    session.add(member)
    session.flush()
    facts = {"status": "approved", "approval_date": JOINED, "station_since": JOINED}
    person = Volunteer(member_id=member.id, name=member.name, **facts)
    session.add_all([person, MemberStay(member_id=member.id, first_day=JOINED)])
    session.flush()
    session.add(VolunteerSpan(volunteer_id=person.id, first_day=JOINED, last_day=None))
    session.flush()
    return person.id


def dispatch(session: Session, actor: Actor, now: datetime, id: UUID) -> None:
    offer_order(session, actor, now, id, Offer(Assignee(volunteer=recruit(session))))


def accept(session: Session, actor: Actor, now: datetime, id: UUID) -> None:
    answer_order(session, actor, now, _newest(session, id, Status.OFFERED).id, Answer(True))


def refuse(session: Session, actor: Actor, now: datetime, id: UUID) -> None:
    order = _newest(session, id, Status.OFFERED, Status.ACCEPTED)
    answer_order(session, actor, now, order.id, Answer(False, WHY))


def cancel(session: Session, actor: Actor, now: datetime, id: UUID) -> None:
    order = _newest(session, id, Status.OFFERED, Status.ACCEPTED, Status.DONE)
    cancel_order(session, actor, now, order.id, WHY)


def report(session: Session, actor: Actor, now: datetime, id: UUID) -> None:
    order = _newest(session, id, Status.ACCEPTED, Status.DISPUTED)
    assert order.volunteer_id is not None
    part = Part(order.volunteer_id, "07:00", "08:35")
    report_done(session, actor, now, order.id, Done(local_day(now), "换了阀芯", "东片", (part,)))


def dispute(session: Session, actor: Actor, now: datetime, id: UUID) -> None:
    dispute_order(session, actor, now, _newest(session, id, Status.DONE).id, "没这么久")


def sign(session: Session, actor: Actor, now: datetime, id: UUID) -> None:
    order = _newest(session, id, Status.DONE)
    token = make_link(session, actor, now, order.id)
    shown = shown_by(session, token)
    said = {line.record.id: Evaluation.SATISFIED for line in shown.lines}
    signing = Signing(said=said, signer=Signer("郑桂芳"), ink=DRAWN, seen=shown.seen)
    sign_order(session, resident("page"), now, token, signing)


def _newest(session: Session, id: UUID, *statuses: Status) -> ServiceOrder:
    found = [one for one in orders_of(session, id) if one.status in statuses]
    if not found:
        raise ConflictError("walk.no_order")
    return found[-1]
