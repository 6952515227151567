"""What travels of a monthly report: tally and entries up, decisions down, sums further up."""

from __future__ import annotations

from marshmallow import fields

from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.training import Kind, Strand
from shared.wire.schema import MonthField, WireSchema, count, day, text, uuid, word

MONTH = "tally.month"
ENTRIES = "tally.entries"
UNLOCK_ASKED = "tally.unlock_asked"
DECIDED = "tally.decided"
TOTAL = "tally.total"
ENTRIES_PER_MESSAGE = 500


class HoursSchema(WireSchema):
    """The three figures that stand side by side everywhere (domain.md part 5)."""

    hours = count()
    satisfied_hours = count()
    points_hours = count()


class CellSchema(HoursSchema):
    """One row of the service statistics table: 次, 人次, 人数 and hours of a category and form."""

    category = word(*Category)
    form = word(*Form)
    activities = count()
    records = count()
    people = count()


class VolunteerSchema(HoursSchema):
    """One volunteer's month, by UUID alone."""

    volunteer = uuid()
    records = count()
    points = count()


class TrainingSchema(WireSchema):
    """One row of the training statistics table: kind × strand, offered and attended (六.2)."""

    kind = word(*Kind)
    strand = word(*Strand)
    sessions = count()
    minutes = count()
    attendances = count()
    people = count()
    attended_minutes = count()


class RequestFiguresSchema(WireSchema):
    """A month's requests: `shared.domain.request_figures.RequestFigures`."""

    received = count()
    served = count()
    for_others = count()
    escalated = count()
    declined = count()
    open = count()
    oldest_days = count()
    promised = count()
    kept = count()


class VisitFiguresSchema(WireSchema):
    """A month's visits, due and made: of pairings, and to holders of stars."""

    pairing_due = count()
    pairing_made = count()
    benefit_due = count()
    benefit_made = count()


class AskedSchema(WireSchema):
    """What a report says of requests and visits; one without says nothing, which isn't zero."""

    requests = fields.Nested(RequestFiguresSchema, load_default=None, allow_none=True)
    visits = fields.Nested(VisitFiguresSchema, load_default=None, allow_none=True)


class AmendsSchema(WireSchema):
    """Why a month that was reported already is stated anew."""

    reason = text(500)


class MonthSchema(AskedSchema):
    """A complete restatement of one month: revision r, later ones replace earlier (D12).

    `photos` are digests, `captions` says of some of them what they show.
    """

    tally = uuid()
    station = text(40)
    month = MonthField(required=True)
    revision = count()
    cells = fields.List(fields.Nested(CellSchema), required=True)
    volunteers = fields.List(fields.Nested(VolunteerSchema), required=True)
    volunteers_on_roster = count()
    members = count()
    people = count()
    training = fields.List(fields.Nested(TrainingSchema), load_default=list)
    summary = text(5000)
    photos = fields.List(text(64), required=True)
    captions = fields.Dict(keys=text(64), values=text(200), load_default=dict)
    no_photo_reason = text(500)
    signed_by = text(60)
    sealed_at = fields.AwareDateTime(required=True)
    channel = word("system", "paper")
    amends = fields.Nested(AmendsSchema, required=True, allow_none=True)
    entries = count()
    entries_digest = text(64)


class EntrySchema(WireSchema):
    """One certified record without names: identifiers, times, figures and the evidence's digest.

    No officer certified what its recipient signed on a screen: the signature's digest is there.
    """

    record = uuid()
    volunteer = uuid()
    certifier = uuid(allow_none=True)
    day = day()
    start = text(5)
    end = text(5)
    hours = count()
    category = word(*Category)
    form = word(*Form)
    evaluation = word(*Evaluation)
    paid = fields.Boolean(required=True)
    channel = text(20)
    evidence = text(64)


class EntriesSchema(WireSchema):
    """Part `part` of `parts` (from 1) of a revision's entries, at most 500 each."""

    tally = uuid()
    station = text(40)
    month = MonthField(required=True)
    revision = count()
    part = count()
    parts = count()
    entries = fields.List(fields.Nested(EntrySchema), required=True)


class UnlockAskedSchema(WireSchema):
    """The station wants to change an accepted month."""

    tally = uuid()
    month = MonthField(required=True)
    revision = count()
    reason = text(500)


class DecidedSchema(WireSchema):
    """The center's word on a revision: names its version and digest, says when it arrived."""

    tally = uuid()
    month = MonthField(required=True)
    revision = count()
    content = text(64)
    decision = word("accepted", "returned", "unlocked", "unlock_refused")
    reason = text(500)
    by = text(60)
    decided_on = day()
    arrived_at = fields.AwareDateTime(required=True)
    on_time = fields.Boolean(required=True)


class TotalSchema(HoursSchema, AskedSchema):
    """Sums of an accepted month for the association; no persons."""

    station = text(40)
    month = MonthField(required=True)
    revision = count()
    records = count()
    points = count()
    content = text(64)
