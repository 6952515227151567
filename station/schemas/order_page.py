"""Orders as their forms have them: an offer, what was done at whose time, a signature."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from marshmallow import Schema, fields, validate

from shared.asked import uuid_in
from shared.domain.service_order import LONGEST_REASON, Assignee
from shared.errors import InvalidError
from shared.web.sign_form import SignerFormSchema
from station.domain.service_order import LONGEST_MESSAGE, LONGEST_TEXT, Done, Offer, Part
from station.schemas.activity_page import clock

TIME: Final = validate.Regexp(r"^\d{1,2}:\d{2}$")
TEXT: Final = validate.Length(min=1, max=LONGEST_TEXT)


class OfferPageSchema(Schema):
    """`assignee` is volunteer:<id> or team:<id>."""

    assignee = fields.String(required=True)
    visit_on = fields.Date(load_default=None)
    start = fields.String(load_default="", validate=TIME)
    end = fields.String(load_default="", validate=TIME)
    message = fields.String(load_default="", validate=validate.Length(max=LONGEST_MESSAGE))


class GiveVisitPageSchema(Schema):
    """Who is asked to make a visit of a pairing, and when."""

    volunteer = fields.UUID(required=True)
    visit_on = fields.Date(load_default=None)
    start = fields.String(load_default="", validate=TIME)
    end = fields.String(load_default="", validate=TIME)
    message = fields.String(load_default="", validate=validate.Length(max=LONGEST_MESSAGE))


class ReasonPageSchema(Schema):
    """Why not, or why it is called off."""

    reason = fields.String(required=True, validate=validate.Length(1, LONGEST_REASON))


class AcceptPageSchema(Schema):
    """Of a team, who goes."""

    people = fields.List(fields.UUID(), load_default=())


class DonePageSchema(Schema):
    """One time for all; whoever came at another has it in a field of their own."""

    day = fields.Date(required=True)
    start = fields.String(required=True, validate=TIME)
    end = fields.String(required=True, validate=TIME)
    break_minutes = fields.Integer(load_default=0, validate=validate.Range(min=0, max=600))
    content = fields.String(required=True, validate=TEXT)
    place = fields.String(required=True, validate=TEXT)
    people = fields.List(fields.UUID(), load_default=())
    paid = fields.Boolean()
    late_reason = fields.String(load_default="", validate=validate.Length(max=500))


class PaperPageSchema(SignerFormSchema):
    """With the slip's photo: kept already, or sent along."""

    photo = fields.UUID(load_default=None)
    file = fields.Raw()


def offer_of(typed: Mapping[str, Any]) -> Offer:
    """An offer from a form that was sent."""
    kind, _, text = typed["assignee"].partition(":")
    chosen = uuid_in(text)
    if kind not in ("volunteer", "team") or chosen is None:
        raise InvalidError("service_order.no_assignee", field="assignee")
    return offer_to(Assignee(**{kind: chosen}), typed)


def offer_to(assignee: Assignee, typed: Mapping[str, Any]) -> Offer:
    """Likewise, to somebody who is known."""
    times = {name: clock(typed[name], name) if typed[name] else "" for name in ("start", "end")}
    return Offer(assignee, typed["visit_on"], message=typed["message"], **times)


def done_of(typed: Mapping[str, Any], sent: Mapping[str, str]) -> Done:
    """What was done from a form that was sent; `sent` has each one's own time."""
    parts = [_part(typed, sent, volunteer) for volunteer in typed["people"]]
    told = {name: typed[name] for name in ("day", "content", "place", "late_reason")}
    return Done(parts=tuple(parts), **told)


def _part(typed: Mapping[str, Any], sent: Mapping[str, str], volunteer: UUID) -> Part:
    own = {name: sent.get(f"{name}-{volunteer}", "").strip() for name in ("start", "end")}
    times = {
        name: _own_time(text) if text else clock(typed[name], name) for name, text in own.items()
    }
    return Part(volunteer, break_minutes=typed["break_minutes"], paid=typed["paid"], **times)


def _own_time(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"\d{1,2}:\d{2}", narrow):
        raise InvalidError("service_record.bad_time", time=text[:20], field="people")
    return clock(narrow, "people")
