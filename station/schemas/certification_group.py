"""Input and output of certifying whole groups: an activity's records, a sheet's, single ones."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from station.domain.certification import CERTIFIER, SECOND_OFFICER
from station.schemas.bulk import MOST


class GroupKeySchema(Schema):
    """Of an activity, of a sheet, or single records (neither)."""

    activity = fields.UUID(load_default=None, allow_none=True)
    sheet = fields.UUID(load_default=None, allow_none=True)


class CertifyGroupsSchema(Schema):
    """Whole groups, and how many waiting records the officer saw in them."""

    step = fields.String(required=True, validate=validate.OneOf((CERTIFIER, SECOND_OFFICER)))
    groups = fields.List(
        fields.Nested(GroupKeySchema), required=True, validate=validate.Length(1, MOST)
    )
    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class GroupSchema(Schema):
    """Records that wait for the same step; `own` says how many whoever asks may sign."""

    waits_for = fields.String()
    activity = fields.UUID(allow_none=True)
    sheet = fields.UUID(allow_none=True)
    what = fields.String()
    records = fields.Integer()
    hours = fields.Integer()
    first_day = fields.Date()
    last_day = fields.Date()
    own = fields.Integer()


class GroupsSchema(Schema):
    """The oldest service first."""

    items = fields.List(fields.Nested(GroupSchema))
    total = fields.Integer()
