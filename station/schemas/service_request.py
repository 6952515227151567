"""Input and output of requests; the contact is masked, and in lists it isn't there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, post_load, validate

from shared.domain.contact import LONGEST, Contact
from shared.domain.contact_showing import Reason
from shared.domain.service_record import Category
from shared.domain.service_request import LONGEST_REASON, Channel, Proof, Urgency
from shared.domain.star import HIGHEST
from shared.domain.wished_time import MOST
from shared.web.page import PageSchema
from station.domain.service_request import BY_CLERK, Acceptance, Asked
from station.models.request_queue import OPEN, PARTS

REASON = validate.Length(max=LONGEST_REASON)
CODE = validate.Length(max=40)


class ContactFieldsSchema(Schema):
    """By what likely doubles are found while one types."""

    phone = fields.String(load_default="", validate=validate.Length(max=LONGEST["phone"]))
    address = fields.String(load_default="", validate=validate.Length(max=LONGEST["address"]))
    item = fields.String(load_default=None, allow_none=True, validate=CODE)
    district = fields.UUID(load_default=None, allow_none=True)


class IntakeSchema(ContactFieldsSchema):
    """What a clerk enters for somebody at the counter or on the telephone.

    `card_seen`: the clerk saw a card; `card` is its number or what its code says, `requester` our
    own volunteer whose it is, `stars` what another station's card or certificate says.
    """

    channel = fields.String(required=True, validate=validate.OneOf(sorted(BY_CLERK)))
    name = fields.String(required=True, validate=validate.Length(1, LONGEST["name"]))
    words = fields.String(required=True, validate=validate.Length(1, LONGEST["words"]))
    wished = fields.List(fields.String(), load_default=list, validate=validate.Length(max=MOST))
    urgent = fields.Boolean(load_default=False)
    card_seen = fields.Boolean(load_default=False)
    card = fields.String(load_default="", validate=validate.Length(max=500))
    requester = fields.UUID(load_default=None, allow_none=True)
    stars = fields.Integer(load_default=0, validate=validate.Range(0, HIGHEST))
    consented = fields.Boolean(load_default=False)


class ServiceRequestQuerySchema(PageSchema):
    """Which requests, in the order of the queue."""

    part = fields.String(load_default=OPEN, validate=validate.OneOf(["", *PARTS]))
    number = fields.String(load_default="", validate=validate.Length(max=20))
    item = fields.String(load_default="", validate=CODE)
    district = fields.UUID(load_default=None, allow_none=True)


class SearchSchema(Schema):
    """A tracking code, a whole telephone, or a number."""

    typed = fields.String(required=True, validate=validate.Length(1, 60))


class AcceptanceSchema(Schema):
    """What is settled when a request is accepted."""

    item = fields.String(load_default=None, allow_none=True, validate=CODE)
    category = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf([*Category])
    )
    district = fields.UUID(load_default=None, allow_none=True)
    urgent = fields.Boolean(load_default=False)
    reason = fields.String(load_default="", validate=REASON)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Acceptance:
        category = Category(data["category"]) if data["category"] else None
        urgency = Urgency.URGENT if data["urgent"] else Urgency.NORMAL
        return Acceptance(data["item"] or None, category, data["district"], urgency, data["reason"])


class RequestReasonSchema(Schema):
    """Why it is declined, for the requester to read."""

    reason = fields.String(load_default="", validate=REASON)


class ShowingSchema(Schema):
    """Why somebody needs to see the contact."""

    reason = fields.String(required=True, validate=validate.OneOf([*Reason]))


class VerdictSchema(Schema):
    """Whether two requests are one and the same."""

    other = fields.UUID(required=True)
    same = fields.Boolean(required=True)


class ContactSchema(Schema):
    """Whom to visit, where, by which telephone."""

    name = fields.String()
    phone = fields.String()
    address = fields.String()


class StepSchema(Schema):
    """A step as its requester sees it."""

    at = fields.AwareDateTime(format="iso")
    status = fields.String()
    holder = fields.String(attribute="holder_title")
    by = fields.String()
    reason = fields.String()
    visitor = fields.String()
    visit_on = fields.Date(allow_none=True)
    visit_time = fields.String()


class ServiceRequestRowSchema(Schema):
    """A request in a list."""

    id = fields.UUID()
    number = fields.String()
    tracking_code = fields.String(allow_none=True)
    channel = fields.String()
    item = fields.String(attribute="item_code", allow_none=True)
    item_name = fields.String()
    category = fields.String(allow_none=True)
    district = fields.String()
    wished = fields.List(fields.String())
    urgency = fields.String()
    stars = fields.Integer()
    status = fields.String()
    status_since = fields.AwareDateTime(format="iso")
    received_at = fields.AwareDateTime(format="iso")
    promised_at = fields.AwareDateTime(format="iso", allow_none=True)
    holder = fields.String(attribute="holder_title")
    first_station = fields.String()
    pending = fields.String()


class ServiceRequestListSchema(Schema):
    """Requests in the order in which they are to be done."""

    items = fields.List(fields.Nested(ServiceRequestRowSchema))
    total = fields.Integer()


class OutcomeSchema(Schema):
    """What came of it, whoever served: people, whole hours, what the recipient said."""

    served_on = fields.String()
    people = fields.Integer()
    hours = fields.Integer()
    evaluation = fields.String()
    signature = fields.String()


class ServiceRequestSchema(ServiceRequestRowSchema):
    """A request with its steps and words; `contact` is masked, null once it is erased."""

    outcome = fields.Nested(OutcomeSchema, allow_none=True)
    words = fields.String(allow_none=True)
    contact = fields.Nested(ContactSchema, allow_none=True)
    steps = fields.List(fields.Nested(StepSchema))


class DoubleSchema(Schema):
    """Another request, and what it has in common with the one."""

    request = fields.Nested(ServiceRequestRowSchema)
    likenesses = fields.List(fields.String())


class DoubleListSchema(Schema):
    """Requests that may be the same, the newest first."""

    items = fields.List(fields.Nested(DoubleSchema))
    total = fields.Integer()


class ReasonWhySchema(Schema):
    """One reason of a proposal, with the specialty, figure or slots that fill its sentence."""

    why = fields.String()
    value = fields.Raw()


class ProposalSchema(Schema):
    """A volunteer who can be sent, and why."""

    volunteer = fields.UUID()
    name = fields.String()
    reasons = fields.List(fields.Nested(ReasonWhySchema))


class LeftOutSchema(Schema):
    """A volunteer who isn't proposed, and why not."""

    volunteer = fields.UUID()
    name = fields.String()
    why = fields.String()


class ProposalsSchema(Schema):
    """Whom to send, the best first, and who was left out."""

    proposed = fields.List(fields.Nested(ProposalSchema))
    left_out = fields.List(fields.Nested(LeftOutSchema))


def asked_of(typed: dict[str, Any], language: str, holder: UUID | None = None) -> Asked:
    """The request that a clerk entered; stars and requester count for a card that was seen.

    `holder` is whose card it is by its number, which goes before a name.
    """
    seen = typed["card_seen"]
    return Asked(
        contact=Contact(typed["name"], typed["phone"], typed["address"], typed["words"]),
        channel=Channel(typed["channel"]),
        item=typed["item"] or None,
        wished=tuple(typed["wished"]),
        district=typed["district"],
        urgency=Urgency.URGENT if typed["urgent"] else Urgency.NORMAL,
        proof=Proof.CARD_SEEN if seen else Proof.NONE,
        requester=(holder or typed["requester"]) if seen else None,
        stars=typed["stars"] if seen else 0,
        language=language,
    )
