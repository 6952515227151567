"""What /api/link takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.federation.mending import STUCK
from shared.web.page import PageSchema


class PeerSchema(Schema):
    """One link: who, how it goes, what was sent and received."""

    node = fields.String()
    title = fields.String()
    side = fields.String()
    state = fields.String()
    fingerprint = fields.String(allow_none=True)
    app = fields.String(allow_none=True)
    last_ok = fields.AwareDateTime(allow_none=True)
    last_error = fields.String(allow_none=True)
    fails = fields.Integer()
    next_at = fields.AwareDateTime(allow_none=True)
    back_off_until = fields.AwareDateTime(allow_none=True)
    clock_offset = fields.Float()
    unsealed = fields.Integer()
    sealed = fields.Integer()
    acked = fields.Integer()
    unacked = fields.Integer()
    refused = fields.Integer()
    oldest_waiting = fields.AwareDateTime(allow_none=True)
    sending = fields.String()
    received = fields.Integer()
    receipted = fields.Integer()
    receiving = fields.String()


class PassagesSchema(Schema):
    """How many photos wait, have arrived, or were refused."""

    waiting = fields.Integer()
    arrived = fields.Integer()
    refused = fields.Integer()


class PhotosOfPeerSchema(Schema):
    """Photos `sent` to a node above, `received` from one below."""

    node = fields.String()
    sent = fields.Nested(PassagesSchema)
    received = fields.Nested(PassagesSchema)


class LinkSchema(Schema):
    """This node's links; `quiet` where no message is under way: none waits for a photo."""

    name = fields.String()
    title = fields.String()
    fingerprint = fields.String()
    peers = fields.List(fields.Nested(PeerSchema))
    inbox = fields.Dict(keys=fields.String(), values=fields.Integer())
    quiet = fields.Boolean()
    photos = fields.List(fields.Nested(PhotosOfPeerSchema))


class StuckQuerySchema(PageSchema):
    """Which messages: parked or rejected."""

    state = fields.String(required=True, validate=validate.OneOf(STUCK))


class StuckSchema(Schema):
    """A message that was not applied, and why; `id` is the message's own."""

    id = fields.UUID(attribute="msg_id")
    stream = fields.String()
    seq = fields.Integer()
    type = fields.String()
    subject = fields.String()
    state = fields.String()
    error = fields.String(allow_none=True)
    sentence = fields.String(attribute="detail", allow_none=True)
    waits = fields.Boolean()
    attempts = fields.Integer()
    received_at = fields.AwareDateTime()
    retry_at = fields.AwareDateTime(allow_none=True)


class StuckListSchema(Schema):
    """A page of them."""

    items = fields.List(fields.Nested(StuckSchema))
    total = fields.Integer()


class DiscardSchema(Schema):
    """Why a message is given up."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


class StringSchema(Schema):
    """The one-time string from the upper node."""

    string = fields.String(required=True, validate=validate.Length(1, 2000))


class EnrolledSchema(Schema):
    """Both fingerprints, for people to compare."""

    fingerprint = fields.String()
    upper = fields.String()
    upper_title = fields.String()
    upper_fingerprint = fields.String()
    state = fields.String()


class InviteSchema(Schema):
    """A lower node's title, and this node's address as that one reaches it; a tier adds `node`."""

    title = fields.String(required=True, validate=validate.Length(1, 100))
    url = fields.URL(required=True, require_tld=False, schemes={"http", "https"})


class EnrolmentStringSchema(Schema):
    """The one-time string, shown this once; valid for 72 hours."""

    node = fields.String()
    string = fields.String()


class ApproveSchema(Schema):
    """The fingerprint as the lower node's own screen shows it; spaces don't matter."""

    fingerprint = fields.String(required=True, validate=validate.Length(1, 60))


class EnrolmentSchema(Schema):
    """A lower node that asked to be let in: pending, active or revoked."""

    node = fields.String()
    title = fields.String()
    state = fields.String()
    fingerprint = fields.String()
    enrolled_at = fields.AwareDateTime(format="iso")
    approved_at = fields.AwareDateTime(format="iso", allow_none=True)


class EnrolmentsSchema(Schema):
    """All that ever asked."""

    items = fields.List(fields.Nested(EnrolmentSchema))
    total = fields.Integer()
