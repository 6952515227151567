"""A list as Excel: the columns and rows that the page shows, in its order."""

from __future__ import annotations

from flask import make_response
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.documents import sheet
from shared.web.listing import Rows
from shared.web.tier import this_settings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def excel(rows: Rows) -> Response:
    """The rows as a workbook to download."""
    shown = rows.asked.columns
    heads = [sheet.Column(_(column.label), is_number=column.number) for column in shown]
    cells = ([column.cell(item) for column in shown] for item in rows.items)
    name = f"{rows.asked.listing.name}-{local_day(business_now())}.xlsx"
    return download(sheet.workbook(rows.asked.listing.name, heads, cells), name, XLSX)


def download(content: bytes, name: str, kind: str) -> Response:
    """A file to keep; the browser shows nothing of it."""
    response = make_response(content)
    response.mimetype = kind
    if this_settings().practice:
        name = f"practice-{name}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
