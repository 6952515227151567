"""Which of the three workbooks a file is, by its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from shared.errors import InvalidError
from shared.workbook.reader import Sheet
from station.workbooks import columns
from station.workbooks.table import Column, is_heading, locate


class Kind(StrEnum):
    """The workbooks that schools keep."""

    ROSTER = "roster"
    REGISTRATION = "registration"
    SERVICE_RECORD = "service_record"


_COLUMNS: Mapping[Kind, Sequence[Column]] = {
    Kind.SERVICE_RECORD: columns.SERVICE_RECORD,
    Kind.REGISTRATION: columns.REGISTRATION,
    Kind.ROSTER: columns.ROSTER,
}


def recognise(sheets: Sequence[Sheet]) -> Kind:
    """The kind with the most headings in one row; InvalidError `workbook.no_sheet` if none."""
    best, count = None, 0
    for kind, known in _COLUMNS.items():
        most = max((_matches(sheet, known) for sheet in sheets), default=0)
        if most > count:
            best, count = kind, most
    if best is None:
        raise InvalidError("workbook.no_sheet")
    return best


def tables(sheets: Sequence[Sheet], kind: Kind) -> list[Sheet]:
    """The sheets that hold a table of that kind.

    InvalidError: `workbook.wrong_kind` where it is another of the three, `workbook.no_sheet`
    where it is none.
    """
    found = recognise(sheets)
    if found is not kind:
        raise InvalidError("workbook.wrong_kind", found=str(found), wanted=str(kind))
    known = _COLUMNS[kind]
    return [sheet for sheet in sheets if any(is_heading(row, known) for row in sheet.rows)]


def _matches(sheet: Sheet, known: Sequence[Column]) -> int:
    headings = (row for row in sheet.rows if is_heading(row, known))
    return max((len(locate(row, known)) for row in headings), default=0)
