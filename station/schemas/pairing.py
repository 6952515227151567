"""Pairings and their visits: input of pages and API, output of the API; the household is masked."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, fields, post_load, validate

from shared.domain.contact import LONGEST, Contact
from shared.domain.service_order import Assignee
from shared.web.page import PageSchema
from station.actions.pairing import ITEM, Edited, NewPairing
from station.domain.pairing import MOST_VOLUNTEERS, Rhythm
from station.domain.pairing_change import LONGEST_REASON, State
from station.domain.service_order import LONGEST_MESSAGE, Offer
from station.schemas.service_order import OPEN_CLOCK
from station.schemas.service_record import DAY
from station.schemas.service_request import CODE, ContactSchema

NEEDS: Final = ("orphaned", "overdue")
REASON: Final = validate.Length(1, LONGEST_REASON)
PEOPLE: Final = validate.Length(max=MOST_VOLUNTEERS)


class HouseholdSchema(Schema):
    """Whom to visit; blanks of what is known already stay as they were."""

    name = fields.String(load_default="", validate=validate.Length(max=LONGEST["name"]))
    phone = fields.String(load_default="", validate=validate.Length(max=LONGEST["phone"]))
    address = fields.String(load_default="", validate=validate.Length(max=LONGEST["address"]))
    words = fields.String(load_default="", validate=validate.Length(max=LONGEST["words"]))
    item = fields.String(load_default=ITEM, validate=CODE)
    district = fields.UUID(load_default=None, allow_none=True)
    since = fields.Date(required=True, validate=DAY)


class EditPairingSchema(HouseholdSchema):
    """What may be changed."""

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Edited:
        return Edited(contact_of(data), data["since"], data["item"], data["district"])


class EditPairingPageSchema(EditPairingSchema):
    """With who visits: on the page it is one form."""

    volunteers = fields.List(fields.UUID(), load_default=list, validate=PEOPLE)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Any:
        people = tuple(data["volunteers"])
        return Edited(contact_of(data), data["since"], data["item"], data["district"]), people


class NewPairingSchema(HouseholdSchema):
    """A household, who visits it, how often and since when."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST["name"]))
    address = fields.String(required=True, validate=validate.Length(1, LONGEST["address"]))
    volunteers = fields.List(fields.UUID(), load_default=list, validate=PEOPLE)
    rhythm = fields.Enum(Rhythm, by_value=True, required=True)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> NewPairing:
        people, since = tuple(data["volunteers"]), data["since"]
        placed = (data["item"], data["district"])
        return NewPairing(contact_of(data), people, data["rhythm"], since, *placed)


class PeopleSchema(Schema):
    """Who visits from today on."""

    volunteers = fields.List(fields.UUID(), load_default=list, validate=PEOPLE)


class RhythmSchema(Schema):
    """Another rhythm, from a day on."""

    rhythm = fields.Enum(Rhythm, by_value=True, required=True)
    first = fields.Date(required=True, validate=DAY)


class StopSchema(Schema):
    """Why it is paused or ended, or why nobody went."""

    reason = fields.String(required=True, validate=REASON)


class ResumeSchema(Schema):
    """How often from now on."""

    rhythm = fields.Enum(Rhythm, by_value=True, required=True)


class ErasureSchema(Schema):
    """The household's name, typed again."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST["name"]))


class PairingHandOverSchema(Schema):
    """To whom a volunteer's pairings go; only some, where they are named."""

    to = fields.UUID(required=True)
    pairings = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=1000))


class GiveVisitSchema(Schema):
    """Who is asked to make a visit for which nobody is on the way."""

    volunteer = fields.UUID(required=True)
    visit_on = fields.Date(load_default=None, allow_none=True, validate=DAY)
    start = fields.String(load_default="", validate=OPEN_CLOCK)
    end = fields.String(load_default="", validate=OPEN_CLOCK)
    message = fields.String(load_default="", validate=validate.Length(max=LONGEST_MESSAGE))

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Offer:
        return Offer(Assignee(volunteer=data.pop("volunteer")), **data)


class PairingQuerySchema(PageSchema):
    """In one state, or that want something."""

    status = fields.String(load_default="", validate=validate.OneOf(["", *State, *NEEDS]))


class VisitorSchema(Schema):
    """Who visits; whoever serves no more is to hand over."""

    volunteer = fields.UUID()
    name = fields.String()
    serves = fields.Boolean()


class PairingRowSchema(Schema):
    """A pairing; of the household the masked name."""

    id = fields.UUID()
    status = fields.String()
    since = fields.Date()
    category = fields.String()
    item = fields.String(attribute="item_code")
    what = fields.String()
    district = fields.String()
    name = fields.String()
    rhythm = fields.String()
    people = fields.List(fields.Nested(VisitorSchema))
    overdue = fields.Integer()
    unmanned = fields.Integer()
    next_due = fields.Date(allow_none=True)


class PairingListSchema(Schema):
    """Some of them, and how many there are."""

    items = fields.List(fields.Nested(PairingRowSchema))
    total = fields.Integer()


class PairingVisitSchema(Schema):
    """A round's visit; one that does not count was cut short by a pause, an end, a new rhythm."""

    id = fields.UUID()
    round = fields.Integer()
    first = fields.Date()
    due = fields.Date()
    state = fields.String()
    counts = fields.Boolean()
    missed = fields.String()
    order = fields.UUID(allow_none=True)


class PairingSchema(PairingRowSchema):
    """One pairing with its visits, the newest first."""

    reason = fields.String()
    ended_on = fields.Date(allow_none=True)
    household = fields.Nested(ContactSchema, allow_none=True)
    words = fields.String(allow_none=True)
    visits = fields.List(fields.Nested(PairingVisitSchema))


class KeptSchema(Schema):
    """What couldn't be handed over, and why."""

    pairing = fields.UUID()
    reason = fields.String()


class PairingsHandedOverSchema(Schema):
    """What became of each."""

    moved = fields.List(fields.UUID())
    kept = fields.List(fields.Nested(KeptSchema))


def contact_of(data: dict[str, Any]) -> Contact:
    """The household of an input."""
    return Contact(*(data[name] for name in ("name", "phone", "address", "words")))
