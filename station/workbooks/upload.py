"""An uploaded file read into the rows that an import judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from shared.domain.month import Month
from shared.errors import InvalidError
from shared.workbook import reader
from station.actions.workbook_import import Upload
from station.domain.service_record import RecordRow
from station.models.workbook_import import Kind, WorkbookImport
from station.workbooks import kind as sheets_kind
from station.workbooks import registration, roster, service_record
from station.workbooks.refused import Row

AUTO = "auto"
KINDS = {
    sheets_kind.Kind.ROSTER: Kind.ROSTER,
    sheets_kind.Kind.REGISTRATION: Kind.REGISTRATION,
    sheets_kind.Kind.SERVICE_RECORD: Kind.RECORD,
}
SHEET_KINDS = {kind: sheets for sheets, kind in KINDS.items()}


@dataclass(frozen=True)
class File:
    """A file as it was sent; `kind` may be `auto`, `month` names one sheet of records."""

    name: str
    content: bytes = field(repr=False)
    kind: str = AUTO
    month: Month | None = None


def open_file(path: Path, kind: str, month: Month | None) -> File:
    """A file of this machine; one that is too big isn't even opened."""
    if path.stat().st_size > reader.LARGEST:
        raise InvalidError("workbook.too_big", file=path.name, most=reader.LARGEST)
    return File(path.name, path.read_bytes(), kind, month)


def read_upload(file: File) -> Upload:
    """Reads it in a child process; InvalidError `workbook.…` says what is wrong with it."""
    sheets = reader.read(file.content, file.name)
    kind = KINDS[sheets_kind.recognise(sheets)] if file.kind == AUTO else Kind(file.kind)
    rows = _rows(kind, sheets, file)
    month = str(file.month) if file.month and kind is Kind.RECORD else None
    return Upload(kind, file.name, file.content, rows, month)


def read_again(kept: WorkbookImport) -> Sequence[Row]:
    """The rows of a kept file, as they were previewed."""
    month = Month.parse(kept.month) if kept.month else None
    file = File(kept.file_name, kept.file, kept.kind, month)
    return _rows(Kind(kept.kind), reader.read(kept.file, kept.file_name), file)


def _rows(kind: Kind, sheets: Sequence[reader.Sheet], file: File) -> Sequence[Row]:
    if kind is Kind.ROSTER:
        return roster.rows(sheets)
    if kind is Kind.REGISTRATION:
        return registration.rows(sheets)
    found = service_record.rows(sheets, file.name)
    if file.month is None:
        return found
    return [_in_month(row, file.month) for row in found if row.month in (None, file.month)]


def _in_month(row: RecordRow, month: Month) -> RecordRow:
    """A sheet that names no month is held against the one that was chosen."""
    return replace(row, month=month)
