"""Monthly reports in the API: lists, one with its check, decisions, totals per volunteer."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from center.schemas.bulk import count, ids, reason, versions
from shared.domain.monthly_report import Status
from shared.web.page import PageSchema
from shared.wire.tally import RequestFiguresSchema, VisitFiguresSchema

DECISIONS = ("accepted", "returned")


class YearQuerySchema(Schema):
    """A year, and one station or all."""

    year = fields.Integer(required=True, validate=validate.Range(min=1900, max=9998))
    station = fields.String(load_default=None, validate=validate.Length(max=40))


class TallyQuerySchema(PageSchema):
    """By year, station, status; `unlock_asked=1`: those whose station asked for an unlock."""

    year = fields.Integer(validate=validate.Range(min=1900, max=9998))
    station = fields.String(validate=validate.Length(max=40))
    status = fields.String(validate=validate.OneOf([*Status]))
    unlock_asked = fields.Boolean(load_default=False)


class DecideTallySchema(Schema):
    """A decision on the revision that the officer saw."""

    decision = fields.String(required=True, validate=validate.OneOf(DECISIONS))
    reason = reason()
    revision = fields.Integer(required=True, strict=True)


class DecideTalliesSchema(Schema):
    """The same decision on several, on the revisions that were seen."""

    ids = ids()
    count = count()
    decision = fields.String(required=True, validate=validate.OneOf(DECISIONS))
    reason = reason()
    versions = versions()


class UnlockSchema(Schema):
    """The answer to a request: granted, or refused with a reason."""

    grant = fields.Boolean(required=True)
    reason = reason()


class CellSchema(Schema):
    """A row of the service statistics table; without people where months are summed."""

    category = fields.String()
    form = fields.String()
    activities = fields.Integer()
    records = fields.Integer()
    people = fields.Integer()
    hours = fields.Integer()
    satisfied_hours = fields.Integer()
    points_hours = fields.Integer()


class TallySchema(Schema):
    """A station's month with the figures of its newest revision; nothing personal."""

    id = fields.UUID()
    station = fields.String()
    title = fields.String()
    month = fields.String()
    status = fields.String()
    revision = fields.Integer()
    accepted = fields.Integer(allow_none=True)
    channel = fields.String()
    arrived_at = fields.AwareDateTime(format="iso")
    sealed_at = fields.AwareDateTime(format="iso")
    on_time = fields.Boolean(allow_none=True)
    times_returned = fields.Integer()
    unlock_asked_at = fields.AwareDateTime(format="iso", allow_none=True)
    volunteers_on_roster = fields.Integer()
    members = fields.Integer()
    people = fields.Integer()
    entries = fields.Integer()
    cells = fields.List(fields.Nested(CellSchema))
    requests = fields.Nested(RequestFiguresSchema, allow_none=True)
    visits = fields.Nested(VisitFiguresSchema, allow_none=True)


class TalliesSchema(Schema):
    """A page of months."""

    items = fields.List(fields.Nested(TallySchema))
    total = fields.Integer()


class FiguresSchema(Schema):
    """A volunteer's figures; without a month or station where these are given outside."""

    volunteer = fields.UUID()
    records = fields.Integer()
    hours = fields.Integer()
    satisfied_hours = fields.Integer()
    points_hours = fields.Integer()
    points = fields.Integer()


class RevisionSchema(Schema):
    """One version as signed, with the center's word on it."""

    revision = fields.Integer()
    content = fields.String()
    signed_by = fields.String()
    sealed_at = fields.AwareDateTime(format="iso")
    arrived_at = fields.AwareDateTime(format="iso")
    amends = fields.String(allow_none=True)
    decision = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    decided_by = fields.String(allow_none=True)


class DifferenceSchema(Schema):
    """Where two figures disagree."""

    where = fields.String()
    told = fields.Integer()
    counted = fields.Integer()


class CheckSchema(Schema):
    """Whether the entries are all here, and every figure that disagrees."""

    complete = fields.Boolean()
    agrees = fields.Boolean()
    differences = fields.List(fields.Nested(DifferenceSchema))


class TallyPhotoSchema(Schema):
    """A photo of a report; its bytes lie under the tally's address once they are `here`."""

    sha256 = fields.String()
    caption = fields.String()
    here = fields.Boolean()


class TallyDetailSchema(TallySchema):
    """A month with its text, its volunteers, its check and all its versions."""

    summary = fields.String()
    photos = fields.List(fields.String())
    pictures = fields.List(fields.Nested(TallyPhotoSchema))
    no_photo_reason = fields.String()
    signed_by = fields.String()
    amends = fields.String(allow_none=True)
    unlock_reason = fields.String(allow_none=True)
    volunteers = fields.List(fields.Nested(FiguresSchema))
    check = fields.Nested(CheckSchema)
    revisions = fields.List(fields.Nested(RevisionSchema))


class VolunteerYearQuerySchema(PageSchema, YearQuerySchema):
    """`recount=1` proves the kept totals against the months."""

    recount = fields.Boolean(load_default=False)


class VolunteerYearSchema(FiguresSchema):
    """A volunteer's year at a station, from newest accepted revisions."""

    station = fields.String()


class VolunteerYearsSchema(Schema):
    """A page of them; `recount_agrees` where a recount was asked for."""

    items = fields.List(fields.Nested(VolunteerYearSchema))
    total = fields.Integer()
    recount_agrees = fields.Boolean(allow_none=True)


class StatisticsSchema(Schema):
    """The table summed over accepted months, and from how many of how many owed these come."""

    items = fields.List(fields.Nested(CellSchema))
    total = fields.Integer()
    reports = fields.Integer()
    owed = fields.Integer()
    stations = fields.Integer()
    of_stations = fields.Integer()
