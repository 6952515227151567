"""Input and output of the catalogue, the districts, the promises and the closings."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from shared.domain.promise import LONGEST_NOTE, MOST_DAYS, Closing
from shared.domain.service_item import LONGEST_NAME, Item
from shared.domain.service_record import Category
from shared.domain.web_address import LONGEST as LONGEST_REACH
from station.domain.promise import KEEP_DAYS, Offer
from station.domain.service_item import LONGEST_DISTRICT

DAYS = validate.Range(1, MOST_DAYS)


class NewItemSchema(Schema):
    """A service of the station's own; without a code it gets one."""

    code = fields.String(load_default="", validate=validate.Length(max=40))
    name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    category = fields.String(required=True, validate=validate.OneOf([*Category]))
    skills = fields.List(fields.String(), load_default=list)
    is_public = fields.Boolean(load_default=True)


class ItemChangeSchema(Schema):
    """A service as it is offered from now on."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    category = fields.String(required=True, validate=validate.OneOf([*Category]))
    skills = fields.List(fields.String(), load_default=list)
    is_public = fields.Boolean(load_default=True)
    is_active = fields.Boolean(load_default=True)


class ItemSchema(Schema):
    """A service of the catalogue."""

    code = fields.String()
    name = fields.String()
    category = fields.String()
    skills = fields.List(fields.String())
    is_public = fields.Boolean()
    is_active = fields.Boolean()


class ItemListSchema(Schema):
    """The catalogue in its order."""

    items = fields.List(fields.Nested(ItemSchema))
    total = fields.Integer()


class NewDistrictSchema(Schema):
    """A part of the station's area."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_DISTRICT))


class DistrictSchema(Schema):
    """A part of the station's area; one given up is chosen no more."""

    id = fields.UUID()
    name = fields.String()
    is_active = fields.Boolean()


class DistrictListSchema(Schema):
    """The districts by name."""

    items = fields.List(fields.Nested(DistrictSchema))
    total = fields.Integer()


class OfferSchema(Schema):
    """What residents are promised: working days, where to call, where the pages are found."""

    accept_days = fields.Integer(required=True, validate=DAYS)
    dispatch_days = fields.Integer(required=True, validate=DAYS)
    phone = fields.String(load_default="", validate=validate.Length(max=60))
    reach = fields.String(load_default="", validate=validate.Length(max=LONGEST_REACH))
    keep_days = fields.Integer(load_default=KEEP_DAYS)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Offer:
        return Offer(**data)


class NewClosingSchema(Schema):
    """Days on which nobody is served; residents read the note."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)
    note = fields.String(load_default="", validate=validate.Length(max=LONGEST_NOTE))

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Closing:
        return Closing(**data)


class ClosingSchema(Schema):
    """A closing, both days included."""

    id = fields.UUID()
    first = fields.Date()
    last = fields.Date()
    note = fields.String()


class PromiseSchema(Schema):
    """What residents are promised, with the closings that lie ahead."""

    accept_days = fields.Integer()
    dispatch_days = fields.Integer()
    phone = fields.String()
    reach = fields.String()
    keep_days = fields.Integer()
    closings = fields.List(fields.Nested(ClosingSchema))


def item_of(typed: dict[str, Any], code: str) -> Item:
    """The item that was entered."""
    skills = tuple(typed["skills"])
    return Item(code, typed["name"], Category(typed["category"]), skills, typed["is_public"])
