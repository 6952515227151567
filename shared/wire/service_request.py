"""What travels of a request: question, routing, progress, outcome, and what is sealed."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.domain.service_record import Category, Evaluation
from shared.domain.service_request import LONGEST_REASON, Status, Urgency, Why
from shared.wire.schema import WireSchema, count, day, text, uuid, word

ESCALATED = "request.escalated"
PROGRESS = "request.progress"
CONTACT = "request.contact"
WITHDRAWN = "request.withdrawn"
ROUTED = "request.routed"
TAKEN = "request.taken"
CLOSED = "request.closed"

STEPS = (
    Status.ROUTED,
    Status.ACCEPTED,
    Status.DISPATCHED,
    Status.DONE,
    Status.CLOSED,
    Status.DECLINED,
    Status.RETURNED,
)
"""What whoever serves says of its progress; `routed`: its center got it back, and asks another."""

MOST_WISHES = 21
LONGEST_SEALED = 200_000


class CustodySchema(WireSchema):
    """In whose name it is said: compared in order, the association's number first."""

    association = count()
    center = count()


class QuestionSchema(WireSchema):
    """All that routing needs, frozen at escalation: nothing says who asks or where they live."""

    request = uuid()
    first_station = text(40)
    category = word(*Category)
    item = text(40, allow_none=True)
    item_name = text(30)
    district = text(60)
    wished = fields.List(text(30), required=True, validate=validate.Length(max=MOST_WISHES))
    urgency = word(*Urgency)
    has_stars = fields.Boolean(required=True)
    received_at = fields.AwareDateTime(required=True)
    why = word(*Why)
    routing_text = text(300)


class EscalatedSchema(QuestionSchema):
    """The station, or a center for one of its own, can't serve it; `custody` is what it held.

    `reason` is a center's sentence; a station's own stays at the station.
    """

    custody = fields.Nested(CustodySchema, required=True)
    escalated_at = fields.AwareDateTime(required=True)
    reason = text(LONGEST_REASON, load_default="")


class RoutedSchema(QuestionSchema):
    """To whom it was given and why: to that node as its task, to the first station as a step.

    `to` is a station, or a center for its own base or to route further; whoever has it to route
    it on says so of itself, with `escalated`, or `returned` where it was given back.
    """

    status = word(Status.ESCALATED, Status.ROUTED, Status.RETURNED)
    custody = fields.Nested(CustodySchema, required=True)
    to = text(40)
    to_title = text(100)
    reason = text(LONGEST_REASON)
    routed_at = fields.AwareDateTime(required=True)
    by = text(60)


class OutcomeSchema(WireSchema):
    """What came of it, without place or content: people, whole hours, what the recipient said.

    `signature` is the digest that it was signed under; the drawing stays where it was made.
    """

    served_on = day()
    people = count()
    hours = count()
    evaluation = word(*Evaluation)
    signature = text(64)


class ProgressSchema(WireSchema):
    """A step of whoever has it. `visitor` is a masked name, `visit_on` the day agreed upon.

    `phone` is where to call who accepted it.
    """

    request = uuid()
    custody = fields.Nested(CustodySchema, required=True)
    station = text(40)
    title = text(100)
    status = word(*STEPS)
    since = fields.AwareDateTime(required=True)
    reason = text(LONGEST_REASON, load_default="")
    visitor = text(60, load_default="")
    visit_on = day(required=False, load_default=None, allow_none=True)
    visit_time = text(30, load_default="")
    phone = text(30, load_default="")
    outcome = fields.Nested(OutcomeSchema, load_default=None, allow_none=True)


class TakenSchema(WireSchema):
    """Somebody accepted it: the first station seals the contact to this key, and to no other."""

    request = uuid()
    custody = fields.Nested(CustodySchema, required=True)
    station = text(40)
    title = text(100)
    phone = text(30, load_default="")
    seal_key = text(64)
    taken_at = fields.AwareDateTime(required=True)


class ContactSchema(WireSchema):
    """Name, telephone, address and own words, those added too, as a JWE for `to` alone."""

    request = uuid()
    custody = fields.Nested(CustodySchema, required=True)
    to = text(40)
    sealed = text(LONGEST_SEALED)


class WithdrawnSchema(WireSchema):
    """By its requester, for good; or the first station wants it back, if nobody accepted it."""

    request = uuid()
    custody = fields.Nested(CustodySchema, required=True)
    by = word("requester", "station")
    withdrawn_at = fields.AwareDateTime(required=True)


class ClosedSchema(WireSchema):
    """It is over for whoever is told: who has it now (`holder`, null for nobody), under what.

    `taken_back`: the first station has it again. `rerouted`: somebody else was asked.
    """

    request = uuid()
    custody = fields.Nested(CustodySchema, required=True)
    outcome = word("taken_back", "rerouted", "withdrawn", "declined")
    holder = text(40, allow_none=True)
    reason = text(LONGEST_REASON, load_default="")
    closed_at = fields.AwareDateTime(required=True)
    by = text(60, load_default="")
