"""Gives refused rows back as a workbook that can be mended and read in again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.documents.sheet import Column, Table, Value, book, sheet_name
from station.domain.outcome import Reason
from station.domain.registration import RegistrationRow
from station.domain.roster import RosterRow
from station.domain.service_record import RecordRow
from station.workbooks import columns, table
from station.workbooks.kind import Kind
from station.workbooks.reasons import sentence

Row = RosterRow | RegistrationRow | RecordRow
_COLUMNS = {
    Kind.ROSTER: columns.ROSTER,
    Kind.REGISTRATION: columns.REGISTRATION,
    Kind.SERVICE_RECORD: columns.SERVICE_RECORD,
}


def write_refused(kind: Kind, refused: Iterable[tuple[Row, Reason]]) -> bytes:
    """An .xlsx under the sheets' own names, in the given order.

    First the row in the sheet it came from, then its cells typed as they were, last the reason.
    """
    known = _COLUMNS[kind]
    headings = ("原表行号", *(column.headings[0] for column in known), "原因")
    labels = [Column(heading) for heading in headings]
    sheets = _by_sheet(refused)
    return book("退回的行", [Table(name, labels, _cells(known, rows)) for name, rows in sheets])


def _by_sheet(
    refused: Iterable[tuple[Row, Reason]],
) -> Iterable[tuple[str, list[tuple[Row, Reason]]]]:
    """Sheets whose names Excel can't tell apart become one."""
    sheets: dict[str, tuple[str, list[tuple[Row, Reason]]]] = {}
    for row, reason in refused:
        name = sheet_name(row.place.sheet)
        sheets.setdefault(name.casefold(), (name, []))[1].append((row, reason))
    return sheets.values()


def _cells(
    known: Sequence[table.Column], rows: Iterable[tuple[Row, Reason]]
) -> Iterable[Sequence[Value]]:
    for row, reason in rows:
        cells = (getattr(row, column.field) for column in known)
        yield (row.place.row, *cells, sentence(reason))
