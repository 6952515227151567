"""Why a figure is what it is, two versions side by side, and what a month or a year lacks."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shared.domain.service_record import Category, Form

REVISION = validate.Range(1, 100_000)


class BasisQuerySchema(Schema):
    """Whose rows: of a cell, of a volunteer, of everything; in the ledger or in a revision."""

    category = fields.Enum(Category, by_value=True, load_default=None)
    form = fields.Enum(Form, by_value=True, load_default=None)
    volunteer = fields.UUID(load_default=None)
    revision = fields.Integer(load_default=None, validate=REVISION)


class BasisRowSchema(Schema):
    """A record's part: its minutes, what the rounding made of them, why it earns points or not."""

    record = fields.UUID(attribute="line.record.id")
    volunteer = fields.UUID(attribute="line.record.volunteer_id")
    name = fields.String(attribute="line.name")
    day = fields.Date(attribute="line.record.day")
    start = fields.String(attribute="line.record.start")
    end = fields.String(attribute="line.record.end")
    minutes = fields.Integer(attribute="explained.served.minutes")
    rounding = fields.String(attribute="explained.rounding")
    possible = fields.Integer(attribute="explained.possible")
    lowered_from = fields.Integer(attribute="explained.served.lowered_from", allow_none=True)
    hours = fields.Integer(attribute="explained.figures.hours")
    satisfied_hours = fields.Integer(attribute="explained.figures.satisfied_hours")
    points_hours = fields.Integer(attribute="explained.figures.points_hours")
    points = fields.Integer(attribute="explained.figures.points")
    because = fields.String(attribute="explained.points")


class SumsSchema(Schema):
    """What the rows come to."""

    activities = fields.Integer()
    records = fields.Integer()
    people = fields.Integer()
    hours = fields.Integer()
    satisfied_hours = fields.Integer()
    points_hours = fields.Integer()
    points = fields.Integer()


class BasisSchema(Schema):
    """The rows, their sums, and the year's policy by which they were reckoned."""

    items = fields.List(fields.Nested(BasisRowSchema), attribute="rows")
    total = fields.Integer()
    sums = fields.Nested(SumsSchema)
    policy = fields.Dict()


class ComparisonQuerySchema(Schema):
    """Two revisions; without the second the ledger as it stands."""

    before = fields.Integer(required=True, validate=REVISION)
    after = fields.Integer(load_default=None, validate=REVISION)


class PairSchema(Schema):
    """One figure, before and after."""

    figure = fields.String()
    before = fields.Integer()
    after = fields.Integer()


class ToldPairSchema(Schema):
    """One figure of requests or visits; nothing where a version says nothing of them."""

    figure = fields.String()
    before = fields.Integer(allow_none=True)
    after = fields.Integer(allow_none=True)


class ComparedCellSchema(Schema):
    """A category × form in both."""

    category = fields.String()
    form = fields.String()
    pairs = fields.List(fields.Nested(PairSchema))


class ComparedVolunteerSchema(Schema):
    """A volunteer whose figures differ."""

    volunteer = fields.UUID()
    name = fields.String()
    pairs = fields.List(fields.Nested(PairSchema))


class MovedRecordSchema(Schema):
    """A record that came in, went out or says something else; `fields` names what."""

    record = fields.UUID()
    volunteer = fields.UUID()
    name = fields.String()
    day = fields.Date()
    hours = fields.Integer()
    evaluation = fields.String()
    fields_ = fields.List(fields.String(), data_key="fields", attribute="fields")


class ComparisonSchema(Schema):
    """Every cell and the total before and after, who differs, and which records moved."""

    cells = fields.List(fields.Nested(ComparedCellSchema))
    sums = fields.List(fields.Nested(PairSchema))
    volunteers = fields.List(fields.Nested(ComparedVolunteerSchema))
    told = fields.List(fields.Nested(ToldPairSchema))
    added = fields.List(fields.Nested(MovedRecordSchema))
    removed = fields.List(fields.Nested(MovedRecordSchema))
    changed = fields.List(fields.Nested(MovedRecordSchema))


class CheckSchema(Schema):
    """One point: stops the signature, is worth a look, or is in order."""

    code = fields.String()
    level = fields.String()
    values = fields.Dict()
    link = fields.String()


class ChecksSchema(Schema):
    """All points in the order of settling; `blocked` where one stops the signature."""

    items = fields.List(fields.Nested(CheckSchema))
    total = fields.Integer()
    blocked = fields.Boolean()


class MonthChecksSchema(ChecksSchema):
    """Besides, the text that the report would carry now."""

    summary = fields.String()
