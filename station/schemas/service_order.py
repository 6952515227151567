"""Orders: offered, answered, done, signed; input of pages and API, output of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from marshmallow import Schema, fields, post_load, validate

from shared.domain.one_time_signature import LONGEST_WORDS, Capacity, Signer
from shared.domain.person_name import LONGEST_NAME
from shared.domain.service_order import LONGEST_REASON, MOST_PEOPLE, Assignee
from shared.domain.service_record import Evaluation
from station.actions.service_order import Answer
from station.domain.service_order import LONGEST_MESSAGE, LONGEST_TEXT, Done, Offer, Part
from station.schemas.service_record import CLOCK, DAY

SAID: Final = [str(Evaluation.SATISFIED), str(Evaluation.DISSATISFIED)]
NAME: Final = validate.Length(max=LONGEST_NAME)
OPEN_CLOCK: Final = validate.Regexp(r"^$|^([01]\d|2[0-3]):[0-5]\d$")


class OrderOfferSchema(Schema):
    """Which request, to a volunteer or a team, when they are expected."""

    request = fields.UUID(required=True)
    volunteer = fields.UUID(load_default=None, allow_none=True)
    team = fields.UUID(load_default=None, allow_none=True)
    visit_on = fields.Date(load_default=None, allow_none=True, validate=DAY)
    start = fields.String(load_default="", validate=OPEN_CLOCK)
    end = fields.String(load_default="", validate=OPEN_CLOCK)
    message = fields.String(load_default="", validate=validate.Length(max=LONGEST_MESSAGE))

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> tuple[UUID, Offer]:
        request = data.pop("request")
        return request, Offer(Assignee(data.pop("volunteer"), data.pop("team")), **data)


class AnswerSchema(Schema):
    """Yes or no; of a team who goes."""

    accepts = fields.Boolean(required=True)
    reason = fields.String(load_default="", validate=validate.Length(max=LONGEST_REASON))
    people = fields.List(fields.UUID(), load_default=(), validate=validate.Length(max=MOST_PEOPLE))

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Answer:
        return Answer(data["accepts"], data["reason"], tuple(data["people"]))


class PartSchema(Schema):
    """One volunteer's part."""

    volunteer = fields.UUID(required=True)
    start = fields.String(required=True, validate=CLOCK)
    end = fields.String(required=True, validate=CLOCK)
    break_minutes = fields.Integer(strict=True, validate=validate.Range(0, 1440))
    paid = fields.Boolean()

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Part:
        return Part(**data)


class DoneSchema(Schema):
    """What was done, where, by whom from when to when."""

    day = fields.Date(required=True, validate=DAY)
    content = fields.String(required=True, validate=validate.Length(1, LONGEST_TEXT))
    place = fields.String(required=True, validate=validate.Length(1, LONGEST_TEXT))
    parts = fields.List(
        fields.Nested(PartSchema), required=True, validate=validate.Length(1, MOST_PEOPLE)
    )
    late_reason = fields.String(load_default="", validate=validate.Length(max=500))

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Done:
        return Done(**data | {"parts": tuple(data["parts"])})


class CallingOffSchema(Schema):
    """Why it is called off."""

    reason = fields.String(required=True, validate=validate.Length(1, LONGEST_REASON))


class DisputeSchema(Schema):
    """What is wrong, in the recipient's words."""

    words = fields.String(required=True, validate=validate.Length(1, LONGEST_WORDS))


class SaidSchema(Schema):
    """What the recipient says of one volunteer."""

    record = fields.UUID(required=True)
    evaluation = fields.Enum(Evaluation, by_value=True, required=True)


class SignerSchema(Schema):
    """Who signs and as what; a proxy names the witness."""

    said = fields.List(
        fields.Nested(SaidSchema), required=True, validate=validate.Length(1, MOST_PEOPLE)
    )
    name = fields.String(required=True, validate=NAME)
    capacity = fields.Enum(Capacity, by_value=True, load_default=Capacity.RECIPIENT)
    witness = fields.String(load_default="", validate=NAME)


class PaperSchema(SignerSchema):
    """Likewise off a slip whose photo is kept already."""

    photo = fields.UUID(required=True)


class LinkTokenSchema(Schema):
    """A link's token; it stands in the body, which no log repeats."""

    token = fields.String(required=True, validate=validate.Length(1, 64))


class LinkDisputeSchema(LinkTokenSchema, DisputeSchema):
    """What is wrong, by a link."""


class SigningSchema(LinkTokenSchema, SignerSchema):
    """A signature drawn on a pad of 600 by 300; `seen` as it was shown."""

    seen = fields.String(required=True, validate=validate.Length(equal=64))
    strokes = fields.List(
        fields.List(fields.List(fields.Integer(), validate=validate.Length(equal=2))),
        required=True,
        validate=validate.Length(1, 1000),
    )


class OrdersQuerySchema(Schema):
    """The orders of a request."""

    request = fields.UUID(required=True)


class OrderPersonSchema(Schema):
    """Who goes or went."""

    volunteer = fields.UUID()
    name = fields.String()


class OrderSchema(Schema):
    """An order; its contact is in none of the answers but those to who goes."""

    id = fields.UUID()
    number = fields.String()
    origin = fields.String()
    request = fields.UUID(attribute="request_id", allow_none=True)
    visit = fields.UUID(attribute="visit_id", allow_none=True)
    status = fields.String()
    category = fields.String()
    what = fields.String()
    assignee = fields.String()
    volunteer = fields.UUID(attribute="volunteer_id", allow_none=True)
    team = fields.UUID(attribute="team_id", allow_none=True)
    visit_on = fields.Date(allow_none=True)
    start = fields.String()
    end = fields.String()
    message = fields.String()
    reason = fields.String()
    people = fields.List(fields.Nested(OrderPersonSchema))
    records = fields.List(fields.UUID())


class OrdersSchema(Schema):
    """A request's orders, the newest first."""

    items = fields.List(fields.Nested(OrderSchema))


class OrderContactSchema(Schema):
    """Whom to visit, for those who go."""

    name = fields.String()
    phone = fields.String()
    address = fields.String()
    words = fields.String()


class OwnOrderSchema(OrderSchema):
    """One's own, with the contact once one goes."""

    contact = fields.Nested(OrderContactSchema, allow_none=True)


class OwnOrdersSchema(Schema):
    """One's own orders, the newest first."""

    items = fields.List(fields.Nested(OwnOrderSchema))


class SignatureLinkSchema(Schema):
    """A link to sign by, shown this once; `url` is null where its recipient reaches no page."""

    token = fields.String()
    url = fields.String(allow_none=True)
    expires_at = fields.AwareDateTime()


class ShownLineSchema(Schema):
    """One volunteer's part as the recipient sees it."""

    record = fields.UUID()
    name = fields.String()
    day = fields.Date()
    start = fields.String()
    end = fields.String()
    minutes = fields.Integer()
    hours = fields.Integer()
    content = fields.String()


class ShownSchema(Schema):
    """What is signed, and the digest to send back with the signature."""

    order = fields.String()
    seen = fields.String()
    records = fields.List(fields.Nested(ShownLineSchema))


class SignedOrderSchema(Schema):
    """What became of the order."""

    status = fields.String()


def signer_of(data: Mapping[str, Any]) -> Signer:
    """The signer of an input."""
    return Signer(data["name"], data["capacity"], data["witness"])


def said_of(data: Mapping[str, Any]) -> dict[UUID, Evaluation]:
    """Record → evaluation of an input."""
    return {one["record"]: one["evaluation"] for one in data["said"]}
