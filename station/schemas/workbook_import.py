"""Input and output of imports and of a sheet's certification."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

from shared.wire.schema import MonthField
from station.models.workbook_import import Kind
from station.workbooks.upload import AUTO


class ImportFileSchema(Schema):
    """The workbook: .xlsx, .xls, .ods or .csv."""

    file = Upload(required=True)


class ImportSchema(Schema):
    """Which of the three it is, and which month's sheet of records alone is meant."""

    kind = fields.String(load_default=AUTO, validate=validate.OneOf([*Kind, AUTO]))
    month = MonthField(load_default=None, allow_none=True)


class ConfirmImportSchema(Schema):
    """How many rows will be written; a reason where some are late."""

    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    late_reason = fields.String(load_default="", validate=validate.Length(max=500))


class ImportLineSchema(Schema):
    """A row of the preview, numbered as Excel counts."""

    sheet = fields.String()
    row = fields.Integer()
    outcome = fields.String()
    reason = fields.String(allow_none=True)
    sentence = fields.String(allow_none=True)
    name = fields.String()
    values = fields.Dict(keys=fields.String())


class PersonSchema(Schema):
    """A name and the last four digits, never more."""

    name = fields.String()
    last_four = fields.String()


class ImportHeadSchema(Schema):
    """An import without its rows; `to_write` is what a confirmation must name."""

    id = fields.UUID()
    kind = fields.String()
    file_name = fields.String()
    digest = fields.String()
    month = fields.String(allow_none=True)
    months = fields.List(fields.String())
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    to_write = fields.Integer()
    status = fields.String()
    entered_at = fields.AwareDateTime(format="iso")
    written_at = fields.AwareDateTime(format="iso", allow_none=True)


class WorkbookImportSchema(ImportHeadSchema):
    """An import with its rows; a roster's also with who joined, left and changed."""

    rows = fields.List(fields.Nested(ImportLineSchema))
    joined = fields.List(fields.Nested(PersonSchema))
    left = fields.List(fields.Nested(PersonSchema))
    changed = fields.List(fields.Nested(PersonSchema))


class ImportListSchema(Schema):
    """Imports, the newest first."""

    items = fields.List(fields.Nested(ImportHeadSchema))
    total = fields.Integer()


class TakenBackSchema(Schema):
    """How many records, registrations or members stand as before the import."""

    id = fields.UUID()
    status = fields.String()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class CertifySheetSchema(Schema):
    """The officer in whose name, and how many rows are seen waiting."""

    officer = fields.UUID(required=True)
    count = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class CertifiedSheetSchema(Schema):
    """What the act did: rows certified, and rows that now wait for a second officer."""

    certified = fields.Integer()
    waiting = fields.Integer()


class WaitingSchema(Schema):
    """An officer whom the sheet names: rows waiting for them as certifier and as second."""

    id = fields.UUID()
    name = fields.String()
    linked = fields.Boolean()
    certifier = fields.Integer()
    second_officer = fields.Integer()


class WaitingListSchema(Schema):
    """All officers of a sheet, by name."""

    items = fields.List(fields.Nested(WaitingSchema))
    total = fields.Integer()
