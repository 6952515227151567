"""What is filled in on the requester's pages."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.domain.service_request import LONGEST_REASON
from shared.web.ask_form import LONGEST_WORDS

LONGEST_CODE = 40


class CodeSchema(Schema):
    """A tracking code as people type it."""

    code = fields.String(required=True, validate=validate.Length(max=LONGEST_CODE))


class FourSchema(Schema):
    """Which station, and the last four of the telephone."""

    station = fields.String(load_default="", validate=validate.Length(max=60))
    phone = fields.String(required=True, validate=validate.Length(max=20))


class WordsSchema(Schema):
    """What the requester adds, or says isn't solved."""

    words = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_WORDS))


class ReasonSchema(Schema):
    """Why it isn't wanted any more, if somebody likes to say so."""

    words = fields.String(load_default="", validate=validate.Length(max=LONGEST_REASON))
