"""The rows of registrations and their decisions out of the workbook's sheets."""

from __future__ import annotations

from collections.abc import Sequence

from shared.workbook.reader import Sheet
from station.domain.outcome import Place
from station.domain.registration import RegistrationRow
from station.workbooks.columns import REGISTRATION
from station.workbooks.kind import Kind, tables
from station.workbooks.table import lines


def rows(sheets: Sequence[Sheet]) -> list[RegistrationRow]:
    """The rows of all its sheets; InvalidError `workbook.…` where it holds no registrations."""
    return [
        RegistrationRow(place=Place(sheet.name, line.row), **line.cells)
        for sheet in tables(sheets, Kind.REGISTRATION)
        for line in lines(sheet, REGISTRATION)
    ]
