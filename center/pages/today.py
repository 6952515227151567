"""今日: what waits for whoever is signed in, the month that is due, and what others hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from center.database import db
from center.models.waiting import Heap, waiting, waiting_by_day
from center.pages.badge import note_heaps
from center.pages.report import Line, current_month, lines_of
from shared.clock import business_now, local_day, machine_now
from shared.domain.month import Month
from shared.domain.monthly_report import Cell
from shared.web.login import needs
from shared.web.shell import may_do
from shared.web.today import FIRST, Task, Waiting, ago, moment, sections, short_day

blueprint = Blueprint("today_page", __name__, url_prefix="/today")
ONE_BY_ONE = 5


@blueprint.get("")
@needs("station.list")
def show_today() -> str:
    """What waits, since when, with the one next act; as far as the reader may do it."""
    session = db.session()
    noted = waiting(session)
    note_heaps(noted)
    heaps = noted | waiting_by_day(session)
    month = Month.of(local_day(business_now())).previous
    lines = lines_of(session, month.year)
    tasks = [*_late(lines), *_silent(lines), *_desk(heaps)]
    mine = [task for permission, task in tasks if may_do(permission)]
    return render_template(
        "today/show.html",
        sections=sections(mine),
        waiting=_held(heaps) if may_do("tally.show") else [],
        current=current_month(lines),
        missing=[line.station.title for line in lines if _lacks(line, month)],
    )


def _late(lines: list[Line]) -> Iterator[tuple[str, Task]]:
    """Reports that are overdue: a row each, or one for all where they are many."""
    late = [(line, look) for line in lines for look in line.looks if look.state == Cell.MISSING]
    year = late[0][1].cell.month.year if late else 0
    if len(late) > ONE_BY_ONE:
        what = _("%(n)s 份月报过了截止还没到", n=len(late))
        why = _("最早的是 %(what)s", what=f"{late[0][0].station.title} {late[0][1].cell.month}")
        href = url_for("report_page.list_months", year=year, show="missing")
        yield "grid.show", Task("缺", what, why, href, _("看哪些站"), FIRST, "late")
        return
    for line, look in late:
        month, title = look.cell.month, line.station.title
        what = _("%(title)s %(n)s 月月报没到", title=title, n=month.month)
        why = _("应在 %(day)s 24:00 前", day=short_day(look.cell.last_day))
        cell = f"{line.station.name}@{month}"
        href = url_for("report_page.list_months", year=year, cell=cell)
        due = _("缺报")
        yield "grid.show", Task("缺", what, why, href, _("看看"), FIRST, "late", due)


def _silent(lines: list[Line]) -> Iterator[tuple[str, Task]]:
    """Stations without a call for a day, those that closed left out."""
    silent = [line for line in lines if line.is_silent and line.station.closed_on is None]
    for line in silent[:ONE_BY_ONE]:
        title, name = line.station.title, line.station.name
        if line.last_ok is None:
            what = _("%(title)s还没有联系过", title=title)
        else:
            time = ago(line.last_ok, machine_now())
            what = _("%(title)s %(time)s没有联系", title=title, time=time)
        href = url_for("link_page.show_node", node=name)
        why = _("它的数字可能没有送到")
        yield "link.read", Task("停", what, why, href, _("看同步"), FIRST, "late")


def _desk(heaps: Mapping[str, Heap]) -> Iterator[tuple[str, Task]]:
    """One row for each kind of thing that waits."""
    rows = (
        ("request", "转", "request.route", _("转办"), "request_page.list_requests", "soon"),
        ("unlock", "补", "tally.decide", _("回复"), "report_page.list_waiting", "soon"),
        ("registration", "审", "registration.decide", _("审批"), REGISTRATIONS, ""),
        ("claim", "认", "registration.decide", _("确认"), REGISTRATIONS, ""),
        ("transfer", "转", "transfer.decide", _("决定"), "transfer_page.list_transfers", ""),
        ("report", "新", "tally.decide", _("逐份看"), "report_page.list_waiting", ""),
        ("year", "差", "year.decide", _("核对"), "year_page.list_years", ""),
        ("enrolment", "收", "enrolment.manage", _("核对指纹"), "gate_page.list_enrolments", ""),
    )
    for kind, stamp, permission, verb, endpoint, tone in rows:
        heap = heaps.get(kind)
        if heap is not None:
            href = url_for(endpoint, **SHOW.get(kind, {}))
            what, why = _what(kind, heap.count), _("最早 %(when)s", when=_when(heap.since))
            yield permission, Task(stamp, what, why, href, verb, tone=tone)


REGISTRATIONS = "registration_page.list_registrations"
SHOW: Mapping[str, Mapping[str, Any]] = {
    "claim": {"show": "claims"},
    "unlock": {"show": "unlock_asked"},
}


def _what(kind: str, n: int) -> str:
    said = {
        "request": _("%(n)s 件需求等转办", n=n),
        "unlock": _("%(n)s 个月申请解锁", n=n),
        "registration": _("%(n)s 份登记待审", n=n),
        "claim": _("%(n)s 份纸质审批待确认", n=n),
        "transfer": _("%(n)s 项调动待决定", n=n),
        "report": _("%(n)s 份月报待接受", n=n),
        "year": _("%(n)s 站的年度数据待核对", n=n),
        "enrolment": _("%(n)s 个站申请接入", n=n),
    }
    return str(said[kind])


def _held(heaps: Mapping[str, Heap]) -> list[Waiting]:
    """What stations hold: how many, and since the center's word on the oldest."""
    rows: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("returned_registration", _("工作站改登记"), REGISTRATIONS, {"show": "returned"}),
        ("returned_report", _("工作站改月报"), "report_page.list_waiting", {"show": "returned"}),
        ("unlocked_report", _("工作站报新版"), "report_page.list_waiting", {"show": "unlocked"}),
        ("returned_year", _("工作站改年终"), "year_page.list_years", {}),
        ("file", _("原站封送档案"), "transfer_page.list_transfers", {"status": "approved"}),
    )
    return [
        Waiting(
            who,
            _("%(n)s 份，自 %(when)s", n=heaps[kind].count, when=_when(heaps[kind].since)),
            url_for(endpoint, **query),
        )
        for kind, who, endpoint, query in rows
        if kind in heaps
    ]


def _lacks(line: Line, month: Month) -> bool:
    states = {look.state for look in line.looks if look.cell.month == month}
    return bool(states & {Cell.WAITING, Cell.MISSING})


def _when(since: datetime | date | None) -> str:
    if isinstance(since, datetime):
        return moment(since, business_now())
    return short_day(since, local_day(business_now())) if since else ""
