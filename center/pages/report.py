"""/reports: stations × months, each cell a way to its report; what is silent is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from center.actions.grid import GridMonth, GridRow, grid
from center.database import db
from center.domain.exemption import GroupActivity
from center.domain.reminder import is_missed
from center.models import peer, policy, reminder, tally
from shared.asked import year_in
from shared.clock import business_now, local_day
from shared.documents import sheet
from shared.domain.month import Month
from shared.domain.monthly_report import Cell, Status
from shared.web.export import XLSX, download
from shared.web.login import needs
from shared.web.shell import LATE, NEVER, silence
from shared.web.word import word

blueprint = Blueprint("report_page", __name__, url_prefix="/reports")
NEW, AHEAD, EXEMPT, NO_GROUP = "new", "ahead", "exempt", "no_group"
SHOWN: Final = ("late", "missing", "empty", "amended", "returned", EXEMPT, NO_GROUP, NEW)
ON_A_PHONE: Final = 3


@dataclass(frozen=True)
class Look:
    """A cell as it is shown: the grid's word, or that it came and waits, or lies ahead."""

    cell: GridMonth
    state: str

    @property
    def lacks_group(self) -> bool:
        """Whether its report came without a group activity that nobody waived."""
        return self.cell.group is GroupActivity.NONE and self.cell.state is not Cell.NOT_OWED

    @property
    def states(self) -> set[str]:
        """By what the cell is counted and picked."""
        return {self.state, NO_GROUP} if self.lacks_group else {self.state}

    @property
    def is_open(self) -> bool:
        """Whether there is anything to say about it."""
        return self.state not in (AHEAD, Cell.NOT_OWED)


@dataclass(frozen=True)
class Line:
    """A station's year with when it last called."""

    row: GridRow
    looks: list[Look]
    last_ok: datetime | None
    is_silent: bool

    @property
    def station(self) -> Any:
        return self.row.station


@blueprint.get("")
@needs("grid.show")
def list_months() -> str | Response:
    """The year's grid; `show` picks the stations that have such a cell, `cell` explains one."""
    session, year = db.session(), _year()
    lines = lines_of(session, year)
    if request.args.get("format") == "xlsx":
        return _excel(year, lines)
    counts = Counter(state for line in lines for look in line.looks for state in look.states)
    show = request.args.get("show", "")
    found = [line for line in lines if any(show in look.states for look in line.looks)]
    return render_template(
        "report/grid.html",
        year=year,
        lines=found if show in SHOWN else lines,
        all=lines,
        show=show,
        counts=counts,
        current=current_month(lines),
        on_a_phone=_on_a_phone(year),
        chosen=_chosen(session, lines),
        known=policy.working_days(session).has_data(year),
    )


def lines_of(session: Session, year: int, name: str | None = None) -> list[Line]:
    """The grid as it is shown, or one station's row; who never called is silent as well."""
    calls, now = peer.last_contacts(session), business_now()
    return [_line(row, calls, now) for row in grid(session, now, year, name)]


def _line(row: GridRow, calls: Mapping[str, datetime | None], now: datetime) -> Line:
    last = calls.get(row.station.name)
    is_silent = silence(last) in (LATE, NEVER)
    return Line(row, [Look(cell, _look(cell, now)) for cell in row.months], last, is_silent)


def _look(cell: GridMonth, now: datetime) -> str:
    if cell.state is Cell.WAITING and now < cell.month.ends:
        return AHEAD
    waits = cell.tally is not None and cell.tally.status == Status.REPORTED
    if waits and cell.state in (Cell.ON_TIME, Cell.AMENDED):
        return NEW
    is_exempt = cell.state is Cell.ON_TIME and cell.group is GroupActivity.EXEMPT
    return EXEMPT if is_exempt else str(cell.state)


def current_month(lines: list[Line]) -> dict[str, Any] | None:
    """The month that is due next or was due last: how many of how many came, and until when."""
    month = Month.of(local_day(business_now())).previous
    looks = [look for line in lines for look in line.looks if look.cell.month == month]
    owed = [look for look in looks if look.state != Cell.NOT_OWED]
    if not owed:
        return None
    came = sum(look.cell.tally is not None for look in owed)
    last = owed[0].cell.last_day
    return {"month": month, "owed": len(owed), "came": came, "last_day": last}


def _on_a_phone(year: int) -> set[Month]:
    """The latest three months that are over; of a past year its last three."""
    last = Month.of(local_day(business_now())).previous
    last = min(last, Month(year, 12)) if last.year >= year else Month(year, ON_A_PHONE)
    return {Month(year, max(last.month - n, 1)) for n in range(ON_A_PHONE)}


def _chosen(session: Session, lines: list[Line]) -> dict[str, Any] | None:
    """The cell in the address, with what its newest version says."""
    name, _sign, month = request.args.get("cell", "").partition("@")
    for line in lines:
        for look in line.looks if line.station.name == name else ():
            if str(look.cell.month) == month:
                return _explained(session, line, look)
    return None


def _explained(session: Session, line: Line, look: Look) -> dict[str, Any]:
    """The newest version, whether the report is missed, and how often it was asked after."""
    cell, today = look.cell, local_day(business_now())
    return {
        "line": line,
        "look": look,
        "newest": tally.newest(session, cell.tally) if cell.tally else None,
        "missed": is_missed(cell.state, cell.month, today),
        "reminder": reminder.of_month(session, cell.month).get(line.station.name),
    }


def _excel(year: int, lines: list[Line]) -> Response:
    heads = [sheet.Column(_("工作站"))]
    heads += [sheet.Column(_("%(n)s月", n=n)) for n in range(1, 13)]
    heads += [sheet.Column(_("准时"), is_number=True), sheet.Column(_("应报"), is_number=True)]
    rows = [
        [
            line.station.title,
            *("" if look.state == AHEAD else word(f"cell:{look.state}") for look in line.looks),
            line.row.rate.on_time,
            line.row.rate.owed,
        ]
        for line in lines
    ]
    title = _("各站月报 %(year)s", year=year)
    return download(sheet.workbook(title, heads, rows), f"reports-{year}.xlsx", XLSX)


def _year() -> int:
    """The year in the address; otherwise that of the month that is due next."""
    due = Month.of(local_day(business_now())).previous
    return year_in(request.args.get("year", ""), due.year)
