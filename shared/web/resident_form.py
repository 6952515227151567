"""Forms of those without a login, as they were sent."""

from __future__ import annotations

from flask import request
from marshmallow import Schema
from werkzeug.datastructures import MultiDict

from shared.web import guard
from shared.web.form import Form


def sent(schema: Schema, **places: str) -> Form:
    """What was sent, without signs that nobody types; `places` as a form's."""
    pairs = [(name, guard.usable(text)) for name, text in request.form.items(multi=True)]
    return Form(schema, MultiDict(pairs), places=places)
