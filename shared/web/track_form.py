"""What is filled in on the requester's pages."""

from __future__ import annotations

from flask import request
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from shared.domain.service_request import LONGEST_REASON
from shared.web import guard
from shared.web.ask_form import LONGEST_WORDS
from shared.web.form import Form

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


def sent(schema: Schema) -> Form:
    """What was sent, without signs that nobody types."""
    pairs = [(name, guard.usable(text)) for name, text in request.form.items(multi=True)]
    return Form(schema, MultiDict(pairs))
